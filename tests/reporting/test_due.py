from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from common.dates import fixed_today
from reporting.templatetags.due import due

TUESDAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "2 days late"), (-1, "1 day late"), (0, "today"), (1, "Wednesday"),
     (6, "Monday"), (7, "Tue 19 May")],
)  # fmt: skip
def test_how_far_off_a_day_is(days, words):
    with fixed_today(TUESDAY), translation.override("en"):
        assert due(TUESDAY + timedelta(days)) == words
