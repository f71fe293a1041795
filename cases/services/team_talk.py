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


@transaction.atomic
def bring_before_team(*, case: Case, by: User, on: date | None = None, due_on: date | None = None) -> Clock:
    """Bring a household before the team by `due_on`, else at its next meeting; one that waits longer comes forward."""
    day = due_on or dates.today() + NEXT_MEETING
    warn_on = due_on - WARNING if due_on else None
    talk = clock.start_clock(
        kind=ClockKind.TEAM_TALK, household=case.household, case=case, started_on=on, warn_on=warn_on, due_on=day, by=by
    )
    if Clock.objects.filter(pk=talk.pk, due_on__gt=day).update(due_on=day, warn_on=warn_on):
        talk.refresh_from_db()
    return talk


def rest_until(case: Case, *, on: date) -> date:
    """Give the day by which a case that rests comes before the team: in six months, or once it is silent for a year."""
    due_on, silent_on = dates.add_months(on, REST_MONTHS), silent_from(case)
    return silent_on if silent_on is not None and on < silent_on < due_on else due_on


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
        bring_before_team(case=locked, due_on=rest_until(locked, on=dates.today()), by=by)
