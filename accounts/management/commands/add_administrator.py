from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email, validate_slug

from accounts.commands import ScopedCommand
from accounts.services.people import AddressTaken, add_administrator

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(ScopedCommand):
    help = "Make the first account: an administrator, who asks for a password by e-mail at /account/password/reset."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--code", required=True, help="short and lasting code of the agency, as in raakvlak")
        parser.add_argument("--organisation", required=True, help="its name")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        said = {name: options[name] for name in ("email", "name", "code", "organisation")}
        for name, validate in (("email", validate_email), ("code", validate_slug)):
            try:
                validate(said[name])
            except ValidationError as error:
                raise CommandError(f"{name}: {error.message}") from None
        try:
            membership = self.in_scope(add_administrator, **said)
        except AddressTaken:
            raise CommandError("EMAIL belongs to an account already") from None
        self.progress(f"{membership.user.email} is administrator of {membership.organisation}.")
        self.progress("Ask for a password at /account/password/reset.")
