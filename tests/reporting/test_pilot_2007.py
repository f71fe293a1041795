"""The published pilot of 2007, rebuilt from rows: two neighbourhoods, January to November.

Of 86 households reported 59 were visited at home and 18 were in contact otherwise. From these follow 77 reached and 9
not, if the two groups do not overlap. Fewer than one in ten came to the bailiff in that time; nobody was evicted.
"""

from __future__ import annotations

from datetime import date

import pytest

from cases.enums import ContactKind, DoorStep, EndReason, Threat
from cases.models import ContactAttempt
from cases.services.crisis import end_crisis, start_crisis
from reporting.queries import funnel
from tests.factories.accounts import OrganisationFactory, TeamFactory, UserFactory
from tests.factories.cases import CaseFactory, HouseholdFactory
from tests.factories.signals_intake import BalanceFactory, DeliveryFactory, signal_of
from tests.reporting.builders import attempt

pytestmark = pytest.mark.usefixtures("db")

PILOT = {"since": date(2007, 1, 1), "until": date(2007, 11, 30)}
MONTHS = [date(2007, month, 1) for month in range(1, 12)]
#: Contact without a visit: by telephone, and by walking in at the office.
OTHER_KINDS = [ContactKind.PHONE, ContactKind.APPOINTMENT]


@pytest.fixture
def pilot():
    """Report 86 households of two corporations over eleven months and do with each what was done."""
    suppliers = OrganisationFactory.create_batch(2, corporation=True)
    deliveries = [
        DeliveryFactory(supplier=supplier, as_of=day, received=40, rejected=2)
        for supplier in suppliers
        for day in MONTHS
    ]
    team = TeamFactory()
    for number in range(86):
        delivery = deliveries[number % len(deliveries)]
        signal = signal_of(HouseholdFactory(), delivery)
        if number < 81:  # the last five were reported and never approached
            seek_contact(CaseFactory(household=signal.household, team=team, opened_on=delivery.as_of), number)
        if number % 11 == 0:
            later = DeliveryFactory(supplier=signal.supplier, as_of=delivery.as_of.replace(day=20 + number // 11))
            BalanceFactory(contract=signal.balance.contract, delivery=later, bailiff_stage="writ served")


def seek_contact(case, number):
    day = case.opened_on.replace(day=9)
    if number < 59:
        # At six doors there was no conversation: visited, which the figures of 2007 count as reached.
        attempt(case, day, reached=number % 10 != 0, door_steps=[DoorStep.ENTRANCE, DoorStep.FLAT])
        attempt(case, day, kind=ContactKind.NOTE)
    elif number < 77:
        attempt(case, day.replace(day=3), kind=ContactKind.LETTER)
        attempt(case, day, kind=OTHER_KINDS[number % 2], reached=True)
    else:
        attempt(case, day, kind=ContactKind.NOTE)


def test_the_pilot_of_2007_gives_its_published_numbers(pilot):
    counts = funnel(**PILOT).counts

    assert (counts.reported, counts.visited, counts.otherwise_in_contact) == (86, 59, 18)
    assert (counts.reached_2007, counts.not_reached_2007) == (77, 9)
    assert counts.visited + counts.otherwise_in_contact == counts.reached_2007
    assert counts.bailiff == 8
    assert counts.bailiff / counts.reported < 0.1
    assert counts.evicted == 0


def test_the_steps_of_the_pilot_carry_what_they_are_out_of(pilot):
    steps = {step.key: (step.count, step.of) for step in funnel(**PILOT).steps}

    assert steps["received"] == (22 * 40, None)
    assert steps["accepted"] == (22 * 38, 22 * 40)
    assert steps["signals"] == (86, 22 * 38)
    assert steps["reported"] == (86, None)
    assert steps["approached"] == (81, 81)
    assert steps["reached"] == (71, 81)  # an exchange in both directions; six were visited without one


def test_an_eviction_would_show(pilot):
    case = ContactAttempt.objects.filter(kind=ContactKind.VISIT).first().case
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=UserFactory())
    end_crisis(crisis=crisis, reason=EndReason.TOO_LATE, by=UserFactory(), on=date(2007, 11, 30))

    assert funnel(**PILOT).counts.evicted == 1
