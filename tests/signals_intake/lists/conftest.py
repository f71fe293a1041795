"""The rules of the lists (design.md §3), each on the smallest ledger that tells it."""

from __future__ import annotations

from datetime import date

import pytest

from common import dates
from tests.signals_intake.small_city import City


@pytest.fixture
def city(db, tmp_path) -> City:
    return City(tmp_path)


@pytest.fixture(autouse=True)
def _july() -> None:
    with dates.fixed_today(date(2026, 7, 10)):
        yield
