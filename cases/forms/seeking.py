from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import words_field
from common import dates

if TYPE_CHECKING:
    from datetime import date


class SeekOnForm(forms.Form):
    """The consultation of week 8 that ends in going on: with whom, and until when."""

    consulted = forms.CharField(
        label=_("With whom did you decide this?"),
        max_length=200,
        error_messages={"required": _("Write with whom you decided this")},
    )
    risk = words_field(_("What can go wrong, and what do you try now?"))
    until = forms.DateField(
        label=_("When do you look at it again?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the day on which you look at it again")},
    )

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day <= dates.today():
            raise ValidationError(_("Choose a day that is still to come"), code="past")
        return day
