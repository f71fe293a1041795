"""A household that owes two corporations: what either of them reads on the list of its own contract."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from signals_intake.enums import Answer, Decision
from signals_intake.models import ArrearsList, ListedRow, ReviewDecision, Signal
from signals_intake.services.answers import answer_supplier
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


def test_a_contract_that_is_due_elsewhere_reads_as_one_that_is_held_back_inside(city, client):
    kade = consultant(city, client)
    low = ("K-LOW", "two-month list", "excluded", "2", "not now")

    assert export(kade, outcome="excluded") == export(kade, stage="two_month") == [low]
    assert export(kade, outcome="not_due") == []
    assert [line[0] for line in export(kade, stage="three_month")] == ["K-OTHER"]


def test_the_sum_comes_out_for_a_corporation_and_for_the_agency(city, client):
    kade = consultant(city, client).get(address("list")).context
    (own,) = kade["counts"]
    assert (own.received, own.listed, own.excluded, own.not_due) == (2, 1, 1, 0)
    assert {choice["label"]: choice["number"] for choice in kade["outcomes"]} == {
        "All": 2, "listed": 1, "listed earlier in this episode": 0, "excluded": 1, "not due": 0,
    }  # fmt: skip

    leader = sign_in(client, person(Role.TEAM_LEADER, team=city.area.team)).get(address("list")).context
    assert (leader["totals"]["received"], leader["totals"]["excluded"], leader["totals"]["not_due"]) == (3, 0, 1)


def test_every_page_of_a_corporation_counts_it_among_the_excluded(city, client):
    kade = consultant(city, client)

    (line,) = kade.get(reverse("signals_intake:lists")).context["lines"]
    (row,) = kade.get(reverse("signals_intake:excluded")).context["page"]
    assert (line.excluded, row.balance.contract.number, row.reason) == (1, "K-LOW", "not now")


def test_the_answer_is_that_of_a_row_that_is_held_back_inside(city):
    assert answers(city)["K-LOW"] == Answer.NOT_PICKED_UP_OTHER

    city.decide("O-HIGH", MAY, Decision.NONE)
    answer_supplier(household_id=city.household("K-LOW").pk)
    assert answers(city) == {"K-LOW": "not_picked_up_other", "K-OTHER": "", "O-HIGH": "not_picked_up_other"}

    ReviewDecision.objects.update(decision=Decision.POSTPONE, postponed_until=date(2026, 6, 1))
    answer_supplier(household_id=city.household("K-LOW").pk)
    assert answers(city) == {"K-LOW": "not_picked_up_other", "K-OTHER": "", "O-HIGH": ""}


def test_a_lower_contract_beside_a_higher_one_of_the_same_corporation_is_not_due_because_of_that(db, tmp_path, client):
    city = City(tmp_path)
    city.deliver("kade", MAY, row("A", 4, **SHARED), row("B", 2, **SHARED))
    city.deliver("oost", MAY, row("O", 4, **SHARED))
    city.make_lists(MAY)

    assert export(consultant(city, client), outcome="not_due") == [
        ("B", "two-month list", "not due", "2", "a higher contract of the household counts"),
    ]  # fmt: skip
    assert answers(city)["B"] == ""


def answers(city: City) -> dict[str, str]:
    return dict(Signal.objects.values_list("balance__contract__number", "answer"))


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
