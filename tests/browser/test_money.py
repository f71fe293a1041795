"""A shoebox of papers at the kitchen table, with a phone that runs no scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.scope import JOB, scope
from cases.enums import Stage
from cases.models import Case
from common import dates
from tests.browser.city import ONE_OF_EACH
from tests.browser.test_without_javascript import choose

pytestmark = pytest.mark.assurance


@pytest.fixture
def case(city) -> Case:
    """A case of the debt counsellor's in which money was not talked about yet."""
    email = ONE_OF_EACH[Role.DEBT_COUNSELLOR].email
    with scope(JOB):
        own = Case.objects.open().exclude(stage=Stage.CONTACT).filter(workers__user__email=email, creditors=None)
        return own.filter(debt_steps=None).order_by("pk").first()


def test_shoebox_of_papers(signed_in, case):
    """Eropaf-laboratorium 2011, story 1: the talk comes first and nothing else is asked; the box can wait a day."""
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/visits/{case.uuid}/presence")
    page.fill("[name=story]", "Vooral over vroeger gepraat, de doos bleef dicht")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**/cases/{case.uuid}")
    expect(page.locator("main")).to_contain_text("de doos bleef dicht")
    page.click(".tabs a[href$='/money']")

    box = page.locator("form[action$='/creditors']")
    box.locator("button").click()
    expect(page.locator("[role=alert]").first).to_be_visible()
    box.locator("[name=creditor-0-name]").fill("Stroomhuis")
    box.locator("[name=creditor-0-amount]").fill("1.312,50")
    box.locator("[name=creditor-1-name]").fill("Tandarts")
    box.locator("button").click()
    expect(page.locator("section:has(#creditors) .stats")).to_contain_text("1.312,50")
    page.locator("li:has-text('Tandarts') a").click()
    page.fill("[name=amount]", "veel")
    page.fill("[name=aim]", "€ 10 per maand")
    page.click("main form button[type=submit]")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=aim]")).to_have_value("€ 10 per maand")
    page.fill("[name=amount]", "90")
    page.click("main form button[type=submit]")
    page.locator("li:has-text('Tandarts') button[value=arranged]").click()
    expect(page.locator("li:has-text('Tandarts')")).to_contain_text("€ 10 per maand")

    rent = page.locator("section:has(#income) li:has-text('Huurtoeslag')")
    rent.locator("button[value=applied].chip").click()
    expect(rent).to_contain_text("0 dagen")
    page.locator("section:has(#chain) summary").last.click()
    choose(page, "step-kind", "application")
    page.locator("form[action$='/steps'] button").click()
    expect(page.locator("section:has(#chain)")).to_contain_text("Paspoort of identiteitskaart")

    with scope(JOB):
        told = [(one.name, one.state) for one in case.creditors.order_by("pk")]
        assert told == [("Stroomhuis", "open"), ("Tandarts", "arranged")]
        assert case.income_lines.get().applied_on == dates.today()
        assert case.clocks.filter(kind="debt_decision", stopped_on=None).exists()
