"""Before words are sent a page asks whether the login still holds."""

from __future__ import annotations

from django.urls import reverse

from accounts.enums import Role
from tests.factories.accounts import person, sign_in


def test_who_is_logged_in_gets_the_token_of_now(client, db):
    answer = sign_in(client, person(Role.SOCIAL_WORKER)).get(reverse("accounts:here"))

    assert (answer.status_code, len(answer.content), answer["Cache-Control"]) == (200, 64, "private, no-store")


def test_whoever_is_not_is_sent_to_the_login_page(client, db):
    assert client.get(reverse("accounts:here")).status_code == 302
