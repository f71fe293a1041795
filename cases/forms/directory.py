from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import ServiceArea
from cases.forms.fields import choices_of


class ServiceForm(forms.Form):
    """A service or initiative: its name is needed, the rest is added by whoever knows it."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=100, error_messages={"required": _("Write what it is called")}
    )
    what_for = forms.CharField(label=_("What can people go there for?"), max_length=300, required=False)
    conditions = forms.CharField(label=_("For whom, and on what conditions?"), max_length=300, required=False)
    reach = forms.CharField(label=_("How does one reach it?"), max_length=300, required=False)
    area = forms.ChoiceField(
        label=_("Where does it work?"),
        choices=choices_of(ServiceArea),
        widget=forms.RadioSelect,
        initial=ServiceArea.AREA,
        required=False,
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_area(self) -> str:
        return self.cleaned_data["area"] or ServiceArea.AREA
