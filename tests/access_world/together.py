"""Others: who asks us, whom we ask, who comes to a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.enums import (
    GatheringKind,
    ObstacleKind,
    Route,
    Scale,
)
from cases.models import (
    Gathering,
)
from cases.services.gathering import hold_gathering, welcome
from cases.services.obstacle import note_obstacle, raise_signal
from cases.services.referral import refer
from cases.services.request import note_request
from cases.services.scaling import scale
from tests.access_world.world import Objects, of, target, three_cases
from tests.factories.cases import ServiceFactory

if TYPE_CHECKING:
    from tests.access_world.world import World


@target
def a_referral(world: World) -> Objects:
    """One that waits for its answer, in each case."""
    sent = [refer(case=case, party="Kredietbank", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": referral.case.uuid, "referral": referral.uuid} for referral in sent))


@target
def an_obstacle(world: World) -> Objects:
    found = [
        note_obstacle(case=case, party="Kredietbank", kind=ObstacleKind.REFUSAL, by=world.team_leader)
        for case in three_cases(world)
    ]
    return Objects(*({"uuid": obstacle.case.uuid, "obstacle": obstacle.uuid} for obstacle in found))


@target
def a_scaling(world: World) -> Objects:
    """One that waits for its answer, in each case."""
    asked = [
        scale(case=case, direction=Scale.UP, party="Veilig Thuis", by=world.team_leader) for case in three_cases(world)
    ]
    return Objects(*({"uuid": scaling.case.uuid, "scaling": scaling.uuid} for scaling in asked))


@target
def a_service(world: World) -> Objects:
    """Two of Raakvlak and one of the other agency."""
    agencies = (world.agency, world.agency, world.other_agency)
    return of(*(ServiceFactory(agency=agency, verified_by=world.team_leader) for agency in agencies))


@target
def a_help_request(world: World) -> Objects:
    """One that waits, at each team."""
    facts = {"postcode": "1092GK", "number": 1, "street": "Pretoriusstraat"}
    teams = (world.team, world.second_team, world.far_team)
    return of(*(note_request(team=team, route=Route.SELF, by=world.team_leader, facts=facts) for team in teams))


@target
def a_signal(world: World) -> Objects:
    """Two of Raakvlak and one of the other agency."""
    by = world.team_leader
    asked = [(world.agency, "Kredietbank"), (world.agency, "Stadsbank"), (world.other_agency, "Kredietbank")]
    kind = ObstacleKind.REFUSAL
    return of(*(raise_signal(agency=agency, party=party, kind=kind, owner=by, by=by) for agency, party in asked))


@target
def a_gathering(world: World) -> Objects:
    """A walk-in hour of each team."""
    teams, by = (world.team, world.second_team, world.far_team), world.team_leader
    return of(*(hold_gathering(team=team, kind=GatheringKind.WALK_IN, by=by) for team in teams))


@target
def a_group_guest(world: World) -> Objects:
    """Somebody without a file, for whom there is something to do."""
    found = []
    for kwargs in a_gathering(world):
        gathering = Gathering.objects.get(uuid=kwargs["uuid"])
        guest = welcome(gathering=gathering, first_name="Noor", follow_up="call", by=world.team_leader)
        found.append(kwargs | {"guest": guest.uuid})
    return Objects(*found)
