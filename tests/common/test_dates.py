from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common import dates
from common.dates import add_months, first_of_month, fixed_today

DAYS = st.dates(date(2023, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2015-03-01", 24, "2017-03-01"),  # monitoring, design.md §3
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-01", -1, "2025-12-01"),
    ],
)
def test_a_month_without_that_day_ends_on_its_last(day, months, then):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(then)


@given(DAYS, st.integers(-60, 60))
def test_adding_months_lands_in_that_month_on_that_day_or_its_last(day, months):
    then = add_months(day, months)

    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (
        then.day < day.day and add_months(first_of_month(then), 1).toordinal() == then.toordinal() + 1
    )


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), date(2026, 7, 1)),  # 00.30 in summer
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),  # 00.00 in winter
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),  # the night of 23 hours
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),  # the night of 25 hours
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_a_day_begins_at_midnight_in_amsterdam(moment, day, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment)

    assert dates.today() == day


def test_the_calendar_stands_still_where_a_test_says_so():
    before = dates.today()

    with fixed_today(date(2015, 6, 1)):
        assert dates.today() == date(2015, 6, 1)
        with fixed_today(date(2016, 6, 1)):
            assert dates.today() == date(2016, 6, 1)
        assert dates.today() == date(2015, 6, 1)

    assert dates.today() == before
