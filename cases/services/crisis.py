"""A crisis from the day it is known: what presses in its case, the duo at the door, how it ends (design.md §7.9)."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.outbox import publish
from accounts.permissions import Permission, may
from cases.enums import Acute, ClockKind, CrisisEnd, EntryKind, LegalStage, Stage, Threat, ToldBy
from cases.models import Case, Crisis, Task
from cases.services import clock
from cases.services.case import lock_open
from cases.services.crisis_lists import add_after, add_lists
from cases.services.record import record
from cases.services.task import promise
from cases.services.trade_off import give_up
from common import dates

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from django.db.models import QuerySet

    from accounts.models import User
    from cases.enums import EndReason

#: Days until it is asked who helps now, once a crisis was averted.
PHASE_TWO_DAYS = 7
#: Days until it is asked how it ended, of a crisis whose day nobody knows.
ASK_END_DAYS = 14


class CrisisRunsAlready(Exception):  # noqa: N818 -- errors are facts
    """The same threat is known already and has not ended."""


class CrisisEndedAlready(Exception):  # noqa: N818 -- errors are facts
    """Somebody else noted first how it ended, or that what came after is settled."""


class CrisisFacts(TypedDict, total=False):
    """What is known of a crisis; a part that is not given stays as it is."""

    day: date | None
    hour: time | None
    known_on: date
    legal_stage: str
    stage_on: date | None
    told_by: str
    claim: Decimal | None
    bailiff: str
    note: str


@transaction.atomic
def start_crisis(*, case: Case, threat: Threat, by: User, facts: CrisisFacts | None = None) -> Crisis:
    """Note that something threatens. It presses from now: on top of the file, the day list and the home pages.

    The lists are copied, so that a later version changes nothing here. Our working day to an attempt counts from the
    day we knew, today unless `facts` say otherwise; the law's three working days from when the household asked for
    help itself, and never from before we knew. The day after its own day whoever keeps the direction is asked how it
    ended. The case is locked first: of two people one notes it, the other gets CrisisRunsAlready. Raises
    CaseAlreadyClosed for a closed case.
    """
    locked = lock_open(case)
    if locked.crises.running().filter(threat=threat).exists():
        raise CrisisRunsAlready(threat)
    crisis = Crisis(case=locked, threat=threat, known_on=dates.today(), noted_by=by)
    _take_facts(crisis, facts or {})
    crisis.save()
    add_lists(crisis=crisis)
    _press(case=locked, by=by)
    clock.start_crisis_attempt(case=locked, on=crisis.known_on, by=by)
    if asked_on := _asked_for_help(crisis):
        clock.start_urgent_conversation(case=locked, on=asked_on, by=by)
    record(household=locked.household, case=locked, kind=EntryKind.CRISIS, detail=threat, text=crisis.note, by=by)
    if crisis.legal_stage:
        _record_stage(crisis, by=by)
    _send_duo(crisis, what=_door_words(crisis), by=by)
    _ask_end(crisis, by=by)
    publish("case.changed", household_id=locked.household_id)
    case.refresh_from_db()
    return crisis


@transaction.atomic
def change_crisis(*, crisis: Crisis, by: User, facts: CrisisFacts) -> None:
    """Bring up to date what is known. Another legal stage asks for an attempt the same day, and asks again for help.

    What is not in `facts` stays: of two people who write at once neither loses the other's words. Raises
    CrisisEndedAlready, CaseAlreadyClosed.
    """
    lock_open(crisis.case)
    locked = (
        Crisis.objects.select_for_update(of=("self",), no_key=True).select_related("case__household").get(pk=crisis.pk)
    )
    if locked.end:
        raise CrisisEndedAlready
    before = (locked.legal_stage, locked.day)
    _take_facts(locked, facts)
    locked.save()
    _press(case=locked.case, by=by)
    if locked.legal_stage and locked.legal_stage != before[0]:
        _record_stage(locked, by=by)
        clock.start_crisis_attempt(case=locked.case, on=dates.today(), by=by)
        _send_duo(locked, what=_again_words(LegalStage(locked.legal_stage)), by=by)
    elif locked.day != before[1]:
        text = date_format(locked.day, "j F Y") if locked.day else ""
        record(
            household=locked.case.household, case=locked.case, kind=EntryKind.CRISIS, detail=locked.threat, text=text,
            by=by,
        )  # fmt: skip
    if locked.day != before[1]:
        _ask_end(locked, by=by)
    publish("case.changed", household_id=locked.case.household_id)
    crisis.refresh_from_db()


@transaction.atomic
def end_crisis(*, crisis: Crisis, reason: EndReason, by: User, on: date | None = None, given_up: str = "") -> None:
    """Note that it was averted or happened, why, and what was given up on purpose for it, which is looked at again.

    Averted lets the prompts on own strength return and asks a week later who helps now (phase two); lost opens the
    lines of what has to be there now. Neither closes the case. Who waits for a first conversation has four weeks for
    it again once nothing presses. After the household was let go it is noted and starts nothing. The ``update`` is also
    the lock: of two people the second gets CrisisEndedAlready.
    """
    stage = Case.objects.select_for_update(no_key=True).get(pk=crisis.case_id).stage
    day = on or dates.today()
    changes = {"end": reason.end, "end_reason": reason, "ended_on": day, "ended_by": by, "given_up": given_up.strip()}
    if not Crisis.objects.running().filter(pk=crisis.pk).update(**changes):
        raise CrisisEndedAlready
    crisis.refresh_from_db()
    case = crisis.case
    _asked_end(crisis).update(done_at=dates.now())
    if stage != Stage.CLOSED:
        _follow_end(crisis, by=by)
    record(
        household=case.household, case=case, kind=EntryKind.CRISIS_ENDED, detail=f"{reason.end}:{reason}",
        text=crisis.given_up, by=by,
    )  # fmt: skip
    if crisis.given_up and reason.is_averted and stage != Stage.CLOSED:
        give_up(case=case, given_up=crisis.given_up, why=_kept_words(crisis), by=by)
    publish("case.changed", household_id=case.household_id)


@transaction.atomic
def settle_crisis(*, crisis: Crisis, by: User, help_found: str = "", help_again: str = "") -> None:
    """End what came after: who helps now is known, or there is a home again. Raises CrisisEndedAlready the second time.

    The ``update`` is also the lock. Raises CaseAlreadyClosed.
    """
    lock_open(crisis.case)
    changes = {"help_found": help_found.strip(), "help_again": help_again.strip()}
    waiting = Crisis.objects.unsettled().filter(pk=crisis.pk)
    if not waiting.update(settled_on=dates.today(), settled_by=by, **changes):
        raise CrisisEndedAlready
    crisis.refresh_from_db()
    case = crisis.case
    Task.objects.filter(case=case, what=_phase_two_words(), done_at=None).update(done_at=dates.now())
    _press(case=case, by=by)
    text = "\n\n".join(filter(None, changes.values()))
    record(household=case.household, case=case, kind=EntryKind.CRISIS_SETTLED, text=text, by=by)
    publish("case.changed", household_id=case.household_id)


def _follow_end(crisis: Crisis, *, by: User) -> None:
    """Let what has to be there now, what is asked later and what presses follow from how it ended."""
    case = crisis.case
    if crisis.end == CrisisEnd.LOST:
        add_after(crisis=crisis)
    else:
        due = dates.today() + timedelta(days=PHASE_TWO_DAYS)
        promise(case=case, what=_phase_two_words(), due_on=due, owner=case.director or by, by=by)
    _press(case=case, by=by)
    _call_off(crisis)
    if not case.crises.running().exists():
        clock.stop_clock(kind=ClockKind.CRISIS_ATTEMPT, household=case.household, by=by)


def _take_facts(crisis: Crisis, facts: CrisisFacts) -> None:
    """Take over what is told; a clearance today is a day too, and what was put off has none until the next is told."""
    stage = crisis.legal_stage
    for name, value in facts.items():
        setattr(crisis, name, value.strip() if isinstance(value, str) else value)
    if crisis.legal_stage != stage:
        crisis.stage_noted_at = dates.now()
        if crisis.legal_stage == LegalStage.TODAY:
            crisis.day = dates.today()
        elif crisis.legal_stage == LegalStage.PUT_OFF and not facts.get("day"):
            crisis.day = None
    if crisis.day is None:
        crisis.hour = None


def _press(*, case: Case, by: User) -> None:
    """Derive from all crises of a case what presses in it, and the days that are counted down to.

    The case is locked first: of two crises that change at once the second to get here sees what the first became.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    crises = list(case.crises.all())
    found = {crisis.acute for crisis in crises}
    case.acute = next((acute for acute in Acute if acute in found), "")
    Case.objects.filter(pk=case.pk).update(acute=case.acute)
    for kind, acute in [(ClockKind.EVICTION, Acute.EVICTION), (ClockKind.CUT_OFF, Acute.CUT_OFF)]:
        days = [(crisis.day, crisis.hour or time.max) for crisis in crises if crisis.acute == acute and crisis.day]
        due_on, hour = min(days, default=(None, time.max))
        clock.count_down(kind=kind, case=case, due_on=due_on, hour=None if hour == time.max else hour, by=by)
    if not case.acute:
        clock.relax_conversation(case=case, by=by)


