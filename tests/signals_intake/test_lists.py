"""The rules of the lists (design.md §3), each on the smallest ledger that tells it."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone

from accounts.jobs import run_step
from accounts.models import Covenant
from accounts.scope import JOB, scope
from cases.enums import CloseReason, Stage
from cases.models import Case, Clock, HouseholdCircumstance
from cases.services.case import end_circumstance, mark_circumstance
from common import dates
from signals_intake.enums import Decision, Exclusion
from signals_intake.models import ArrearsList, Delivery, ListedRow, ListEntry, Signal, SupplierAgreement
from signals_intake.queries.answers import list_answer, missing_suppliers
from signals_intake.services.lists import queue_due_lists, queue_lists
from tests.factories.accounts import AreaFactory, CovenantFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.signals_intake.small_city import City, row, somebody

MARCH, APRIL, MAY, JUNE, JULY = (f"2026-{month:02}-01" for month in range(3, 8))


@pytest.fixture
def city(db, tmp_path) -> City:
    return City(tmp_path)


@pytest.fixture(autouse=True)
def _july() -> None:
    with dates.fixed_today(date(2026, 7, 10)):
        yield


def deliver_months(city: City, contract: str, months: dict[str, int], **cells: object) -> None:
    """One corporation's lists, month by month, each beside a neighbour without arrears."""
    for as_of, count in months.items():
        rows = [row("neighbour"), *([row(contract, count, **cells)] if count else [])]
        city.deliver("kade", as_of, *rows)


# --- the two lists


def test_two_months_exactly_and_three_or_more(city):
    rows = [row(f"C{months}", months) for months in range(6)] + [row("almost", balance=999.99)]

    city.deliver("kade", MAY, *rows)

    assert city.outcomes(MAY) == {"C2": "two_month", **dict.fromkeys(["C3", "C4", "C5"], "three_month")}
    assert city.counts(MAY) == {"kade": (7, 4, 0, 0, 3, 0)}


def test_the_answer_names_each_households_contracts_and_highest_months(city):
    city.deliver("kade", MAY, row("home", 4, tenant="X", door=9), row("garage", 2, tenant="X", door=9), row("C2", 2))
    city.make_lists(MAY)

    two, three = list_answer(as_of=date(2026, 5, 1))["lists"]

    assert [(item["contracts"], item["months"]) for item in two["items"]] == [(["C2"], 2)]
    assert [(item["contracts"], item["months"]) for item in three["items"]] == [(["home", "garage"], 4)]


# --- exclusions, in their order

OF_ROW = {
    Exclusion.OBJECTION: {"objection": "ja"},
    Exclusion.NO_PERSONAL_CONTACT: {"personal_contact": "nee"},
    Exclusion.NO_REMINDER: {"reminder_on": ""},
    Exclusion.NO_HELP_OFFER: {"help_offered": "nee"},
    Exclusion.LEGAL_PERSON: {"legal_person": "ja"},
    Exclusion.PAYMENT_ARRANGEMENT: {"arrangement": "ja"},
    Exclusion.BELOW_MINIMUM: {"balance": "1100.00"},
    Exclusion.OUTSIDE_AREA: {"postcode": "1110 AA"},
}
CIRCUMSTANCES = {
    Exclusion.DECEASED, Exclusion.MOVED, Exclusion.AGREED_PATTERN, Exclusion.TRAJECTORY, Exclusion.DO_NOT_VISIT,
}  # fmt: skip


def set_up(city: City, codes: list[Exclusion]) -> None:
    """Bring about all of these exclusions, for the one household that there is in May."""
    before = [row("C1", 3)] if Exclusion.POSTPONED in codes else []
    cells = {name: value for code in codes for name, value in OF_ROW.get(code, {}).items()}
    city.covenant.minimum_amount = Decimal(1200) if Exclusion.BELOW_MINIMUM in codes else Decimal(0)
    city.covenant.save()
    if before:
        city.deliver(
            "kade", APRIL, row("C1", 3, **OF_ROW[Exclusion.OUTSIDE_AREA] if "1110 AA" in cells.values() else {})
        )
        city.area.postcode_until, until = 1200, city.area.postcode_until
        city.area.save()
        city.make_lists(APRIL)
        city.area.postcode_until = until
        city.area.save()
        city.decide("C1", APRIL, Decision.POSTPONE, postponed_until=date(2026, 6, 1))
    city.deliver("kade", MAY, row("C1", 3, **cells))
    household = city.household("C1")
    for code in CIRCUMSTANCES.intersection(codes):
        HouseholdCircumstance.objects.create(household=household, kind=code, since=date(2026, 1, 1))
    if Exclusion.OPEN_CASE in codes:
        CaseFactory(household=household, team=city.area.team, opened_on=date(2026, 4, 20))
    if Exclusion.NO_AGREEMENT in codes:
        SupplierAgreement.objects.update(valid_until=date(2026, 5, 1))


