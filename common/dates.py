"""The calendar of the product: civil dates in Europe/Amsterdam, never a number of days divided by 30."""

from __future__ import annotations

import calendar
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

_fixed: datetime | None = None
NOON = time(12)


def today() -> date:
    """Give the civil date in Europe/Amsterdam. The only clock that rules and clocks may read."""
    return _fixed.date() if _fixed else timezone.localdate()


def now() -> datetime:
    """Give the moment; while the calendar stands still, the hour at which it was stopped."""
    return timezone.make_aware(_fixed) if _fixed else timezone.now()


@contextmanager
def fixed_today(day: date, at: time = NOON) -> Iterator[None]:
    """Stop the calendar at `day`, and the clock `at` that hour; for tests and for the demo data."""
    global _fixed  # noqa: PLW0603 -- one calendar for the whole process, also for other threads
    before, _fixed = _fixed, datetime.combine(day, at)
    try:
        yield
    finally:
        _fixed = before


def add_months(day: date, months: int) -> date:
    """Give the same day some calendar months on; a month without that day ends on its last (design.md §5)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of_month(day: date) -> date:
    return day.replace(day=1)
