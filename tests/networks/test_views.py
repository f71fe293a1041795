import pytest
from django.urls import reverse

from accounts.enums import Role
from networks.models import NetworkPerson
from tests.factories.accounts import person

ZUS = {"name": "Fatima", "relation": "zus", "can_help_with": "Samen bellen"}


@pytest.fixture
def url(case):
    return reverse("networks:people", args=[case.uuid])


def test_a_worker_adds_somebody_once(as_user, alice, case, url):
    browser = as_user(alice)

    answers = [browser.post(url, ZUS).url for _ in range(2)]

    assert answers == [url, url]
    assert NetworkPerson.objects.get().household == case.household
    assert "Samen bellen" in browser.get(url).content.decode()


def test_without_a_name_the_rest_is_kept(as_user, alice, url):
    response = as_user(alice).post(url, ZUS | {"name": ""})

    assert response.status_code == 422
    assert "Samen bellen" in response.content.decode()


def test_an_empty_network_says_what_to_ask(as_user, alice, url):
    assert "empty" in as_user(alice).get(url).content.decode()


def test_a_team_leader_reads_and_does_not_write(as_user, leader, url):
    browser = as_user(leader)

    assert (browser.get(url).status_code, browser.post(url, ZUS).status_code) == (200, 403)


def test_a_colleague_reads_after_a_reason_and_does_not_write(as_user, colleague, case, url):
    browser = as_user(colleague)
    before = browser.get(url).status_code
    browser.post(reverse("cases:reason", args=[case.uuid]), {"reason": "cover"})

    assert (before, browser.get(url).status_code, browser.post(url, ZUS).status_code) == (403, 200, 403)


@pytest.mark.parametrize(("role", "status"), [(Role.TEAM_ASSISTANT, 403), (Role.SOCIAL_WORKER, 200)])
def test_of_the_team_care_staff_alone_sees_it(as_user, team, url, role, status):
    assert as_user(person(role, team=team)).get(url).status_code == status


def test_a_partner_in_the_duo_does_not_see_it(as_user, partner, url):
    assert as_user(partner).get(url).status_code == 403


def test_for_a_stranger_it_does_not_exist(as_user, stranger, url):
    assert as_user(stranger).get(url).status_code == 404