def _asked_for_help(crisis: Crisis) -> date | None:
    """Since when the law's days run: the household told of it itself, or said yes and waits for its conversation."""
    if crisis.case.stage == Stage.GUIDANCE:
        return None
    if crisis.told_by == ToldBy.HOUSEHOLD:
        return crisis.known_on
    waits = crisis.case.clocks.filter(kind=ClockKind.FIRST_CONVERSATION, stopped_on=None).first()
    return max(crisis.known_on, waits.started_on) if waits else None


def _record_stage(crisis: Crisis, *, by: User) -> None:
    case = crisis.case
    text = ""
    if crisis.stage_on:
        with translation.override(settings.LANGUAGE_CODE):
            text = _("since %(since)s") % {"since": date_format(crisis.stage_on, "j F Y")}
    record(
        household=case.household, case=case, kind=EntryKind.LEGAL_STAGE, detail=crisis.legal_stage, text=text, by=by
    )  # fmt: skip


def _send_duo(crisis: Crisis, *, what: str, by: User) -> None:
    """Put a visit of today on the lists of the duo; without one it is for whoever noted it.

    A partner hears of an eviction alone, whoever left the team of nothing.
    """
    case = crisis.case
    of_home = Threat(crisis.threat).acute.is_of_the_home
    duo = [worker for worker in case.at_work if of_home or may(worker, Permission.STORY_VIEW)]
    for worker in duo or [by]:
        promise(case=case, what=what, due_on=dates.today(), owner=worker, is_visit=True, by=by)