@pytest.mark.parametrize("code", Exclusion)
def test_every_exclusion_alone(city, code):
    set_up(city, [code])

    assert city.outcomes(MAY) == {"C1": code}
    assert city.counts(MAY) == {"kade": (1, 0, 0, 1, 0, 0)}


def test_of_several_exclusions_the_first_in_order_is_shown(city):
    set_up(city, list(Exclusion))

    assert city.outcomes(MAY) == {"C1": Exclusion.OBJECTION}


@pytest.mark.parametrize("pair", list(zip(Exclusion, list(Exclusion)[1:], strict=False)), ids=" before ".join)
def test_of_two_neighbours_in_the_order_the_first_is_shown(city, pair):
    set_up(city, list(pair))

    assert city.outcomes(MAY) == {"C1": pair[0]}


@pytest.mark.parametrize("cell", ["objection", "personal_contact", "reminder_on", "help_offered"])
def test_what_the_law_asks_and_nobody_filled_in_excludes(city, cell):
    city.deliver("kade", MAY, row("C1", 3, **{cell: ""}))

    assert set(city.outcomes(MAY)) == {"C1"}
    assert city.outcomes(MAY)["C1"] in {"objection", "no_personal_contact", "no_reminder", "no_help_offer"}


PER_CONTRACT = set(OF_ROW) - {Exclusion.OUTSIDE_AREA}


@pytest.mark.parametrize("code", sorted(PER_CONTRACT))
def test_an_exclusion_of_one_contract_leaves_the_other_on_its_list(city, code):
    city.covenant.minimum_amount = 1200
    city.covenant.save()
    home, garage = row("home", 3, tenant="X", door=9), row("garage", tenant="X", door=9, balance="1499.99")
    city.deliver("kade", MAY, home | OF_ROW[code], garage)

    assert city.outcomes(MAY) == {"home": code, "garage": "two_month"}
    assert city.entry("home", MAY).months == 2


@pytest.mark.parametrize("code", sorted(CIRCUMSTANCES | {Exclusion.OPEN_CASE, Exclusion.POSTPONED}))
def test_an_exclusion_of_the_household_holds_for_all_its_contracts(city, code):
    set_up(city, [code])
    home = row("C1")
    home["balance"] = 1500
    city.deliver("oost", MAY, row("other", 2, tenant="C1", door=home["house_number"]))

    assert city.outcomes(MAY) == {"C1": code, "other": code}


def test_a_lapsed_agreement_holds_for_the_contracts_of_that_corporation_alone(city):
    city.deliver("kade", MAY, row("home", 3, tenant="X", door=9))
    city.deliver("oost", MAY, row("garage", 2, tenant="X", door=9))
    SupplierAgreement.objects.filter(supplier__code="kade").update(valid_until=date(2026, 5, 1))

    assert city.outcomes(MAY) == {"home": "no_agreement", "garage": "two_month"}


def test_an_agreement_that_lapses_while_the_newest_list_is_worked_with_excludes_too(city):
    city.deliver("kade", MAY, row("C1", 3))
    SupplierAgreement.objects.update(valid_until=date(2026, 6, 15))
    assert city.outcomes(MAY) == {"C1": "no_agreement"}

    with dates.fixed_today(date(2026, 6, 1)):
        assert city.outcomes(MAY) == {"C1": "three_month"}


def test_a_circumstance_holds_only_while_it_lasts(city):
    city.deliver("kade", MAY, row("C1", 3))
    HouseholdCircumstance.objects.create(
        household=city.household("C1"), kind="trajectory", since=date(2026, 1, 1), until=date(2026, 7, 10)
    )

    with dates.fixed_today(date(2026, 7, 9)):
        assert city.outcomes(MAY) == {"C1": "trajectory"}
    assert city.outcomes(MAY) == {"C1": "three_month"}


