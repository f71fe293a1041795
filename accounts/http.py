"""The request as our views know it: somebody is logged in, because everything else is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from accounts.models import User


class UserRequest(HttpRequest):
    user: User
    htmx: HtmxDetails
