"""Who stands on which list: contracts of one household together, beside the cases that it has."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Covenant
from cases.enums import CloseReason, Stage
from cases.models import Case, HouseholdCircumstance
from signals_intake.enums import Decision
from signals_intake.models import ListEntry
from signals_intake.queries.answers import list_answer
from tests.factories.accounts import AreaFactory, CovenantFactory, UserFactory
from tests.factories.cases import CaseFactory
from tests.signals_intake.small_city import APRIL, JUNE, MAY, City, row


def test_two_months_exactly_and_three_or_more(city):
    rows = [row(f"C{months}", months) for months in range(6)] + [row("almost", balance=999.99)]

    city.deliver("kade", MAY, *rows)

    assert city.outcomes(MAY) == {"C2": "two_month", **dict.fromkeys(["C3", "C4", "C5"], "three_month")}
    assert city.counts(MAY) == {"kade": (7, 4, 0, 0, 3, 0)}


def test_the_stages_are_those_of_the_covenant(city):
    Covenant.objects.update(light_contact_from_months=1, visit_from_months=4)
    city.covenant.refresh_from_db()
    city.deliver("kade", MAY, row("C1", 1), row("C3", 3), row("C4", 4))

    assert city.outcomes(MAY) == {"C1": "two_month", "C3": "two_month", "C4": "three_month"}


def test_the_answer_names_each_households_contracts_and_highest_months(city):
    city.deliver("kade", MAY, row("home", 4, tenant="X", door=9), row("garage", 2, tenant="X", door=9), row("C2", 2))
    city.make_lists(MAY)

    two, three = list_answer(as_of=date(2026, 5, 1))["lists"]

    assert [(item["contracts"], item["months"]) for item in two["items"]] == [(["C2"], 2)]
    assert [(item["contracts"], item["months"]) for item in three["items"]] == [(["home", "garage"], 4)]


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
