"""Letting go: who may be let go and why, by how many people, and what is kept of it (design.md §7.4)."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext

from accounts.outbox import publish
from cases.endings import UNJUSTIFIED, CheckAnswer, CheckQuestion, ClosingState, WhyNot
from cases.enums import Circumstance, ClockKind, CloseReason, ContactKind, EntryKind, Stage, Visibility
from cases.models import Case, Closing, ClosingCheck, Household
from cases.queries.arrears import is_repeated
from cases.queries.covenant import covenant_of
from cases.services import clock
from cases.services.case import CaseAlreadyClosed, ClosingNotAllowed, close_case, lock_open, reasons_to_close
from cases.services.circumstance import CircumstanceHoldsAlready, mark_circumstance
from cases.services.decision import log_decision
from cases.services.end_result import code_end_result
from cases.services.loose_ends import tie_up
from cases.services.note import add_note
from cases.services.paper import make_pack
from cases.services.record import record
from cases.services.request import prepare_notices
from cases.services.team_talk import bring_before_team
from cases.states import CLOSING
from common import dates
from common.templatetags.ui import full_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from cases.models import Crisis, Decision, Ending
    from cases.services.loose_ends import LooseEnd

#: Reasons in which our own judgment has a part; for these the four questions are looked at first.
OUR_JUDGMENT = frozenset({CloseReason.AGREED, CloseReason.SOLVED, CloseReason.PAID})
#: Endings that are good to know about the household itself.
NOTED = {CloseReason.MOVED: Circumstance.MOVED, CloseReason.DECEASED: Circumstance.DECEASED}
#: For these nobody has to know first how a crisis ends: a no is enough, and who died or moved is let go.
CRISIS_MAY_RUN = frozenset({CloseReason.WANTS_NO_HELP, CloseReason.MOVED, CloseReason.DECEASED})


class CrisisStillRuns(Exception):  # noqa: N818 -- errors are facts
    """Something threatens, and nobody said how it ended."""


class TooEarlyToLetGo(Exception):  # noqa: N818 -- errors are facts
    """A household never reached is let go in the consultation of week 8; without a `decide_on` nothing was tried."""

    def __init__(self, decide_on: date | None) -> None:
        super().__init__("contact is still sought")
        self.decide_on = decide_on


class ContactNotSought(Exception):  # noqa: N818 -- errors are facts
    """No weeks of contact run here that somebody decides about now."""


class EndingIncomplete(Exception):  # noqa: N818 -- errors are facts
    """Something that belongs to this reason was not said; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class ClosingAskedAlready(Exception):  # noqa: N818 -- errors are facts
    """Somebody asked to let this household go already."""


class ClosingSettledAlready(Exception):  # noqa: N818 -- errors are facts
    """Somebody else answered first."""


class SecondPersonNeeded(Exception):  # noqa: N818 -- errors are facts
    """Whoever asked is not the one who confirms."""


@transaction.atomic
def let_go(
    *, case: Case, ending: Ending, by: User, on: date | None = None, loose_ends: Mapping[UUID, LooseEnd] | None = None
) -> Closing:
    """Close a case, or ask a second person to: with a minor in the household two people let go.

    Raises ClosingNotAllowed, TooEarlyToLetGo, CrisisStillRuns or EndingIncomplete when the reason does not hold,
    CaseAlreadyClosed or ClosingAskedAlready when somebody was first, LooseEndsLeft when something is open of which
    `loose_ends` says nothing. The household is locked first, as everywhere.
    """
    day = on or dates.today()
    _lock(case)
    _check(case=case, ending=ending, on=day)
    if case.closings.asked().exists():
        raise ClosingAskedAlready
    household = case.household
    closing = Closing(case=case, asked_by=by, asked_at=dates.now(), two_people=household.has_minor, **ending._asdict())
    if closing.two_people:
        closing.save()
        record(household=household, case=case, kind=EntryKind.CLOSE_ASKED, detail=ending.reason, by=by)
        publish("case.changed", household_id=household.pk)
        return closing
    closing.state, closing.settled_by, closing.settled_at = ClosingState.DONE, by, closing.asked_at
    closing.save()
    _end(closing=closing, loose_ends=loose_ends or {}, on=day, by=by)
    return closing


