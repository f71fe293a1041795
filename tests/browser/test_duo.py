"""Stories of who works on a case, on a phone that runs no scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import User
from accounts.scope import JOB, scope
from cases.enums import StatementKind, WorkerSide
from cases.models import Case
from cases.queries.people import guests_for, workers_for
from cases.services.story import tell_story
from cases.services.task import add_task
from signals_intake.demo.people import PEOPLE
from tests.browser.city import ONE_OF_EACH, sign_in
from tests.browser.test_without_javascript import SAVE, choose

pytestmark = pytest.mark.assurance
WORDS = "Baan kwijt, slaapt slecht, wil in dit huis blijven"


@pytest.fixture
def case(city) -> Case:
    """A case of the debt counsellor's team that has its duo, with its story told."""
    with scope(JOB):
        worker = User.objects.get(email=ONE_OF_EACH[Role.DEBT_COUNSELLOR].email)
        found = Case.objects.open().filter(workers__user=worker, workers__until=None).order_by("pk").first()
        tell_story(case=found, said={StatementKind.SITUATION: WORDS}, by=worker)
        return found


@pytest.fixture
def signed_in_as(city, new_context):
    """Sign a person in, by the account itself."""

    def sign(user):
        context = new_context(base_url=city, viewport={"width": 390, "height": 844}, java_script_enabled=False)
        return sign_in(context, next(one for one in PEOPLE if one.email == user.email))

    return sign


def leader_of(case: Case) -> User:
    with scope(JOB):
        return User.objects.get(memberships__team=case.team, memberships__role=Role.TEAM_LEADER)


def open_duo(page, case) -> None:
    page.goto(f"/cases/{case.uuid}")
    page.click("section:has(#who) a[href$='/duo']")


def test_three_workers_one_household_that_tells_its_story_once(signed_in_as, case):
    """Sociale netwerken 2014, story G: the leader stands in for who left, until a colleague takes the case over."""
    leader = leader_of(case)
    with scope(JOB):
        first = case.workers.current().get(side=WorkerSide.AGENCY).user
        last = workers_for(case).exclude(pk__in=[first.pk, leader.pk]).first()
    page = signed_in_as(leader)
    for now, successor in ((first, leader), (leader, last)):
        open_duo(page, case)
        page.click(f"section:has(#now) li:has-text('{now.name}') a.button")
        choose(page, "to", str(successor.uuid))
        page.fill("textarea[name=words]", f"Samen met {successor.name} langs geweest")
        page.click(SAVE)
        page.wait_for_url("**/duo")
    expect(page.locator("section:has(#now)")).to_contain_text(last.name)
    for before in (first, leader):
        expect(page.locator("section:has(#now) details")).to_contain_text(before.name)

    page = signed_in_as(last)
    page.goto(f"/cases/{case.uuid}")

    expect(page.locator("section:has(#matters)")).to_contain_text(WORDS)
    expect(page.locator("main")).to_contain_text(f"Samen met {leader.name} langs geweest")
    with scope(JOB):
        assert case.workers.current().get(side=WorkerSide.AGENCY).user == last


def test_retold_story_the_tenant_calls_and_a_substitute_answers(signed_in_as, case):
    """Vroeg Eropaf 2008, S21: asks for the worker by name, who is away; nobody asks for the story again."""
    with scope(JOB):
        named = case.workers.current().get(side=WorkerSide.AGENCY).user
        add_task(case=case, what="Wij bellen de verhuurder", is_promise=True, by=named)
        substitute = workers_for(case).exclude(pk__in=case.workers.values("user")).first()
        who, plan = case.household.name, case.tasks.get(what="Wij bellen de verhuurder")
    page = signed_in_as(substitute)

    page.goto("/cases/search")
    page.fill("main [name=words]", who)
    page.click("main form button[type=submit]")
    page.locator(f"main a[href='/cases/{case.uuid}']").first.click()

    expect(page.locator("section:has(#matters)")).to_contain_text(WORDS)
    expect(page.locator("section:has(#who)")).to_contain_text(named.name)
    expect(page.locator("main")).to_contain_text(plan.what)
    page.goto(f"/visits/{case.uuid}/log")
    page.select_option("[name=kind]", "phone")
    choose(page, "reached", "yes")
    page.fill("[name=story]", "Vroeg naar haar eigen begeleider")
    choose(page, f"task-{plan.uuid}", "happened")
    choose(page, "next_step", "nothing")
    page.click(SAVE)
    with scope(JOB):
        assert case.attempts.filter(by=substitute, kind="phone", reached=True).exists()
        assert case.tasks.get(pk=plan.pk).done_at


def test_borrowed_youth_generalist_opens_this_case_and_no_other(signed_in_as, case):
    """Samen DOEN 2016, story 11: children live there, and the team has nobody for them."""
    with scope(JOB):
        youth = guests_for(case).exclude(memberships__role=Role.TEAM_LEADER).first()
        other = Case.objects.open().filter(team=case.team).exclude(pk=case.pk).first()
    page = signed_in_as(leader_of(case))
    open_duo(page, case)
    choose(page, "guest", str(youth.uuid))
    page.fill("section:has(#guest) [name=words]", "Drie kinderen, school belt")
    page.click("section:has(#guest) button[type=submit]")
    expect(page.locator("section:has(#now)")).to_contain_text(youth.name)

    guest = signed_in_as(youth)
    assert guest.goto(f"/cases/{case.uuid}").status == 200
    expect(guest.locator("section:has(#matters)")).to_contain_text(WORDS)
    assert guest.goto(f"/cases/{other.uuid}").status == 403

    page.click("section:has(#now) form button")
    expect(page.locator("section:has(#now) details")).to_contain_text(youth.name)
    assert guest.goto(f"/cases/{case.uuid}").status == 403
