from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from signals_intake.models import Delivery

if TYPE_CHECKING:
    from datetime import date


class MakeListsForm(forms.Form):
    """The date of the lists that somebody asks for."""

    as_of = forms.DateField(
        label=_("Date of the lists"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Fill in the date"), "invalid": _("Choose a real day")},
    )

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        delivered = Delivery.objects.counting().filter(as_of__gte=day.replace(day=1), as_of__lte=day)
        if not delivered.exists():
            raise ValidationError(_("Nobody delivered a list for this month yet"), code="nothing_delivered")
        return day
