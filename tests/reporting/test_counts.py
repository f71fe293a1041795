from __future__ import annotations

from datetime import date

import pytest

from cases.endings import EndResult
from cases.enums import Agreement, CloseReason, EndReason, Stage, Threat
from cases.models import CaseStage
from cases.services.crisis import end_crisis, start_crisis
from reporting.queries import Period, count, funnel, outcomes_by_supplier
from signals_intake.enums import Decision, DeliveryState
from tests.factories.accounts import AreaFactory, OrganisationFactory, TeamFactory, UserFactory
from tests.factories.cases import CaseFactory, DwellingFactory, HouseholdFactory
from tests.factories.signals_intake import (
    ArrearsListFactory,
    DeliveryFactory,
    decide,
    list_signal,
    listed_household,
    signal_of,
)
from tests.reporting.builders import attempt

pytestmark = pytest.mark.usefixtures("db")

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
IN_MAY = {"since": MAY, "until": date(2026, 5, 31)}
TO_JUNE = {"since": MAY, "until": date(2026, 6, 30)}


@pytest.fixture
def kade():
    return OrganisationFactory(corporation=True, name="De Kade")


@pytest.fixture
def delivery(kade):
    return DeliveryFactory(supplier=kade, as_of=MAY, received=20, rejected=2)


def reported(delivery, **household):
    return signal_of(HouseholdFactory(**household), delivery)


def case_of(signal, **fields):
    return CaseFactory(household=signal.household, **{"opened_on": date(2026, 5, 4), **fields})


def test_nothing_gives_noughts_and_not_an_error():
    counts = funnel(**IN_MAY).counts

    assert (counts.received, counts.reported, counts.reached, counts.not_reached_2007) == (0, 0, 0, 0)


def test_only_confirmed_deliveries_of_the_period_are_received(delivery, kade):
    DeliveryFactory(supplier=kade, as_of=JUNE, received=7)
    DeliveryFactory(supplier=kade, as_of=date(2026, 5, 2), received=9, state=DeliveryState.STAGED)

    assert (funnel(**IN_MAY).counts.received, funnel(**IN_MAY).counts.accepted) == (20, 18)


def test_a_household_counts_once_however_many_signals_it_has(delivery):
    signal = reported(delivery)
    other = OrganisationFactory(corporation=True)
    signal_of(signal.household, DeliveryFactory(supplier=other, as_of=MAY))
    signal_of(signal.household, DeliveryFactory(supplier=delivery.supplier, as_of=JUNE))

    counts = funnel(**TO_JUNE).counts

    assert (counts.signals, counts.reported) == (3, 1)
    assert [outcome.by_key["reported"].count for outcome in outcomes_by_supplier(**TO_JUNE)] == [1, 1]


def test_listed_and_decided_are_parts_of_reported(delivery, kade):
    may = ArrearsListFactory(as_of=MAY)
    reported(delivery)
    for decision in [Decision.VISIT, Decision.LIGHT_CONTACT, Decision.NONE]:
        decide(listed_household(kade, may), decision)
    listed_household(kade, may)

    counts = funnel(**IN_MAY).counts

    assert (counts.reported, counts.listed, counts.decided, counts.picked_up) == (5, 4, 3, 2)


def test_an_attempt_before_the_decision_picks_a_household_up(delivery, kade):
    entry = list_signal(reported(delivery), ArrearsListFactory(as_of=MAY))
    attempt(CaseFactory(household=entry.household, opened_on=MAY), date(2026, 5, 2))

    counts = funnel(**IN_MAY).counts

    assert (counts.decided, counts.picked_up, counts.approached) == (0, 1, 1)


def test_reached_asks_for_an_exchange_not_for_a_visit(delivery):
    attempt(case_of(reported(delivery)), date(2026, 5, 8))
    attempt(case_of(reported(delivery)), date(2026, 5, 8), reached=True)

    counts = funnel(**IN_MAY).counts

    assert (counts.approached, counts.visited, counts.reached, counts.reached_2007) == (2, 2, 1, 2)


@pytest.mark.parametrize(
    ("stage", "fields", "helped"),
    [(Stage.VISITING, {}, 0), (Stage.GUIDANCE, {}, 1), (Stage.VISITING, {"agreements": [Agreement.ARRANGEMENT]}, 1),
     (Stage.VISITING, {"outcome": "paid"}, 1), (Stage.VISITING, {"outcome": "wants_no_help"}, 0)],
)  # fmt: skip
def test_help_is_guidance_or_something_arranged(delivery, stage, fields, helped):
    attempt(case_of(reported(delivery), stage=stage), date(2026, 5, 8), reached=True, **fields)

    assert funnel(**IN_MAY).counts.helped == helped


