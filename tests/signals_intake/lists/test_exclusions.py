"""What holds a row back from the lists, in which order, and for whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cases.models import HouseholdCircumstance
from cases.services.circumstance import end_circumstance, mark_circumstance
from common import dates
from signals_intake.enums import Decision, Exclusion
from signals_intake.models import SupplierAgreement
from tests.factories.cases import CaseFactory
from tests.signals_intake.small_city import APRIL, MAY, City, row, somebody

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


def test_transvaal_screening_only_who_has_neither_arrangement_nor_trajectory_is_visited(city):
    """Vroeg Eropaf 2008, S4: P has an arrangement, Q is in a help trajectory, R has neither."""
    city.deliver("kade", MAY, row("P", 2, arrangement="ja"), row("Q", 2), row("R", 2))
    mark_circumstance(household=city.household("Q"), kind="trajectory", since=date(2026, 4, 1), by=somebody())

    assert city.outcomes(MAY) == {"P": "payment_arrangement", "Q": "trajectory", "R": "two_month"}


def test_systematic_late_payer_is_given_time_and_no_bailiff(city):
    """Vroeg Eropaf 2008, S9: always late and not unwilling, as somebody at the corporation knows."""
    city.deliver("kade", MAY, row("C1", 3))
    known = {"kind": "agreed_pattern", "note": "Betaalt altijd op de tiende"}
    mark_circumstance(
        household=city.household("C1"), since=date(2026, 4, 1), until=date(2026, 8, 1), by=somebody(), **known
    )

    assert city.outcomes(MAY) == {"C1": "agreed_pattern"}


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
