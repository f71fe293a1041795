"""Households and cases of tests. Nothing is random; ``duo=[worker, consultant]`` assigns a case at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import factory
from factory.django import DjangoModelFactory

from accounts.enums import Role
from cases.enums import PersonRole, Stage
from cases.models import Case, CaseStage, Dwelling, Household, Person, Service
from cases.services.case import assign_duo
from common import dates
from tests.factories.accounts import OrganisationFactory, TeamFactory, UserFactory, person

if TYPE_CHECKING:
    from accounts.models import Team, User

OPENED = date(2026, 5, 1)


class DwellingFactory(DjangoModelFactory):
    class Meta:
        model = Dwelling

    postcode = "1092GK"
    number = factory.Sequence(lambda n: n + 1)
    street = "Pretoriusstraat"
    city = "Amsterdam"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    role = PersonRole.MAIN_TENANT
    name = "C. Wijnands"
    birth_date = date(1982, 3, 4)
    phone = "0612345678"


class HouseholdFactory(DjangoModelFactory):
    """A household of one, the main tenant; ``tenant__name`` names them."""

    class Meta:
        model = Household
        skip_postgeneration_save = True

    dwelling = factory.SubFactory(DwellingFactory)
    tenant_key = factory.Sequence(lambda n: f"wijnands-{n}")
    people = factory.RelatedFactory(PersonFactory, "household")


class CaseFactory(DjangoModelFactory):
    """An open case that looks for contact and waits for its duo."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    household = factory.SubFactory(HouseholdFactory)
    team = factory.SubFactory(TeamFactory)
    stage = Stage.CONTACT
    opened_on = OPENED

    @factory.post_generation
    def stages(self: Case, _create: bool, _extracted: object, **_: object) -> None:
        CaseStage.objects.create(case=self, stage=self.stage, since=self.opened_on)

    @factory.post_generation
    def duo(self: Case, _create: bool, extracted: list[User] | None, **_: object) -> None:
        if extracted:
            first, second = extracted
            assign_duo(case=self, agency_worker=first, house_worker=second, by=first)


class ServiceFactory(DjangoModelFactory):
    """A service in the area, checked on the day the test begins."""

    class Meta:
        model = Service

    agency = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Service {n}")
    verified_on = factory.LazyFunction(dates.today)
    verified_by = factory.SubFactory(UserFactory)


def duo_of(team: Team) -> list[User]:
    """Make one worker of the team and one housing consultant of a new corporation."""
    return [person(Role.DEBT_COUNSELLOR, team=team), person(Role.HOUSING_CONSULTANT)]
