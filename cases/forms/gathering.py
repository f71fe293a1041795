from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import GatheringKind
from cases.forms.fields import choices_of, not_ahead
from cases.models import Case

if TYPE_CHECKING:
    from datetime import date

    from cases.models.case import CaseQuerySet

    CaseChoice = forms.ModelChoiceField[Case]
else:
    CaseChoice = forms.ModelChoiceField


class HouseholdField(CaseChoice):
    """One of the own cases, by the household and its door."""

    def label_from_instance(self, obj: Case) -> str:
        return f"{obj.household.name}, {obj.household.dwelling}"


class GatheringForm(forms.Form):
    """A group that came together: only what it was has to be said."""

    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=choices_of(GatheringKind),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it was")},
    )
    on = forms.DateField(
        label=_("When?"), help_text=_("Empty is today."), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    place = forms.CharField(label=_("Where?"), max_length=100, required=False)
    about = forms.CharField(label=_("What was it about?"), max_length=200, required=False)
    number = forms.IntegerField(
        label=_("How many people came?"),
        help_text=_("A number is enough. First names can follow."),
        min_value=0,
        max_value=1000,
        required=False,
    )

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])


class GuestForm(forms.Form):
    """Somebody who came, by first name; whoever has a file may be named by it."""

    first_name = forms.CharField(
        label=_("First name"), max_length=50, error_messages={"required": _("Write a first name")}
    )
    follow_up = forms.CharField(
        label=_("What do you do for them after this?"), help_text=_("Only if there is something."), max_length=200,
        required=False,
    )  # fmt: skip
    case = HouseholdField(
        queryset=Case.objects.none(),
        to_field_name="uuid",
        required=False,
        label=_("Do they have a file with you?"),
        empty_label=_("No, and they need none"),
    )

    def __init__(self, data: Any = None, *, cases: CaseQuerySet) -> None:
        super().__init__(data)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]
