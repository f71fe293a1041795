from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.endings import (
    UNJUSTIFIED,
    About,
    CaseOutcome,
    CheckAnswer,
    CheckQuestion,
    MovedTo,
    SortedBy,
    Unchecked,
    WhyNot,
)
from cases.enums import CloseReason, Outcome
from cases.forms.fields import choices_of, radio_field, words_field
from cases.models import Ending
from cases.services.closing import OUR_JUDGMENT, has_last_note, open_questions
from common.forms import AsksSometimes

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from cases.models import Case

#: Moved to another door of the same municipality is picked up (DDAS coding rules): no ending, so no value of ours.
WITHIN = "within"


#: How each way to let go is asked for, in the order of the page, with a line that helps to choose.
GROUNDS: dict[CloseReason, tuple[str | _StrPromise, str | _StrPromise]] = {
    CloseReason.WANTS_NO_HELP: (
        _("The household wants to stop or says no"),
        _("A no at the door is enough. Who asks to be left alone is let go, not kept"),
    ),
    CloseReason.AGREED: (_("We both think it is enough"), ""),
    CloseReason.SOLVED: (_("It is solved"), ""),
    CloseReason.PAID: (_("It is paid, or an arrangement was agreed"), ""),
    CloseReason.HANDED_OVER: (_("Somebody else goes on"), _("And has accepted it")),
    CloseReason.NOT_REACHED: (_("Never reached"), _("Decided in the consultation of week 8")),
    CloseReason.SILENT: (
        _("Nothing heard for a year, however often we tried"),
        _("Decided in the team, never by one person. The household may come back any day"),
    ),
    CloseReason.NOT_PICKED_UP: (
        _("This should not be picked up"),
        _("A signal that was wrong, repeated or not for us"),
    ),
    CloseReason.MOVED: (_("Does not live here any more"), _("Moved to another municipality, or nobody knows where")),
    CloseReason.DECEASED: (_("Died"), _("The main tenant")),
}
#: What somebody said last that is a reason by itself.
SAID: dict[str, CloseReason] = {
    Outcome.WANTS_NO_HELP: CloseReason.WANTS_NO_HELP,
    Outcome.SOLVES_IT: CloseReason.WANTS_NO_HELP,
    Outcome.PAID: CloseReason.PAID,
    Outcome.MOVED: CloseReason.MOVED,
}


def _line(label: _StrPromise, *, missing: str | _StrPromise = "", help_text: str | _StrPromise = "") -> Any:
    return forms.CharField(
        label=label, max_length=100, required=bool(missing), help_text=help_text, error_messages={"required": missing}
    )


class EndingForm(AsksSometimes):
    """What belongs to every ending, all of it optional: the words and what came of it."""

    #: Of which reason the fields below are.
    reasons: ClassVar[frozenset[CloseReason]] = frozenset({CloseReason.DECEASED})

    def __init__(self, data: Any = None, *, case: Case, reason: CloseReason) -> None:
        self.case, self.reason = case, reason
        super().__init__(data)
        self.fields["story"] = words_field(
            _("How did it end?"),
            help_text=_("In the words of the household, if you can. Only who helps households reads this."),
            rows=4,
        )
        self.fields["outcomes"] = forms.MultipleChoiceField(
            label=_("What came of it?"), help_text=_("As many as fit. That it did not get worse is a success."),
            choices=choices_of(CaseOutcome), widget=forms.CheckboxSelectMultiple, required=False,
        )  # fmt: skip

    def ending(self) -> Ending:
        """Give what was said, for the service."""
        said = {name: value for name, value in self.cleaned_data.items() if name in Ending._fields}
        return Ending(reason=self.reason, **said)


class TogetherForm(EndingForm):
    """The two plain questions that the file cannot answer; with the conversation they give the national code."""

    reasons = frozenset({CloseReason.WANTS_NO_HELP, CloseReason.AGREED, CloseReason.SOLVED, CloseReason.PAID})
    sometimes = frozenset({"unchecked"})

    sorted_by = radio_field(_("Who takes care of it now?"), SortedBy, missing=_("Choose who takes care of it now"))
    about = radio_field(
        _("What was the help about?"), About, missing=_("Choose what it was about"), initial=About.MONEY
    )

    def __init__(self, data: Any = None, *, case: Case, reason: CloseReason) -> None:
        super().__init__(data, case=case, reason=reason)
        if reason in OUR_JUDGMENT and open_questions(case):
            question = _("Not all four questions are answered. Why is it good to stop now?")
            missing = _("Choose why it is good to stop now")
            self.fields["unchecked"] = radio_field(question, Unchecked, missing=missing)
            self.order_fields(["sorted_by", "about", "unchecked"])
        self.fields["sorted_by"].widget.hints = {
            SortedBy.HOUSEHOLD: _("Family, friends and an administrator count as the household"),
            SortedBy.TOGETHER: _("It is done, nobody else goes on"),
        }
        if reason == CloseReason.WANTS_NO_HELP:
            self.fields["sorted_by"].initial = SortedBy.HOUSEHOLD


