from datetime import date

import pytest

from accounts.enums import Role
from common.dates import fixed_today
from tests.factories.accounts import TeamFactory, person, sign_in
from tests.factories.cases import CaseFactory


@pytest.fixture
def team(db):
    return TeamFactory(name="Team Oost")


@pytest.fixture
def alice(team):
    """A debt counsellor of the team."""
    return person(Role.DEBT_COUNSELLOR, team=team, user__name="Alice Baptista")


@pytest.fixture
def leader(team):
    return person(Role.TEAM_LEADER, team=team, user__name="Ingrid Postma")


@pytest.fixture
def partner(db):
    """A housing consultant."""
    return person(Role.HOUSING_CONSULTANT, user__name="Marleen Kok")


@pytest.fixture
def colleague(team):
    """A worker of another team of the same agency."""
    return person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=team.organisation))


@pytest.fixture
def stranger(db):
    """A worker of another agency."""
    return person(Role.SOCIAL_WORKER, team=TeamFactory())


@pytest.fixture
def case(team, alice, partner):
    with fixed_today(date(2026, 5, 4)):
        return CaseFactory(team=team, duo=[alice, partner])


@pytest.fixture
def as_user(client):
    """Log in as somebody: ``as_user(alice).get(...)``."""
    return lambda user: sign_in(client, user)
