"""What colleagues talk over, and the tables of a neighbourhood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.enums import Role
from cases.enums import (
    MemberKind,
    OfferKind,
    SafetyStep,
)
from cases.services.breakthrough import ask_breakthrough
from cases.services.caseload import hold_caseload_talk
from cases.services.consult import ask_colleagues
from cases.services.decision import log_decision
from cases.services.discussion import plan_discussion
from cases.services.safety import note_safety
from cases.services.table import add_offer, open_table, plan_meeting, seat_member
from common import dates
from tests.access_world.world import Objects, of, target, three_cases
from tests.factories.accounts import UserFactory, person

if TYPE_CHECKING:
    from cases.models import NeighbourhoodTable
    from tests.access_world.world import World


@target
def a_consult(world: World) -> Objects:
    """Asked by colleagues of the case's own team."""
    asked = []
    for case in three_cases(world):
        one, other = person(Role.SOCIAL_WORKER, team=case.team), person(Role.DEBT_COUNSELLOR, team=case.team)
        asked.append(ask_colleagues(case=case, question="Wat nu?", asked_of=other, by=one))
    return of(*asked)


@target
def a_breakthrough(world: World) -> Objects:
    asked = [ask_breakthrough(case=case, asked="Een plek", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "breakthrough": one.uuid} for one in asked))


@target
def a_decision(world: World) -> Objects:
    made = [log_decision(case=case, choice="Wachten", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "decision": one.uuid} for one in made))


@target
def a_discussion(world: World) -> Objects:
    """Not held yet."""
    asked = [plan_discussion(case=case, question="Wat nu?", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "discussion": one.uuid} for one in asked))


@target
def a_safety_note(world: World) -> Objects:
    """Lines that nobody of the world wrote."""
    noted = [note_safety(case=case, step=SafetyStep.SIGNS, by=UserFactory()) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "note": one.uuid} for one in noted))


@target
def a_colleague(world: World) -> Objects:
    """Of the leader's team, of another one, of another agency."""
    return of(*(person(Role.SOCIAL_WORKER, team=team) for team in (world.team, world.second_team, world.far_team)))


@target
def a_caseload_talk(world: World) -> Objects:
    """Of the leader with the social worker; of others."""
    pairs = [(world.people[Role.SOCIAL_WORKER], world.team_leader, world.team)]
    pairs += [
        (person(Role.SOCIAL_WORKER, team=team), person(Role.TEAM_LEADER, team=team), team)
        for team in (world.second_team, world.far_team)
    ]
    return of(*(hold_caseload_talk(team=team, worker=one, by=by, lines={}) for one, by, team in pairs))


def three_tables(world: World) -> list[NeighbourhoodTable]:
    """Two of Raakvlak and one of the other agency."""
    agencies = [(world.agency, "Oost"), (world.agency, "West"), (world.other_agency, "Oost")]
    return [open_table(agency=agency, name=name, by=world.team_leader) for agency, name in agencies]


@target
def a_table(world: World) -> Objects:
    return of(*three_tables(world))


@target
def a_table_member(world: World) -> Objects:
    by, kind = world.team_leader, MemberKind.INFORMAL
    seated = [seat_member(table=table, name="De Meent", kind=kind, by=by) for table in three_tables(world)]
    return Objects(*({"uuid": one.table.uuid, "member": one.uuid} for one in seated))


@target
def a_table_meeting(world: World) -> Objects:
    met = [plan_meeting(table=table, on=dates.today(), by=world.team_leader) for table in three_tables(world)]
    return Objects(*({"uuid": one.table.uuid, "meeting": one.uuid} for one in met))


@target
def a_table_offer(world: World) -> Objects:
    by, kind = world.team_leader, OfferKind.OFFER
    made = [add_offer(table=table, kind=kind, what="Maatje", owner=by, by=by) for table in three_tables(world)]
    return Objects(*({"uuid": one.table.uuid, "offer": one.uuid} for one in made))
