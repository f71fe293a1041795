from __future__ import annotations

from typing import TYPE_CHECKING

from networks.models import NetworkPerson

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Household


def add_person(*, household: Household, name: str, relation: str, can_help_with: str, by: User) -> NetworkPerson:
    """Add somebody to the people around a household; said twice they are there once."""
    person, _ = NetworkPerson.objects.get_or_create(
        household=household, name=name, relation=relation, can_help_with=can_help_with
    )
    return person
