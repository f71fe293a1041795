"""Deliveries, lists and meetings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from signals_intake.enums import DeliveryState
from signals_intake.models import ListCount
from tests.access_world.world import Objects, of, target
from tests.factories.signals_intake import (
    ArrearsListFactory,
    DeliveryFactory,
    ReviewFactory,
    listed_household,
)

if TYPE_CHECKING:
    from tests.access_world.world import World


@target
def a_delivery(world: World, **fields: Any) -> Objects:
    """Of De Kade, of the other corporation of the covenant, of a corporation of the other agency."""
    assert world.covenant, world.far_covenant
    return of(*(DeliveryFactory(supplier=who, **fields) for who in (world.kade, world.oost, world.far_supplier)))


@target
def a_staged_delivery(world: World) -> Objects:
    return a_delivery(world, state=DeliveryState.STAGED)


@target
def a_list(world: World) -> Objects:
    """A list with a household of both corporations; one with a household of Oost alone; one of the other agency."""
    own, far = world.lists
    near = ArrearsListFactory(covenant=world.covenant, as_of=date(2026, 6, 1))
    for supplier, arrears_list, team in [
        (world.kade, own, world.team),
        (world.oost, own, world.team),
        (world.oost, near, world.team),
        (world.far_supplier, far, world.far_team),
    ]:
        listed_household(supplier, arrears_list, team=team)
        parts = dict.fromkeys(["listed_earlier", "excluded", "not_due", "rejected"], 0)
        ListCount.objects.create(arrears_list=arrears_list, supplier=supplier, received=1, listed=1, **parts)
    return of(own, near, far)


@target
def a_review_row(world: World) -> Objects:
    """The meetings with De Kade and with Oost about households of the first team, and one of the other agency."""
    own, far = world.lists
    found = []
    for supplier, arrears_list, team in [
        (world.kade, own, world.team),
        (world.oost, own, world.team),
        (world.far_supplier, far, world.far_team),
    ]:
        entry = listed_household(supplier, arrears_list, team=team)
        review = ReviewFactory(arrears_list=arrears_list, supplier=supplier)
        found.append({"uuid": review.uuid, "entry": entry.uuid})
    return Objects(*found)


@target
def a_review(world: World) -> Objects:
    return Objects(*({"uuid": kwargs["uuid"]} for kwargs in a_review_row(world)))
