from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from common.dates import fixed_today
from reporting.templatetags.due import due, due_state

TUESDAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [(-2, "2 days over", "past"), (-1, "1 day over", "past"), (0, "today", "soon"), (1, "Wednesday", "soon"),
     (6, "Monday", ""), (7, "Tue 19 May", "")],
)  # fmt: skip
def test_how_far_off_a_day_is(days, words, state):
    with fixed_today(TUESDAY), translation.override("en"):
        assert (due(TUESDAY + timedelta(days)), due_state(TUESDAY + timedelta(days))) == (words, state)
