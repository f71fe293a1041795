"""What waits and has no list of its own stands on the page of whoever has to act, one press away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import CloseReason, GatheringKind, ObstacleKind, OfferKind, Stage, WorkerSide
from cases.models import CaseWorker
from cases.services.case import close_case, open_case
from cases.services.consent import answer_objection, note_gathered, note_objection, tell_gathered
from cases.services.gathering import follow_up, hold_gathering, welcome
from cases.services.obstacle import answer_signal, raise_signal
from cases.services.table import add_offer, end_offer, open_table
from common.dates import add_months, fixed_today, today
from reporting.queries.matters import matters_of
from tests.factories.accounts import TeamFactory, person, sign_in
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def alice(team):
    return person(Role.SOCIAL_WORKER, team=team)


@pytest.fixture
def bob(team):
    return person(Role.DEBT_COUNSELLOR, team=team)


@pytest.fixture
def leader(team):
    return person(Role.TEAM_LEADER, team=team)


@pytest.fixture
def assistant(team):
    return person(Role.TEAM_ASSISTANT, team=team)


@pytest.fixture
def strangers(team):
    """Who has nothing to do with it: another team, and another agency."""
    return [
        person(Role.TEAM_LEADER, team=other) for other in (TeamFactory(organisation=team.organisation), TeamFactory())
    ]


@pytest.fixture
def case(team, alice):
    found = CaseFactory(team=team)
    CaseWorker.objects.create(case=found, user=alice, side=WorkerSide.AGENCY, since=found.opened_on)
    return found


def guest(team, by, **more):
    gathering = hold_gathering(team=team, kind=GatheringKind.WALK_IN, by=by, **more)
    return welcome(gathering=gathering, first_name="Samir", follow_up="Bellen over de cursus", by=by)


def see(*people):
    """Give the kinds that wait for each of these."""
    return [[matter.kind for matter in matters_of(who)] for who in people]


def test_what_was_promised_to_a_guest_waits_for_who_noted_it(client, team, alice, bob, leader, assistant, strangers):
    promised = guest(team, alice)

    assert see(alice, bob, leader, assistant, *strangers) == [["guest"], [], [], [], [], []]
    page = sign_in(client, alice).get(reverse("home")).content.decode()
    assert "Samir: Bellen over de cursus" in page
    assert reverse("cases:group", args=[promised.gathering.uuid]) in page
    follow_up(guest=promised, by=bob)
    assert see(alice) == [[]]


def test_what_stays_undone_for_a_guest_or_waits_for_nobody_comes_to_the_leader(team, alice, bob, leader):
    guest(team, alice, on=today() - timedelta(days=14))
    assert see(leader) == [["guest"]]

    guest(team, bob)
    bob.memberships.update(until=today())

    assert see(leader) == [["guest", "guest"]]


def test_an_objection_waits_for_the_duo_and_the_leader_until_it_is_answered(
    client, case, alice, bob, leader, assistant, strangers
):
    objection = note_objection(case=case, about="Niet met school praten", by=alice)

    assert see(alice, leader, bob, assistant, *strangers) == [["objection"], ["objection"], [], [], [], []]
    page = sign_in(client, leader).get(reverse("home")).content.decode()
    assert reverse("cases:consents", args=[case.uuid]) in page
    assert "Niet met school praten" not in page
    answer_objection(objection=objection, answer="Dat doen we niet", by=alice)
    assert see(alice, leader) == [[], []]


def test_what_was_heard_waits_for_the_duo_and_once_it_is_late_for_the_leader(case, alice, bob, leader):
    heard = note_gathered(case=case, source="Buren", what="Gordijnen dicht", by=alice)
    assert see(alice, bob, leader) == [["gathered"], [], []]

    with fixed_today(add_months(today(), 1) + timedelta(days=1)):
        assert see(alice, leader) == [["gathered"], ["gathered"]]
        assert matters_of(leader)[0].is_late

    tell_gathered(heard=heard, by=alice)
    assert see(alice, leader) == [[], []]


def test_what_was_noted_in_an_earlier_case_leads_to_the_one_that_runs(case, alice, leader):
    note_objection(case=case, about="Niet met school praten", by=alice)
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)
    assert see(alice, leader) == [[], ["objection"]]

    again = open_case(household=case.household, team=case.team, stage=Stage.CONTACT, on=today(), by=leader)

    again.refresh_from_db(fields=["uuid"])
    assert [matter.at for matter in matters_of(leader)] == [again.uuid]


def test_what_is_offered_at_a_table_waits_for_who_looks_after_it(client, team, alice, bob, leader, assistant):
    table = open_table(agency=team.organisation, name="Wijktafel", by=leader)
    offer = add_offer(table=table, kind=OfferKind.OFFER, what="Een zaal", owner=assistant, by=alice)

    assert see(assistant, alice, leader) == [["offer"], [], []]
    page = sign_in(client, assistant).get(reverse("home")).content.decode()
    assert reverse("cases:table", args=[table.uuid]) in page
    assistant.memberships.update(until=today())
    assert see(leader) == [["offer"]]
    end_offer(offer=offer, by=leader)
    assert see(leader) == [[]]


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.MANAGER])
def test_a_signal_for_policy_waits_for_its_owner_until_it_is_answered(client, team, alice, leader, role):
    owner = person(role, organisation=team.organisation, team=team if role == Role.TEAM_LEADER else None)
    said = {"party": "Kredietbank", "kind": ObstacleKind.WAITING_LIST}
    signal = raise_signal(agency=team.organisation, owner=owner, by=leader, **said)

    assert see(owner, leader, alice) == [["signal"], [], []]
    assert (
        reverse("reporting:signal", args=[signal.uuid]) in sign_in(client, owner).get(reverse("home")).content.decode()
    )
    answer_signal(signal=signal, answer="Twee plekken erbij", by=owner)
    assert see(owner) == [[]]


def test_all_of_it_is_one_statement_and_what_waits_longest_comes_first(team, case, leader, django_assert_num_queries):
    guest(team, leader, on=today() - timedelta(days=20))
    note_objection(case=case, about="Niet bellen", made_on=today() - timedelta(days=3), by=leader)
    note_gathered(case=case, source="Buren", what="Post", heard_on=today() - timedelta(days=60), by=leader)

    assert leader.membership  # every page knows it
    with django_assert_num_queries(1):
        found = matters_of(leader)

    assert [matter.kind for matter in found] == ["gathered", "guest", "objection"]
