"""How often a household and its duo are in touch, and following a household that needs no help now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cases.enums import ClockKind, EntryKind, Stage, StatementKind, Visibility
from cases.models import Cadence, Case, MonitoringCheck
from cases.services import clock
from cases.services.case import change_stage, lock_open
from cases.services.record import record
from cases.services.story import tell_story
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.enums import Going, Pace

#: Between two checks, in calendar months, when nobody said so.
CHECK_MONTHS = 3
#: Where a case goes on with the same people and plan; before a conversation it goes on as a visit.
TAKEN_UP = (Stage.VISITING, Stage.GUIDANCE)
RESTS = (Stage.MONITORING, Stage.MINIMAL_CONTACT)


class NotFollowed(Exception):  # noqa: N818 -- errors are facts
    """The case is not in monitoring, so there is nothing to look in on."""


@transaction.atomic
def set_cadence(*, case: Case, pace: Pace, by: User) -> bool:
    """Plan how often both sides are in touch, and say whether that is another plan. The one before stays as history.

    The next sign of life follows from it. The case is locked first. Raises CaseAlreadyClosed.
    """
    locked, today = lock_open(case), dates.today()
    running = locked.cadences.filter(until=None)
    if running.filter(pace=pace).exists():
        return False
    running.update(until=today)
    Cadence.objects.create(case=locked, pace=pace, since=today, by=by)
    clock.follow_cadence(case=locked, by=by)
    record(
        household=locked.household, case=locked, kind=EntryKind.CADENCE, detail=pace, by=by,
        visibility=Visibility.TEAM,
    )  # fmt: skip
    return True


@transaction.atomic
def look_in(
    *, case: Case, going: Going, by: User, note: str = "", on: date | None = None, next_on: date | None = None
) -> MonitoringCheck:
    """Note how it goes with a household that is followed, and when is the next check.

    Without `next_on` it is in three months, at the end of the monitoring at most; after that end there is none. A
    form sent twice notes once: the case is locked first. Raises CaseAlreadyClosed, NotFollowed.
    """
    locked, day = lock_open(case), on or dates.today()
    if locked.stage != Stage.MONITORING:
        raise NotFollowed
    check, is_new = MonitoringCheck.objects.get_or_create(
        case=locked, on=day, going=going, note=note.strip(), by=by,
        defaults={"next_on": next_on or _usual_day(locked, after=day)},
    )  # fmt: skip
    if is_new:
        clock.plan_check(case=locked, due_on=check.next_on, by=by)
        record(household=locked.household, case=locked, kind=EntryKind.CHECK, detail=going, text=check.note, by=by)
    return check


@transaction.atomic
def take_up_again(*, case: Case, by: User) -> bool:
    """Go on at once with a case that rests or is followed, and say whether it did: same people, plan and cadence.

    Who takes it up second finds it going on. Raises CaseAlreadyClosed.
    """
    locked = lock_open(case)
    if locked.stage not in RESTS:
        return False
    before = locked.stages.exclude(stage__in=RESTS).order_by("-since", "-pk").values_list("stage", flat=True).first()
    change_stage(case=locked, stage=Stage(before) if before in TAKEN_UP else Stage.VISITING, by=by)
    case.refresh_from_db()
    return True


@transaction.atomic
def tell_day(*, case: Case, words: str, by: User) -> bool:
    """Note what fills the day now, and say whether that is new. Not while something presses: then nothing is asked."""
    if lock_open(case).prompts_suspended:
        return False
    return tell_story(case=case, said={StatementKind.DAY: words}, by=by)


def _usual_day(case: Case, *, after: date) -> date | None:
    end = case.clocks.filter(kind=ClockKind.MONITORING, stopped_on=None).values_list("due_on", flat=True).first()
    usual = dates.add_months(after, CHECK_MONTHS)
    day = min(usual, end) if end else usual
    return day if day > after else None
