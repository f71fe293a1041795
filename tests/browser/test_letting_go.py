"""Stories of letting go, on a phone that runs no scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import User
from accounts.scope import JOB, scope
from cases.enums import PersonRole, Stage
from cases.models import Case, Person
from cases.services.case import change_stage
from tests.browser.city import ONE_OF_EACH
from tests.browser.test_without_javascript import SAVE, choose

pytestmark = pytest.mark.assurance


@pytest.fixture
def case(city) -> Case:
    """A case of the debt counsellor's in which there was a conversation, without children and without guidance."""
    email = ONE_OF_EACH[Role.DEBT_COUNSELLOR].email
    with scope(JOB):
        spoken = Case.objects.open().filter(workers__user__email=email, first_reached_on__isnull=False)
        adults = spoken.exclude(household__people__role=PersonRole.CHILD).exclude(stages__stage=Stage.GUIDANCE)
        return adults.order_by("pk").first()


def now(case: Case) -> Case:
    with scope(JOB):
        return Case.objects.get(pk=case.pk)


def test_the_threat_that_must_not_end_contact(signed_in, case):
    """Outreachend besturen 2012, story 9: what else is possible stands there; it rests and the team talks."""
    with scope(JOB):
        change_stage(case=case, stage=Stage.VISITING, by=User.objects.get(email=ONE_OF_EACH[Role.TEAM_LEADER].email))
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/cases/{case.uuid}")
    page.click("nav.tabs a[href$='/close']")
    page.click("a[href$='reason=other']")

    expect(page.locator("h1")).to_have_text("Hierom stopt het niet")
    page.click("form[action$='/close/team'] button")
    expect(page.locator("section:has(#team)")).to_contain_text("Besproken")
    page.goto(f"/cases/{case.uuid}/move")
    choose(page, "stage", "minimal_contact")
    page.click(SAVE)

    page.wait_for_url(f"**/cases/{case.uuid}")
    expect(page.locator("section:has(#promise)")).to_contain_text("van je laten horen")
    leader = signed_in(Role.TEAM_LEADER)
    expect(leader.locator("section:has(#clocks)")).to_contain_text(case.household.name)
    assert now(case).stage == Stage.MINIMAL_CONTACT


def test_moves_away(signed_in, case):
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/cases/{case.uuid}/close")
    page.click("a[href$='reason=moved']")

    choose(page, "moved_to", "within")
    page.fill("[name=handed_to]", "Wijkteam Almere Haven")
    page.click(SAVE)
    expect(page.locator(".error-summary")).to_contain_text("gaat de zaak verder op het nieuwe adres")
    expect(page.locator("[name=handed_to]")).to_have_value("Wijkteam Almere Haven")
    choose(page, "moved_to", "elsewhere")
    page.check("[name=pack_agreed]")
    page.click(SAVE)

    expect(page.locator("section:has(#ended)")).to_contain_text("Wijkteam Almere Haven")
    expect(page.locator("section:has(#ended)")).to_contain_text("geen inwoner (meer)")
    page.click("section:has(#ended) a[href$='/papers#packs']")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Wijkteam Almere Haven").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF-")
    page.goto(f"/cases/{case.uuid}")
    expect(page.locator(".timeline__item", has_text="Overdracht")).to_contain_text("Wijkteam Almere Haven")
    page.goto(f"/cases/{case.uuid}/circumstances")
    expect(page.locator("section:has(#now)")).to_contain_text("erhuisd")
    assert now(case).stage == Stage.CLOSED


def test_a_family_with_children_is_let_go_by_two(signed_in, case):
    with scope(JOB):
        Person.objects.create(household=case.household, role=PersonRole.CHILD, name="Noor")
    page = signed_in(Role.DEBT_COUNSELLOR)
    page.goto(f"/cases/{case.uuid}/close?reason=wants_no_help")
    page.fill("[name=story]", "Ik red het nu zelf.")
    page.click(SAVE)
    expect(page.locator("section:has(#asked)")).to_contain_text("met z’n tweeën")
    assert now(case).stage != Stage.CLOSED

    leader = signed_in(Role.TEAM_LEADER)
    leader.locator("section:has(#closings)").get_by_role("link", name=case.household.name).click()
    expect(leader.locator("section:has(#asked)")).to_contain_text("Ik red het nu zelf.")
    leader.click("button[formaction$='/confirm']")

    leader.wait_for_url(f"**/cases/{case.uuid}")
    assert now(case).stage == Stage.CLOSED
