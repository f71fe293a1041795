"""Who left the team leaves households; their leader reads which, until somebody goes on with them."""

import pytest

from accounts.enums import Role
from cases.enums import Threat
from cases.services.crisis import start_crisis
from cases.services.duo import hand_on
from cases.services.task import promise
from common import dates
from reporting.queries.leavers import left_behind
from tests.factories.accounts import TeamFactory, person, sign_in
from tests.factories.cases import CaseFactory


@pytest.fixture
def team(db):
    return TeamFactory(name="Team Oost")


@pytest.fixture
def leader(team):
    return person(Role.TEAM_LEADER, team=team)


@pytest.fixture
def alice(team):
    return person(Role.DEBT_COUNSELLOR, team=team, user__name="Alice Baptista")


@pytest.fixture
def partner(db):
    return person(Role.HOUSING_CONSULTANT, user__name="Marleen Kok")


@pytest.fixture
def case(team, alice, partner):
    return CaseFactory(team=team, duo=[alice, partner])


def leave(user):
    user.memberships.update(until=dates.today())


def test_while_everybody_is_here_nothing_is_said(leader, case):
    assert left_behind(leader) == []


@pytest.mark.parametrize("who", ["alice", "partner"])
def test_a_household_of_somebody_who_left_stands_on_the_leaders_home_until_it_is_handed_on(
    client, request, leader, team, case, who
):
    gone = request.getfixturevalue(who)
    leave(gone)

    page = sign_in(client, leader).get("/").content.decode()
    assert [(row.uuid, row.who) for row in left_behind(leader)] == [(case.uuid, gone.name)]
    assert f"/cases/{case.uuid}/duo" in page

    hand_on(worker=case.workers.get(user=gone), to=person(Role.SOCIAL_WORKER, team=team), by=leader)
    assert left_behind(leader) == []


def test_who_works_for_another_team_now_has_left_this_one(leader, alice, team, case):
    alice.memberships.update(team=TeamFactory(organisation=team.organisation))

    assert [row.who for row in left_behind(leader)] == ["Alice Baptista"]


def test_what_somebody_outside_the_duo_still_had_to_do_is_seen_too(leader, alice, team, case):
    bob = person(Role.SOCIAL_WORKER, team=team, user__name="Bob de Wit")
    promise(case=case, what="School bellen", due_on=dates.today(), owner=bob, by=alice)
    leave(bob)

    assert [row.who for row in left_behind(leader)] == ["Bob de Wit"]


def test_another_leader_reads_nothing_of_it(alice, case):
    leave(alice)

    assert left_behind(person(Role.TEAM_LEADER, team=TeamFactory())) == []


def test_nobody_who_left_is_sent_to_a_door_today(alice, partner, leader, case):
    leave(alice)

    start_crisis(case=case, threat=Threat.EVICTION, by=leader)

    assert {task.owner for task in case.tasks.filter(is_visit=True)} == {partner}
