from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import Circumstance, ContactKind, Stage
from cases.services.circumstance import end_circumstance, mark_circumstance
from cases.services.contact import log_attempt
from cases.services.task import promise
from cases.services.warning import pin_warning
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory, duo_of

DAY = reverse("visits:day")


def stops_for(browser):
    return list(browser.get(DAY).context["stops"])


def plan(case, owner, *, days=0, is_visit=True):
    return promise(
        case=case,
        what="Samen de post openen",
        due_on=dates.today() + timedelta(days=days),
        owner=owner,
        by=owner,
        is_visit=is_visit,
    )


def tried(case, by):
    return log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now() - timedelta(days=2), reached=False, by=by)


def test_a_case_that_just_got_its_duo_is_on_the_day_list_of_both(as_user, alice, partner, case):
    assert [stops_for(as_user(user)) for user in (alice, partner)] == [[case], [case]]


def test_once_tried_a_case_leaves_until_its_next_visit(as_user, alice, case):
    tried(case, alice)

    assert stops_for(as_user(alice)) == []


@pytest.mark.parametrize(("days", "on_the_list"), [(-3, True), (0, True), (1, False)])
def test_a_visit_is_on_the_list_from_its_day_on(as_user, alice, case, days, on_the_list):
    tried(case, alice)
    plan(case, alice, days=days)

    assert bool(stops_for(as_user(alice))) is on_the_list


def test_a_promise_that_is_no_visit_is_not_a_door(as_user, alice, case):
    tried(case, alice)
    plan(case, alice, is_visit=False)

    assert stops_for(as_user(alice)) == []


def test_what_waits_longest_comes_first(as_user, alice, partner, team, case):
    other, fresh = [CaseFactory(team=team, duo=[alice, partner]) for _ in range(2)]
    for late, days in [(case, 0), (other, -4)]:
        tried(late, alice)
        plan(late, alice, days=days)

    assert stops_for(as_user(alice)) == [other, case, fresh]


def test_a_partner_goes_along_to_the_visit_of_the_colleague_without_its_words(as_user, alice, partner, case):
    tried(case, alice)
    plan(case, alice)

    response = as_user(partner).get(DAY)

    assert list(response.context["stops"]) == [case]
    assert "Samen de post openen" not in response.content.decode()


def test_other_duos_are_not_on_the_list(as_user, alice, team, case):
    CaseFactory(team=team, duo=duo_of(team))

    assert stops_for(as_user(alice)) == [case]


def test_a_phone_can_call_and_find_the_door(as_user, alice, case):
    page = as_user(alice).get(DAY).content.decode()

    assert 'href="tel:0612345678"' in page
    assert "geo:0,0?q=Pretoriusstraat%20" in page


def test_who_asked_not_to_be_visited_is_named_on_the_list_of_both(as_user, alice, partner, case):
    assert "pinned" not in as_user(alice).get(DAY).content.decode()
    known = mark_circumstance(household=case.household, kind=Circumstance.DO_NOT_VISIT, note="Nachtdienst", by=alice)

    pages = [as_user(user).get(DAY).content.decode() for user in (alice, partner)]

    assert [(page.count("pinned"), "Nachtdienst" in page, "button--large" in page) for page in pages] == [
        (1, False, False)
    ] * 2
    end_circumstance(circumstance=known, by=alice)
    assert "pinned" not in as_user(alice).get(DAY).content.decode()


def test_a_light_contact_is_not_a_visit(as_user, alice, partner, team):
    CaseFactory(team=team, stage=Stage.LIGHT_CONTACT, duo=[alice, partner])

    assert as_user(alice).get(DAY).content.decode().count("Licht contact") == 1


def test_doors_done_today_stay_in_sight(as_user, alice, case):
    log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, by=alice)

    response = as_user(alice).get(DAY)

    assert (response.context["stops"], len(response.context["done"])) == ([], 1)
    assert "stop--done" in response.content.decode()


@pytest.mark.parametrize("role", [Role.UPLOADER, Role.MANAGER, Role.TEAM_ASSISTANT])
def test_other_roles_have_no_day_list(as_user, db, role):
    assert as_user(person(role)).get(DAY).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_day_list_costs_the_same_for_any_number_of_doors(
    as_user, alice, partner, team, number, django_assert_num_queries
):
    for _ in range(number):
        with fixed_today(dates.today() - timedelta(days=9)):
            case = CaseFactory(team=team, duo=[alice, partner])
        plan(case, alice)
        pin_warning(case=case, text="Hond achter de deur", by=alice)
        plan(CaseFactory(team=team, duo=[alice, partner]), alice, days=2)
        done = CaseFactory(team=team, duo=[alice, partner])
        log_attempt(case=done, kind=ContactKind.VISIT, at=dates.now(), reached=True, by=alice)
    browser = as_user(alice)

    with django_assert_num_queries(15):
        browser.get(DAY)
