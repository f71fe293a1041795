"""Lists from file to figures, in a browser that runs no scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from accounts.enums import JobState, Role
from accounts.models import User
from accounts.scope import JOB, scope
from common import dates
from signals_intake.enums import Decision, DeliveryState, DepartureReason
from signals_intake.models import ArrearsList, Delivery, ListEntry, Review
from signals_intake.services.review import decide
from tests.browser.city import HOUSE, ONE_OF_EACH, finish
from tests.signals_intake.sample_city import file_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROWS = "main tbody tr"
SHOW = "main form:has(select) button[type=submit]"

pytestmark = pytest.mark.assurance


def chosen(page: Page) -> dict[str, list[str]]:
    """Give what the address says was asked for."""
    return parse_qs(urlsplit(page.url).query)


def newest_review() -> Review:
    with scope(JOB):
        reviews = Review.objects.select_related("supplier", "arrears_list")
        return reviews.filter(supplier__code=HOUSE, closed_at=None).latest("arrears_list__as_of")


def decide_all(review: Review) -> None:
    """Let nobody of the meeting wait for a decision."""
    with scope(JOB):
        consultant = User.objects.get(email=ONE_OF_EACH[Role.HOUSING_CONSULTANT].email)
        for entry in ListEntry.objects.in_review(review).undecided():
            decide(entry=entry, decision=Decision.NONE, reason=DepartureReason.SMALL, by=consultant, review=review)


def test_a_list_is_checked_and_thrown_away(signed_in, tmp_path):
    lines = file_of("2026-03", HOUSE).read_bytes().splitlines(keepends=True)
    part = tmp_path / "twenty.csv"
    part.write_bytes(b"".join(lines[:21]))
    page = signed_in(Role.UPLOADER)
    page.goto("/signals/deliveries")
    page.set_input_files("input[type=file]", part)
    page.fill("input[name=as_of]", dates.today().isoformat())
    page.click("form[enctype] button")

    page.wait_for_url("**/deliveries/*-*")
    expect(page.locator("form[action$='/confirm'] button")).to_contain_text("20")
    page.click("form[action$='/discard'] button")

    page.wait_for_url("**/signals/deliveries")
    expect(page.locator("#messages .notice--positive")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("twenty.csv")
    with scope(JOB):
        assert not Delivery.objects.filter(file_name="twenty.csv").exists()


def test_a_list_that_failed_is_tried_again_and_its_page_looks_by_itself(signed_in):
    page = signed_in(Role.UPLOADER)
    with scope(JOB):
        failed = Delivery.objects.get(supplier__code=HOUSE, state=DeliveryState.QUEUED, job__state=JobState.FAILED)
    page.goto(f"/signals/deliveries/{failed.uuid}")

    page.click("[role=alert] form[action$='/confirm'] button")
    expect(page.locator("#progress")).to_be_visible()
    with scope(JOB):
        job = Delivery.objects.select_related("job").get(pk=failed.pk).job
    finish(job)

    expect(page.locator("main .notice--positive")).to_be_visible(timeout=20_000)


def test_lists_are_asked_for_and_found_at_a_later_look(signed_in):
    page = signed_in(Role.TEAM_LEADER)
    page.goto("/signals/lists")
    page.fill("input[name=as_of]", dates.today().isoformat())
    page.click("form[action$='/lists/make'] button")

    with scope(JOB):
        asked = ArrearsList.objects.select_related("job").get(as_of=dates.today())
    expect(page.locator("#messages .notice--positive")).to_be_visible()
    expect(page.locator(f"a[href$='/lists/{asked.uuid}']")).to_have_count(0)
    page.click(f"{ROWS} a[href='/signals/lists']")
    expect(page.locator(f"{ROWS} a[href='/signals/lists']")).to_have_count(1)
    finish(asked.job)
    page.click(f"{ROWS} a[href='/signals/lists']")

    page.click(f"{ROWS} a[href$='/lists/{asked.uuid}']")
    expect(page.locator(ROWS).first).to_be_visible()


def test_both_organisations_join_a_meeting_and_sign(signed_in):
    review = newest_review()
    decide_all(review)
    for role in (Role.TEAM_LEADER, Role.HOUSING_CONSULTANT):
        page = signed_in(role)
        page.goto(f"/signals/lists/reviews/{review.uuid}")

        page.click("form[action$='/join'] button")
        expect(page.locator("#review-toolbar")).to_contain_text(ONE_OF_EACH[role].name)
        expect(page.locator("form[action$='/join']")).to_have_count(0)
        page.click("#sign-off form button")
        expect(page.locator("#sign-off")).to_contain_text(ONE_OF_EACH[role].name)
        expect(page.locator("#sign-off form")).to_have_count(0)

    expect(page.locator("main .notice--positive").first).to_be_visible()
    with scope(JOB):
        assert Review.objects.get(pk=review.pk).closed_at is not None


def test_a_list_is_narrowed_down(signed_in):
    page = signed_in(Role.TEAM_LEADER)
    page.goto("/signals/lists")
    page.click(f"{ROWS} th a >> nth=-1")
    page.click("nav .chip[href*='outcome=listed'] >> nth=0")
    page.select_option("[name=stage]", "two_month")
    page.select_option("[name=supplier]", HOUSE)
    page.click(SHOW)

    assert chosen(page) == {"outcome": ["listed"], "stage": ["two_month"], "supplier": [HOUSE]}
    expect(page.locator("[name=stage]")).to_have_value("two_month")
    rows = page.locator("[aria-labelledby=rows] tbody tr")
    assert {*rows.locator("td:nth-child(3)").all_inner_texts()} == {"2"}
    assert {words.split()[0] for words in rows.locator("td:nth-child(2)").all_inner_texts()} == {"Rivierwonen"}


def test_answers_are_narrowed_down_to_one_and_a_month(signed_in):
    page = signed_in(Role.UPLOADER)
    page.goto("/signals/answers")
    month = page.locator("[name=month] option").nth(3).get_attribute("value")
    page.select_option("[name=answer]", "not_picked_up_other")
    page.select_option("[name=month]", month)
    page.click(SHOW)

    assert chosen(page) == {"answer": ["not_picked_up_other"], "month": [month]}
    named = page.locator("[name=answer] option:checked").inner_text()
    answers = page.locator(f"{ROWS} td:nth-child(4)").all_inner_texts()
    assert {answer.strip().lower() for answer in answers} == {named}
    assert len({*page.locator(f"{ROWS} td:nth-child(3)").all_inner_texts()}) == 1


def test_figures_are_narrowed_down_to_a_corporation_and_refuse_a_period_that_ends_before_it_begins(signed_in):
    page = signed_in(Role.MANAGER)
    page.goto("/figures/")
    page.select_option("[name=supplier]", HOUSE)
    page.click(SHOW)
    expect(page.locator("main .page-header, header.page-header").first).to_contain_text("Rivierwonen")

    months = [option.get_attribute("value") for option in page.locator("[name=since] option").all()]
    page.select_option("[name=since]", months[0])
    page.select_option("[name=until]", months[3])
    page.click(SHOW)

    expect(page.locator(".error-summary a")).to_have_attribute("href", "#id_until")
    expect(page.locator("[name=until]")).to_have_value(months[3])
