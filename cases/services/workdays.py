"""The days on which a legal term may not end (Algemene termijnenwet, articles 1 and 3)."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5
#: Days that a decree put on a par with a holiday (article 3.3); published in the Staatscourant, three years at a time.
EXTRA_DAYS: frozenset[date] = frozenset()


def easter(year: int) -> date:
    """Give Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = moon + week - 7 * ((golden + 11 * moon + 22 * week) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)


def kings_day(year: int) -> date:
    """Give 27 April, or the day before when that is a Sunday."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.isoweekday() == SATURDAY + 2 else day


def holidays(year: int) -> frozenset[date]:
    """Give the general holidays of a year, with Good Friday, which the law puts beside them."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in (-2, 1, 39, 50)}
    fixed = {date(year, 1, 1), kings_day(year), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return frozenset(moving | fixed | {day for day in EXTRA_DAYS if day.year == year})


def is_workday(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def next_workday(day: date) -> date:
    """Give the day itself, or the first working day after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def add_workdays(day: date, count: int) -> date:
    """Give the day some working days on; the start day is day 0."""
    for _ in range(count):
        day = next_workday(day + timedelta(days=1))
    return day