def _call_off(crisis: Crisis) -> None:
    """Take what was asked of the duo off its lists, unless something else of that kind threatens still."""
    others = crisis.case.crises.running()
    if any(other.acute == Threat(crisis.threat).acute for other in others):
        return
    words = [_door_words(crisis), *(_again_words(stage) for stage in LegalStage)]
    asked = Task.objects.filter(case=crisis.case, is_visit=True, done_at=None, what__in=words)
    asked.update(done_at=dates.now())


def _ask_end(crisis: Crisis, *, by: User) -> None:
    """Put on the list of whoever keeps the direction that they note how it ended, the day after; another day moves it.

    Else a crisis of which nobody says how it ended would press for ever.
    """
    due = crisis.day + timedelta(days=1) if crisis.day else dates.today() + timedelta(days=ASK_END_DAYS)
    if not _asked_end(crisis).update(due_on=due):
        owner = crisis.case.director or by
        promise(case=crisis.case, what=_end_words(crisis), due_on=due, owner=owner, is_promise=False, by=by)


def _asked_end(crisis: Crisis) -> QuerySet[Task]:
    return Task.objects.open().filter(case=crisis.case_id, what=_end_words(crisis))


def _end_words(crisis: Crisis) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Note how it ended: %(threat)s") % {"threat": Threat(crisis.threat).label}


def _door_words(crisis: Crisis) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Go there today: %(threat)s") % {"threat": Threat(crisis.threat).acute.label}


def _again_words(stage: LegalStage) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Go there today and ask again whether they want help: %(stage)s") % {"stage": stage.label}


def _kept_words(crisis: Crisis) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Against: %(threat)s") % {"threat": Threat(crisis.threat).label}


def _phase_two_words() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("The crisis is over: who helps now with what caused it?")
