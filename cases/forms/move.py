from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    CloseReason,
    Stage,
)
from cases.services.case import reasons_to_close

if TYPE_CHECKING:
    from cases.models import Case


#: Where a case may be taken by hand; contact and light contact follow from the joint review.
NEXT_STAGES = (Stage.VISITING, Stage.GUIDANCE, Stage.MONITORING, Stage.MINIMAL_CONTACT)


class MoveForm(forms.Form):
    """How a case goes on: another stage, or closed for a reason that fits what happened."""

    stage = forms.ChoiceField(
        label=_("How does it go on?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it goes on")},
    )
    reason = forms.ChoiceField(label=_("Why does it close?"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [stage for stage in (*NEXT_STAGES, Stage.CLOSED) if stage != case.stage]
        self.fields["stage"].choices = [(s.value, capfirst(str(s.label))) for s in stages]  # type: ignore[attr-defined]
        self.fields["stage"].widget.hints = {
            Stage.GUIDANCE: _("The first conversation was held, we help"),
            Stage.MONITORING: _("It is solved, we keep an eye on it"),
            Stage.MINIMAL_CONTACT: _("It rests, the door stays open"),
            Stage.CLOSED: _("Only with a reason from the list below"),
        }
        reasons = [reason for reason in CloseReason if reason in reasons_to_close(case)]
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a reason")),
            *[(r.value, capfirst(str(r.label))) for r in reasons],
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("stage") == Stage.CLOSED and not data.get("reason") and "reason" not in self.errors:
            raise ValidationError({"reason": ValidationError(_("Choose why the case closes"), code="required")})
        return data
