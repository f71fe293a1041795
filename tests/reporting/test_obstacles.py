"""What stands in the way adds up without names, and small groups are hidden from who is far away."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import CloseReason, ObstacleKind
from cases.models import Case, Obstacle, PolicySignal, Referral, Service
from cases.services.case import close_case
from cases.services.obstacle import SignalAnswered, SignalRaisedAlready, answer_signal, note_obstacle, raise_signal
from cases.services.referral import refer
from common import dates
from reporting.queries.obstacles import barriers_for, waiting_for
from tests.factories.accounts import TeamFactory, person, sign_in
from tests.factories.cases import CaseFactory

URL = "/figures/obstacles"
KIND = ObstacleKind.CRITERION


@pytest.fixture
def team(db):
    return TeamFactory(name="Team Oost")


@pytest.fixture
def leader(team):
    return person(Role.TEAM_LEADER, team=team, user__name="Ingrid Postma")


@pytest.fixture
def manager(team):
    return person(Role.MANAGER, organisation=team.organisation, user__name="Farid Amrani")


@pytest.fixture
def as_user(client):
    return lambda user: sign_in(client, user)


@pytest.fixture
def turn_away(leader):
    """Turn away so many households of a team, the first of them longest ago."""

    def turned(number, *, team, party="Stadsbank"):
        for days in range(number):
            since = dates.today() - timedelta(days=10 + days)
            note_obstacle(
                case=CaseFactory(team=team), party=party, kind=KIND, since=since, what="Te veel schuld", by=leader
            )

    return turned


@pytest.fixture
def signal(leader, manager, team):
    return raise_signal(agency=team.organisation, party="Stadsbank", kind=KIND, owner=manager, by=leader)


def row(user):
    (barrier,) = barriers_for(user)
    return barrier.party, barrier.households, barrier.waiting_days


@pytest.mark.parametrize(("number", "seen"), [(4, None), (5, 5)])
def test_a_manager_sees_no_group_under_five_and_not_how_long_it_waits(manager, team, turn_away, number, seen):
    turn_away(number, team=team)
    Obstacle.objects.update(service=in_directory("Stadsbank", team))

    assert row(manager) == ("Stadsbank", seen, 14 if seen else None)


def in_directory(name, team):
    """A service of the directory, whose name is nobody's."""
    by = person(Role.TEAM_LEADER, team=team)
    return Service.objects.create(agency=team.organisation, name=name, verified_on=dates.today(), verified_by=by)


def test_what_a_worker_typed_for_a_few_households_is_not_shown_to_a_manager(manager, leader, team, turn_away):
    turn_away(4, team=team)
    assert (barriers_for(manager), row(leader)[:2]) == ([], ("Stadsbank", 4))

    turn_away(1, team=team)
    assert row(manager)[:2] == ("Stadsbank", 5)


def test_a_leader_sees_the_own_team_whatever_its_size(leader, team, turn_away):
    turn_away(1, team=team)
    turn_away(6, team=TeamFactory(organisation=team.organisation))

    assert row(leader) == ("Stadsbank", 1, 10)


def test_a_manager_sees_all_teams_of_the_agency_and_no_other(manager, team, turn_away):
    turn_away(3, team=team)
    turn_away(3, team=TeamFactory(organisation=team.organisation))
    turn_away(9, team=TeamFactory())

    assert row(manager)[:2] == ("Stadsbank", 6)


def test_what_is_out_of_the_way_for_longer_than_a_year_counts_no_more(leader, team, turn_away):
    turn_away(2, team=team)
    case = CaseFactory(team=team)
    old = note_obstacle(case=case, party="Oud", kind=KIND, since=dates.today() - timedelta(days=500), by=leader)
    type(old).objects.filter(pk=old.pk).update(ended_on=dates.today() - timedelta(days=400))

    assert [barrier.party for barrier in barriers_for(leader)] == ["Stadsbank"]


def test_who_waits_where_is_counted_and_small_groups_are_hidden(leader, manager, team):
    for _ in range(4):
        refer(case=CaseFactory(team=team), party="Kredietbank", by=leader)

    assert [(found.households, found.days) for found in waiting_for(leader)] == [(4, 0)]
    assert waiting_for(manager) == []
    Referral.objects.update(service=in_directory("Kredietbank", team))
    assert [(found.households, found.days) for found in waiting_for(manager)] == [(None, None)]


def test_no_name_and_no_word_about_a_household_is_on_the_page(manager, team, turn_away, as_user):
    turn_away(6, team=team)

    page = as_user(manager).get(URL).content.decode()

    assert "Stadsbank" in page
    assert "Wijnands" not in page
    assert "Te veel schuld" not in page


def test_what_adds_up_is_taken_up_by_somebody_and_gets_an_answer(as_user, leader, manager, team, turn_away):
    """Samen DOEN 2016, story 15: turned away is escalated, and counted for policy."""
    turn_away(2, team=team)
    as_user(leader).post(
        URL, {"about": "criterion:Stadsbank", "owner": str(manager.uuid), "words": "Eerst stabiliseren"}
    )
    signal = PolicySignal.objects.get()
    assert (signal.party, signal.kind, signal.owner, signal.raised_by) == ("Stadsbank", "criterion", manager, leader)

    browser = as_user(manager)
    browser.post(reverse("reporting:signal", args=[signal.uuid]), {"answer": "De bank neemt dit over"})

    assert "De bank neemt dit over" in browser.get(URL).content.decode()
    signal.refresh_from_db()
    assert (signal.answered_by, signal.answered_on) == (manager, dates.today())


def test_a_signal_is_raised_once_until_it_has_its_answer(leader, manager, team, signal):
    again = {"agency": team.organisation, "party": "Stadsbank", "kind": KIND, "owner": leader, "by": leader}
    with pytest.raises(SignalRaisedAlready):
        raise_signal(**again)

    answer_signal(signal=signal, answer="Gelukt", by=manager)
    raise_signal(**again)


def test_the_first_answer_stays(leader, manager, signal):
    answer_signal(signal=signal, answer="De eerste", by=manager)

    with pytest.raises(SignalAnswered):
        answer_signal(signal=signal, answer="De tweede", by=leader)

    assert PolicySignal.objects.get().answer == "De eerste"


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.TEAM_ASSISTANT, Role.FUNDER, Role.HOUSING_CONSULTANT])
def test_nobody_else_opens_the_page(as_user, team, role):
    who = person(role, team=team) if role in {Role.SOCIAL_WORKER, Role.TEAM_ASSISTANT} else person(role)

    assert as_user(who).get(URL).status_code == 403


def test_a_worker_is_no_owner_of_a_signal(as_user, leader, team, turn_away):
    turn_away(1, team=team)
    worker = person(Role.SOCIAL_WORKER, team=team)

    answer = as_user(leader).post(URL, {"about": "criterion:Stadsbank", "owner": str(worker.uuid)})

    assert answer.status_code == 422
    assert not PolicySignal.objects.exists()


def test_with_its_case_an_obstacle_stops_counting_on_and_nobody_waits(leader, team, turn_away):
    turn_away(1, team=team)
    refer(case=Case.objects.get(), party="Kredietbank", by=leader)
    assert (row(leader)[2], len(waiting_for(leader))) == (10, 1)

    close_case(case=Case.objects.get(), reason=CloseReason.MOVED, by=leader)
    assert (row(leader), waiting_for(leader)) == (("Stadsbank", 1, None), [])

    Case.objects.update(closed_on=dates.today() - timedelta(days=500))
    assert barriers_for(leader) == []
