"""Stories of a crisis, at a kitchen table with a phone that runs no scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.scope import JOB, scope
from cases.enums import Stage
from cases.models import Case, Crisis, Task
from common import dates
from tests.browser.city import ONE_OF_EACH
from tests.browser.test_without_javascript import SAVE, choose

pytestmark = pytest.mark.assurance


@pytest.fixture
def case(city) -> Case:
    """A case of the debt counsellor's in which nothing ever threatened."""
    email = ONE_OF_EACH[Role.DEBT_COUNSELLOR].email
    with scope(JOB):
        own = Case.objects.open().exclude(stage=Stage.CONTACT).filter(workers__user__email=email, crises=None)
        return own.order_by("pk").first()


def test_judgment_served_last_week_too_late(signed_in, case):
    """Vroeg Eropaf 2008, S1: nothing is packed, and a bag of the supermarket holds the papers."""
    today = dates.today()
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/cases/{case.uuid}")
    page.click("a[href$='/crisis']")
    page.click("a[href$='/crisis/new']")

    page.click(SAVE)
    expect(page.locator(".error-summary")).to_be_visible()
    choose(page, "threat", "eviction")
    page.select_option("[name=legal_stage]", "served")
    page.fill("[name=stage_on]", f"{today - timedelta(days=7)}")
    page.fill("[name=day]", f"{today + timedelta(days=1)}")
    page.click(SAVE)
    expect(page.locator(".countdown")).to_contain_text("Ontruiming over 1 dag")
    bag = page.locator("li:has-text('Papieren: identiteit, verzekering, bank')")
    bag.locator("summary").click()
    bag.locator("[name=note]").fill("Tas van de supermarkt")
    bag.locator("details button[value=done]").click()
    expect(bag).to_contain_text("Tas van de supermarkt")

    page.click("a[href$='/end']")
    choose(page, "reason", "too_late")
    page.click(SAVE)

    expect(page.locator("section:has(#ended)")).to_contain_text("Te laat bekend")
    expect(page.locator("section:has(#after)")).to_contain_text("Waar slapen zij?")
    with scope(JOB):
        crisis = Crisis.objects.get(case=case)
        assert (crisis.end, crisis.lead_days, crisis.case.closed_on) == ("lost", 0, None)


def test_court_ruling_after_a_refusal_asks_again(signed_in, case):
    """Eropaf-laboratorium 2011, story 4: help was refused, then the judge rules, and they are asked again."""
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/cases/{case.uuid}/crisis/new")
    choose(page, "threat", "eviction")
    page.select_option("[name=legal_stage]", "summons")
    page.click(SAVE)
    page.goto(f"/visits/{case.uuid}/log")
    choose(page, "reached", "yes")
    choose(page, "outcome", "wants_no_help")
    choose(page, "next_step", "nothing")
    page.click(SAVE)
    page.goto(f"/cases/{case.uuid}/crisis")
    expect(page.locator("main")).not_to_contain_text("Vraag opnieuw")

    page.click("a[href$='/change']")
    page.select_option("[name=legal_stage]", "judgment")
    page.click(SAVE)

    expect(page.locator(".pinned:has-text('Vraag opnieuw')")).to_contain_text("Sindsdien: vonnis")
    page.goto("/visits/")
    ahead = page.locator(".stop:not(.stop--done)", has=page.locator(f"a[href='/cases/{case.uuid}']"))
    expect(ahead).to_contain_text("vraag opnieuw of zij hulp willen")
    with scope(JOB):
        asked = Task.objects.filter(case=case, is_visit=True, done_at=None, due_on=dates.today())
        assert asked.count() == len(Case.objects.get(pk=case.pk).duo)


def test_two_people_at_the_table_see_who_was_first(signed_in, case):
    first, second = signed_in(Role.DEBT_COUNSELLOR), signed_in(Role.TEAM_LEADER)
    first.goto(f"/cases/{case.uuid}/crisis/new")
    choose(first, "threat", "gas")
    first.click(SAVE)
    second.goto(first.url)
    line = "li:has-text('Lening vragen bij de sociale dienst')"

    first.locator(line).locator("form.line__side button").click()
    second.locator(line).locator("summary").click()
    second.locator(line).locator("[name=note]").fill("Mijn woorden")
    second.locator(line).locator("details button[value='not_needed:not_here']").click()

    expect(second.locator(line).locator("[role=alert]")).to_contain_text("veranderde dit net voor jou")
    expect(second.locator(line).locator("[name=note]")).to_have_value("Mijn woorden")