class MovedForm(EndingForm):
    """A household that lives elsewhere, with a pack for whoever helps there if it likes that."""

    reasons = frozenset({CloseReason.MOVED})
    sometimes = frozenset({"handed_to"})

    moved_to = radio_field(
        _("Where does the household live now?"), MovedTo, missing=_("Choose where the household lives now")
    )
    handed_to = _line(_("Who gets the handover pack?"), help_text=_("The municipality or the colleague there."))
    pack_agreed = forms.BooleanField(label=_("The household agrees that a pack goes along"), required=False)

    def __init__(self, data: Any = None, *, case: Case, reason: CloseReason) -> None:
        super().__init__(data, case=case, reason=reason)
        here = (WITHIN, _("In this municipality, at another address"))
        self.fields["moved_to"].choices = [*choices_of(MovedTo), here]  # type: ignore[attr-defined]

    @property
    def lives_near(self) -> bool:
        """Whether the household went to live elsewhere in the municipality, which ends nothing."""
        return self.has_error("moved_to", WITHIN)

    def clean_moved_to(self) -> str:
        moved_to: str = self.cleaned_data["moved_to"]
        if moved_to == WITHIN:
            raise ValidationError(
                _("Then the case goes on at the new address. Bring the address up to date and go there"), code=WITHIN
            )
        return moved_to

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("pack_agreed") and not data.get("handed_to"):
            self.ask("handed_to", _("Name who gets the pack"))
        return data


class HandoverForm(EndingForm):
    """Somebody else goes on, and said so."""

    reasons = frozenset({CloseReason.HANDED_OVER})

    handed_to = _line(
        _("Who accepted it?"), missing=_("Name who accepted it"), help_text=_("A name and where they work.")
    )
    pack_agreed = forms.BooleanField(label=_("The household agrees that a pack goes along"), required=False)
    about = radio_field(
        _("What was the help about?"), About, missing=_("Choose what it was about"), initial=About.MONEY
    )


class NotPickedUpForm(EndingForm):
    """The national code of what is not picked up follows from the plain reason."""

    reasons = frozenset({CloseReason.NOT_PICKED_UP})

    why_not = radio_field(_("Why is it not picked up?"), WhyNot, missing=_("Choose why it is not picked up"))

    def __init__(self, data: Any = None, *, case: Case, reason: CloseReason) -> None:
        super().__init__(data, case=case, reason=reason)
        if case.attempts.exists():  # what was tried was picked up, unless the signal was wrong
            wrong = [why for why in WhyNot if why in UNJUSTIFIED]
            self.fields["why_not"].choices = choices_of(wrong)  # type: ignore[attr-defined]


class NeverReachedForm(EndingForm):
    """The consultation of week 8: the risk weighed with others, and a last note with both names."""

    reasons = frozenset({CloseReason.NOT_REACHED})

    risk_note = words_field(
        _("What can go wrong, and why do we stop all the same?"), missing=_("Write what can go wrong, in one sentence")
    )
    note_left = forms.BooleanField(
        label=_("The last note with both names lies under the door"),
        error_messages={"required": _("Put a last note with both names under the door first")},
    )
    consulted = _line(
        _("Who looked along?"), missing=_("Name who looked along: nobody decides this alone"),
        help_text=_("The team, and whoever brought the household to us."),
    )  # fmt: skip
    handed_to = _line(
        _("Did you pass your worry on to somebody?"), help_text=_("Empty is nobody. This goes without consent.")
    )

    def __init__(self, data: Any = None, *, case: Case, reason: CloseReason) -> None:
        super().__init__(data, case=case, reason=reason)
        self.fields["note_left"].initial = has_last_note(case)


class SilentForm(EndingForm):
    """A year without a word: what the team decided, and with whom."""

    reasons = frozenset({CloseReason.SILENT})

    consulted = _line(
        _("Who decided this together?"), missing=_("Name who decided this with you"),
        help_text=_("The team, and whoever knows the household."),
    )  # fmt: skip


FORMS: tuple[type[EndingForm], ...] = (
    TogetherForm, MovedForm, HandoverForm, NotPickedUpForm, NeverReachedForm, SilentForm, EndingForm,
)  # fmt: skip


def form_for(reason: CloseReason) -> type[EndingForm]:
    """Give the form of a reason; a reason that is no way to let go has none (KeyError)."""
    return {reason: form for form in FORMS for reason in form.reasons}[reason]


class CheckForm(forms.Form):
    """One of the four questions, answered today."""

    question = forms.ChoiceField(choices=CheckQuestion)
    answer = forms.ChoiceField(choices=CheckAnswer)


class TalkForm(forms.Form):
    """What the team decided, if one likes to say it."""

    text = words_field(_("What did you decide together?"))
