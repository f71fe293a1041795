import threading
from datetime import date

import pytest
from django.db import connection

from accounts.enums import Role
from cases.enums import Circumstance, ClockKind, CloseReason, EntryKind, Stage, WorkerSide
from cases.models import Case
from cases.services.case import (
    CaseAlreadyAssigned,
    CaseAlreadyClosed,
    ClosingNotAllowed,
    assign_duo,
    change_stage,
    close_case,
    open_case,
)
from cases.services.circumstance import mark_circumstance
from common.dates import fixed_today
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory, HouseholdFactory, duo_of

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def team(db):
    return TeamFactory()


@pytest.fixture
def alice(team):
    return person(Role.TEAM_LEADER, team=team)


def stages_of(case):
    return [(row.stage, row.since, row.until) for row in case.stages.order_by("pk")]


def test_a_visit_opens_a_case_in_contact(team, alice):
    household = HouseholdFactory()

    case = open_case(household=household, team=team, stage=Stage.CONTACT, on=MAY, by=alice)

    assert stages_of(case) == [("contact", MAY, None)]
    assert household.timeline.get().kind == EntryKind.OPENED


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        (Stage.LIGHT_CONTACT, Stage.CONTACT, Stage.CONTACT),
        (Stage.MONITORING, Stage.CONTACT, Stage.CONTACT),
        (Stage.MINIMAL_CONTACT, Stage.LIGHT_CONTACT, Stage.LIGHT_CONTACT),
        (Stage.CONTACT, Stage.LIGHT_CONTACT, Stage.CONTACT),
        (Stage.VISITING, Stage.CONTACT, Stage.VISITING),
        (Stage.GUIDANCE, Stage.LIGHT_CONTACT, Stage.GUIDANCE),
    ],
)
def test_an_open_case_goes_on_and_never_goes_back(team, alice, before, asked, after):
    case = CaseFactory(team=team, stage=before)

    same = open_case(household=case.household, team=team, stage=asked, on=JUNE, by=alice)

    assert (same, same.stage) == (case, after)


def test_stages_are_kept_with_their_dates(team, alice):
    case = CaseFactory(team=team, stage=Stage.LIGHT_CONTACT, opened_on=MAY)

    open_case(household=case.household, team=team, stage=Stage.CONTACT, on=JUNE, by=alice)

    assert stages_of(case) == [("light_contact", MAY, JUNE), ("contact", JUNE, None)]


def test_after_a_closed_case_a_new_one_opens(team, alice):
    case = CaseFactory(team=team)
    close_case(case=case, reason=CloseReason.MOVED, by=alice)

    new = open_case(household=case.household, team=team, stage=Stage.CONTACT, on=JUNE, by=alice)

    assert new != case


def test_the_duo_is_one_of_the_agency_and_one_of_the_corporation(team, alice):
    case, (worker, consultant) = CaseFactory(team=team), duo_of(team)

    assign_duo(case=case, agency_worker=worker, house_worker=consultant, by=alice)

    sides = {row.side: row.user for row in case.workers.current()}
    assert sides == {WorkerSide.AGENCY: worker, WorkerSide.HOUSE: consultant}
    assert case.assigned_by == alice


def test_without_a_partner_a_colleague_takes_the_second_seat(team, alice):
    case, bob = CaseFactory(team=team), person(Role.SOCIAL_WORKER, team=team)

    assign_duo(case=case, agency_worker=alice, house_worker=bob, by=alice)

    assert case.workers.get(user=bob).side == WorkerSide.SECOND


def test_the_second_team_leader_hears_who_was_first(team, alice):
    case, bob = CaseFactory(team=team), person(Role.TEAM_LEADER, team=team)
    first, second = duo_of(team), duo_of(team)
    assign_duo(case=case, agency_worker=first[0], house_worker=first[1], by=alice)

    with pytest.raises(CaseAlreadyAssigned) as lost:
        assign_duo(case=case, agency_worker=second[0], house_worker=second[1], by=bob)

    assert lost.value.by == alice
    assert {row.user for row in case.workers.all()} == set(first)


