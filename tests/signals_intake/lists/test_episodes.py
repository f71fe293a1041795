"""A household is listed once a stage in an episode of arrears; a postponed one comes back."""

from __future__ import annotations

from datetime import date

import pytest

from signals_intake.enums import Decision
from signals_intake.models import Signal
from tests.signals_intake.small_city import APRIL, JUNE, MAY, City, row


def deliver_months(city: City, contract: str, months: dict[str, int], **cells: object) -> None:
    """One corporation's lists, month by month, each beside a neighbour without arrears."""
    for as_of, count in months.items():
        rows = [row("neighbour"), *([row(contract, count, **cells)] if count else [])]
        city.deliver("kade", as_of, *rows)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ([2, 2, 2], ["two_month", "listed_earlier", "listed_earlier"]),
        ([2, 3, 4], ["two_month", "three_month", "listed_earlier"]),
        ([3, 2, 3], ["three_month", "listed_earlier", "listed_earlier"]),
        ([4, 2, 2], ["three_month", "listed_earlier", "listed_earlier"]),
        ([2, 1, 2], ["two_month", None, "listed_earlier"]),
        ([2, 0, 2], ["two_month", None, "two_month"]),
        ([3, 0, 2], ["three_month", None, "two_month"]),
        ([1, 2, 3], [None, "two_month", "three_month"]),
    ],
)
def test_a_household_is_listed_once_a_stage_in_its_episode(city, months, expected):
    for as_of, count, outcome in zip([APRIL, MAY, JUNE], months, expected, strict=True):
        deliver_months(city, "C1", {as_of: count})
        assert city.outcomes(as_of) == ({"C1": outcome} if outcome else {})


def test_below_one_month_ends_the_episode_as_well(city):
    city.deliver("kade", APRIL, row("C1", 2))
    city.deliver("kade", MAY, row("C1", balance=499.99))
    city.deliver("kade", JUNE, row("C1", 2))

    assert [city.outcomes(as_of) for as_of in (APRIL, MAY, JUNE)] == [{"C1": "two_month"}, {}, {"C1": "two_month"}]


def test_a_month_without_a_file_ends_nothing(city):
    city.deliver("kade", APRIL, row("C1", 2))
    city.outcomes(APRIL)
    city.deliver("oost", MAY, row("D1", 2))
    city.outcomes(MAY)
    city.deliver("kade", JUNE, row("C1", 2))

    assert city.outcomes(JUNE) == {"C1": "listed_earlier"}


@pytest.mark.parametrize(
    ("broken", "outcome"),
    [({"balance": "n.n.b."}, "listed_earlier"), ({"contract": ""}, "two_month")],
    ids=["names its contract", "nameless"],
)
def test_a_rejected_row_counts_as_owing_when_it_names_its_contract(city, broken, outcome):
    city.deliver("kade", APRIL, row("C1", 2))
    city.outcomes(APRIL)
    delivery = city.deliver("kade", MAY, row("neighbour"), row("C1", 2) | broken)
    assert delivery.rejected == 1
    assert city.outcomes(MAY) == {}
    city.deliver("kade", JUNE, row("C1", 2))

    assert city.outcomes(JUNE) == {"C1": outcome}
    assert city.counts(MAY) == {"kade": (2, 0, 0, 0, 1, 1)}


@pytest.mark.parametrize("order", [("kade", "oost"), ("oost", "kade")])
def test_a_contract_of_a_second_corporation_keeps_the_episode_going(city, order):
    def both(as_of: str, kade: int, oost: int) -> dict[str, str]:
        months = {"kade": kade, "oost": oost}
        for code in order:
            city.deliver(code, as_of, row(f"{code}-C", months[code], tenant="X", door=9), row(f"{code}-other"))
        return city.outcomes(as_of)

    assert both(APRIL, 2, 1) == {"kade-C": "two_month"}
    assert both(MAY, 0, 1) == {}
    assert both(JUNE, 2, 0) == {"kade-C": "listed_earlier"}


def test_both_corporations_without_arrears_end_the_episode(city):
    for as_of, kade, oost in [(APRIL, 2, 1), (MAY, 0, 0), (JUNE, 2, 1)]:
        city.deliver("kade", as_of, row("C1", kade, tenant="X", door=9))
        city.deliver("oost", as_of, row("D1", oost, tenant="X", door=9))
        city.make_lists(as_of)

    assert city.outcomes(JUNE, make=False) == {"C1": "two_month"}


def test_a_corrected_file_that_no_longer_lists_a_contract_ends_its_episode(city):
    city.deliver("kade", APRIL, row("C1", 2), row("C2", 2))
    city.outcomes(APRIL)
    city.deliver("kade", MAY, row("C1", 2), row("C2", 2))
    Signal.objects.filter(signal_on=MAY).update(picked_up_on=MAY)  # stays, and its balance with it
    city.deliver("kade", MAY, row("C2", 2))
    city.make_lists(MAY)
    city.deliver("kade", JUNE, row("C1", 2), row("C2", 2))

    assert city.outcomes(JUNE) == {"C1": "two_month", "C2": "listed_earlier"}


def test_an_excluded_household_comes_on_the_first_list_without_an_exclusion(city):
    city.deliver("kade", APRIL, row("C1", 2, arrangement="ja"))
    city.deliver("kade", MAY, row("C1", 2, arrangement="ja"))
    city.deliver("kade", JUNE, row("C1", 2))

    found = [city.outcomes(as_of)["C1"] for as_of in (APRIL, MAY, JUNE)]
    assert found == ["payment_arrangement", "payment_arrangement", "two_month"]


def test_an_exclusion_is_shown_at_every_date_it_holds_also_after_a_listing(city):
    city.deliver("kade", APRIL, row("C1", 2))
    city.deliver("kade", MAY, row("C1", 2, arrangement="ja"))
    city.deliver("kade", JUNE, row("C1", 2))

    found = [city.outcomes(as_of)["C1"] for as_of in (APRIL, MAY, JUNE)]
    assert found == ["two_month", "payment_arrangement", "listed_earlier"]


@pytest.mark.parametrize(
    ("until", "months", "expected"),
    [
        (date(2026, 5, 1), [2, 2, 2], ["two_month", "two_month", "listed_earlier"]),
        (date(2026, 5, 2), [2, 2, 2], ["two_month", "postponed", "two_month"]),
        (date(2026, 5, 2), [2, 3, 3], ["two_month", "postponed", "three_month"]),
        (date(2026, 5, 1), [3, 2, 3], ["three_month", "listed_earlier", "three_month"]),
        (date(2026, 5, 1), [2, 1, 2], ["two_month", None, "two_month"]),
    ],
)
def test_a_postponed_household_comes_back_on_its_date_if_it_still_owes_that_much(city, until, months, expected):
    for as_of, count, outcome in zip([APRIL, MAY, JUNE], months, expected, strict=True):
        deliver_months(city, "C1", {as_of: count})
        assert city.outcomes(as_of) == ({"C1": outcome} if outcome else {})
        if as_of == APRIL:
            city.decide("C1", APRIL, Decision.POSTPONE, postponed_until=until)
