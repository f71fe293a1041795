"""The first account of a new installation."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import Organisation, User

ARGUMENTS = ["first@example.org", "Theo Bakker", "--code", "raakvlak", "--organisation", "Raakvlak"]


def test_the_first_account_is_an_administrator_who_asks_for_a_password(committed_db, client, settings, mailoutbox):
    call_command("add_administrator", *ARGUMENTS)

    user = User.objects.get()
    assert (user.membership.role, str(user.membership.organisation)) == (Role.ADMINISTRATOR, "Raakvlak")
    assert not user.has_usable_password()
    client.post("/account/password/reset", {"email": user.email})
    assert mailoutbox[0].to == [user.email]


def test_a_second_one_joins_the_same_agency(committed_db):
    call_command("add_administrator", *ARGUMENTS)
    call_command("add_administrator", "second@example.org", *ARGUMENTS[1:])

    assert Organisation.objects.count() == 1
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [({0: "no-address"}, "email: "), ({3: "two words"}, "code: "), ({}, "EMAIL belongs to an account already")],
)
def test_a_bad_argument_says_what_is_wrong_and_makes_nothing(committed_db, changed, said):
    if not changed:
        call_command("add_administrator", *ARGUMENTS)
    before = User.objects.count()

    with pytest.raises(CommandError, match=said):
        call_command("add_administrator", *[changed.get(n, word) for n, word in enumerate(ARGUMENTS)])

    assert User.objects.count() == before


def test_there_is_no_superuser():
    with pytest.raises(CommandError, match="add_administrator"):
        call_command("createsuperuser")
