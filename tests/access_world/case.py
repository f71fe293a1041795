"""A case and what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import Role
from cases.enums import ContactKind, EntryKind, Threat, Visibility, WorkerSide
from cases.models import (
    CaseWorker,
    Closing,
    CrisisItem,
    Task,
)
from cases.services.contact import log_attempt
from cases.services.crisis import start_crisis
from cases.services.duo import borrow
from cases.services.evaluation import look_back
from cases.services.note import add_note, correct_note
from common import dates
from tests.access_world.world import Objects, of, target, three_cases
from tests.factories.accounts import TeamFactory, UserFactory, person
from tests.factories.cases import CaseFactory

if TYPE_CHECKING:
    from tests.access_world.world import World


@target
def a_case(world: World) -> Objects:
    return of(*three_cases(world))


@target
def a_waiting_case(world: World) -> Objects:
    """Nobody is in a duo yet, so partners see none of them."""
    return of(*(CaseFactory(team=team) for team in (world.team, world.second_team, world.far_team)))


@target
def a_note(world: World) -> Objects:
    """Notes that nobody of the world wrote."""
    notes = [(case, add_note(case=case, text="Belt liever", by=UserFactory())) for case in three_cases(world)]
    return Objects(*({"uuid": case.uuid, "note": note.uuid} for case, note in notes))


@target
def a_worker(world: World) -> Objects:
    """The agency's half of the duo of each case."""
    halves = CaseWorker.objects.filter(side=WorkerSide.AGENCY)
    return Objects(*({"uuid": case.uuid, "worker": halves.get(case=case).uuid} for case in three_cases(world)))


@target
def a_guest(world: World) -> Objects:
    """Somebody of yet another team of the same agency, borrowed for each case."""
    found = []
    for case in three_cases(world):
        guest = person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=case.team.organisation))
        found.append({"uuid": case.uuid, "worker": borrow(case=case, guest=guest, by=guest).uuid})
    return Objects(*found)


@target
def a_task(world: World) -> Objects:
    """Promises of a colleague, in each case."""
    tasks = [
        Task.objects.create(case=case, what="call", due_on=dates.today(), owner=case.workers.first().user)
        for case in three_cases(world)
    ]
    return of(*tasks)


@target
def a_case_task(world: World) -> Objects:
    tasks = [Task.objects.create(case=case, what="call", owner=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": task.case.uuid, "task": task.uuid} for task in tasks))


@target
def a_crisis(world: World) -> Objects:
    """An eviction threatens in each case."""
    by = world.people[Role.TEAM_LEADER]
    crises = [start_crisis(case=case, threat=Threat.EVICTION, by=by) for case in three_cases(world)]
    return Objects(*({"uuid": crisis.case.uuid, "crisis": crisis.uuid} for crisis in crises))


@target
def a_crisis_item(world: World) -> Objects:
    """A line of the lists of each crisis."""
    found = a_crisis(world)
    lines = [CrisisItem.objects.filter(crisis__uuid=kwargs["crisis"]).first() for kwargs in found]
    return Objects(*(kwargs | {"item": line.uuid} for kwargs, line in zip(found, lines, strict=True)))


@target
def an_evaluation(world: World) -> Objects:
    """What each household said, not answered yet."""
    by, said = world.people[Role.SOCIAL_WORKER], {}
    for case in three_cases(world):
        said[case.uuid] = look_back(case=case, helped="yes", by=by).uuid
    return Objects(*({"uuid": case, "evaluation": one} for case, one in said.items()))


@target
def a_closing(world: World) -> Objects:
    """What was asked of each case and waits for a second person."""
    asked_at, found = timezone.now(), {}
    for case in three_cases(world):
        by = world.people[Role.TEAM_LEADER]
        asked = Closing(case=case, reason="wants_no_help", two_people=True, asked_at=asked_at, asked_by=by)
        asked.save()
        asked.refresh_from_db()
        found[case.uuid] = asked.uuid
    return Objects(*({"uuid": case, "closing": one} for case, one in found.items()))


@target
def a_corrected_note(world: World) -> Objects:
    notes = [(case, add_note(case=case, text="Belt liever", by=world.team_leader)) for case in three_cases(world)]
    for _case, note in notes:
        correct_note(note=note, text="Appt liever", visibility=Visibility.TEAM, by=world.team_leader)
    return Objects(*({"uuid": case.uuid, "entry": note.uuid} for case, note in notes))


@target
def a_contact(world: World) -> Objects:
    """Logged by somebody else, so that it is the team leader's to put right."""
    cases = three_cases(world)
    for case in cases:
        log_attempt(case=case, kind=ContactKind.VISIT, at=timezone.now(), reached=False, by=UserFactory())
    entries = [case.timeline.get(kind=EntryKind.CONTACT) for case in cases]
    return Objects(*({"uuid": entry.case.uuid, "entry": entry.uuid} for entry in entries))