@transaction.atomic
def confirm_closing(
    *,
    closing: Closing,
    by: User,
    text: str = "",
    on: date | None = None,
    loose_ends: Mapping[UUID, LooseEnd] | None = None,
) -> None:
    """Let a household go as the second person, whose words are kept as a note. What happened since is looked at again.

    The ``update`` is also the lock: of two people who confirm together one does. Raises SecondPersonNeeded,
    ClosingSettledAlready, and whatever ``let_go`` raises about the reason.
    """
    if closing.asked_by_id == by.pk:
        raise SecondPersonNeeded
    day = on or dates.today()
    _lock(closing.case)
    _settle(closing=closing, state=ClosingState.DONE, by=by)
    _check(case=closing.case, ending=closing.ending, on=day)
    if text.strip():
        add_note(case=closing.case, text=text, visibility=Visibility.CARE, by=by)
    _end(closing=closing, loose_ends=loose_ends or {}, on=day, by=by)


@transaction.atomic
def keep_on(*, closing: Closing, by: User, text: str = "") -> None:
    """Answer that a household is not let go yet; whoever asked may also take it back. Raises ClosingSettledAlready."""
    _lock(closing.case)
    _settle(closing=closing, state=ClosingState.NOT_YET, by=by)
    household = closing.case.household
    record(household=household, case=closing.case, kind=EntryKind.CLOSE_NOT_YET, text=text.strip(), by=by)
    publish("case.changed", household_id=household.pk)


@transaction.atomic
def answer_check(*, case: Case, question: CheckQuestion, answer: CheckAnswer, by: User) -> ClosingCheck:
    """Answer one of the four questions today; a doubt goes to the team meeting. Raises CaseAlreadyClosed."""
    if Case.objects.select_for_update(no_key=True).get(pk=case.pk).stage == Stage.CLOSED:
        raise CaseAlreadyClosed
    check = ClosingCheck.objects.create(case=case, question=question, answer=answer, on=dates.today(), by=by)
    record(household=case.household, case=case, kind=EntryKind.CHECKED, detail=f"{question}:{answer}", by=by)
    if answer == CheckAnswer.DOUBT:
        bring_before_team(case=case, by=by)
    return check


@transaction.atomic
def seek_on(*, case: Case, until: date, consulted: str, by: User, risk: str = "") -> Decision:
    """Go on seeking contact after the consultation of week 8, until another one on a day that is in the log.

    Raises CaseAlreadyClosed and, when somebody was reached or nobody is sought, ContactNotSought.
    """
    locked = lock_open(case)
    if not is_sought(locked) or not clock.seek_until(case=locked, on=until, by=by):
        raise ContactNotSought
    choice = gettext("We go on seeking contact, until %(day)s") % {"day": full_day(until)}
    return log_decision(case=locked, choice=choice, reason=risk, consulted=consulted, by=by)


def is_sought(case: Case) -> bool:
    """Say whether it is time to decide about a household in the contact phase: from the day that warns."""
    running = case.clocks.filter(kind=ClockKind.CONTACT_PHASE, stopped_on=None)
    return running.filter(warn_on__lte=dates.today()).exists()


def is_guided(case: Case) -> bool:
    """Say whether this household was ever guided: then the four questions belong to letting go."""
    return case.stages.filter(stage=Stage.GUIDANCE).exists()


def last_checks(case: Case) -> dict[CheckQuestion, ClosingCheck]:
    """Give the last answer to each question that was answered."""
    return {CheckQuestion(check.question): check for check in reversed(case.closing_checks.select_related("by"))}


def open_questions(case: Case) -> list[CheckQuestion]:
    """Give the questions that were not answered, or in a way that asks to go on."""
    if not is_guided(case):
        return []
    last = last_checks(case)
    return [question for question in CheckQuestion if question not in last or not last[question].allows_letting_go]


