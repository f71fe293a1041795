"""One transaction a request. These tests commit for real, through the whole stack of middleware."""

from __future__ import annotations

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.enums import Role
from accounts.models import Heartbeat
from outreach.urls import urlpatterns as real_urls
from tests.factories.accounts import PASSWORD, OrganisationFactory, UserFactory, person, sign_in


@login_not_required
def write(request: HttpRequest) -> HttpResponse:
    """Write a row, then answer as asked; tells the scope it ran in."""
    Heartbeat.objects.create(part=request.GET["part"], at="2026-05-01T00:00Z")
    if "raise" in request.GET:
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.scope', true)")
        return HttpResponse(cursor.fetchone()[0], status=int(request.GET.get("status", 200)))


urlpatterns = [*real_urls, path("write", write)]
pytestmark = [pytest.mark.urls(__name__)]


@pytest.fixture
def visitor(committed_db) -> Client:
    return Client(raise_request_exception=False)


def written() -> list[str]:
    return list(Heartbeat.objects.values_list("part", flat=True))


def test_an_answer_commits(visitor):
    assert visitor.post("/write?part=a").status_code == 200
    assert written() == ["a"]


@pytest.mark.parametrize("status", [302, 404, 403, 422])
def test_an_answer_that_is_no_fault_of_ours_commits(visitor, status):
    assert visitor.post(f"/write?part=a&status={status}").status_code == status
    assert written() == ["a"]


def test_an_exception_rolls_back(visitor):
    assert visitor.post("/write?part=a&raise=1").status_code == 500
    assert written() == []


def test_an_answer_of_500_rolls_back(visitor):
    assert visitor.post("/write?part=a&status=503").status_code == 503
    assert written() == []


def test_the_request_after_a_failed_one_works(visitor):
    visitor.post("/write?part=a&raise=1")

    assert visitor.post("/write?part=b").status_code == 200
    assert written() == ["b"]


def test_the_scope_follows_who_is_signed_in(visitor):
    kade = OrganisationFactory(corporation=True)
    people = [None, person(Role.UPLOADER, organisation=kade), person(Role.SOCIAL_WORKER), UserFactory()]

    scopes = []
    for number, user in enumerate(people):
        client = sign_in(Client(), user) if user else Client()
        scopes.append(client.post(f"/write?part={number}").content.decode())

    assert scopes == ["", f"organisation:{kade.pk}", "agency", ""]


def test_two_requests_on_one_connection_do_not_leak(visitor):
    worker = sign_in(Client(), person(Role.SOCIAL_WORKER))
    assert worker.post("/write?part=a").content == b"agency"

    assert visitor.post("/write?part=b").content == b""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.scope', true)")
        assert cursor.fetchone()[0] in {None, ""}


def test_signing_in_needs_no_scope(visitor):
    user = UserFactory(password=PASSWORD)

    answer = visitor.post("/account/login", {"login": user.email, "password": PASSWORD})

    assert answer.status_code == 302
    assert visitor.session["_auth_user_id"] == str(user.pk)


def test_a_disabled_account_is_signed_out_at_once(visitor):
    user = person(Role.SOCIAL_WORKER)
    sign_in(visitor, user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)

    assert visitor.post("/write?part=a").content == b""


def test_a_membership_that_ended_opens_nothing(visitor):
    user = person(Role.SOCIAL_WORKER)
    sign_in(visitor, user)
    user.memberships.update(until="2021-01-01")

    assert visitor.post("/write?part=a").content == b""


def test_what_somebody_sees_who_is_logged_in_stays_in_no_browser(visitor):
    assert "Cache-Control" not in visitor.get("/write?part=a").headers
    sign_in(visitor, person(Role.SOCIAL_WORKER))

    assert visitor.get("/write?part=b").headers["Cache-Control"] == "private, no-store"
    assert visitor.get("/nowhere").headers["Cache-Control"] == "private, no-store"
