"""Two agencies and two corporations, somebody in every role, and what each address can be asked for.

Everybody works at the agency Raakvlak or, in the roles of a partner, at its first corporation, De Kade. *own* is theirs,
*near* is another team's or partner's of the same agency, *far* belongs to another tenant.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, NamedTuple

from django.core.files.base import ContentFile

from accounts.enums import Role
from accounts.services.documents import store_document
from tests.access import ANONYMOUS, DISABLED, NOBODY
from tests.factories.accounts import HOMES, OrganisationFactory, TeamFactory, UserFactory, person

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User


class Objects(NamedTuple):
    own: uuid.UUID
    near: uuid.UUID
    far: uuid.UUID


class World:
    """Made once a test; objects are made when a route asks for them."""

    def __init__(self) -> None:
        self.agency, self.other_agency = OrganisationFactory(name="Raakvlak"), OrganisationFactory(name="De Brug")
        self.kade, self.oost = (OrganisationFactory(corporation=True, name=name) for name in ("De Kade", "Oost"))
        self.bailiff = OrganisationFactory(bailiff=True)
        self.team, self.second_team = TeamFactory.create_batch(2, organisation=self.agency)
        self.far_team = TeamFactory(organisation=self.other_agency)
        self.people: dict[str, User | None] = {role.value: self._person(role) for role in Role}
        self.people |= {NOBODY: UserFactory(), ANONYMOUS: None}
        self.people[DISABLED] = person(Role.SOCIAL_WORKER, team=self.team)
        type(self.people[DISABLED]).objects.filter(pk=self.people[DISABLED].pk).update(is_active=False)

    def _person(self, role: Role) -> User:
        """Partners work at De Kade, staff in the first team of Raakvlak, the rest at a place of their own."""
        if role in {Role.HOUSING_CONSULTANT, Role.UPLOADER}:
            return person(role, organisation=self.kade)
        if role == Role.BAILIFF:
            return person(role, organisation=self.bailiff)
        if role in HOMES:
            return person(role)
        return person(role, team=self.team)

    def objects(self, target: str) -> Objects:
        """Make what a route is asked for."""
        return TARGETS[target](self)


def a_document(_world: World) -> Objects:
    """Documents of no known kind of subject: nobody's."""
    file = ContentFile(b"words", name="letter.txt")
    made = [store_document(file=file, subject="x", subject_id=uuid.uuid4(), source="test", by=None) for _ in range(3)]
    return Objects(*(document.uuid for document in made))


TARGETS: dict[str, Callable[[World], Objects]] = {"document": a_document}