@pytest.mark.parametrize("kind", sorted(CIRCUMSTANCES))
def test_ending_a_circumstance_brings_the_household_back_on_the_next_list(city, kind):
    city.deliver("kade", APRIL, row("C1", 3))
    by = somebody()
    with dates.fixed_today(date(2026, 4, 3)):
        known = mark_circumstance(household=city.household("C1"), kind=kind, by=by)
        assert city.outcomes(APRIL) == {"C1": kind}
    with dates.fixed_today(date(2026, 4, 20)):
        end_circumstance(circumstance=known, by=by)

    city.deliver("kade", MAY, row("C1", 3))

    assert city.outcomes(MAY) == {"C1": "three_month"}


def test_what_was_noted_and_ended_on_one_day_excludes_nobody(city):
    city.deliver("kade", MAY, row("C1", 3))
    with dates.fixed_today(date(2026, 5, 3)):
        by = somebody()
        known = mark_circumstance(household=city.household("C1"), kind="moved", by=by)
        assert city.outcomes(MAY) == {"C1": "moved"}
        end_circumstance(circumstance=known, by=by)

        assert city.outcomes(MAY) == {"C1": "three_month"}


# --- households


def test_contracts_of_one_tenant_at_two_corporations_are_one_household(city):
    city.deliver("kade", MAY, row("home", 2, tenant="X", door=9))
    city.deliver("oost", MAY, row("second", 4, tenant="X", door=9))

    assert city.outcomes(MAY) == {"home": "not_due", "second": "three_month"}
    assert city.counts(MAY) == {"kade": (1, 0, 0, 0, 1, 0), "oost": (1, 1, 0, 0, 0, 0)}


def test_two_contracts_at_the_same_months_are_both_listed(city):
    city.deliver("kade", MAY, row("home", 2, tenant="X", door=9), row("garage", 2, tenant="X", door=9))

    assert city.outcomes(MAY) == {"home": "two_month", "garage": "two_month"}
    assert ListEntry.objects.count() == 1


def test_two_main_tenants_in_one_dwelling_are_two_households(city):
    city.deliver("kade", MAY, row("C1", 2, tenant="X", door=9), row("C2", 3, tenant="Y", door=9))

    assert city.outcomes(MAY) == {"C1": "two_month", "C2": "three_month"}
    assert city.household("C1").dwelling == city.household("C2").dwelling


def test_one_name_with_two_birth_dates_is_two_households(city):
    city.deliver(
        "kade", MAY, row("C1", 2, tenant="X", door=9), row("C2", 2, tenant="X", door=9, birth_date="1999-12-31")
    )

    assert city.household("C1") != city.household("C2")


def test_whoever_moves_in_later_starts_afresh(city):
    city.deliver("kade", APRIL, row("old", 3, tenant="X", door=9))
    city.outcomes(APRIL)
    city.decide("old", APRIL, Decision.POSTPONE, postponed_until=date(2026, 12, 1))
    HouseholdCircumstance.objects.create(household=city.household("old"), kind="do_not_visit", since=date(2026, 1, 1))

    city.deliver("kade", MAY, row("new", 2, tenant="Y", door=9))

    assert city.outcomes(MAY) == {"new": "two_month"}
    assert city.household("new").dwelling == city.household("old").dwelling
    assert not city.household("new").signals.filter(signal_on=APRIL).exists()


# --- listed once in an episode


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


# --- postponed


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


# --- cases


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.CLOSED])
def test_an_open_case_holds_back_in_three_stages_and_is_known_in_the_others(city, stage):
    city.deliver("kade", MAY, row("C1", 3))
    case = CaseFactory(household=city.household("C1"), team=city.area.team, stage=stage, opened_on=date(2026, 4, 1))

    holds = stage in {Stage.CONTACT, Stage.VISITING, Stage.GUIDANCE}
    assert city.outcomes(MAY) == {"C1": "open_case" if holds else "three_month"}
    assert list(ListEntry.objects.values_list("known_case", flat=True)) == ([] if holds else [case.pk])


def test_a_closed_case_holds_nobody_back_and_is_not_known(city):
    city.deliver("kade", MAY, row("C1", 3))
    closed_case(city, "C1", date(2026, 1, 5), date(2026, 4, 1))

    assert city.outcomes(MAY) == {"C1": "three_month"}
    assert city.entry("C1", MAY).known_case is None


