"""What ``make run`` does to the database before it starts the rest, in one process because imports cost a second."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.demo import DEMO_PASSWORD, demo_users

TRY_FIRST = """
What to try first
  1. Sign in as the supplier of lists of a corporation and upload a file from tests/data/arrears/.
  2. Sign in as team leader: go through the lists in the joint review, then give a case its duo.
  3. Sign in as social worker on a phone-sized window: ring the bell and log the visit.
  4. Sign in as manager for the figures.
"""


class Command(BaseCommand):
    help = "Migrate, and in demo mode seed the demo city; print who can sign in."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        """Progress goes to standard error, the words for the reader to standard output."""
        call_command("migrate", verbosity=0, interactive=False)
        if not settings.DEMO:
            return
        call_command("seed_demo", stdout=self.stderr)
        self.stdout.write(f"\nDemo users, all with the password {DEMO_PASSWORD}")
        for user in demo_users():
            self.stdout.write(f"  {user.email:40} {user.role}, {user.organisation}")
        self.stdout.write(TRY_FIRST)
