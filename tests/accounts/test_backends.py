"""Who asks, and as what, is one question on every page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.backends import MemberBackend
from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from common import dates
from tests.factories.accounts import MembershipFactory, OrganisationFactory, TeamFactory, UserFactory, person


@pytest.fixture
def alice(db):
    return person(Role.SOCIAL_WORKER, team=TeamFactory())


def found(user):
    return MemberBackend().get_user(user.pk)


def test_somebody_comes_with_their_role_and_place(alice, django_assert_num_queries):
    team, organisation = alice.membership.team, alice.membership.team.organisation

    with django_assert_num_queries(1):
        user = found(alice)
        assert (user, user.membership.role) == (alice, Role.SOCIAL_WORKER)
        assert (user.membership.team, user.membership.organisation) == (team, organisation)


def test_somebody_without_a_role_is_known_and_may_nothing(alice):
    Membership.objects.filter(user=alice).update(since=dates.today() - timedelta(days=9), until=dates.today())

    assert (found(alice), found(alice).membership) == (alice, None)


def test_a_role_in_an_organisation_of_another_kind_is_none(db):
    landlord = OrganisationFactory(kind=OrganisationKind.CORPORATION)
    user = MembershipFactory(role=Role.TEAM_LEADER, organisation=landlord, team=None).user

    assert (found(user), found(user).membership) == (user, None)


def test_whoever_was_switched_off_is_nobody_with_a_role_or_without(alice):
    unknown = UserFactory(is_active=False)
    alice.is_active = False
    alice.save()

    assert (found(alice), found(unknown)) == (None, None)