def closed_case(city: City, contract: str, opened: date, closed: date) -> Case:
    case = CaseFactory(household=city.household(contract), team=city.area.team, opened_on=opened)
    case.stages.update(until=closed)
    case.stage, case.closed_on, case.closed_by, case.close_reason = (
        Stage.CLOSED,
        closed,
        UserFactory(),
        CloseReason.PAID,
    )
    case.save()
    return case


def test_a_list_of_a_past_date_sees_cases_as_they_were_then(city):
    city.deliver("kade", APRIL, row("C1", 3), row("C2", 3))
    city.deliver("kade", MAY, row("C3", 2))
    closed_case(city, "C1", date(2026, 3, 1), date(2026, 4, 15))  # open then
    CaseFactory(household=city.household("C2"), team=city.area.team, opened_on=date(2026, 4, 20))  # not yet

    assert city.outcomes(APRIL) == {"C1": "open_case", "C2": "three_month"}
    assert city.entry("C2", APRIL).known_case is None


def test_a_newer_delivery_under_another_covenant_makes_no_list_old(city, tmp_path):
    city.deliver("kade", MAY, row("C1", 3))
    CaseFactory(household=city.household("C1"), team=city.area.team, opened_on=date(2026, 5, 20))
    other = City.__new__(City)
    other.__dict__ |= vars(city) | {"covenant": CovenantFactory(), "suppliers": {}}
    AreaFactory(covenant=other.covenant)
    other.deliver("elsewhere", JUNE, row("E1", 2))

    assert city.outcomes(MAY) == {"C1": "open_case"}


# --- made again


def test_made_again_a_list_is_the_same_to_the_row(city):
    city.deliver("kade", MAY, row("C1", 2), row("C2", 3, objection="ja"), row("C3", 1))
    city.make_lists(MAY)
    before = [list(model.objects.order_by("pk").values()) for model in (ListEntry, Clock)]
    outcomes = city.outcomes(MAY, make=False)

    city.make_lists(MAY)

    assert [list(model.objects.order_by("pk").values()) for model in (ListEntry, Clock)] == before
    assert city.outcomes(MAY, make=False) == outcomes


def test_a_late_second_corporation_upgrades_who_is_undecided_and_leaves_the_decided(city):
    city.deliver("kade", MAY, row("C1", 2, tenant="X", door=9), row("C2", 2, tenant="Y", door=9))
    city.outcomes(MAY)
    city.decide("C2", MAY, Decision.LIGHT_CONTACT)

    city.deliver("oost", MAY, row("D1", 3, tenant="X", door=9), row("D2", 3, tenant="Y", door=9))

    assert city.outcomes(MAY) == {"C1": "not_due", "D1": "three_month", "C2": "two_month", "D2": "two_month"}
    assert city.counts(MAY) == {"kade": (2, 1, 0, 0, 1, 0), "oost": (2, 2, 0, 0, 0, 0)}


def test_a_correction_below_two_months_leaves_a_decided_household_on_the_list_and_the_sum_whole(city):
    city.deliver("kade", MAY, row("C1", 3), row("C2", 2), row("C3", 2))
    city.outcomes(MAY)
    city.decide("C1", MAY, Decision.VISIT)

    city.deliver("kade", MAY, row("C1", 1), row("C2", 1), row("C3", 2))

    assert city.outcomes(MAY) == {"C1": "three_month", "C3": "two_month"}
    assert city.counts(MAY) == {"kade": (3, 2, 0, 0, 1, 0)}


def test_whoever_a_correction_takes_off_the_list_waits_for_nothing(city):
    city.deliver("kade", MAY, row("C1", 3), row("C2", 2))
    city.make_lists(MAY)
    assert Clock.objects.count() == 2

    city.deliver("kade", MAY, row("C2", 2))
    city.make_lists(MAY)

    assert list(Clock.objects.values_list("household", flat=True)) == [city.household("C2").pk]


def test_a_later_statement_of_the_same_month_counts_from_its_date_on(city):
    city.deliver("kade", "2026-05-01", row("C1", 2))
    city.deliver("kade", "2026-05-15", row("C1", 1), row("C2", 2))

    assert city.outcomes("2026-05-14") == {"C1": "two_month"}
    assert city.outcomes("2026-05-15") == {"C2": "two_month"}
    assert city.outcomes("2026-06-01") == {}


