"""The lists as data: a household that is left out stands there once for each reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from common import dates
from signals_intake.queries.answers import list_answer
from tests.factories.cases import CaseFactory
from tests.signals_intake.small_city import City, row

MAY = "2026-05-01"
HOME: dict[str, Any] = {"tenant": "One", "door": 9}


@pytest.fixture
def city(db, tmp_path) -> City:
    with dates.fixed_today(date(2026, 5, 12)):
        yield City(tmp_path)


def excluded(city: City) -> dict[str, list[dict[str, Any]]]:
    city.make_lists(MAY)
    answer = list_answer(as_of=date.fromisoformat(MAY))
    return {made["stage"]: made["excluded"] for made in answer["lists"]}


def test_two_contracts_that_are_left_out_for_one_reason_are_one_entry_under_the_highest_stage(city):
    city.deliver("kade", MAY, row("B-2", 2, **HOME), row("A-3", 3, **HOME))
    CaseFactory(household=city.household("A-3"), team=city.area.team, opened_on=date(2026, 4, 1))

    assert excluded(city) == {
        "two_month": [],
        "three_month": [{"contracts": ["A-3", "B-2"], "months": 3, "code": "open_case"}],
    }


def test_two_contracts_that_are_left_out_for_different_reasons_are_an_entry_each(city):
    city.deliver("kade", MAY, row("B-2", 2, objection="ja", **HOME), row("A-3", 3, **HOME), row("C-2", 2, **HOME))
    CaseFactory(household=city.household("A-3"), team=city.area.team, opened_on=date(2026, 4, 1))

    assert excluded(city) == {
        "two_month": [{"contracts": ["B-2"], "months": 2, "code": "objection"}],
        "three_month": [{"contracts": ["A-3", "C-2"], "months": 3, "code": "open_case"}],
    }


def test_two_households_with_one_reason_are_an_entry_each(city):
    city.deliver("kade", MAY, row("A", 3, objection="ja"), row("B", 2, objection="ja"))

    assert excluded(city) == {
        "two_month": [{"contracts": ["B"], "months": 2, "code": "objection"}],
        "three_month": [{"contracts": ["A"], "months": 3, "code": "objection"}],
    }
