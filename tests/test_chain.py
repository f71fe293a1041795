"""One row of an arrears list walks to the front door and back: six people, a real browser, worker, broker and database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.demo import DEMO_PASSWORD
from accounts.scope import JOB, scope
from cases.models import Case
from signals_intake.enums import Answer
from signals_intake.models import ListEntry, Review, Signal
from tests.signals_intake.sample_city import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SAMPLES = Path(__file__).parent / "data" / "arrears"
STORY = "Schoenendoos met post samen gesorteerd"
PHONE = {"width": 390, "height": 844}


class People:
    """Each in a browser window of their own, signed in through the sign-in page."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.pages: dict[str, Page] = {}

    def __call__(self, name: str, **window: object) -> Page:
        if name not in self.pages:
            page = self.browser.new_context(base_url=self.address, **window).new_page()
            page.set_default_timeout(20_000)
            page.goto("/account/login")
            page.locator("input[name=login]:visible").fill(f"{name}@demo.example.org")
            page.locator("input[name=password]:visible").fill(DEMO_PASSWORD)
            page.locator("input[name=password]:visible").press("Enter")
            page.wait_for_url("/")
            self.pages[name] = page
        return self.pages[name]


@pytest.fixture
def people(browser, live_server, celery_worker_process) -> People:
    call_command("seed_demo", "--no-signals")
    call_command("load_addresses", str(SAMPLES / "addresses.csv"))
    return People(browser, live_server.url)


def test_a_row_walks_to_the_front_door_and_its_answer_back(people):
    deliver(people("peter"), "2026-05-kade.csv")
    make_lists(people("ingrid"), "2026-05-01")
    entry, review = household_of_team_oost()
    decide(people("marleen"), review, entry)
    sees_only_who_goes_along(people("marleen"), review, entry)
    case = assign(people("ingrid"), entry)
    log_visit(people("samira", viewport=PHONE), case)
    reads_the_answer_alone(people("peter"), entry)
    reads_figures(people("farid"))
    sees_nothing_of_it(people("noor"), entry)


def deliver(page: Page, name: str) -> None:
    page.goto("/signals/deliveries")
    page.locator("input[type=file]").set_input_files(SAMPLES / name)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url(re.compile("/signals/deliveries/[0-9a-f-]{36}"))
    expect(page.locator("main")).to_contain_text("80")
    page.locator("form[action$='/confirm'] button").click()
    expect(page.locator(".steps__item[aria-current=step]")).to_have_count(1)
    page.locator("a[href$='rejected.csv']").wait_for()


def make_lists(page: Page, day: str) -> None:
    page.goto("/signals/lists")
    page.locator("input[name=as_of]").fill(day)
    page.locator("form[action$='/lists/make'] button").click()
    page.locator("main table a[href*='/signals/lists/']").first.wait_for()


def household_of_team_oost() -> tuple[ListEntry, Review]:
    with scope(JOB):
        entries = ListEntry.objects.filter(stage="three_month", team__name="Oost")
        entry = entries.select_related("household__dwelling").prefetch_related("household__people").first()
        assert entry is not None
        assert entry.household.name
        return entry, Review.objects.get(supplier__code="kade")


def decide(page: Page, review: Review, entry: ListEntry) -> None:
    """The housing consultant decides; the keyboard is enough."""
    page.goto(f"/signals/lists/reviews/{review.uuid}?row={entry.uuid}#row-{entry.uuid}")
    row = page.locator(f"#row-{entry.uuid}")
    expect(row.locator("input[value=visit]")).to_be_checked()
    row.locator("form button[type=submit]").click()
    expect(page.locator("#discussed")).to_have_attribute("value", "1")


def sees_only_who_goes_along(page: Page, review: Review, entry: ListEntry) -> None:
    page.goto(f"/signals/lists/reviews/{review.uuid}?row={entry.uuid}")
    agency = page.locator(f"[aria-labelledby='agency-{entry.uuid}']")
    expect(agency).to_be_visible()
    assert agency.locator("dt").count() <= 1


def assign(page: Page, entry: ListEntry) -> Case:
    with scope(JOB):
        case = Case.objects.get(household=entry.household)
    page.goto("/cases/")
    page.locator(f"a[href='/cases/{case.uuid}/assign']").first.click()
    for name in ("Samira El Idrissi", "Marleen Kok"):
        page.locator("label", has_text=name).first.click()
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url(lambda url: "assign" not in url)
    return case


def log_visit(page: Page, case: Case) -> None:
    page.goto("/visits/")
    page.locator(f"a[href='/visits/{case.uuid}/log']").first.click()
    for name, value in {"door": "flat", "reached": "yes", "present": "tenant", "outcome": "wants_to_talk"}.items():
        choose(page, name, value)
    page.locator("[name=story]").fill(STORY)
    page.locator("label:has([name=next_step])").first.click()
    page.locator("main form.visit button[type=submit]").click()
    page.wait_for_url(lambda url: "/log" not in url)


def choose(page: Page, name: str, value: str) -> None:
    page.click(f"label:has([name={name}][value={value}])")


def reads_the_answer_alone(page: Page, entry: ListEntry) -> None:
    def answered() -> bool:
        with scope(JOB):
            return Signal.objects.filter(household=entry.household, answer=Answer.REACHED_HELP).exists()

    wait_for(answered)
    page.goto(f"/signals/answers?answer={Answer.REACHED_HELP}")
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main")).to_contain_text(str(entry.household.dwelling))
    assert STORY not in page.content()
    assert page.request.get(f"/cases/{Case.objects.get(household=entry.household).uuid}").status == 404


def reads_figures(page: Page) -> None:
    """Steps of fewer than five households are not shown to a manager; the others are, beside what they are out of."""
    page.goto("/figures/?since=2026-05&until=2026-05")
    with scope(JOB):
        reported = Signal.objects.values("household").distinct().count()
    expect(page.locator(".funnel").first).to_contain_text(str(reported))
    expect(page.locator(".funnel").last).to_contain_text("80")


def sees_nothing_of_it(page: Page, entry: ListEntry) -> None:
    for address in ("/", "/signals/deliveries", "/signals/answers", "/signals/answers/excluded"):
        page.goto(address)
        assert entry.household.name not in page.content()
        assert str(entry.household.dwelling) not in page.content()
