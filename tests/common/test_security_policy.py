"""The policy that browsers get with every page: what may run, be shown, frame us and be sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never

import pytest
from django.contrib.auth.decorators import login_not_required
from django.urls import path, reverse

from accounts.enums import Role
from outreach.urls import urlpatterns as real_urls
from tests.factories.accounts import person, sign_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: To the letter: a source more is a hole, and neither inline code nor eval has a place in it.
POLICY = {
    "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "object-src 'none'",
    "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
}  # fmt: skip


@login_not_required
def fault(request: HttpRequest) -> Never:
    raise ZeroDivisionError


urlpatterns = [*real_urls, path("fault", fault)]


def policy(response: HttpResponse) -> set[str]:
    assert "Content-Security-Policy-Report-Only" not in response.headers
    return {part.strip() for part in response.headers.get("Content-Security-Policy", "").split(";")}


def test_a_visitor_gets_the_policy(client, db):
    assert policy(client.get(reverse("account_login"))) == POLICY


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.UPLOADER])
def test_somebody_signed_in_gets_the_same_policy(client, db, role):
    page = sign_in(client, person(role)).get(reverse("home"), follow=True)

    assert page.status_code == 200
    assert policy(page) == POLICY


def test_a_page_that_is_not_there_gets_it_too(client, db):
    page = sign_in(client, person(Role.SOCIAL_WORKER)).get("/no-such-door")

    assert page.status_code == 404
    assert policy(page) == POLICY


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_gets_it_too(client, db):
    client.raise_request_exception = False
    page = client.get("/fault")

    assert page.status_code == 500
    assert policy(page) == POLICY
