"""A household with a case is not listed again; its duo hears that the arrears rose."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Task, TimelineEntry
from common.dates import fixed_today
from signals_intake.enums import Exclusion, RowOutcome
from signals_intake.models import ListedRow
from signals_intake.services.held_back import tell_duos
from tests.factories.accounts import TeamFactory
from tests.factories.cases import CaseFactory, duo_of
from tests.factories.signals_intake import ArrearsListFactory, BalanceFactory, ContractFactory, DeliveryFactory

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def case(db):
    team = TeamFactory()
    return CaseFactory(team=team, duo=duo_of(team))


def rises_to(months, contract, on):
    """Have the lists of a date made on which the household is held back, and tell its duo."""
    arrears_list = ArrearsListFactory(as_of=on)
    delivery = DeliveryFactory(supplier=contract.supplier, as_of=on)
    balance = BalanceFactory(contract=contract, delivery=delivery, months=months)
    ListedRow.objects.create(
        arrears_list=arrears_list, supplier=contract.supplier, balance=balance, household=contract.household,
        outcome=RowOutcome.EXCLUDED, exclusion=Exclusion.OPEN_CASE, months=months,
    )  # fmt: skip
    with fixed_today(on):
        tell_duos(arrears_list=arrears_list)
    return arrears_list


def open_tasks(case):
    return list(Task.objects.filter(case=case, done_at=None).values_list("what", flat=True).order_by("pk"))


def test_both_of_the_duo_hear_of_a_rise_once(case):
    contract = ContractFactory(household=case.household)

    arrears_list = rises_to(3, contract, MAY)
    tell_duos(arrears_list=arrears_list)

    assert len(open_tasks(case)) == 2
    assert all("0 → 3" in what for what in open_tasks(case))


def test_a_new_rise_stands_in_the_place_of_the_one_before(case):
    contract = ContractFactory(household=case.household)
    rises_to(3, contract, MAY)

    rises_to(4, contract, JUNE)

    assert len(open_tasks(case)) == 2
    assert all("3 → 4" in what for what in open_tasks(case))
    assert TimelineEntry.objects.filter(case=case, kind="arrears").count() == 2


def test_arrears_that_stay_the_same_tell_nobody(case):
    contract = ContractFactory(household=case.household)
    rises_to(3, contract, MAY)
    Task.objects.all().delete()

    rises_to(3, contract, JUNE)

    assert open_tasks(case) == []
