"""Deliveries, balances, signals and list entries of tests. Nothing is random; a supplier is a new corporation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from signals_intake.enums import Decision, DeliveryState, ListStage, RowOutcome
from signals_intake.models import (
    ArrearsList,
    Balance,
    ColumnMapping,
    Contract,
    Deliberation,
    Delivery,
    ListedRow,
    ListEntry,
    Review,
    ReviewDecision,
    Signal,
    SupplierAgreement,
)
from tests.factories.accounts import SINCE, CovenantFactory, OrganisationFactory, UserFactory
from tests.factories.cases import HouseholdFactory

if TYPE_CHECKING:
    from accounts.models import Organisation, Team
    from cases.models import Household

AS_OF = date(2026, 5, 1)
RENT = Decimal("500.00")


class SupplierAgreementFactory(DjangoModelFactory):
    class Meta:
        model = SupplierAgreement

    supplier = factory.SubFactory(OrganisationFactory, corporation=True)
    covenant = factory.SubFactory(CovenantFactory)
    valid_from = SINCE
    mandate = "board decision"


class ColumnMappingFactory(DjangoModelFactory):
    class Meta:
        model = ColumnMapping

    supplier = factory.SubFactory(OrganisationFactory, corporation=True)
    name = "plain"
    columns = factory.Dict({"contract": "contract"})


class DeliveryFactory(DjangoModelFactory):
    """A processed list without rows; `received` and `rejected` are what it says."""

    class Meta:
        model = Delivery

    supplier = factory.SubFactory(OrganisationFactory, corporation=True)
    mapping = factory.SubFactory(ColumnMappingFactory, supplier=factory.SelfAttribute("..supplier"))
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 1000
    file_name = "list.csv"
    as_of = AS_OF
    state = DeliveryState.PROCESSED
    processed_at = factory.LazyFunction(timezone.now)


class ContractFactory(DjangoModelFactory):
    class Meta:
        model = Contract

    supplier = factory.SubFactory(OrganisationFactory, corporation=True)
    number = factory.Sequence(lambda n: f"{n:07}-000001")
    household = factory.SubFactory(HouseholdFactory)


class BalanceFactory(DjangoModelFactory):
    """Three months owed at the date of its delivery."""

    class Meta:
        model = Balance

    contract = factory.SubFactory(ContractFactory)
    supplier = factory.SelfAttribute("contract.supplier")
    delivery = factory.SubFactory(DeliveryFactory, supplier=factory.SelfAttribute("..supplier"))
    as_of = factory.SelfAttribute("delivery.as_of")
    number = factory.Sequence(lambda n: n + 1)
    months = 3
    rent = RENT
    balance = factory.LazyAttribute(lambda row: row.months * RENT)
    days = factory.LazyAttribute(lambda row: row.months * 31)


class SignalFactory(DjangoModelFactory):
    """A signal without an answer yet, on a balance of three months."""

    class Meta:
        model = Signal

    balance = factory.SubFactory(BalanceFactory)
    supplier = factory.SelfAttribute("balance.supplier")
    household = factory.SelfAttribute("balance.contract.household")
    signal_on = factory.SelfAttribute("balance.as_of")


class ArrearsListFactory(DjangoModelFactory):
    class Meta:
        model = ArrearsList

    covenant = factory.SubFactory(CovenantFactory)
    as_of = AS_OF
    made_at = factory.LazyFunction(timezone.now)


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    arrears_list = factory.SubFactory(ArrearsListFactory)
    supplier = factory.SubFactory(OrganisationFactory, corporation=True)


def signal_of(household: Household, delivery: Delivery, **balance: Any) -> Signal:
    """Report a household in a delivery, on the contract that this supplier has with it."""
    contract, _ = Contract.objects.get_or_create(
        supplier=delivery.supplier, household=household, defaults={"number": f"H{household.pk:06}-000001"}
    )
    return SignalFactory(balance=BalanceFactory(contract=contract, delivery=delivery, **balance))


def list_signal(signal: Signal, arrears_list: ArrearsList, *, team: Team | None = None) -> ListEntry:
    """Put a signal's household on a list."""
    months = signal.balance.months
    entry, _ = ListEntry.objects.get_or_create(
        arrears_list=arrears_list,
        household=signal.household,
        defaults={
            "team": team,
            "months": months,
            "stage": ListStage.THREE_MONTH if months > 2 else ListStage.TWO_MONTH,
            "proposal": Decision.VISIT if months > 2 else Decision.LIGHT_CONTACT,
        },
    )
    ListedRow.objects.create(
        arrears_list=arrears_list,
        supplier=signal.supplier,
        balance=signal.balance,
        household=signal.household,
        entry=entry,
        months=months,
        outcome=RowOutcome.LISTED,
    )
    return entry


def decide(
    entry: ListEntry,
    decision: Decision = Decision.VISIT,
    *,
    review: Review | None = None,
    note: str = "",
    **fields: Any,
) -> ReviewDecision:
    """Write a decision, and what was said in that meeting, without what follows from it."""
    supplier = review.supplier if review else None
    said = Deliberation.objects.create(
        entry=entry, review=review, supplier=supplier, by=UserFactory(), at=timezone.now(), note=note
    )
    return ReviewDecision.objects.create(entry=entry, decision=decision, said=said, decided_at=said.at, **fields)


def listed_household(supplier: Organisation, arrears_list: ArrearsList, *, team: Team | None = None) -> ListEntry:
    """Report a new household by a new list of this supplier and put it on the list of that date."""
    delivery = Delivery.objects.filter(supplier=supplier, as_of=arrears_list.as_of).first()
    delivery = delivery or DeliveryFactory(supplier=supplier, as_of=arrears_list.as_of)
    return list_signal(signal_of(HouseholdFactory(), delivery), arrears_list, team=team)
