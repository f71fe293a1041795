"""What holds for a household, and what it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.enums import Role
from cases.models import HouseholdCircumstance, PinnedWarning
from cases.services.arrangement import arrange
from cases.services.consent import give_consent, note_gathered, note_objection
from common import dates
from tests.access_world.world import Objects, target, three_cases
from tests.factories.signals_intake import (
    ContractFactory,
)

if TYPE_CHECKING:
    from tests.access_world.world import World


@target
def a_circumstance(world: World) -> Objects:
    """Of the household of each case."""
    found = []
    for case in three_cases(world):
        known = HouseholdCircumstance.objects.create(household=case.household, kind="moved", since=dates.today())
        found.append({"uuid": case.uuid, "circumstance": known.uuid})
    return Objects(*found)


@target
def a_consent(world: World) -> Objects:
    """Of the household of each case, to its landlord."""
    found = []
    for case, landlord in zip(three_cases(world), (world.kade, world.oost, world.far_supplier), strict=True):
        ContractFactory(household=case.household, supplier=landlord)
        given = give_consent(household=case.household, organisation=landlord, by=world.team_leader)
        found.append({"uuid": case.uuid, "consent": given.uuid})
    return Objects(*found)


@target
def a_gathered(world: World) -> Objects:
    """What a neighbour told of each household, which does not know that yet."""
    found = []
    for case in three_cases(world):
        heard = note_gathered(case=case, source="Buur", what="Geen post", by=world.team_leader)
        found.append({"uuid": case.uuid, "heard": heard.uuid})
    return Objects(*found)


@target
def an_objection(world: World) -> Objects:
    """Of each household, not answered yet."""
    found = []
    for case in three_cases(world):
        objection = note_objection(case=case, about="Geen brieven", by=world.team_leader)
        found.append({"uuid": case.uuid, "objection": objection.uuid})
    return Objects(*found)


@target
def an_arrangement(world: World) -> Objects:
    """About the rent of each case, with De Kade."""
    found, by = [], world.people[Role.HOUSING_CONSULTANT]
    for case in three_cases(world):
        agreed = arrange(case=case, corporation=by.membership.organisation, by=by)
        found.append({"uuid": case.uuid, "arrangement": agreed.uuid})
    return Objects(*found)


@target
def a_warning(world: World) -> Objects:
    """Pinned on each case by nobody who asks."""
    found = []
    for case in three_cases(world):
        pinned = PinnedWarning.objects.create(case=case, text="Hond achter de deur", since=dates.today())
        found.append({"uuid": case.uuid, "warning": pinned.uuid})
    return Objects(*found)
