"""The doors of allauth that we use: logging in and out and a new password. Nobody signs up."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path

urlpatterns = [
    path("login", login_not_required(views.login), name="account_login"),
    path("logout", views.logout, name="account_logout"),
    path("inactive", login_not_required(views.account_inactive), name="account_inactive"),
    path("reauthenticate", views.reauthenticate, name="account_reauthenticate"),
    path("password/reset", login_not_required(views.password_reset), name="account_reset_password"),
    path("password/reset/sent", login_not_required(views.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/<uidb36>-<key>",
        login_not_required(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done",
        login_not_required(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
