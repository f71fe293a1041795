from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import Visibility
from common import dates

if TYPE_CHECKING:
    from datetime import date


class WarningForm(forms.Form):
    """A few words for whoever comes to the door next. Who goes along reads them too, unless one says otherwise."""

    text = forms.CharField(
        label=_("What must somebody at this door know?"),
        help_text=_("A dog, two people at the door, not before eleven. What somebody has does not belong here."),
        max_length=120,
        error_messages={"required": _("Write what somebody at this door must know")},
    )
    visibility = forms.ChoiceField(
        label=_("Who reads this?"),
        choices=[
            (Visibility.CORPORATION.value, _("Everybody who goes to this door")),
            (Visibility.CARE.value, _("Care workers only")),
        ],
        initial=Visibility.CORPORATION,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("The first day on which it no longer holds. Leave it empty if you do not know."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )

    def __init__(self, *args: Any, chooses: bool, **kwargs: Any) -> None:
        """A partner chooses nobody: what it pins everybody at the door reads."""
        super().__init__(*args, **kwargs)
        self.fields["visibility"].widget.hints = {
            Visibility.CORPORATION: _("Also the housing corporation’s half of the duo, who stands there with you"),
            Visibility.CARE: _("Whoever goes along does not see it"),
        }
        if not chooses:
            del self.fields["visibility"]

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if day is not None and day <= dates.today():
            raise ValidationError(_("Choose a day after today, or leave it empty"), code="past")
        return day
