from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import Keeper, Scale
from cases.forms.fields import choices_of, not_ahead, words_field

if TYPE_CHECKING:
    from datetime import date

    from cases.models import Scaling


class ScalingForm(forms.Form):
    """Heavier help or pressure, or less of it: only to whom has to be said."""

    prefix = "scaling"
    direction = forms.ChoiceField(
        label=_("Up or down?"),
        choices=choices_of(Scale),
        widget=forms.RadioSelect,
        initial=Scale.UP,
        required=False,
    )
    party = forms.CharField(label=_("To whom?"), max_length=100, error_messages={"required": _("Write to whom")})
    reason = words_field(_("Why?"), most=500)
    known = words_field(
        _("What was known then?"), help_text=_("What you saw and heard, and what you do not know."), most=500
    )
    keeper = forms.ChoiceField(
        label=_("Who keeps the direction?"),
        choices=choices_of(Keeper),
        initial=Keeper.WE,
        required=False,
    )

    def scaled(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen = {"direction": Scale(data["direction"] or Scale.UP), "keeper": Keeper(data["keeper"] or Keeper.WE)}
        return chosen | {name: data[name] for name in ("party", "reason", "known")}


class ScalingAnswerForm(forms.Form):
    answer = words_field(_("What was the answer?"), missing=_("Write what the answer was"), most=500)
    on = forms.DateField(
        label=_("When?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    keeper = forms.ChoiceField(
        label=_("Who keeps the direction from now on?"), choices=choices_of(Keeper), required=False
    )

    def __init__(self, data: Any = None, *, scaling: Scaling) -> None:
        super().__init__(data, initial={"keeper": scaling.keeper})
        self.scaling = scaling

    def clean_keeper(self) -> Keeper | None:
        return Keeper(self.cleaned_data["keeper"]) if self.cleaned_data["keeper"] else None

    def clean_on(self) -> date | None:
        day = not_ahead(self.cleaned_data["on"])
        if day is not None and day < self.scaling.asked_on:
            raise ValidationError(_("This day is before the last step"), code="before")
        return day
