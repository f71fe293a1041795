"""People and organisations of tests. Nothing is random: what a test does not say is the plainest that can be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import factory
from factory.django import DjangoModelFactory

from accounts.enums import OrganisationKind, Role
from accounts.models import Area, Covenant, Membership, Organisation, Team, User

if TYPE_CHECKING:
    from django.test import Client

PASSWORD = "a-long-password-of-tests"
SINCE = date(2020, 1, 1)
#: Where a role works when a test does not say.
HOMES = {
    Role.HOUSING_CONSULTANT: OrganisationKind.CORPORATION,
    Role.UPLOADER: OrganisationKind.CORPORATION,
    Role.BAILIFF: OrganisationKind.BAILIFF,
    Role.VOLUNTEER_ORGANISATION: OrganisationKind.VOLUNTEERS,
    Role.FUNDER: OrganisationKind.FUNDER,
    Role.RESEARCHER: OrganisationKind.RESEARCH,
}


class OrganisationFactory(DjangoModelFactory):
    """An agency; ``corporation=True`` makes a housing corporation."""

    class Meta:
        model = Organisation

    class Params:
        corporation = factory.Trait(kind=OrganisationKind.CORPORATION)
        bailiff = factory.Trait(kind=OrganisationKind.BAILIFF)

    kind = OrganisationKind.AGENCY
    code = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Team {n}")


class CovenantFactory(DjangoModelFactory):
    class Meta:
        model = Covenant

    agency = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Covenant {n}")
    valid_from = SINCE


class AreaFactory(DjangoModelFactory):
    """All postcodes of 1000-1109, worked by a team of the covenant's agency."""

    class Meta:
        model = Area

    covenant = factory.SubFactory(CovenantFactory)
    team = factory.SubFactory(TeamFactory, organisation=factory.SelfAttribute("..covenant.agency"))
    postcode_from = 1000
    postcode_until = 1109


class UserFactory(DjangoModelFactory):
    """Somebody who can log in, without a membership: they may nothing."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user-{n}@example.org")
    name = factory.Sequence(lambda n: f"User {n}")
    is_active = True

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        """Without a password (hashing one takes 50 ms): ``password=PASSWORD`` where a test types it."""
        return model_class.objects.create_user(*args, **kwargs)


class MembershipFactory(DjangoModelFactory):
    """A running membership: ``MembershipFactory(role=Role.TEAM_LEADER, team=team).user``.

    The organisation is the team's, else a new one of the kind in which such a role works.
    """

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.SOCIAL_WORKER
    team = None
    since = SINCE

    @factory.lazy_attribute
    def organisation(self) -> Organisation:
        if self.team is not None:
            return self.team.organisation
        return OrganisationFactory(kind=HOMES.get(Role(self.role), OrganisationKind.AGENCY))


def person(role: Role, **membership: Any) -> User:
    """Make somebody with a running membership and give the user."""
    return MembershipFactory(role=role, **membership).user


def sign_in(client: Client, user: User) -> Client:
    """Log somebody in without a form; browser tests fill in the form instead."""
    client.force_login(user, backend="accounts.backends.MemberBackend")
    return client
