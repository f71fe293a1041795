"""The doors of allauth that we use: logging in and out and a new password. Nobody signs up."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

urlpatterns = [
    path("login", login_not_required(views.login), name="account_login"),
    path("logout", views.logout, name="account_logout"),
    path("inactive", login_not_required(views.account_inactive), name="account_inactive"),
    path("reauthenticate", views.reauthenticate, name="account_reauthenticate"),
    path("password/reset", login_not_required(views.password_reset), name="account_reset_password"),
    path("password/reset/sent", login_not_required(views.password_reset_done), name="account_reset_password_done"),
    re_path(  # the key has hyphens too, so the user's number ends at the first
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)$",
        login_not_required(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done",
        login_not_required(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
