"""A household that owes two corporations: what either of them reads on the list of its own contract."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from signals_intake.enums import Decision
from signals_intake.models import ArrearsList, ListedRow
from tests.factories.accounts import person, sign_in
from tests.signals_intake.small_city import City, row

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

MAY = "2026-05-01"
SHARED: dict[str, Any] = {"tenant": "Shared", "door": 9}


@pytest.fixture
def city(db: None, tmp_path: Path) -> City:
    """Kade's contract K-LOW stands at two months; its household is listed for the four that it owes Oost."""
    city = City(tmp_path)
    city.deliver("kade", MAY, row("K-LOW", 2, **SHARED), row("K-OTHER", 3))
    city.deliver("oost", MAY, row("O-HIGH", 4, **SHARED))
    assert city.outcomes(MAY) == {"K-LOW": "not_due", "K-OTHER": "three_month", "O-HIGH": "three_month"}
    return city


def consultant(city: City, client: Client, code: str = "kade") -> Client:
    client.cookies["language"] = "en"
    return sign_in(client, person(Role.HOUSING_CONSULTANT, organisation=city.supplier(code)))


def address(kind: str) -> str:
    return reverse(f"signals_intake:{kind}", args=[ArrearsList.objects.get().uuid])


def page(client: Client, **query: str) -> list[tuple[str, str]]:
    """Contract and stage of every line that the page shows, in its order."""
    lines = client.get(address("list"), query).context["rows"]
    return [(line.row.balance.contract.number, line.stage) for line in lines]


def export(client: Client, **query: str) -> list[tuple[str, ...]]:
    text = client.get(address("list_csv"), query).content.decode("utf-8-sig")
    shown = ("Contract number", "Stage", "Outcome", "Complete months", "Why")
    return [tuple(line[name] for name in shown) for line in csv.DictReader(io.StringIO(text), delimiter=";")]


def test_the_page_shows_a_lower_contract_by_its_own_months(city, client):
    kade = consultant(city, client)

    assert page(kade) == [("K-OTHER", "three-month list"), ("K-LOW", "two-month list")]


def test_the_stage_filter_finds_a_lower_contract_by_its_own_months(city, client):
    kade = consultant(city, client)

    assert [number for number, _stage in page(kade, stage="three_month")] == ["K-OTHER"]
    assert [number for number, _stage in page(kade, stage="two_month")] == ["K-LOW"]


def test_the_export_says_nothing_of_what_is_owed_elsewhere(city, client):
    kade = consultant(city, client)
    low = ("K-LOW", "two-month list", "not due", "2", "not due")

    assert export(kade, outcome="not_due") == export(kade, stage="two_month") == [low]
    assert [line[0] for line in export(kade, stage="three_month")] == ["K-OTHER"]


def test_the_agency_reads_the_stage_of_the_household(city, client):
    leader = sign_in(client, person(Role.TEAM_LEADER, team=city.area.team))

    client.cookies["language"] = "en"
    assert page(leader, stage="three_month") == [
        ("O-HIGH", "three-month list"), ("K-LOW", "three-month list"), ("K-OTHER", "three-month list"),
    ]  # fmt: skip


def test_a_corporations_own_contracts_of_a_household_stay_together(db, tmp_path, client):
    city = City(tmp_path)
    own = [row("A", 4, **SHARED), row("B", 3), row("C", 2, **SHARED)]
    city.deliver("kade", MAY, *own)
    city.make_lists(MAY)

    assert [number for number, _stage in page(consultant(city, client))] == ["A", "C", "B"]


def test_only_the_highest_contract_of_a_household_is_listed(city):
    listed = ListedRow.objects.filter(outcome="listed").select_related("entry")

    assert {(line.months, line.entry.months) for line in listed} == {(3, 3), (4, 4)}


def test_a_list_that_was_decided_on_does_not_tell_a_late_corporation_what_the_other_reported(db, tmp_path, client):
    city = City(tmp_path)
    city.deliver("oost", MAY, row("O-HIGH", 4, **SHARED))
    city.make_lists(MAY)
    city.decide("O-HIGH", MAY, Decision.VISIT)
    city.deliver("oost", MAY, row("O-HIGH", 1, **SHARED))
    city.deliver("kade", MAY, row("K-LOW", 2, **SHARED))
    city.make_lists(MAY)

    (line,) = export(consultant(city, client))

    assert line[:2] == ("K-LOW", "two-month list")
    assert "4 complete months" not in line[-1]
