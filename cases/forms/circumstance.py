from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    Circumstance,
)
from cases.forms.fields import choices_of
from common import dates

if TYPE_CHECKING:
    from datetime import date


class CircumstanceForm(forms.Form):
    """Something about a household that keeps it from the lists for some time."""

    kind = forms.ChoiceField(
        label=_("What is good to know?"),
        help_text=_("While it holds the household is on no list, and the corporation reads “not now”."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is good to know")},
    )
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("The first day on which it no longer holds. Leave it empty if you do not know."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    note = forms.CharField(
        label=_("What should colleagues know?"),
        help_text=_("In one sentence. Only who helps households reads this."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(Circumstance)  # type: ignore[attr-defined]
        self.fields["kind"].widget.hints = {
            Circumstance.DECEASED: _("The main tenant"),
            Circumstance.MOVED: _("The household lives somewhere else now"),
            Circumstance.AGREED_PATTERN: _("Pays at another moment than the rent is due, as agreed"),
            Circumstance.TRAJECTORY: _("Debt counselling, or other help with the arrears"),
            Circumstance.DO_NOT_VISIT: _("Whoever plans or logs a visit reads this first"),
        }

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if day is not None and day <= dates.today():
            raise ValidationError(_("Choose a day after today, or leave it empty"), code="past")
        return day