def decide_on(case: Case, *, on: date) -> date:
    """Give the day of the consultation about a household never reached: day 56 of the covenant (design.md §3)."""
    phase = case.clocks.filter(kind=ClockKind.CONTACT_PHASE).order_by("-started_on").first()
    return phase.due_on if phase else case.opened_on + timedelta(days=covenant_of(case, on=on).contact_decide_days)


def crisis_in_the_way(case: Case, reason: str) -> Crisis | None:
    """Give the crisis of which has to be known first how it ended. How one ended may be noted afterwards too."""
    return None if reason in CRISIS_MAY_RUN else case.crises.running().first()


def _lock(case: Case) -> None:
    Household.objects.select_for_update(no_key=True).get(pk=case.household_id)
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    case.refresh_from_db()


def _check(*, case: Case, ending: Ending, on: date) -> None:
    """Hold the reason against what happened."""
    if case.stage == Stage.CLOSED:
        raise CaseAlreadyClosed
    if ending.reason not in reasons_to_close(case):
        raise ClosingNotAllowed(ending.reason)
    if crisis_in_the_way(case, ending.reason):
        raise CrisisStillRuns
    if ending.reason == CloseReason.NOT_REACHED:
        _check_never_reached(case, ending, on)
    if ending.reason == CloseReason.NOT_PICKED_UP:
        _check_not_picked_up(case, ending)
    _check_complete(case, ending)


def _check_complete(case: Case, ending: Ending) -> None:
    if ending.reason in OUR_JUDGMENT and not ending.unchecked and open_questions(case):
        raise EndingIncomplete("unchecked")
    for field in _needed(ending):
        if not getattr(ending, field):
            raise EndingIncomplete(field)


def _needed(ending: Ending) -> list[str]:
    """Name what has to be said with an ending, besides why."""
    needed = {CloseReason.MOVED: ["moved_to"], CloseReason.SILENT: ["consulted"]}.get(ending.reason, [])
    return [*needed, "handed_to"] if ending.reason == CloseReason.HANDED_OVER or ending.pack_agreed else needed


def _check_never_reached(case: Case, ending: Ending, on: date) -> None:
    if not case.attempts.exists():
        raise TooEarlyToLetGo(None)
    if on < (day := decide_on(case, on=on)):
        raise TooEarlyToLetGo(day)
    for field in ["risk_note", "note_left", "consulted"]:
        if not getattr(ending, field):
            raise EndingIncomplete(field)


def _check_not_picked_up(case: Case, ending: Ending) -> None:
    """What was tried was picked up, unless the signal itself was wrong; a report whose arrears rose is a new one."""
    if not ending.why_not:
        raise EndingIncomplete("why_not")
    if ending.why_not not in UNJUSTIFIED and case.attempts.exists():
        raise ClosingNotAllowed(ending.reason)
    if ending.why_not == WhyNot.REPEATED and not is_repeated(case.household):
        raise ClosingNotAllowed(ending.reason)


def _settle(*, closing: Closing, state: ClosingState, by: User) -> None:
    mine = Closing.objects.filter(pk=closing.pk, state__in=CLOSING.before(state))
    if not mine.update(state=state, settled_by=by, settled_at=dates.now()):
        raise ClosingSettledAlready
    closing.refresh_from_db()


def _end(*, closing: Closing, loose_ends: Mapping[UUID, LooseEnd], on: date, by: User) -> None:
    case, ending = closing.case, closing.ending
    if ending.pack_agreed:  # while what is still to do stands in it
        make_pack(case=case, party=ending.handed_to, by=by, on=on)
    tie_up(case=case, said=loose_ends, by=by)
    result = code_end_result(case=case, ending=ending, on=on)
    close_case(case=case, reason=CloseReason(ending.reason), result=result, by=by, on=on)
    prepare_notices(case=case, by=by, on=on)
    if noted := NOTED.get(CloseReason(ending.reason)):
        with suppress(CircumstanceHoldsAlready):
            mark_circumstance(household=case.household, kind=noted, since=on, by=by)


def has_last_note(case: Case) -> bool:
    return case.attempts.filter(kind=ContactKind.NOTE).exists()
