"""Two agencies and two corporations, somebody in every role, and what each address can be asked for.

Everybody works at the agency Raakvlak or, in the roles of a partner, at its first corporation, De Kade. *own* is theirs,
*near* is another team's or partner's of the same agency, *far* belongs to another tenant.
"""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Heartbeat
from cases.enums import (
    WorkerSide,
)
from cases.models import (
    CaseWorker,
)
from common import dates
from tests.access import ANONYMOUS, DISABLED, NOBODY
from tests.factories.accounts import HOMES, CovenantFactory, OrganisationFactory, TeamFactory, UserFactory, person
from tests.factories.cases import CaseFactory, duo_of
from tests.factories.signals_intake import (
    ArrearsListFactory,
    SupplierAgreementFactory,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Covenant, Organisation, User
    from cases.models import Case
    from signals_intake.models import ArrearsList


Kwargs = dict[str, uuid.UUID]
#: How the objects of a target are made; filled by ``target``.
TARGETS: dict[str, Callable[[World], Objects]] = {}


class Objects(NamedTuple):
    """What an address is asked for, by whose it is."""

    own: Kwargs
    near: Kwargs
    far: Kwargs


class World:
    """Made once a test; objects are made when a route asks for them."""

    def __init__(self) -> None:
        self.made: dict[str, Objects] = {}
        Heartbeat.objects.create(part="beat", at=timezone.now())  # or the process's own start is looked at
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
        """Make what a route is asked for, once."""
        if target not in self.made:
            self.made[target] = TARGETS[target](self)
        return self.made[target]

    @property
    def team_leader(self) -> User:
        leader = self.people[Role.TEAM_LEADER]
        assert leader is not None
        return leader

    @cached_property
    def covenant(self) -> Covenant:
        """The agency's, to which De Kade and Oost are party."""
        covenant = CovenantFactory(agency=self.agency)
        for supplier in (self.kade, self.oost):
            SupplierAgreementFactory(supplier=supplier, covenant=covenant)
        return covenant

    @cached_property
    def far_covenant(self) -> Covenant:
        return SupplierAgreementFactory(supplier=self.far_supplier, covenant__agency=self.other_agency).covenant

    @cached_property
    def far_supplier(self) -> Organisation:
        return OrganisationFactory(corporation=True, name="Verweg")

    @cached_property
    def lists(self) -> tuple[ArrearsList, ArrearsList]:
        """One of either agency."""
        return ArrearsListFactory(covenant=self.covenant), ArrearsListFactory(covenant=self.far_covenant)


def target(make: Callable[[World], Objects]) -> Callable[[World], Objects]:
    """Let a route ask for what this makes, by its name without the article: ``a_case`` is the target *case*."""
    TARGETS[make.__name__.removeprefix("an_").removeprefix("a_")] = make
    return make


def of(own: Any, near: Any, far: Any) -> Objects:
    return Objects(*({"uuid": row.uuid} for row in (own, near, far)))


def three_cases(world: World) -> list[Case]:
    """Of the first team, with the consultant of De Kade in the duo; of the second team; of the other agency."""
    duo = [world.people[role] for role in (Role.DEBT_COUNSELLOR, Role.HOUSING_CONSULTANT)]
    own = CaseFactory(team=world.team, duo=duo)
    expert = world.people[Role.EXPERT_BY_EXPERIENCE]
    CaseWorker.objects.create(case=own, user=expert, side=WorkerSide.SECOND, since=dates.today())
    return [own, *(CaseFactory(team=team, duo=duo_of(team)) for team in (world.second_team, world.far_team))]