def test_missing_names_the_corporations_that_agreed_and_did_not_deliver_that_month(city):
    city.supplier("oost"), city.supplier("rivier")
    city.deliver("kade", "2026-05-12", row("C1", 2))
    SupplierAgreement.objects.filter(supplier__code="rivier").update(valid_until=date(2026, 5, 1))
    city.receive("oost", "2026-05-12", row("D1", 2))  # not confirmed

    assert missing_suppliers(as_of=date(2026, 5, 20)) == ["oost"]
    assert missing_suppliers(as_of=date(2026, 6, 1)) == ["kade", "oost"]


def test_the_stages_are_those_of_the_covenant(city):
    Covenant.objects.update(light_contact_from_months=1, visit_from_months=4)
    city.covenant.refresh_from_db()
    city.deliver("kade", MAY, row("C1", 1), row("C3", 3), row("C4", 4))

    assert city.outcomes(MAY) == {"C1": "two_month", "C3": "two_month", "C4": "three_month"}


def test_the_beat_asks_for_lists_that_a_delivery_has_overtaken_also_a_late_older_one(city):
    def due() -> int:
        asked = queue_due_lists()
        for job in ArrearsList.objects.exclude(job=None).values_list("job", flat=True):
            while run_step(job_id=job):
                pass
        return asked

    city.deliver("kade", JUNE, row("C1", 2))
    with dates.fixed_today(date(2026, 6, 20)):
        city.deliver("kade", "2026-06-15", row("C1", 2))
        assert (due(), due()) == (2, 0)
    late = city.deliver("oost", MARCH, row("D1", 2))
    Delivery.objects.filter(pk=late.pk).update(processed_at=timezone.now())  # lists are made by the real clock
    assert (due(), due()) == (1, 0)  # of the middle of June; the first of June is more than a month ago


# --- sums

CHANCES = [0.1, 0.05, 0.05, 0.1]


@pytest.mark.parametrize("seed", range(3))
def test_in_any_ledger_every_row_received_is_in_exactly_one_place(city, seed):
    chance = random.Random(seed)
    for as_of in (APRIL, MAY, JUNE):
        for code in ("kade", "oost"):
            rows = [random_row(chance, code, number) for number in chance.sample(range(40), 30)]
            city.deliver(code, as_of, *rows)
        city.make_lists(as_of)
        for entry in ListEntry.objects.filter(arrears_list__as_of=as_of).order_by("pk")[:3]:
            decision = chance.choice([Decision.NONE, Decision.POSTPONE])
            until = date.fromisoformat(as_of) + timedelta(days=40) if decision == Decision.POSTPONE else None
            city.decide(entry.household.contracts.first().number, as_of, decision, postponed_until=until)
        city.make_lists(as_of)
        for received, *parts in city.counts(as_of).values():
            assert received == sum(parts) == 30
    assert {*ListedRow.objects.values_list("outcome", flat=True)} == {"listed", "listed_earlier", "excluded", "not_due"}


def random_row(chance: random.Random, code: str, number: int) -> dict[str, object]:
    """Of forty tenants at twenty doors; half of the contracts at the second corporation are of the same tenants."""
    tenant = number if code == "kade" or number % 2 else number + 100
    cells: dict[str, object] = {}
    for name, odds in zip(["objection", "arrangement", "balance", "contract"], CHANCES, strict=True):
        if chance.random() < odds:
            cells[name] = {"objection": "ja", "arrangement": "ja", "balance": "?!", "contract": ""}[name]
    return row(f"{code}-{number}", chance.randrange(5), tenant=str(tenant), door=number // 2 + 1) | cells


# --- at once


def test_twenty_at_once_make_one_list(committed_db, tmp_path):
    with scope(JOB):
        city = City(tmp_path)
        city.deliver("kade", MAY, *(row(f"C{n}", n % 5) for n in range(30)))

    def make(_number: int) -> None:
        try:
            with scope(JOB):
                jobs = [job.pk for job in queue_lists(as_of=date(2026, 5, 1), by=None)]
            for job in jobs:
                more = True
                while more:
                    with scope(JOB):
                        more = run_step(job_id=job)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(make, range(20)))

    with scope(JOB):
        assert ArrearsList.objects.count() == 1
        assert ListEntry.objects.count() == 18
        assert city.counts(MAY) == {"kade": (30, 18, 0, 0, 12, 0)}
