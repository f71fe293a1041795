"""What comes before the team: a doubt, a threat, and every six months a household whose case rests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from cases.enums import ClockKind, EntryKind, Stage, Visibility
from cases.models import Case, Clock
from cases.queries.silence import silent_from
from cases.services import clock
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User

#: Between two talks about a household in minimal contact, in calendar months; a doubt waits a week at most.
REST_MONTHS, NEXT_MEETING, WARNING = 6, timedelta(days=7), timedelta(days=14)


def start_resting(*, case: Case, on: date, by: User) -> Clock:
    """Have a household whose case rests come before the team in six months, or on the day that it is silent a year."""
    due_on, silent_on = dates.add_months(on, REST_MONTHS), silent_from(case)
    if silent_on is not None and on < silent_on < due_on:
        due_on = silent_on
    return clock.start_clock(
        kind=ClockKind.TEAM_TALK, household=case.household, case=case, started_on=on, warn_on=due_on - WARNING,
        due_on=due_on, by=by,
    )  # fmt: skip


@transaction.atomic
def bring_before_team(*, case: Case, by: User) -> Clock:
    """Bring a household before the next meeting of the team; one that waits for it longer comes forward."""
    due_on = dates.today() + NEXT_MEETING
    talk = clock.start_clock(kind=ClockKind.TEAM_TALK, household=case.household, case=case, due_on=due_on, by=by)
    if Clock.objects.filter(pk=talk.pk, due_on__gt=due_on).update(due_on=due_on, warn_on=None):
        talk.refresh_from_db()
    return talk


@transaction.atomic
def talk_over(*, case: Case, text: str, by: User) -> None:
    """Note that a household was talked over, and what came of it. One that rests comes back in six months."""
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    clock.stop_clock(kind=ClockKind.TEAM_TALK, household=case.household, by=by)
    record(
        household=case.household, case=case, kind=EntryKind.TEAM_TALK, text=text.strip(), by=by,
        visibility=Visibility.CARE,
    )  # fmt: skip
    if locked.stage == Stage.MINIMAL_CONTACT:
        start_resting(case=locked, on=dates.today(), by=by)
