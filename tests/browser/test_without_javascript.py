"""What a case needs from review to visit, in a browser that runs no scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.scope import JOB, scope
from cases.enums import Stage
from cases.models import Case, ContactAttempt
from tests.browser.city import ONE_OF_EACH, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

SAVE = "main form button[type=submit]"


@pytest.fixture
def signed_in(city, new_context) -> Callable[[Role], Page]:
    """Sign somebody in who holds the role, on a phone."""
    phone = {"width": 390, "height": 844}

    def sign(role: Role) -> Page:
        context = new_context(base_url=city, viewport=phone, java_script_enabled=False)
        return sign_in(context, ONE_OF_EACH[role])

    return sign


def choose(page: Page, name: str, value: str) -> None:
    page.click(f"label:has([name={name}][value='{value}'])")


def test_a_decision_of_the_meeting_is_saved_and_the_next_household_opens(signed_in):
    page = signed_in(Role.HOUSING_CONSULTANT)
    page.goto("/signals/lists")
    page.locator("main a[href*='/reviews/']").first.click()
    before = page.locator(".review--open").get_attribute("id")

    choose(page, "decision", "none")
    page.locator(".review--open select[name=reason]").select_option("small")
    page.click(".review--open button[type=submit]")

    expect(page.locator(".review--open")).not_to_have_id(before)
    expect(page.locator(f"#{before} .review__by")).to_contain_text(ONE_OF_EACH[Role.HOUSING_CONSULTANT].name)


def test_a_duo_is_chosen(signed_in):
    page = signed_in(Role.TEAM_LEADER)
    page.locator("main a[href$='/assign']").first.click()
    uuid = page.url.split("/")[-2]

    for field in ("agency_worker", "house_worker"):
        page.locator(f"label:has([name={field}])").first.click()
    page.click(SAVE)

    expect(page.locator(".notice--positive, .toast, [role=status]").first).to_be_visible()
    with scope(JOB):
        assert Case.objects.get(uuid=uuid).workers.current().count() == 2


def test_a_visit_is_logged_with_three_answers_and_what_is_missing_is_named(signed_in):
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto("/visits/")
    page.locator("main a[href$='/log']").first.click()
    uuid = page.url.split("/")[-2]
    with scope(JOB):
        before = ContactAttempt.objects.filter(case__uuid=uuid).count()

    page.click(SAVE)
    expect(page.locator(".error-summary")).to_be_visible()
    choose(page, "reached", "no")
    choose(page, "next_step", "visit")
    page.click(SAVE)

    page.wait_for_url("**/visits/")
    with scope(JOB):
        assert ContactAttempt.objects.filter(case__uuid=uuid).count() == before + 1


def test_somebody_is_added_to_the_network_and_a_case_moves_on(signed_in):
    page = signed_in(Role.DEBT_COUNSELLOR)
    with scope(JOB):
        case = Case.objects.filter(stage=Stage.GUIDANCE, workers__user__email=ONE_OF_EACH[Role.DEBT_COUNSELLOR].email)
        uuid = case.first().uuid

    page.goto(f"/network/{uuid}")
    page.fill("[name=name]", "Fatima")
    page.fill("[name=relation]", "zus")
    page.click(SAVE)
    expect(page.locator(".lines")).to_contain_text("Fatima")
    page.goto(f"/cases/{uuid}/move")
    choose(page, "stage", "monitoring")
    page.click(SAVE)

    page.wait_for_url(f"**/cases/{uuid}")
    with scope(JOB):
        assert Case.objects.get(uuid=uuid).stage == Stage.MONITORING


def test_a_menu_opens_and_the_language_changes(signed_in):
    page = signed_in(Role.MANAGER)

    page.click(".account > summary")
    page.click(".account button[name=language]")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click(".account > summary")
    page.click(".account form[action='/account/logout'] button")
    page.wait_for_url("**/account/login**")


# --- what is good to know about a household


@pytest.fixture
def good_to_know(signed_in) -> Page:
    """The page of a case in guidance, found by its link in the file."""
    email = ONE_OF_EACH[Role.DEBT_COUNSELLOR].email
    with scope(JOB):
        cases = Case.objects.filter(stage=Stage.GUIDANCE, workers__user__email=email, household__circumstances=None)
        uuid = cases.first().uuid
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/cases/{uuid}")
    page.click("a[href$='/circumstances']")
    return page


def test_a_circumstance_is_noted_named_once_and_ended(good_to_know):
    page, save = good_to_know, "form:has([name=kind]) button[type=submit]"

    for _ in range(2):
        choose(page, "kind", "do_not_visit")
        page.fill("[name=note]", "Bel na vieren")
        page.click(save)
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=note]")).to_have_value("Bel na vieren")
    expect(page.locator("form[action$='/end']")).to_have_count(1)

    page.click(".page-header a")
    expect(page.locator(".pinned")).to_contain_text("Bel na vieren")
    page.click("a[href$='/circumstances']")
    page.click("form[action$='/end'] button")
    expect(page.locator("form[action$='/end']")).to_have_count(0)


def test_consent_is_given_and_taken_back(good_to_know):
    page = good_to_know

    page.click("form[action$='/give'] button")
    expect(page.locator("form[action$='/withdraw']")).to_have_count(1)
    page.click("form[action$='/withdraw'] button")

    expect(page.locator("form[action$='/give']")).to_have_count(1)
    with scope(JOB):
        case = Case.objects.get(uuid=page.url.split("/")[-2])
        assert [consent.withdrawn_by.email for consent in case.household.consents.all()] == [
            ONE_OF_EACH[Role.DEBT_COUNSELLOR].email
        ]
