"""Lists through a real browser, a real server and a real worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.demo import DEMO_PASSWORD
from tests.signals_intake.sample_city import (
    MONTHS,
    SAMPLES,
    as_of,
    assert_month_is_true,
    file_of,
    lists_by_worker,
    make_city,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

UPLOADERS = {"kade": "peter", "oost": "hans", "rivier": "noor"}
PHONE = {"width": 390, "height": 844}
UPLOAD = "form[action$='/deliveries/upload']"
CONFIRM = "form[action$='/confirm'] button"


@pytest.fixture
def signed_in(live_server, celery_worker_process, new_context) -> Callable[..., Page]:
    """Sign somebody of the demo city in by the form; whatever the console complains of fails the test."""
    make_city()
    complaints: list[str] = []

    def sign_in(first_name: str, **context: object) -> Page:
        page = new_context(base_url=live_server.url, viewport=PHONE, **context).new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/account/login")
        page.fill("[name=login]", f"{first_name}@demo.example.org")
        page.fill("[name=password]", DEMO_PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/" not in url)
        return page

    yield sign_in
    refused = [line for line in complaints if "422" not in line]
    assert refused == []


def choose(page: Page, month: str, supplier: str) -> None:
    """Choose the file of a month and have it checked; one that says no date gets it from the form."""
    page.goto("/signals/deliveries")
    page.set_input_files(f"{UPLOAD} [type=file]", file_of(month, supplier))
    if supplier == "rivier":
        if page.locator(f"{UPLOAD} details").count():
            page.click(f"{UPLOAD} summary")
        page.fill(f"{UPLOAD} [name=as_of]", as_of(month).isoformat())
    page.click(f"{UPLOAD} [type=submit]")
    page.wait_for_url("**/deliveries/*-*")


def processed(page: Page) -> None:
    expect(page.locator(".notice--positive")).to_be_visible(timeout=20_000)


def assert_accessible(page: Page) -> None:
    results = Axe().run(page, options={"preload": False})  # it would look for the imported sheets beside the page
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.assurance
def test_eighteen_lists_uploaded_month_by_month_give_exactly_the_lists_of_the_truth(signed_in):
    pages = {supplier: signed_in(name) for supplier, name in UPLOADERS.items()}

    for month in MONTHS:
        for supplier, page in pages.items():
            choose(page, month, supplier)
            page.click(CONFIRM)
        for page in pages.values():
            processed(page)
        lists_by_worker(month)
        assert_month_is_true(month)


@pytest.mark.assurance
def test_a_list_is_walked_from_file_to_answers_and_every_page_is_accessible(signed_in):
    page = signed_in("peter")
    page.goto("/signals/deliveries")
    assert_accessible(page)
    page.set_input_files(f"{UPLOAD} [type=file]", SAMPLES / "truth.json")
    expect(page.locator(".dropzone__file")).to_contain_text("truth.json")
    page.click(f"{UPLOAD} [type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    choose(page, "2026-05", "kade")
    assert_accessible(page)
    page.click(CONFIRM)
    processed(page)
    assert_accessible(page)
    page.goto("/signals/answers")
    assert_accessible(page)
    page.goto("/signals/answers/excluded")
    assert_accessible(page)


def test_a_list_is_delivered_without_javascript(signed_in):
    page = signed_in("hans", java_script_enabled=False)

    choose(page, "2026-04", "oost")
    page.click(CONFIRM)

    processed(page)


@pytest.mark.assurance
@pytest.mark.parametrize("first_name", ["ingrid", "victor"])
def test_who_looks_on_finds_an_accessible_page(signed_in, first_name):
    page = signed_in(first_name)

    page.goto("/signals/deliveries")

    assert_accessible(page)


def test_another_corporation_sees_nothing_of_a_list(signed_in):
    page, other = signed_in("peter"), signed_in("noor")
    choose(page, "2026-04", "kade")

    answer = other.request.get(page.url)

    assert answer.status == 404
    other.goto("/signals/deliveries")
    assert "2026-04-kade.csv" not in other.content()
