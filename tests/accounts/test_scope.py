from accounts.enums import Role
from accounts.scope import scope_of
from tests.factories.accounts import MembershipFactory, OrganisationFactory


def test_staff_see_all_suppliers(db):
    assert scope_of(MembershipFactory(role=Role.SOCIAL_WORKER)) == "agency"


def test_people_of_a_corporation_see_their_own(db):
    kade = OrganisationFactory(corporation=True)

    assert scope_of(MembershipFactory(role=Role.UPLOADER, organisation=kade)) == f"organisation:{kade.pk}"


def test_nobody_sees_nothing(db):
    assert scope_of(None) == ""
