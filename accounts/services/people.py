from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from common import dates


class AddressTaken(Exception):  # noqa: N818 -- errors are facts
    """Somebody has an account with this e-mail address."""


@transaction.atomic
def add_administrator(*, email: str, name: str, code: str, organisation: str) -> Membership:
    """Make the first account of an installation: an administrator of an agency, which is made when it is not there.

    There is no password yet: the person asks for one by e-mail. Raises AddressTaken.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken(email)
    agency, _ = Organisation.objects.get_or_create(
        code=code, defaults={"name": organisation, "kind": OrganisationKind.AGENCY}
    )
    user = User.objects.create_user(email=email, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return Membership.objects.create(user=user, organisation=agency, role=Role.ADMINISTRATOR, since=dates.today())