@pytest.mark.parametrize(
    ("reason", "result", "helped"),
    [(CloseReason.SOLVED, EndResult.SELF, 0), (CloseReason.SOLVED, EndResult.KNOWN, 0),
     (CloseReason.SOLVED, EndResult.QUICK_FIX, 1), (CloseReason.AGREED, EndResult.MONEY, 1),
     (CloseReason.HANDED_OVER, EndResult.NOT_MONEY, 1), (CloseReason.PAID, EndResult.SELF_PAID, 1),
     (CloseReason.WANTS_NO_HELP, EndResult.SELF, 0)],
)  # fmt: skip
def test_help_of_a_case_that_ended_is_what_the_national_code_says(delivery, reason, result, helped):
    case = case_of(reported(delivery))
    attempt(case, date(2026, 5, 8), reached=True)
    case.stage, case.closed_on, case.closed_by = Stage.CLOSED, date(2026, 5, 20), UserFactory()
    case.close_reason, case.end_result = reason, result
    case.save()

    assert funnel(**IN_MAY).counts.helped == helped


def test_what_a_later_signal_led_to_belongs_to_that_later_period(delivery, kade):
    signal = reported(delivery)
    signal_of(signal.household, DeliveryFactory(supplier=kade, as_of=JUNE))
    attempt(case_of(signal, opened_on=date(2026, 6, 3)), date(2026, 6, 9), reached=True)

    assert funnel(**IN_MAY).counts.reached == 0
    assert funnel(since=JUNE, until=date(2026, 6, 30)).counts.reached == 1
    assert funnel(**TO_JUNE).counts.reached == 1


def test_what_a_signal_of_the_period_led_to_counts_also_after_the_period(delivery, kade):
    signal = reported(delivery)
    case = case_of(signal)
    signal_of(signal.household, DeliveryFactory(supplier=kade, as_of=JUNE))
    attempt(case, date(2026, 6, 9), reached=True)

    assert funnel(**IN_MAY).counts.reached == 1


def test_an_earlier_case_that_closed_before_the_signal_does_not_count(delivery):
    case = case_of(reported(delivery), opened_on=date(2026, 1, 5))
    attempt(case, date(2026, 1, 8), reached=True)
    CaseStage.objects.filter(case=case).update(stage=Stage.GUIDANCE, until=date(2026, 3, 1))
    case.stage, case.closed_on, case.closed_by = Stage.CLOSED, date(2026, 3, 1), UserFactory()
    case.close_reason = CloseReason.SOLVED
    case.save()

    counts = funnel(**IN_MAY).counts

    assert (counts.approached, counts.reached, counts.helped) == (0, 0, 0)


def test_evicted_counts_though_the_case_goes_on_and_a_cut_off_does_not(delivery):
    case, other = (case_of(reported(delivery)) for _ in range(2))
    by = UserFactory()
    for lost, threat in [(case, Threat.EVICTION), (other, Threat.GAS)]:
        crisis = start_crisis(case=lost, threat=threat, by=by)
        end_crisis(crisis=crisis, reason=EndReason.TOO_LATE, by=by)

    assert funnel(**IN_MAY).counts.evicted == 1


def test_a_team_counts_the_households_of_its_areas_and_no_rows(delivery):
    area = AreaFactory(postcode_from=1090, postcode_until=1099)
    reported(delivery)
    reported(delivery, dwelling=DwellingFactory(postcode="1013AB"))

    counts = funnel(**IN_MAY, team=area.team).counts

    assert (counts.received, counts.signals, counts.reported) == (None, 1, 1)
    assert funnel(**IN_MAY, team=TeamFactory()).counts.reported == 0


def test_one_supplier_counts_its_own_signals_only(delivery, kade):
    reported(delivery)
    other = DeliveryFactory(as_of=MAY, received=50)
    reported(other)

    counts = funnel(**IN_MAY, supplier=kade).counts

    assert (counts.received, counts.reported) == (20, 1)


@pytest.mark.parametrize("households", [1, 4])
def test_counting_takes_two_statements_for_any_number(delivery, households, django_assert_num_queries):
    for _ in range(households):
        attempt(case_of(reported(delivery)), date(2026, 5, 8), reached=True)

    with django_assert_num_queries(2):
        table = count([Period(**TO_JUNE), Period(**IN_MAY), Period(JUNE, date(2026, 6, 30))])

    assert [table[number, None].reached for number in range(3)] == [households, households, 0]
