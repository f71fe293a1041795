"""The doors of the house as a visitor meets them: signing in, a new password, a page that is not there."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/account/login"


@pytest.fixture
def alice():
    return UserFactory(email="alice@example.org", name="Alice Bakker", password=PASSWORD)


def test_signing_in_tells_what_is_wrong_and_not_which_half(client, alice):
    unknown = client.post(LOGIN, {"login": "nobody@example.org", "password": PASSWORD})
    wrong = client.post(LOGIN, {"login": alice.email, "password": "something-else"})

    sentences = [
        re.findall(r'role="alert".*?<li>([^<]+)', page.content.decode(), re.DOTALL) for page in (unknown, wrong)
    ]
    assert sentences[0] == sentences[1]
    assert len(sentences[0]) == 1


def test_the_page_offers_a_new_password_and_the_other_language(client):
    page = client.get(LOGIN).content.decode()

    assert reverse("account_reset_password") in page
    assert '<button class="link-button" type="submit" name="language" value="en" lang="en">English</button>' in page


def test_the_language_changes_before_anybody_has_signed_in(client):
    client.post(reverse("set_language"), {"language": "en", "next": LOGIN})

    assert '<html lang="en">' in client.get(LOGIN).content.decode()


def test_nobody_is_shown_to_look_around_as_outside_the_demo(client, settings):
    settings.DEMO = False
    MembershipFactory(user__email="samira@demo.example.org")

    assert 'class="demo-users"' not in client.get(LOGIN).content.decode()


def test_a_person_of_the_demo_signs_in_through_the_ordinary_door(client, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setattr("accounts.demo.DEMO_PASSWORD", PASSWORD)
    MembershipFactory(user__email="samira@demo.example.org", user__password=PASSWORD)

    page = client.get(LOGIN).content.decode()
    (form,) = re.findall(r"<form[^>]*>(?:(?!</form>).)*demo\.example\.org.*?</form>", page, re.DOTALL)
    sent = dict(re.findall(r'type="hidden" name="(login|password)" value="([^"]*)"', form))
    answer = client.post(re.findall(r'action="([^"]+)"', form)[0], sent)

    assert 'method="post"' in form
    assert answer.status_code == 302
    assert client.session["_auth_user_id"]
    assert list(get_messages(answer.wsgi_request)) == []


def test_a_new_password_is_asked_for_by_mail_in_plain_words(client, alice, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": alice.email})

    (mail,) = mailoutbox
    assert mail.to == [alice.email]
    (address,) = re.findall(r"https?://[^/]+(/\S+)", mail.body)
    page = client.get(address, follow=True)
    assert page.content.decode().count('type="password"') == 2


def test_a_link_that_was_used_says_so_and_offers_a_new_one(client):
    page = client.get("/account/password/reset/key/1-abc").content.decode()

    assert 'type="password"' not in page
    assert reverse("account_reset_password") in page


def test_an_address_that_is_not_there_gets_our_own_page(client, alice):
    client.force_login(alice)

    answer = client.get("/no-such-door")

    assert answer.status_code == 404
    assert 'class="plain__main"' in answer.content.decode()
    assert "no-such-door" not in re.sub(r'name="next" value="[^"]*"', "", answer.content.decode())
