"""The meeting in a real browser, with the keyboard alone."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.scope import AGENCY, scope
from signals_intake.models import ReviewDecision
from tests.factories.accounts import PASSWORD, UserFactory, person
from tests.signals_intake.test_review import Meeting


def test_a_meeting_goes_by_keyboard_from_row_to_row(live_server, page):
    with scope(AGENCY):
        meeting = Meeting()
        rows = [meeting.entry() for _ in range(3)]
        leader = person(Role.TEAM_LEADER, team=meeting.team, user=UserFactory(password=PASSWORD))
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto(live_server.url + reverse("account_login"))
    page.locator("input[name=login]").fill(leader.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + "/")
    page.goto(live_server.url + reverse("signals_intake:review", args=[meeting.review.uuid]))
    page.locator("#review-toolbar").get_by_text(leader.name).wait_for()

    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.locator(f"#row-{rows[1].uuid}.review--open").wait_for()

    page.keyboard.press("3")
    page.keyboard.press("Enter")
    reason = page.locator(f"#row-{rows[1].uuid} .field--error select")
    reason.select_option("small")
    page.locator(f"#row-{rows[1].uuid} button[type=submit]").press("Enter")
    page.locator(f"#row-{rows[2].uuid}.review--open").wait_for()

    expect(page.locator("#discussed")).to_have_attribute("value", "2")
    assert page.locator(".review--open").count() == 1
    assert page.evaluate("document.activeElement.value") == "visit"
    with scope(AGENCY):
        made = dict(ReviewDecision.objects.values_list("entry__uuid", "decision"))
    assert made == {rows[0].uuid: "visit", rows[1].uuid: "none"}
    assert refused == []


def test_the_last_decision_brings_the_button_to_sign(live_server, page):
    with scope(AGENCY):
        meeting = Meeting()
        meeting.entry()
        leader = person(Role.TEAM_LEADER, team=meeting.team, user=UserFactory(password=PASSWORD))
    page.goto(live_server.url + reverse("account_login"))
    page.locator("input[name=login]").fill(leader.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + "/")
    page.goto(live_server.url + reverse("signals_intake:review", args=[meeting.review.uuid]))

    page.keyboard.press("Enter")
    page.locator("#sign-off button[type=submit]").click()

    page.locator("#sign-off").get_by_text(leader.name).wait_for()
