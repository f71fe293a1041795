"""Whose attempts are counted together: of one address, and behind a proxy not of all who come through it."""

import pytest
from allauth.account.adapter import get_adapter
from django.urls import reverse

PROXY, VISITOR, MADE_UP = "172.18.0.1", "198.51.100.7", "203.0.113.9"


def asked_through(sent: str) -> dict[str, str]:
    return {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": sent}


def test_without_a_known_proxy_the_header_counts_for_nothing(rf, settings):
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    assert get_adapter().get_client_ip(rf.get("/", **asked_through(MADE_UP))) == PROXY


def test_behind_one_proxy_the_address_that_it_wrote_counts_and_none_that_was_made_up(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert get_adapter().get_client_ip(rf.get("/", **asked_through(f"{MADE_UP}, {VISITOR}"))) == VISITOR
    assert get_adapter().get_client_ip(rf.get("/", REMOTE_ADDR=PROXY)) == PROXY


@pytest.mark.parametrize(("proxies", "second"), [(0, 429), (1, 200)])
def test_who_tries_too_often_keeps_nobody_else_behind_the_proxy_out(client, db, settings, proxies, second):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, settings.ACCOUNT_RATE_LIMITS = proxies, {"login": "1/m/ip"}
    url, said = reverse("account_login"), {"login": "x@example.org", "password": "wrong"}

    client.post(url, said, **asked_through(VISITOR))
    refused, other = (client.post(url, said, **asked_through(ip)) for ip in (VISITOR, MADE_UP))

    assert (refused.status_code, other.status_code) == (429, second)
