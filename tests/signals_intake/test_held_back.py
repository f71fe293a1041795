"""A case holds its household back from a list; its duo hears the same day that the arrears rose."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case, Task, TimelineEntry
from common import dates
from tests.factories.cases import CaseFactory, duo_of
from tests.signals_intake.small_city import City, row

APRIL, MAY, JUNE = (f"2026-{month:02}-01" for month in range(4, 7))
TODAY = date(2026, 6, 20)


@pytest.fixture
def city(db, tmp_path, settings) -> City:
    settings.LANGUAGE_CODE = "en"
    with dates.fixed_today(TODAY):
        yield City(tmp_path)


def open_case(city: City, contract: str) -> Case:
    team = city.area.team
    return CaseFactory(household=city.household(contract), team=team, opened_on=date(2026, 4, 10), duo=duo_of(team))


def tasks() -> list[tuple[str, date]]:
    return list(Task.objects.filter(done_at=None).order_by("pk").values_list("what", "due_on"))


def test_both_workers_get_a_task_the_same_day_and_the_story_a_line(city):
    city.deliver("kade", APRIL, row("C1", 2))
    case = open_case(city, "C1")
    city.deliver("kade", MAY, row("C1", 3))

    for _again in range(2):
        assert city.outcomes(MAY) == {"C1": "open_case"}

    assert tasks() == [("Rent arrears rose: 2 → 3 months since 1 May", TODAY)] * 2
    assert set(Task.objects.values_list("owner", flat=True)) == {worker.pk for worker in case.duo}
    assert list(TimelineEntry.objects.filter(kind="arrears").values_list("detail", flat=True)) == ["2>3@2026-05-01"]


@pytest.mark.parametrize("months", [2, 3])
def test_arrears_that_stay_or_fall_are_no_news(city, months):
    city.deliver("kade", APRIL, row("C1", 3))
    open_case(city, "C1")
    city.deliver("kade", MAY, row("C1", months))

    city.make_lists(MAY)

    assert tasks() == []


def test_of_several_contracts_the_duo_hears_of_the_one_that_owes_most(city):
    both = {"tenant": "X", "door": 9}
    city.deliver("kade", APRIL, row("home", 3, **both), row("garage", 1, **both))
    open_case(city, "home")
    city.deliver("kade", MAY, row("garage", 2, **both), row("home", 4, **both))

    for _again in range(2):
        city.make_lists(MAY)

    assert tasks() == [("Rent arrears rose: 3 → 4 months since 1 May", TODAY)] * 2


def test_a_newer_rise_takes_the_place_of_the_one_before_and_an_older_list_brings_no_news(city):
    city.deliver("kade", APRIL, row("C1", 2))
    open_case(city, "C1")
    city.deliver("kade", MAY, row("C1", 3))
    city.make_lists(MAY)
    city.deliver("kade", JUNE, row("C1", 4))
    city.make_lists(JUNE)
    city.deliver("kade", MAY, row("C1", 5))  # a correction of the older one

    city.make_lists(MAY)

    assert tasks() == [("Rent arrears rose: 3 → 4 months since 1 June", TODAY)] * 2
