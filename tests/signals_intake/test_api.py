"""The API of lists and receipts."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.jobs import run_step
from signals_intake.enums import Answer, DeliveryState
from signals_intake.models import Delivery
from tests.factories.accounts import person, sign_in
from tests.factories.lists import agency_of, delivered, list_file, rows, uploader
from tests.factories.signals_intake import BalanceFactory, ContractFactory, DeliveryFactory, SignalFactory

LISTS = "/api/v1/deliveries"


@pytest.fixture
def peter(db, client):
    user = uploader()
    sign_in(client, user)
    return user


def deliver(client, lines, **fields):
    return client.post(LISTS, {"as_of": "2026-05-01", "file": list_file(lines)} | fields)


def signal_by(user, **signal):
    supplier = user.membership.organisation
    delivery = Delivery.objects.filter(supplier=supplier).first() or DeliveryFactory(supplier=supplier)
    return SignalFactory(
        balance=BalanceFactory(contract=ContractFactory(supplier=supplier), delivery=delivery), **signal
    )


def problem(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.json()


def test_addresses_have_no_trailing_slash():
    assert reverse("api:deliveries") == LISTS
    assert reverse("api:signals") == "/api/v1/signals"


def test_a_list_is_answered_with_what_was_read(client, peter):
    lines = rows(2)
    lines[1] |= {"postal_code": "?"}

    response = deliver(client, lines)

    assert response.status_code == 201
    assert response.json() == {
        "file": str(delivered().uuid), "duplicate": False, "received": 2, "accepted": 1, "rejected": 1,
        "errors": [{"row": 2, "column": "postal_code", "code": "invalid_postcode"}], "warnings": [],
        "dropped_columns": [],
    }  # fmt: skip


def test_the_same_list_again_is_200_and_a_duplicate(client, peter):
    deliver(client, rows(2))
    client.post(f"{LISTS}/{delivered().uuid}/confirm")

    response = deliver(client, rows(2))

    assert response.status_code == 200
    assert (response.json()["duplicate"], response.json()["file"]) == (True, str(delivered().uuid))


@pytest.mark.parametrize(
    ("fields", "code"), [({"as_of": ""}, "as_of_missing"), ({"file": ""}, "required"), ({"as_of": "x"}, "invalid")]
)
def test_a_list_that_is_not_taken_says_why_by_code(client, peter, fields, code):
    response = deliver(client, rows(2), **fields)

    assert response.status_code == 422
    assert problem(response)["title"] == code
    assert not Delivery.objects.exists()


def test_a_list_that_is_too_large_is_413(client, peter, settings):
    settings.MAX_LIST_BYTES = 1000

    response = deliver(client, rows(50))

    assert response.status_code == 413
    assert problem(response)["title"] == "too_large"


def test_a_body_that_is_no_form_is_a_problem(client, peter):
    response = client.post(LISTS, {"file": "x"}, content_type="application/json")

    assert response.status_code == 415
    assert problem(response)["status"] == 415


def test_confirming_is_202_and_shows_the_job(client, peter):
    deliver(client, rows(2))

    response = client.post(f"{LISTS}/{delivered().uuid}/confirm")

    assert response.status_code == 202
    assert response.json()["state"] == DeliveryState.QUEUED
    assert response.json()["job"] == {"state": "queued", "done": 0, "total": 2, "error_code": ""}


def test_a_list_shows_how_far_it_is(client, peter):
    deliver(client, rows(2))
    client.post(f"{LISTS}/{delivered().uuid}/confirm")
    while run_step(job_id=delivered().job_id):
        pass

    answer = client.get(f"{LISTS}/{delivered().uuid}").json()

    assert (answer["state"], answer["job"]["done"], answer["accepted"]) == ("processed", 2, 2)


def test_lists_are_ones_own(client, peter):
    mine = DeliveryFactory(supplier=peter.membership.organisation)
    theirs = DeliveryFactory()

    results = client.get(LISTS).json()["results"]

    assert [line["file"] for line in results] == [str(mine.uuid)]
    assert set(results[0]) == {
        "file", "supplier", "as_of", "state", "received", "accepted", "rejected", "uploaded_at", "processed_at", "job",
    }  # fmt: skip
    for uuid in (theirs.uuid, uuid4()):
        assert problem(client.get(f"{LISTS}/{uuid}"))["status"] == 404
        assert problem(client.post(f"{LISTS}/{uuid}/confirm"))["status"] == 404


def test_receipts_carry_a_coded_answer_and_nothing_of_the_case(client, peter):
    signal = signal_by(peter, answer=Answer.NOT_REACHED, answered_on="2026-05-20")
    SignalFactory()

    assert client.get("/api/v1/signals").json()["results"] == [
        {
            "receipt": str(signal.uuid), "contract": signal.balance.contract.number, "signal_on": "2026-05-01", "months": 3,
            "answer": "not_reached", "answered_on": "2026-05-20",
        }
    ]  # fmt: skip


def test_receipts_are_filtered_by_answer(client, peter):
    for answer in (Answer.NOT_REACHED, Answer.REACHED_PAYS):
        signal_by(peter, answer=answer, answered_on="2026-05-20")

    found = client.get("/api/v1/signals", {"answer": "reached_pays"}).json()

    assert [line["answer"] for line in found["results"]] == ["reached_pays"]
    assert client.get("/api/v1/signals", {"answer": "what"}).status_code == 400


def test_the_team_leader_looks_on(client, peter):
    deliver(client, rows(2))
    sign_in(client, person(Role.TEAM_LEADER, organisation=agency_of(peter)))

    assert len(client.get(LISTS).json()["results"]) == 1
    assert problem(deliver(client, rows(1)))["status"] == 403
    assert problem(client.post(f"{LISTS}/{delivered().uuid}/confirm"))["status"] == 403
    assert problem(client.get("/api/v1/signals"))["status"] == 403


@pytest.mark.parametrize("address", [LISTS, "/api/v1/signals", f"{LISTS}/{UUID(int=1)}"])
def test_without_a_sign_in_nothing_answers(client, db, address):
    assert problem(client.get(address))["status"] == 403


def test_a_write_without_its_token_is_refused(db):
    from django.test import Client

    client = sign_in(Client(enforce_csrf_checks=True), uploader())

    assert problem(deliver(client, rows(1)))["status"] == 403


@pytest.mark.parametrize("count", [1, 10])
def test_pages_of_the_api_cost_the_same_for_any_number_of_rows(client, peter, count, django_assert_num_queries):
    for _ in range(count):
        signal_by(peter)

    with django_assert_num_queries(8):
        client.get("/api/v1/signals")


def test_the_description_names_all_of_it(client, peter):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert set(paths["/api/v1/deliveries"]) == {"get", "post"}
    assert set(paths["/api/v1/deliveries/{uuid}/confirm"]["post"]["responses"]) == {"202"}
    assert "/api/v1/signals" in paths