def test_of_two_team_leaders_at_the_same_moment_one_wins(committed_db):
    team = TeamFactory()
    case, duo = CaseFactory(team=team), duo_of(team)
    leaders = [person(Role.TEAM_LEADER, team=team) for _ in range(2)]
    start, told = threading.Barrier(2), {}

    def choose(leader):
        mine = Case.objects.get(pk=case.pk)
        start.wait()
        try:
            assign_duo(case=mine, agency_worker=duo[0], house_worker=duo[1], by=leader)
            told[leader] = leader
        except CaseAlreadyAssigned as lost:
            told[leader] = lost.by
        finally:
            connection.close()

    threads = [threading.Thread(target=choose, args=[leader]) for leader in leaders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    case.refresh_from_db()
    assert set(told) == set(leaders)
    assert set(told.values()) == {case.assigned_by}
    assert case.workers.count() == 2


def test_a_light_contact_has_no_contact_phase_until_it_becomes_a_visit(team, alice):
    case = CaseFactory(team=team, stage=Stage.LIGHT_CONTACT, duo=duo_of(team))
    before = case.clocks.count()

    change_stage(case=case, stage=Stage.CONTACT, on=JUNE, by=alice)

    assert before == 0
    assert case.clocks.get(kind=ClockKind.CONTACT_PHASE).started_on == JUNE


def test_changing_to_the_same_stage_writes_nothing(team, alice):
    case = CaseFactory(team=team)

    change_stage(case=case, stage=Stage.CONTACT, by=alice)

    assert (case.stages.count(), case.timeline.count()) == (1, 0)


def test_following_runs_until_the_case_is_taken_up_again(team, alice):
    case = CaseFactory(team=team, stage=Stage.GUIDANCE)
    change_stage(case=case, stage=Stage.MONITORING, on=MAY, by=alice)
    change_stage(case=case, stage=Stage.VISITING, on=JUNE, by=alice)

    clock = case.clocks.get(kind=ClockKind.MONITORING)

    assert (clock.due_on, clock.stopped_on) == (date(2028, 5, 1), JUNE)


def test_a_household_never_reached_is_not_closed_as_solved(team, alice):
    case = CaseFactory(team=team)

    with pytest.raises(ClosingNotAllowed):
        close_case(case=case, reason=CloseReason.SOLVED, by=alice)

    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)
    assert case.stage == Stage.CLOSED


@pytest.mark.parametrize("reason", [CloseReason.NOT_REACHED, CloseReason.OTHER])
def test_after_a_conversation_contact_does_not_end_from_our_side(team, alice, reason):
    case = CaseFactory(team=team, first_reached_on=MAY)

    with pytest.raises(ClosingNotAllowed):
        close_case(case=case, reason=reason, by=alice)


def test_closing_ends_the_duo_the_clocks_and_the_stage(team, alice):
    with fixed_today(MAY):
        case = CaseFactory(team=team, duo=duo_of(team))

    close_case(case=case, reason=CloseReason.NOT_REACHED, on=JUNE, by=alice)

    assert list(case.workers.current()) == []
    assert [clock.stopped_on for clock in case.clocks.all()] == [JUNE]
    assert stages_of(case) == [("contact", MAY, JUNE), ("closed", JUNE, None)]


def test_the_second_to_close_a_case_is_told(team, alice):
    case = CaseFactory(team=team)
    close_case(case=case, reason=CloseReason.MOVED, by=alice)

    with pytest.raises(CaseAlreadyClosed):
        close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)


def test_a_circumstance_stands_on_the_timeline(team, alice):
    case = CaseFactory(team=team)

    mark_circumstance(household=case.household, kind=Circumstance.DO_NOT_VISIT, note="Bel liever", since=MAY, by=alice)

    assert case.timeline.get().detail == Circumstance.DO_NOT_VISIT
    assert list(case.household.circumstances.on(JUNE)) == list(case.household.circumstances.all())
