from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import Heard, Purpose, SafetyChoice, SafetyStep
from cases.forms.fields import choices_of, not_ahead, words_field
from cases.models import Decision
from common.forms import AsksSometimes

if TYPE_CHECKING:
    from datetime import date

NEEDED_HERE = _("This belongs to not scaling up: write it down")
NOT_REPORTED = _("This belongs to not reporting: write it down")


class DecisionForm(AsksSometimes):
    """A decision: only the choice has to be said, unless scaling up was considered and not done."""

    sometimes = frozenset({"reason", "consulted"})
    choice = words_field(_("What did you choose?"), required=True)
    reason = words_field(_("Why?"))
    known = words_field(_("What did you know then?"))
    unknown = words_field(_("What did you not know?"))
    consulted = forms.CharField(
        label=_("Whom did you consult?"),
        help_text=_("A colleague, the attention officer, Veilig Thuis, the household."),
        max_length=200,
        required=False,
    )
    advice = words_field(_("What did your team leader advise?"), help_text=_("It stands beside your choice."))
    not_scaled_up = forms.BooleanField(label=_("We thought of scaling up, and did not"), required=False)

    def __init__(self, data: Any = None, *, decision: Decision | None = None) -> None:
        super().__init__(data, initial={name: getattr(decision, name) for name in Decision.SAID} if decision else None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("not_scaled_up"):
            for name in ("reason", "consulted"):
                if not data.get(name):
                    self.ask(name, NEEDED_HERE)
        return data


class AdviceForm(forms.Form):
    advice = words_field(_("What do you advise?"), help_text=_("The choice stays with the worker."), required=True)


class SafetyForm(AsksSometimes):
    """A line under one of the five steps. Nothing has to be said but a decision, and then its grounds."""

    sometimes = frozenset({"choice", "words", "consulted"})
    on = forms.DateField(
        label=_("When?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    words = words_field(_("In your own words"), rows=4, most=4000)

    def __init__(self, data: Any = None, *, step: SafetyStep) -> None:
        super().__init__(data)
        self.step = step
        if step in {SafetyStep.CONSULT, SafetyStep.DECIDE}:
            self.fields["consulted"] = forms.CharField(label=_("Whom did you ask?"), max_length=200, required=False)
        if step == SafetyStep.CONSULT:
            self.fields["consulted"].help_text = _(
                "A colleague, the attention officer, Veilig Thuis. Ask without names."
            )
        if step == SafetyStep.DECIDE:
            self.fields["choice"] = forms.ChoiceField(
                label=_("What do you decide?"),
                choices=choices_of(SafetyChoice),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what you decide")},
            )
            self.fields["words"].label = _("Why?")
            self.order_fields(["choice", "words", "consulted", "on"])
        else:
            self.order_fields(["words", "consulted", "on"])

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        choice = data.get("choice")
        if choice and not SafetyChoice(choice).reports:
            for name in ("words", "consulted"):
                if not data.get(name):
                    self.ask(name, NOT_REPORTED)
        return data

    def noted(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        choice = data.pop("choice", "")
        return data | {"step": self.step, "choice": SafetyChoice(choice) if choice else None}


class SafetyWordsForm(AsksSometimes):
    """Other words in the place of one's own. Of not reporting they say why."""

    sometimes = frozenset({"words"})
    words = words_field(_("In your own words"), rows=4, most=4000)


class DiscussionForm(forms.Form):
    """What is brought to the team: only the question has to be said."""

    purpose = forms.ChoiceField(
        label=_("What for?"),
        choices=choices_of(Purpose),
        widget=forms.RadioSelect,
        initial=Purpose.WIDEN,
        required=False,
    )
    question = words_field(_("What is your question?"), required=True)

    def planned(self) -> dict[str, Any]:
        purpose = Purpose(self.cleaned_data["purpose"] or Purpose.WIDEN)
        return {"question": self.cleaned_data["question"], "purpose": purpose}


class DiscussionHeldForm(forms.Form):
    """What came of it. That it was talked over is enough."""

    options = words_field(_("Which ways were named?"))
    choice = words_field(_("Which one do you choose?"))
    heard = forms.ChoiceField(
        label=_("Did the household speak along?"),
        choices=choices_of(Heard),
        widget=forms.RadioSelect,
        required=False,
    )
    their_words = words_field(_("What does the household say itself?"), help_text=_("In their own words."), rows=2)
    on = forms.DateField(
        label=_("When?"),
        help_text=_("Empty is today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])

    def held(self) -> dict[str, Any]:
        heard = self.cleaned_data["heard"]
        return self.cleaned_data | {"heard": Heard(heard) if heard else None}
