"""Households that were spoken with: of one, with a child, and one that is guided."""

from datetime import date

import pytest

from accounts.enums import Role
from cases.enums import PersonRole, Stage
from cases.services.case import change_stage
from tests.cases.closing.steps import JUNE
from tests.factories.accounts import person
from tests.factories.cases import PersonFactory


@pytest.fixture
def bob(team):
    return person(Role.SOCIAL_WORKER, team=team, user__name="Bob")


@pytest.fixture
def spoken(case):
    """A case whose household was spoken with on 1 June."""
    case.first_reached_on = JUNE
    case.save(update_fields=["first_reached_on"])
    return case


@pytest.fixture
def family(spoken):
    """The same with a child of eight."""
    PersonFactory(household=spoken.household, role=PersonRole.CHILD, name="Noor", birth_date=date(2018, 3, 1))
    return spoken


@pytest.fixture
def guided(spoken, alice):
    change_stage(case=spoken, stage=Stage.GUIDANCE, by=alice, on=JUNE)
    return spoken
