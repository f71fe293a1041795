"""What follows from a decision of the joint review, and how the meeting ends."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from accounts.enums import Role
from accounts.models import OutboxMessage
from accounts.scope import AGENCY, scope
from cases.enums import ClockKind, ContactKind, Stage
from cases.models import Case, Clock
from cases.services.case import assign_duo
from cases.services.clock import start_clock
from cases.services.contact import log_attempt
from common import dates
from signals_intake.enums import Decision, DepartureReason
from signals_intake.models import Contract, ListEntry, ReviewDecision, Signal
from signals_intake.services import review as service
from signals_intake.services.lists import make_list
from signals_intake.services.review import decide, sign_off
from tests.factories.accounts import AreaFactory, OrganisationFactory, person
from tests.factories.cases import CaseFactory
from tests.factories.signals_intake import (
    ArrearsListFactory,
    BalanceFactory,
    DeliveryFactory,
    ListedRow,
    ReviewFactory,
    SupplierAgreementFactory,
    list_signal,
    listed_household,
    signal_of,
)

MEETING = date(2026, 5, 12)
FOR_LATER = {"decision": Decision.NONE, "reason": DepartureReason.SMALL}


class Meeting:
    """One list of one corporation with an agency of one team, and somebody of either side."""

    def __init__(self) -> None:
        self.area = AreaFactory()
        self.covenant, self.team = self.area.covenant, self.area.team
        self.kade = OrganisationFactory(corporation=True)
        self.list = ArrearsListFactory(covenant=self.covenant)
        self.review = ReviewFactory(arrears_list=self.list, supplier=self.kade)
        self.leader = person(Role.TEAM_LEADER, team=self.team)
        self.consultant = person(Role.HOUSING_CONSULTANT, organisation=self.kade)

    def entry(self) -> ListEntry:
        return listed_household(self.kade, self.list, team=self.team)


@pytest.fixture
def today():
    with dates.fixed_today(MEETING):
        yield


@pytest.fixture
def meeting(db, today) -> Meeting:
    return Meeting()


def test_a_visit_opens_a_case_at_once(meeting):
    entry = meeting.entry()

    made = decide(entry=entry, decision=Decision.VISIT, by=meeting.consultant)

    case = Case.objects.get(household=entry.household)
    assert (case.stage, case.team, case.opened_on) == (Stage.CONTACT, meeting.team, MEETING)
    assert made.said is not None
    assert (made.opened_case, made.said.review, made.said.reason) == (case, meeting.review, "")
    assert made.said.supplier == meeting.kade


def test_light_contact_opens_a_case_in_that_stage(meeting):
    entry = meeting.entry()

    decide(entry=entry, decision=Decision.LIGHT_CONTACT, reason=DepartureReason.SMALL, by=meeting.leader)

    assert Case.objects.get(household=entry.household).stage == Stage.LIGHT_CONTACT


@pytest.mark.parametrize("decision", [Decision.NONE, Decision.POSTPONE])
def test_nothing_and_postpone_open_no_case_and_stop_the_window(meeting, decision):
    entry = meeting.entry()
    start_clock(kind=ClockKind.RESPONSE, household=entry.household, due_on=date(2026, 5, 29), by=None)

    decide(entry=entry, decision=decision, reason=DepartureReason.SMALL, by=meeting.leader)

    assert not Case.objects.exists()
    assert Clock.objects.get(household=entry.household).stopped_on == MEETING


def test_the_window_runs_on_to_its_day_when_nothing_becomes_a_visit(meeting):
    entry = meeting.entry()
    start_clock(kind=ClockKind.RESPONSE, household=entry.household, due_on=date(2026, 5, 29), by=None)
    decide(entry=entry, by=meeting.leader, **FOR_LATER)

    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)

    assert Clock.objects.running().get(household=entry.household).due_on == date(2026, 5, 29)


def test_departing_from_the_proposal_needs_a_reason(meeting):
    entry = meeting.entry()

    with pytest.raises(service.ReasonMissing):
        decide(entry=entry, decision=Decision.NONE, by=meeting.leader)

    assert not ReviewDecision.objects.exists()


def test_a_reason_for_following_the_proposal_is_not_kept(meeting):
    made = decide(entry=meeting.entry(), decision=Decision.VISIT, reason=DepartureReason.OTHER, by=meeting.leader)

    assert made.said.reason == ""


def test_postponing_goes_to_the_first_of_next_month_unless_said_otherwise(meeting):
    first = decide(entry=meeting.entry(), decision=Decision.POSTPONE, reason="small", by=meeting.leader)
    other = decide(
        entry=meeting.entry(),
        decision=Decision.POSTPONE,
        reason="small",
        postponed_until=date(2026, 7, 1),
        by=meeting.leader,
    )

    assert (first.postponed_until, other.postponed_until) == (date(2026, 6, 1), date(2026, 7, 1))


def test_nobody_is_postponed_to_the_day_of_the_list_or_before(meeting):
    with pytest.raises(service.PostponedTooEarly):
        decide(
            entry=meeting.entry(),
            decision=Decision.POSTPONE,
            reason="small",
            postponed_until=meeting.list.as_of,
            by=meeting.leader,
        )


@pytest.mark.parametrize(("as_of", "listed"), [(date(2026, 6, 1), False), (date(2026, 7, 1), True)])
def test_a_postponed_household_comes_back_on_the_first_list_on_or_after_its_day(meeting, as_of, listed):
    SupplierAgreementFactory(supplier=meeting.kade, covenant=meeting.covenant)
    entry = meeting.entry()
    decide(
        entry=entry,
        decision=Decision.POSTPONE,
        reason="small",
        postponed_until=date(2026, 6, 20),
        by=meeting.leader,
    )
    contract = Contract.objects.get(household=entry.household)
    BalanceFactory(
        contract=contract,
        delivery=DeliveryFactory(supplier=meeting.kade, as_of=as_of, received=1),
        objection=False,
        personal_contact=True,
        reminder_on=as_of,
        help_offered=True,
    )

    later = ArrearsListFactory(covenant=meeting.covenant, as_of=as_of)
    make_list(arrears_list=later)

    assert later.entries.filter(household=entry.household).exists() is listed


def test_a_later_decision_replaces_the_earlier_one_which_stays_in_the_history(meeting):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)

    decide(entry=entry, by=meeting.consultant, note="pays tomorrow", **FOR_LATER)

    made = ReviewDecision.objects.get(entry=entry)
    assert (made.decision, made.said.by, made.said.note) == ("none", meeting.consultant, "pays tomorrow")
    event = ReviewDecision.pgh_event_model.objects.get(pgh_obj_id=made.pk)
    assert (event.decision, event.said.by) == ("visit", meeting.leader)


def test_a_case_that_nobody_touched_follows_a_changed_decision(meeting):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)
    case = Case.objects.get(household=entry.household)

    decide(entry=entry, decision=Decision.LIGHT_CONTACT, reason="capacity", by=meeting.leader)
    case.refresh_from_db()
    assert case.stage == Stage.LIGHT_CONTACT

    made = decide(entry=entry, by=meeting.leader, **FOR_LATER)
    case.refresh_from_db()
    assert (case.stage, case.close_reason, made.opened_case) == (Stage.CLOSED, "other", None)


def test_a_case_with_a_duo_goes_on_whatever_is_decided_later(meeting):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)
    case = Case.objects.get(household=entry.household)
    assign_duo(case=case, agency_worker=meeting.leader, house_worker=meeting.consultant, by=meeting.leader)

    decide(entry=entry, by=meeting.leader, **FOR_LATER)

    case.refresh_from_db()
    assert case.stage == Stage.CONTACT


def test_a_case_in_which_something_was_tried_goes_on(meeting):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)
    case = Case.objects.get(household=entry.household)
    log_attempt(case=case, kind=ContactKind.PHONE, at=dates.now(), reached=False, by=meeting.leader)

    decide(entry=entry, by=meeting.leader, **FOR_LATER)

    case.refresh_from_db()
    assert case.stage == Stage.CONTACT
    assert Signal.objects.get(household=entry.household).picked_up_on == MEETING


def test_a_known_case_goes_on_and_is_not_taken_back(meeting):
    entry = meeting.entry()
    known = CaseFactory(household=entry.household, team=meeting.team, stage=Stage.LIGHT_CONTACT)

    made = decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)
    known.refresh_from_db()
    assert (known.stage, made.opened_case) == (Stage.CONTACT, None)

    decide(entry=entry, by=meeting.leader, **FOR_LATER)
    known.refresh_from_db()
    assert known.stage == Stage.CONTACT


def test_the_signals_of_the_month_are_picked_up_on_the_day_of_the_decision(meeting):
    entry = meeting.entry()
    other = signal_of(entry.household, DeliveryFactory(as_of=date(2026, 5, 20)))
    earlier = signal_of(entry.household, DeliveryFactory(as_of=date(2026, 4, 1)))

    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)

    days = dict(Signal.objects.values_list("signal_on", "picked_up_on"))
    assert days == {entry.arrears_list.as_of: MEETING, other.signal_on: other.signal_on, earlier.signal_on: None}


def test_the_first_day_of_picking_up_stays_and_goes_with_the_decision(meeting):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)
    with dates.fixed_today(MEETING + timedelta(days=2)):
        decide(entry=entry, decision=Decision.LIGHT_CONTACT, reason="small", by=meeting.leader)
        assert Signal.objects.get().picked_up_on == MEETING

        decide(entry=entry, by=meeting.leader, **FOR_LATER)
        assert Signal.objects.get().picked_up_on is None


def test_every_decision_tells_the_suppliers(meeting):
    entry = meeting.entry()

    decide(entry=entry, by=meeting.leader, **FOR_LATER)

    told = OutboxMessage.objects.filter(topic="case.changed", ids={"household_id": entry.household_id})
    assert "signals_intake.answer_supplier" in told.values_list("handler", flat=True)


def test_the_second_sign_off_closes_the_meeting(meeting):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)

    sign_off(review=meeting.review, by=meeting.leader)
    sign_off(review=meeting.review, by=meeting.leader)
    assert meeting.review.closed_at is None

    sign_off(review=meeting.review, by=meeting.consultant)
    assert meeting.review.closed_at is not None
    assert set(meeting.review.participants.all()) == {meeting.leader, meeting.consultant}


def test_nobody_signs_while_a_household_waits(meeting):
    meeting.entry()
    decide(entry=meeting.entry(), decision=Decision.VISIT, by=meeting.leader)

    with pytest.raises(service.NotAllDecided) as error:
        sign_off(review=meeting.review, by=meeting.leader)

    assert error.value.left == 1


def test_a_closed_meeting_decides_nothing_more(meeting):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)
    sign_off(review=meeting.review, by=meeting.leader)
    sign_off(review=meeting.review, by=meeting.consultant)

    with pytest.raises(service.ReviewClosed):
        decide(entry=entry, by=meeting.leader, **FOR_LATER)
    with pytest.raises(service.ReviewClosed):
        sign_off(review=meeting.review, by=meeting.leader)


def test_another_decision_takes_back_a_sign_off(meeting):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader)
    sign_off(review=meeting.review, by=meeting.consultant)

    decide(entry=entry, by=meeting.leader, **FOR_LATER)

    assert not meeting.review.sign_offs.exists()


def test_a_household_of_two_corporations_is_decided_in_the_meeting_that_still_runs(meeting):
    entry = meeting.entry()
    oost = OrganisationFactory(corporation=True)
    list_signal(signal_of(entry.household, DeliveryFactory(supplier=oost)), meeting.list)
    second = ReviewFactory(arrears_list=meeting.list, supplier=oost)
    decide(entry=entry, decision=Decision.VISIT, by=meeting.leader, review=meeting.review)
    sign_off(review=meeting.review, by=meeting.leader)
    sign_off(review=meeting.review, by=meeting.consultant)

    made = decide(entry=entry, by=meeting.leader, **FOR_LATER)
    assert made.said.review == second
    with pytest.raises(service.ReviewClosed):
        decide(entry=entry, decision=Decision.VISIT, by=meeting.consultant)


def test_a_lower_contract_of_another_corporation_shows_it_nothing(meeting):
    entry = meeting.entry()
    oost = OrganisationFactory(corporation=True)
    signal = signal_of(entry.household, DeliveryFactory(supplier=oost), months=2)
    ListedRow.objects.create(
        arrears_list=meeting.list,
        supplier=oost,
        balance=signal.balance,
        household=entry.household,
        entry=entry,
        months=2,
        outcome="not_due",
    )

    assert not ListEntry.objects.of(person(Role.HOUSING_CONSULTANT, organisation=oost).membership).exists()


def test_of_two_who_decide_at_once_the_last_stands_and_there_is_one_case(committed_db, today):
    with scope(AGENCY):
        meeting = Meeting()
        entry = meeting.entry()
    people = [meeting.leader, person(Role.SOCIAL_WORKER, team=meeting.team)]
    answers = [{"decision": Decision.VISIT}, {"decision": Decision.LIGHT_CONTACT, "reason": "small"}]
    start, errors = threading.Barrier(2), []

    def work(user, answer):
        try:
            start.wait(timeout=5)
            with scope(AGENCY):
                decide(entry=entry, by=user, **answer)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the test shows it
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in zip(people, answers, strict=True)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert errors == []
    with scope(AGENCY):
        made, case = ReviewDecision.objects.get(), Case.objects.get()
        assert case.stage == service.STAGES[Decision(made.decision)]
        assert ReviewDecision.pgh_event_model.objects.count() == 1
