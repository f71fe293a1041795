from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import Stage
from cases.forms.fields import choices_of
from cases.services.case import NEXT_SIGN_MONTHS
from cases.states import BY_HAND
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from cases.models import Case


class MoveForm(forms.Form):
    """How a case goes on in another stage. Letting go has a page of its own."""

    stage = forms.ChoiceField(
        label=_("How does it go on?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it goes on")},
    )
    next_on = forms.DateField(
        label=_("When is the next sign of life, or do you look in?"),
        help_text=_("Left empty it is in a month."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [stage for stage in BY_HAND if stage != case.stage]
        self.fields["stage"].choices = choices_of(stages)  # type: ignore[attr-defined]
        self.fields["stage"].widget.hints = {
            Stage.GUIDANCE: _("The first conversation was held, we help"),
            Stage.MONITORING: _("It is solved, we keep an eye on it"),
            Stage.MINIMAL_CONTACT: _("It rests, the door stays open. The team talks about it every six months"),
        }
        self.fields["next_on"].initial = dates.add_months(dates.today(), NEXT_SIGN_MONTHS)

    def clean_next_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_on"]
        if day is not None and day <= dates.today():
            raise ValidationError(_("Choose a day after today, or leave it empty"), code="past")
        return day
