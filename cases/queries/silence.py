"""A household in minimal contact of which nothing was heard for a year, however often somebody tried (ADR 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Max

from cases.enums import Stage
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from cases.models import Case

#: Calendar months (design.md §5), and the days on which somebody tried in that time.
SILENT_MONTHS, TRIES = 12, 2


class Silence(NamedTuple):
    """Since when nothing was heard, and on how many days somebody tried."""

    since: date
    tries: int


def silent_from(case: Case) -> date | None:
    """Give the day on which it is a year since the last word of this household; without a word there is none."""
    heard = _last_heard_on(case)
    return None if heard is None else dates.add_months(heard, SILENT_MONTHS)


def silence_of(case: Case, *, on: date) -> Silence | None:
    """Say since when a resting household is silent, when that is a year and it was tried on two days at least."""
    heard = _last_heard_on(case) if case.stage == Stage.MINIMAL_CONTACT else None
    if heard is None or on < dates.add_months(heard, SILENT_MONTHS):
        return None
    tries = case.attempts.filter(reached=False, on__gt=heard).values("on").distinct().count()
    return Silence(heard, tries) if tries >= TRIES else None


def _last_heard_on(case: Case) -> date | None:
    """A conversation, or what the household wrote when it looked back."""
    spoken = case.attempts.filter(reached=True).aggregate(last=Max("on"))["last"]
    said = case.evaluations.aggregate(last=Max("on"))["last"]
    return max(filter(None, [case.first_reached_on, spoken, said]), default=None)
