from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.forms import AsksSometimes
from signals_intake.enums import Decision, DepartureReason
from signals_intake.services.review import next_month

if TYPE_CHECKING:
    from datetime import date

    from signals_intake.models import ListEntry
    from signals_intake.queries.review import Shown


class DecisionForm(AsksSometimes):
    """What both organisations decide about one household. The proposal is chosen already.

    `seen` is the moment of the decision that stood there when the row was opened, so that whoever replaces another
    one hears of it.
    """

    sometimes = frozenset({"reason"})
    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Why something else?"),
        choices=[("", _("Choose a reason")), *DepartureReason.choices],
        required=False,
    )
    postponed_until = forms.DateField(
        label=_("Back on the list from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, entry: ListEntry, shown: Shown | None, focus: bool = False) -> None:
        made = getattr(entry, "decision", None)
        initial = {
            "decision": shown.decision if shown else entry.proposal,
            "postponed_until": (shown and shown.until) or next_month(entry),
            "note": shown.note if shown else "",
            "reason": shown.reason if shown else "",
            "seen": made.decided_at.isoformat() if made else "",
        }
        super().__init__(data, initial=initial, auto_id="row_%s")
        self.entry = entry
        chosen = [str(self["decision"].value())] if focus else []
        self.fields["decision"].widget = FocusedRadio(chosen, choices=Decision.choices)

    def clean_postponed_until(self) -> date | None:
        day: date | None = self.cleaned_data["postponed_until"]
        if self.cleaned_data.get("decision") != Decision.POSTPONE:
            return None
        if day is not None and day <= self.entry.arrears_list.as_of:
            raise ValidationError(_("Choose a day after the date of the list"), code="too_early")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        departs = "decision" in data and data["decision"] != self.entry.proposal
        if departs and not data.get("reason") and "reason" not in self.errors:
            self.ask("reason", _("Choose why you decide otherwise"))
        return data

    def focus_on_error(self) -> None:
        """Bring whoever saved to the first field that is wrong."""
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong is not None and wrong != "decision":
            self.fields["decision"].widget.focused = []
            self.fields[wrong].widget.attrs["autofocus"] = True


class FocusedRadio(forms.RadioSelect):
    """Radio buttons of which the chosen one takes the focus when the row opens."""

    def __init__(self, focused: list[str], choices: Any) -> None:
        super().__init__(choices=choices)
        self.focused = focused

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.focused:
            option["attrs"]["autofocus"] = True
        return option
