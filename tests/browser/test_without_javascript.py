"""What a case needs from review to its last promise, in a browser that runs no scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.enums import ReadReason, Role
from accounts.models import ReadLog
from accounts.scope import JOB, scope
from cases.enums import Stage
from cases.models import Case, ContactAttempt
from tests.browser.city import ONE_OF_EACH

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.assurance
SAVE = "main form button[type=submit]"


def choose(page: Page, name: str, value: str) -> None:
    page.click(f"label:has([name={name}][value='{value}'])")


def unfold(page: Page, part: str) -> None:
    """Open what stands under *More*, if anything does."""
    for fold in page.locator(f"[aria-labelledby={part}] summary").all():
        fold.click()


def own_case(role: Role, **having: object) -> Case:
    """Give an open case that whoever holds the role helps with."""
    with scope(JOB):
        helped = Case.objects.open().filter(workers__user__email=ONE_OF_EACH[role].email, **having).order_by("pk")
        return helped.select_related("household").prefetch_related("household__people").first()


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

    page.locator("label:has([name=agency_worker])").first.click()
    page.locator("label:has([name=house_worker])").last.click()  # a colleague may be both
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
    uuid = own_case(Role.DEBT_COUNSELLOR, stage=Stage.GUIDANCE).uuid

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


def test_a_visit_with_something_wrong_keeps_what_was_written(signed_in):
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/visits/{own_case(Role.DEBT_COUNSELLOR).uuid}/log")

    page.fill("[name=story]", "De buurvrouw doet haar post.")
    page.select_option("[name=kind]", "phone")
    choose(page, "present", "tenant")
    choose(page, "next_step", "other")
    page.fill("[name=promise]", "Met de gemeente bellen")
    page.click(SAVE)

    expect(page.locator(".error-summary a")).to_have_attribute("href", re.compile("^#id_reached"))
    expect(page.locator("[name=story]")).to_have_value("De buurvrouw doet haar post.")
    expect(page.locator("[name=kind]")).to_have_value("phone")
    expect(page.locator("[name=promise]")).to_have_value("Met de gemeente bellen")
    expect(page.locator("[name=present][value=tenant]")).to_be_checked()
    expect(page.locator("[name=next_step][value=other]")).to_be_checked()


def test_a_promise_is_made_at_the_door_found_at_home_and_ticked_off_in_the_case(signed_in):
    page = signed_in(Role.DEBT_COUNSELLOR)
    case = own_case(Role.DEBT_COUNSELLOR)
    page.goto(f"/visits/{case.uuid}/log")
    page.select_option("[name=kind]", "phone")
    choose(page, "reached", "no")
    choose(page, "next_step", "other")
    page.fill("[name=promise]", "Met de gemeente bellen")
    choose(page, "when", "tomorrow")
    page.click(SAVE)
    page.wait_for_url("**/visits/")

    page.goto("/")
    unfold(page, "promised")
    page.click("[aria-labelledby=promised] a:has-text('Met de gemeente bellen')")
    unfold(page, "promise")
    page.click("[aria-labelledby=promise] .line:has-text('Met de gemeente bellen') button")

    expect(page.locator("[aria-labelledby=promise]")).not_to_contain_text("Met de gemeente bellen")
    with scope(JOB):
        assert case.tasks.get(what="Met de gemeente bellen").done_at is not None
    page.goto("/")
    expect(page.locator("[aria-labelledby=promised]")).not_to_contain_text("Met de gemeente bellen")


def test_the_case_of_somebody_else_opens_after_a_reason(signed_in):
    page = signed_in(Role.MANAGER)
    case = own_case(Role.DEBT_COUNSELLOR)

    assert page.goto(f"/cases/{case.uuid}").status == 403
    expect(page.locator("body")).not_to_contain_text(case.household.name)
    page.click(SAVE)
    expect(page.locator(".error-summary")).to_be_visible()
    choose(page, "reason", ReadReason.DUTY)
    page.fill("[name=explanation]", "Steekproef")
    page.click(SAVE)

    page.wait_for_url(f"**/cases/{case.uuid}")
    expect(page.locator("h1")).to_have_text(case.household.name)
    with scope(JOB):
        assert ReadLog.objects.get(user__email=ONE_OF_EACH[Role.MANAGER].email).explanation == "Steekproef"


def test_a_forgotten_password_is_replaced_by_way_of_the_mail(city, new_context, mailoutbox):
    page = new_context(base_url=city, java_script_enabled=False).new_page()
    email = ONE_OF_EACH[Role.FUNDER].email
    page.goto("/account/login")
    page.click("a[href='/account/password/reset']")
    page.fill("[name=email]", email)
    page.click(SAVE)
    page.wait_for_url("**/account/password/reset/sent")

    page.goto(re.search(r"http\S+/reset/key/\S+", mailoutbox[0].body).group())
    for field in ("password1", "password2"):
        page.fill(f"[name={field}]", "een-nieuw-begin-2026")
    page.click(SAVE)
    page.wait_for_url("**/key/done")

    page.click("a[href='/account/login']")
    page.fill("[name=login] >> visible=true", email)
    page.fill("[name=password] >> visible=true", "een-nieuw-begin-2026")
    page.click(".login__form > form.stack button")
    page.wait_for_url("/")


def test_a_menu_opens_and_the_language_changes(signed_in):
    page = signed_in(Role.MANAGER)

    page.click(".account > summary")
    page.click(".account button[name=language]")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click(".account > summary")
    page.click(".account form[action='/account/logout'] button")
    page.wait_for_url("**/account/login**")


def test_a_note_is_written_in_the_file_and_what_is_going_on_is_said(signed_in):
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/cases/{own_case(Role.DEBT_COUNSELLOR).uuid}")

    page.click(".composer button")
    expect(page.locator(".composer .field__error")).to_be_visible()
    page.fill(".composer [name=text]", "Belde haar zus")
    page.select_option(".composer [name=visibility]", "private")
    page.click(".composer button")
    note = page.locator(".timeline__item:has-text('Belde haar zus')")
    expect(note.locator(".badge")).to_have_text("Alleen de schrijver en de teamleider")
    note.locator("a").click()
    page.fill("[name=text]", "Belde haar zus Karin")
    page.click(SAVE)
    expect(note).to_contain_text("Belde haar zus Karin")

    page.click("a[href$='/story']")
    page.fill("textarea[name=need]", "Ik wil hier blijven wonen")
    page.fill("textarea[name=situation]", "Loon gestopt sinds november")
    page.click(SAVE)
    expect(page.locator(".own-words")).to_contain_text("Ik wil hier blijven wonen")
    expect(page.locator(".our-words")).to_contain_text("Loon gestopt sinds november")


# --- what is good to know about a household


@pytest.fixture
def good_to_know(signed_in) -> Page:
    """The page of a case in guidance, found by its link in the file."""
    email = ONE_OF_EACH[Role.DEBT_COUNSELLOR].email
    with scope(JOB):
        free = Case.objects.filter(household__circumstances=None, household__consents=None)
        cases = free.filter(stage=Stage.GUIDANCE, workers__user__email=email)
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

    page.click("a[href$='/consents']")
    choose(page, "purpose", "knows")
    page.click("form:has([name=purpose]) button[type=submit]")
    expect(page.locator("form[action$='/withdraw']")).to_have_count(1)
    page.click("form[action$='/withdraw'] button")

    expect(page.locator("form[action$='/withdraw']")).to_have_count(0)
    with scope(JOB):
        case = Case.objects.get(uuid=page.url.split("/")[-2])
        assert [consent.withdrawn_by.email for consent in case.household.consents.all()] == [
            ONE_OF_EACH[Role.DEBT_COUNSELLOR].email
        ]
