"""The story of a case with danger for children, on a phone that runs no scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.scope import JOB, scope
from cases.models import Case, CaseWorker
from tests.browser.city import ONE_OF_EACH
from tests.browser.test_without_javascript import SAVE, choose

pytestmark = pytest.mark.assurance


@pytest.fixture
def case(city) -> Case:
    """A case of the debt counsellor's with a housing consultant in the duo, in which nobody noted a worry."""
    email, partner = ONE_OF_EACH[Role.DEBT_COUNSELLOR].email, ONE_OF_EACH[Role.HOUSING_CONSULTANT].email
    with scope(JOB):
        theirs = CaseWorker.objects.current().filter(user__email=partner).values("case")
        own = Case.objects.open().filter(workers__user__email=email, safety_notes=None, pk__in=theirs)
        return own.order_by("pk").first()


def test_case_with_danger_for_children(signed_in, case):
    """Samen DOEN 2016, story 9: a child alone at home; not reported, and the file says why and with whom."""
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/cases/{case.uuid}")
    page.click("nav.tabs a[href$='/talks']")
    page.click("a[href$='/safety']")

    page.click("a[href$='/safety/add/signs']")
    page.fill("textarea[name=words]", "Kind van zes alleen thuis, weer")
    page.click(SAVE)
    page.click("a[href$='/safety/add/consult']")
    page.fill("[name=consulted]", "Veilig Thuis, zonder namen")
    page.click(SAVE)
    page.click("a[href$='/safety/add/decide']")
    choose(page, "choice", "help")
    page.fill("textarea[name=words]", "Moeder regelt oppas, wij komen elke week")
    page.click(SAVE)
    expect(page.locator(".error-summary")).to_contain_text("niet melden")
    expect(page.locator("textarea[name=words]")).to_have_value("Moeder regelt oppas, wij komen elke week")
    page.fill("[name=consulted]", "Joost")
    page.click(SAVE)
    page.goto(f"/cases/{case.uuid}/talks")
    expect(page.locator("section:has(#decisions)")).to_contain_text("Niet gemeld bij Veilig Thuis")
    expect(page.locator("section:has(#decisions)")).not_to_contain_text("Moeder regelt oppas")

    second = signed_in(Role.TEAM_LEADER)
    second.goto(f"/cases/{case.uuid}/safety")
    expect(second.locator("section:has(#signs)")).to_contain_text("Kind van zes alleen thuis")
    expect(second.locator("main")).to_contain_text("Moeder regelt oppas")
    partner = signed_in(Role.HOUSING_CONSULTANT)
    answer = partner.goto(f"/cases/{case.uuid}/safety")
    assert answer is not None
    assert answer.status == 403
    partner.goto(f"/cases/{case.uuid}")
    expect(partner.locator("main")).not_to_contain_text("Veiligheid")
    expect(partner.locator("nav.tabs a[href$='/talks']")).to_have_count(0)
