import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import CloseReason
from cases.services.case import assign_duo, close_case
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory, duo_of


@pytest.fixture
def waiting(team, partner):
    """A case whose dwelling is let by the partner's corporation."""
    case = CaseFactory(team=team)
    case.household.contracts.create(supplier=partner.membership.organisation, number="K-1")
    return case


def url_of(case):
    return reverse("cases:assign", args=[case.uuid])


def choose(browser, case, first, second):
    return browser.post(url_of(case), {"agency_worker": first.uuid, "house_worker": second.uuid})


def offered(response, field):
    return [person.name for person in response.context["form"].fields[field].queryset]


def test_the_choice_is_the_team_and_the_consultants_of_the_corporation(
    as_user, leader, alice, partner, colleague, waiting
):
    person(Role.HOUSING_CONSULTANT)
    person(Role.TEAM_ASSISTANT, team=waiting.team)

    response = as_user(leader).get(url_of(waiting))

    assert offered(response, "agency_worker") == ["Alice Baptista", "Ingrid Postma"]
    assert offered(response, "house_worker") == ["Marleen Kok"]


def test_the_load_beside_a_name_counts_the_open_cases_of_now(as_user, leader, alice, partner, waiting):
    for number in range(3):
        case = CaseFactory(team=waiting.team, duo=[alice, partner])
        if number == 0:
            close_case(case=case, reason=CloseReason.NOT_REACHED, by=leader)

    form = as_user(leader).get(url_of(waiting)).context["form"]

    assert [(p.name, p.load) for p in form.fields["agency_worker"].queryset] == [
        ("Alice Baptista", 2),
        ("Ingrid Postma", 0),
    ]


def test_a_duo_is_chosen(as_user, leader, alice, partner, waiting):
    response = choose(as_user(leader), waiting, alice, partner)

    waiting.refresh_from_db()
    assert response.url == reverse("cases:list")
    assert (set(waiting.duo), waiting.assigned_by) == ({alice, partner}, leader)


def test_the_second_team_leader_reads_who_was_first(as_user, leader, alice, partner, waiting):
    choose(as_user(leader), waiting, alice, partner)
    late = person(Role.TEAM_LEADER, team=waiting.team)

    response = choose(as_user(late), waiting, late, partner)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ingrid Postma" in page
    assert "Alice Baptista" in page
    assert set(waiting.duo) == {alice, partner}


def test_pressing_twice_is_told_and_changes_nothing(as_user, leader, alice, partner, waiting):
    browser = as_user(leader)
    choose(browser, waiting, alice, partner)

    assert choose(browser, waiting, alice, partner).status_code == 409
    assert waiting.workers.count() == 2


def test_an_incomplete_choice_keeps_the_other_half(as_user, leader, alice, waiting):
    response = as_user(leader).post(url_of(waiting), {"agency_worker": alice.uuid})

    assert response.status_code == 422
    assert response.context["form"]["agency_worker"].value() == str(alice.uuid)


def test_without_a_consultant_a_colleague_comes_along(as_user, leader, alice, team):
    case, browser = CaseFactory(team=team), as_user(leader)

    alone = choose(browser, case, alice, alice)
    together = choose(browser, case, alice, leader)

    assert (alone.status_code, together.status_code) == (422, 302)


def test_nobody_of_elsewhere_can_be_put_in(as_user, leader, alice, waiting):
    assert choose(as_user(leader), waiting, alice, person(Role.HOUSING_CONSULTANT)).status_code == 422


def test_only_a_team_leader_assigns(as_user, alice, waiting):
    assert as_user(alice).get(url_of(waiting)).status_code == 403


def test_a_leader_of_another_team_assigns_nothing_even_with_a_reason(as_user, team, alice, partner, waiting):
    browser = as_user(person(Role.TEAM_LEADER, team=TeamFactory(organisation=team.organisation)))
    browser.post(reverse("cases:reason", args=[waiting.uuid]), {"reason": "cover"})

    assert choose(browser, waiting, alice, partner).status_code == 403
    assert waiting.workers.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_costs_the_same_for_any_number_of_people(as_user, leader, waiting, number, django_assert_num_queries):
    for _ in range(number):
        assign_duo(
            case=CaseFactory(team=waiting.team), agency_worker=duo_of(waiting.team)[0],
            house_worker=person(Role.HOUSING_CONSULTANT, organisation=waiting.household.contracts.get().supplier), by=leader,
        )  # fmt: skip
    browser = as_user(leader)

    with django_assert_num_queries(16):
        browser.get(url_of(waiting))
