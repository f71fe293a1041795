"""The people of the demo city, on the login page in demo mode only. Everybody is invented."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from accounts.models import Membership

#: Known to everybody on purpose: such accounts exist only where OUTREACH_DEMO is on.
DEMO_PASSWORD = "op-tijd-aan-de-deur"  # noqa: S105


class DemoUser(NamedTuple):
    name: str
    initials: str
    role: str
    organisation: str
    house: bool
    email: str
    password: str


def demo_users() -> list[DemoUser]:
    """One button each; an account that is no demo account (example.org) never shows."""
    if not settings.DEMO:
        return []
    running = Membership.objects.running().filter(user__is_active=True, user__email__endswith="@demo.example.org")
    return [
        DemoUser(
            name=m.user.name,
            initials="".join(part[0] for part in (m.user.name.split()[0], m.user.name.split()[-1])),
            role=m.get_role_display(),
            organisation=m.organisation.name,
            house=m.organisation.is_supplier,
            email=m.user.email,
            password=DEMO_PASSWORD,
        )
        for m in running.select_related("user", "organisation").order_by("pk")
    ]
