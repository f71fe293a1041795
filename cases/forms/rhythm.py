from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import Going, Pace
from cases.forms.fields import choices_of, not_ahead, words_field
from common import dates

if TYPE_CHECKING:
    from datetime import date


class CadenceForm(forms.Form):
    pace = forms.ChoiceField(
        label=_("How often are you in touch?"),
        choices=choices_of(Pace),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often you are in touch")},
    )


class CheckForm(forms.Form):
    """How it goes with a household that is followed: one tap is enough."""

    prefix = "check"
    going = forms.ChoiceField(
        label=_("How does it go?"),
        choices=choices_of(Going),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it goes")},
    )
    note = words_field(_("What did you hear or see?"), most=500)
    on = forms.DateField(
        label=_("When?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    next_on = forms.DateField(
        label=_("When do you look in again?"),
        help_text=_("Empty is in three months."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None, *, until: date | None) -> None:
        super().__init__(data)
        self.until = until

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])

    def clean_next_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_on"]
        if day is not None and day <= dates.today():
            raise ValidationError(_("Choose a day after today, or leave it empty"), code="past")
        if day is not None and self.until is not None and day > self.until:
            raise ValidationError(_("By then the household is followed no longer. Choose an earlier day"), code="late")
        return day


class DayForm(forms.Form):
    """What fills the day now, in the household's own words."""

    prefix = "day"
    words = words_field(
        _("What fills the day now?"),
        help_text=_("In their own words. Now that the worst is over there may be room for something else."),
    )
