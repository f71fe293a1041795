"""Warnings on a file: who reads them where, and that they are gone in one press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import CloseReason, EntryKind, Visibility
from cases.services.case import CaseAlreadyClosed, close_case
from cases.services.warning import pin_warning, take_off_warning
from common import dates
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory

DOG, TWO = "Hond achter de deur", "Ga met z’n tweeën, niet alleen"


@pytest.fixture
def dog(case, alice):
    return pin_warning(case=case, text=DOG, by=alice)


@pytest.fixture
def inside(case, alice):
    return pin_warning(case=case, text=TWO, visibility=Visibility.CARE, by=alice)


def page_of(case):
    return reverse("cases:warnings", args=[case.uuid])


def off_of(case, warning):
    return reverse("cases:warning_off", args=[case.uuid, warning.uuid])


def pins_of(browser, url):
    """Read the page as far as it pins something: a worker's own note of it on the timeline does not count."""
    return browser.get(url).content.decode().partition("<main")[2].partition('id="course"')[0]


def places_of(case):
    day, log, presence = reverse("visits:day"), "visits:log", "visits:presence"
    return [day, *(reverse(name, args=[case.uuid]) for name in (log, presence, "cases:detail"))]


def test_a_warning_stands_wherever_somebody_looks_before_going_to_the_door(as_user, alice, case, dog):
    assert [DOG in pins_of(as_user(alice), url) for url in places_of(case)] == [True] * 4


def test_whoever_goes_along_reads_what_is_for_the_door_and_nothing_from_inside(
    as_user, alice, partner, case, dog, inside
):
    browser = as_user(partner)

    pages = [pins_of(browser, url) for url in [*places_of(case), page_of(case)]]

    assert [(DOG in page, TWO in page) for page in pages] == [(True, False)] * 5


def test_without_a_choice_whoever_goes_along_reads_it_too(as_user, alice, case):
    page = as_user(alice).get(page_of(case)).context["form"]

    assert page["visibility"].value() == Visibility.CORPORATION


@pytest.mark.parametrize("role", [Role.TEAM_ASSISTANT, Role.TEAM_LEADER])
def test_the_assistant_who_plans_reads_no_more_than_a_partner_and_the_leader_all(
    as_user, team, case, dog, inside, role
):
    page = pins_of(as_user(person(role, team=team)), page_of(case))

    assert (DOG in page, TWO in page) == (True, role == Role.TEAM_LEADER)


def test_a_partner_pins_what_it_saw_for_everybody_and_takes_off_only_that(as_user, alice, partner, case, dog):
    browser = as_user(partner)

    browser.post(page_of(case), {"text": TWO, "visibility": Visibility.CARE})

    mine = case.warnings.get(text=TWO)
    assert (mine.visibility, mine.noted_by) == (Visibility.CORPORATION, partner)
    assert [browser.post(off_of(case, warning)).status_code for warning in (mine, dog)] == [302, 403]
    assert [warning.text for warning in case.warnings.on(dates.today())] == [DOG]


def test_one_press_takes_it_off_the_file_and_leaves_that_it_was_there(as_user, alice, case, dog):
    browser = as_user(alice)

    answer = browser.post(off_of(case, dog), {"next": reverse("cases:detail", args=[case.uuid])})

    assert answer.url == reverse("cases:detail", args=[case.uuid])
    assert DOG not in pins_of(browser, answer.url)
    assert browser.get(page_of(case)).context["before"] == [dog]
    kinds = case.timeline.filter(text=DOG).values_list("kind", flat=True)
    assert set(kinds) == {EntryKind.WARNING, EntryKind.WARNING_GONE}
    assert not take_off_warning(warning=dog, by=alice)


def test_a_warning_with_a_last_day_is_off_from_that_day(as_user, alice, case):
    until = dates.today() + timedelta(days=7)
    browser = as_user(alice)

    browser.post(page_of(case), {"text": DOG, "visibility": Visibility.CORPORATION, "until": until})

    assert DOG in pins_of(browser, reverse("visits:log", args=[case.uuid]))
    with dates.fixed_today(until):
        assert DOG not in pins_of(browser, reverse("visits:log", args=[case.uuid]))


def test_what_was_typed_stays_when_it_is_refused(as_user, alice, case):
    answer = as_user(alice).post(page_of(case), {"text": DOG, "visibility": "care", "until": dates.today()})

    assert (answer.status_code, case.warnings.count()) == (422, 0)
    assert DOG in answer.content.decode()


def test_a_form_that_is_sent_twice_pins_one(case, alice, dog):
    assert pin_warning(case=case, text=f" {DOG} ", by=alice) == dog
    assert case.timeline.filter(kind=EntryKind.WARNING).count() == 1


def test_the_next_case_of_the_same_agency_is_warned_and_another_agency_reads_nothing(
    as_user, alice, stranger, case, dog
):
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)
    with pytest.raises(CaseAlreadyClosed):
        pin_warning(case=case, text=TWO, by=alice)
    again = CaseFactory(household=case.household, team=case.team)
    assert DOG in pins_of(as_user(alice), reverse("cases:detail", args=[again.uuid]))
    close_case(case=again, reason=CloseReason.NOT_REACHED, by=alice)

    elsewhere = CaseFactory(household=case.household, team=stranger.membership.team)

    assert DOG not in pins_of(as_user(stranger), reverse("cases:detail", args=[elsewhere.uuid]))
