"""A role counts where it belongs."""

from __future__ import annotations

import pytest

from accounts.enums import OrganisationKind, Role
from accounts.permissions import Permission, may
from tests.factories.accounts import OrganisationFactory, person

pytestmark = pytest.mark.django_db
PLACES = [(role, kind) for role in Role for kind in OrganisationKind]


@pytest.mark.parametrize(("role", "kind"), PLACES, ids=str)
def test_a_role_in_an_organisation_of_another_kind_opens_nothing(role, kind):
    user = person(role, organisation=OrganisationFactory(kind=kind))

    assert (user.membership is not None) == (kind in role.kinds)
    assert kind in role.kinds or not any(may(user, permission) for permission in Permission)


def test_nobody_who_works_for_a_supplier_holds_a_role_of_the_agency():
    suppliers = {kind for kind in OrganisationKind if kind.is_supplier}
    partners = {role for role in Role if role.kinds & suppliers}

    assert partners == {Role.HOUSING_CONSULTANT, Role.UPLOADER, Role.BAILIFF}
    assert all(role.kinds <= suppliers for role in partners)
