from __future__ import annotations

import pytest
from django.test import Client
from django.urls import path
from drf_spectacular.validation import validate_schema
from rest_framework.views import APIView

from accounts.enums import Role
from outreach.urls import handler500  # noqa: F401 -- the urlconf of the test that fails names it
from outreach.urls import urlpatterns as real_urls
from tests.factories.accounts import TeamFactory, UserFactory, person, sign_in

PROBLEM = "application/problem+json"


class BrokenView(APIView):
    def get(self, _request):
        raise ZeroDivisionError


urlpatterns = [path("api/v1/broken", BrokenView.as_view()), *real_urls]


@pytest.fixture
def leader(db, client):
    return sign_in(client, person(Role.TEAM_LEADER, team=TeamFactory()))


def test_me_says_who_is_signed_in(db, client):
    team = TeamFactory()
    user = person(Role.TEAM_LEADER, team=team)
    user.refresh_from_db()

    me = sign_in(client, user).get("/api/v1/me").json()

    assert (me["uuid"], me["email"]) == (str(user.uuid), user.email)
    assert me["membership"]["role"] == "team_leader"
    assert me["membership"]["organisation"]["code"] == team.organisation.code
    assert me["membership"]["team"]["name"] == team.name
    assert "case_assign" in me["membership"]["grants"]


def test_me_without_a_membership_may_nothing(db, client):
    assert sign_in(client, UserFactory()).get("/api/v1/me").json()["membership"] is None


def test_the_description_is_valid_and_complete(leader):
    description = leader.get("/api/v1/openapi.json").json()

    validate_schema(description)
    assert "/api/v1/me" in description["paths"]
    assert [address for address in description["paths"] if address.endswith("/")] == []


@pytest.mark.parametrize("address", ["/api/v1/me", "/api/v1/openapi.json", "/api/v1/", "/api/v1/nothing/here"])
def test_nobody_hears_anything_unsigned(db, client, address):
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (403, PROBLEM)
    assert answer.json()["title"] == "not_authenticated"


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/nothing/here", "/api/v1/me/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_address_that_is_none_is_a_problem_too(leader, address, method):
    answer = getattr(leader, method)(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)
    assert answer.json() == {
        "type": "about:blank",
        "status": 404,
        "title": "not_found",
        "detail": answer.json()["detail"],
    }


def test_a_wrong_method_is_a_problem(leader):
    answer = leader.delete("/api/v1/me")

    assert (answer.status_code, answer.headers["Content-Type"]) == (405, PROBLEM)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_there_is_no_page_to_browse(leader):
    answer = leader.get("/api/v1/me", headers={"accept": "text/html"})

    assert answer.headers["Content-Type"] in {"application/json", PROBLEM}


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_is_a_problem_without_a_word_too_many(db):
    client = sign_in(Client(raise_request_exception=False), person(Role.TEAM_LEADER))

    answer = client.get("/api/v1/broken")

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, PROBLEM)
    assert answer.json() == {"type": "about:blank", "status": 500, "title": "error"}


@pytest.mark.urls(__name__)
def test_a_post_without_a_token_is_refused(db):
    client = sign_in(Client(enforce_csrf_checks=True), person(Role.TEAM_LEADER))

    answer = client.post("/api/v1/nothing")

    assert (answer.status_code, answer.headers["Content-Type"]) == (403, PROBLEM)
