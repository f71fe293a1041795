"""A Monday, and a crisis that is known since."""

import pytest

from accounts.enums import Role
from cases.enums import Threat
from cases.services.crisis import start_crisis
from common.dates import fixed_today
from tests.cases.crisis.steps import FRIDAY, MONDAY, NOTE
from tests.factories.accounts import person


@pytest.fixture(autouse=True)
def monday():
    with fixed_today(MONDAY):
        yield


@pytest.fixture
def bob(team):
    return person(Role.SOCIAL_WORKER, team=team, user__name="Bob de Wit")


@pytest.fixture
def eviction(case, alice):
    return start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"day": FRIDAY, "note": NOTE})
