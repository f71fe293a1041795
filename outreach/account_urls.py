"""The doors of allauth that we use: logging in and out and a new password. Nobody signs up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase

    View = Callable[..., HttpResponseBase]


def inside(view: View) -> View:
    """Keep a view for who is signed in, whatever allauth itself says, and for the methods of a form."""
    door = require_http_methods(["GET", "HEAD", "POST"])(view)
    door.login_required = True  # type: ignore[attr-defined]
    return door


def outside(view: View) -> View:
    return login_not_required(inside(view))


urlpatterns = [
    path("login", outside(views.login), name="account_login"),
    path("logout", inside(views.logout), name="account_logout"),
    path("inactive", outside(views.account_inactive), name="account_inactive"),
    path("reauthenticate", inside(views.reauthenticate), name="account_reauthenticate"),
    path("password/reset", outside(views.password_reset), name="account_reset_password"),
    path("password/reset/sent", outside(views.password_reset_done), name="account_reset_password_done"),
    # the key has a hyphen of its own: the first one parts it from the account
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        outside(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done",
        outside(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
