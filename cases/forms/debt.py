from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.enums import ChainKind, ChainState, DebtOutcome, ItemState, SwitchReason
from cases.forms.fields import choices_of, not_ahead, words_field
from cases.states import DEBT_STEP
from common import dates
from common.forms import AsksSometimes

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from cases.models import DebtDecision, DebtStep
    from cases.services.debt_decision import DecisionWords

#: Why somebody drops out of debt help; the others say why somebody comes.
WHY_DROPPED = [SwitchReason.MISSED, SwitchReason.PAPERS, SwitchReason.STOPPED, SwitchReason.AVOIDS]


class StepForm(forms.Form):
    """A step of the chain begins: which one is enough."""

    prefix = "step"
    kind = forms.ChoiceField(
        label=_("What begins?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what begins")}
    )
    party = forms.CharField(label=_("With whom?"), required=False, max_length=100)
    conversation_on = forms.DateField(
        label=_("When was the first conversation about the debts?"),
        help_text=_("For an application: the weeks to a decision count from that day. Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )

    def __init__(self, data: Any = None, *, running: Collection[str] = ()) -> None:
        super().__init__(data)
        kinds = [kind for kind in ChainKind if kind not in running]
        self.fields["kind"].choices = choices_of(kinds)  # type: ignore[attr-defined]

    def clean_conversation_on(self) -> date | None:
        return not_ahead(self.cleaned_data["conversation_on"])


class ReportForm(AsksSometimes):
    """How far a step is: with whom it is now, or how it ended."""

    sometimes = frozenset({"party"})
    state = forms.ChoiceField(
        label=_("How far is it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose how far it is")}
    )
    party = forms.CharField(label=_("Who has it now?"), required=False, max_length=100)
    accepted_by = forms.CharField(label=_("Who there took it over?"), required=False, max_length=100)
    on = forms.DateField(
        label=_("Since when?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )
    result = words_field(_("What was said?"), most=300)

    dropped_why = forms.ChoiceField(
        label=_("Why did they drop out, as far as you know?"),
        choices=choices_of(WHY_DROPPED),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, step: DebtStep) -> None:
        super().__init__(data, initial={"party": step.party, "accepted_by": step.accepted_by})
        self.step = step
        self.fields["state"].choices = choices_of(DEBT_STEP.after(ChainState.PREPARING))  # type: ignore[attr-defined]
        self.fields["state"].widget.hints = {
            ChainState.HANDED_OVER: _("Or with them still: you ask again in time"),
            ChainState.DONE: _("It came to a good end"),
            ChainState.REFUSED: _("It counts as something that stands in the way"),
            ChainState.STOPPED: _("They do not need it any more"),
            ChainState.DROPPED_OUT: _("They come no more: you go there and ask why"),
        }

    def clean_on(self) -> date | None:
        day = not_ahead(self.cleaned_data["on"])
        if day is not None and day < self.step.started_on:
            raise ValidationError(_("That is before it began"), code="before")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        nobody = not data.get("party") and not self.step.party and "party" not in self.errors
        if data.get("state") == ChainState.HANDED_OVER and nobody:
            self.ask("party", _("Write who has it now"))
        return data


class PaperForm(forms.Form):
    """One tap on a paper of an application."""

    do = forms.ChoiceField(choices=ItemState.choices)
    seen = forms.IntegerField(min_value=0)
    note = forms.CharField(required=False, max_length=200)
    due_on = forms.DateField(required=False)


class TradeOffForm(forms.Form):
    """What a household gives up on purpose: only what that is has to be said."""

    prefix = "trade"
    given_up = forms.CharField(
        label=_("What do they give up, on purpose?"),
        help_text=_("For example: somebody else does the money for a year."),
        max_length=300,
        error_messages={"required": _("Write what they give up")},
    )
    why = forms.CharField(
        label=_("What for?"), help_text=_("For example: to keep the home."), required=False, max_length=300
    )
    look_on = forms.DateField(
        label=_("When do you look at it again?"),
        help_text=_("Empty is in six months."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )

    def clean_look_on(self) -> date | None:
        return ahead(self.cleaned_data["look_on"])


class LookForm(forms.Form):
    """What was said when a trade-off was looked at; with a next day it goes on, without one it is over."""

    words = forms.CharField(label=_("What did you say about it together?"), required=False, max_length=300)
    look_on = forms.DateField(
        label=_("When do you look again?"),
        help_text=_("Empty means that it is over."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )

    def clean_look_on(self) -> date | None:
        return ahead(self.cleaned_data["look_on"])


class DecisionForm(AsksSometimes):
    """A decision on debt help; nothing has to be said before it is sent."""

    sometimes = frozenset({"outcome", "assessment", "weighing"})
    outcome = forms.ChoiceField(label=_("What is decided?"), required=False, widget=forms.RadioSelect)
    assessment = forms.CharField(
        label=_("What did you find?"),
        help_text=_("In plain words: the household reads this."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    weighing = forms.CharField(
        label=_("What weighed in, and why does it come out like this?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    help_given = forms.CharField(
        label=_("Which help, or what else can they do?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    sent_on = forms.DateField(
        label=_("Sent on"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Choose a real day")},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, draft: DebtDecision | None) -> None:
        words = ("outcome", "assessment", "weighing", "help_given")
        initial = {name: getattr(draft, name) for name in words} if draft else {}
        super().__init__(data, initial=initial | {"seen": draft.version if draft else 0})
        self.fields["outcome"].choices = choices_of(DebtOutcome)  # type: ignore[attr-defined]

    def clean_sent_on(self) -> date | None:
        return not_ahead(self.cleaned_data["sent_on"])

    def words(self) -> DecisionWords:
        data = self.cleaned_data
        return {
            "outcome": data["outcome"],
            "assessment": data["assessment"],
            "weighing": data["weighing"],
            "help_given": data["help_given"],
        }


def ahead(day: date | None) -> date | None:
    """Give the day back. Raises ValidationError for one that is not still to come."""
    if day is not None and day <= dates.today():
        raise ValidationError(_("Choose a day that is still to come"), code="past")
    return day
