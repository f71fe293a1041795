"""Every page that somebody can reach, opened once for each role, on a phone, in Dutch, by day."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import User
from accounts.scope import JOB, scope
from cases.models import Case
from common import dates
from tests import servers
from tests.access import CARE, ROUTES
from tests.browser.checks import inaccessible, listen, report
from tests.browser.city import HOUSE, ONE_OF_EACH, deliver, sign_in, states_of_deliveries
from tests.browser.walk import FILES, walk
from tests.factories.accounts import PASSWORD, UserFactory
from tests.signals_intake.sample_city import file_of

if TYPE_CHECKING:
    from uuid import UUID

    from playwright.sync_api import BrowserContext

    from cases.models.case import CaseQuerySet
    from tests.browser.walk import Stop

PHONE = {"width": 390, "height": 844}
#: Granted to a role, but not what a link leads to: the parts of accounts, the page of a personal link, a face, and
#: where a button of a meeting ends, a talk about one's own cases that not everybody had yet, what a script asks, and the
#: words of a note before it was corrected.
NOT_LINKED = re.compile(r"^account_|^look_back|:review_|:document$|:photo$|:caseload_talk$|:here$|:earlier$")


@pytest.fixture
def phone(city, new_context) -> BrowserContext:
    return new_context(base_url=city, viewport=PHONE)


def granted(role: Role) -> set[str]:
    """Name the pages that the table of access gives the role, of what is its own."""
    pages = {route.name for route in ROUTES if route.GET and route.expected("GET", "own", role) == 200}
    return {name for name in pages if not FILES.search(name) and not NOT_LINKED.search(name)}


def rare_pages(role: Role) -> list[str]:
    """Give pages of cases of the own team that may be a colleague's: what threatens, where papers lie, talks."""
    with scope(JOB):
        own = Case.objects.own(User.objects.get(email=ONE_OF_EACH[role].email))
        crisis = own.filter(crises__end="").values_list("uuid", flat=True)[:1]
        owing = own.filter(debt_steps__state="preparing", scalings=None, crises=None).values_list("uuid", flat=True)[:1]
        money = [f"/cases/{uuid}/money" for uuid in owing] if role in CARE else []
        return [*(f"/cases/{uuid}" for uuid in crisis), *money, *(talks_of(own) if role in CARE else [])]


def talks_of(own: CaseQuerySet) -> list[str]:
    """Give where colleagues thought along, each with its own links: a decision, a discussion, a question."""
    decided = own.exclude(decisions=None).values_list("uuid", flat=True)[:1]
    discussed = own.exclude(discussions=None).values_list("uuid", "discussions__uuid")[:1]
    asked = own.exclude(consults=None).values_list("consults__uuid", flat=True)[:1]
    return [
        *(f"/cases/{uuid}/talks" for uuid in decided),
        *(f"/cases/{uuid}/talks/team/{discussion}" for uuid, discussion in discussed),
        *(f"/cases/colleagues/questions/{uuid}" for uuid in asked),
    ]


def is_first_to_look(stop: Stop, *, shelf: str = "looked-at") -> bool:
    """Claim a kind of page for one role of the run: axe takes longer than everything else, and parts are shared.

    ``test_pages_all.py`` lets axe look at every page of every role.
    """
    place = servers.BASE / shelf
    place.mkdir(exist_ok=True)
    try:
        (place / quote(str(stop), safe="")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


# The longest walk first, so that two processes end together.
@pytest.mark.parametrize("role", sorted(ONE_OF_EACH, key=lambda role: -len(granted(role))), ids=str)
def test_every_page_of_a_role_is_reached_and_fit_for_a_phone(phone, role):
    complaints = listen(phone)
    page = sign_in(phone, ONE_OF_EACH[role])

    wrong, seen = [], set()
    for stop in walk(page, states=states_of_deliveries(), also=rare_pages(role)):
        seen.add(stop.name)
        wrong += report(page, stop, complaints, status=stop.status, axe=is_first_to_look(stop), contrast=False)

    assert wrong == []
    assert granted(role) <= seen


@pytest.mark.assurance
@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.HOUSING_CONSULTANT, Role.MANAGER, Role.UPLOADER], ids=str)
def test_the_colours_of_every_page_stand_apart(phone, role):
    """Looking at colours takes axe as long as all the rest; these four see every room."""
    page = sign_in(phone, ONE_OF_EACH[role])

    wrong = [
        f"{stop} {what}"
        for stop in walk(page, states=states_of_deliveries(), also=rare_pages(role))
        if is_first_to_look(stop, shelf="colours")
        for what in inaccessible(page)
    ]

    assert wrong == []


def test_the_pages_before_the_login_are_fit_for_a_phone(phone):
    complaints = listen(phone)
    page = phone.new_page()

    wrong = []
    reset = "/account/password/reset"
    for path in (
        "/account/login",
        reset,
        f"{reset}/sent",
        f"{reset}/key/1-spent",
        f"{reset}/key/done",
        "/account/inactive",
        "/look-back",
    ):
        answer = page.goto(path)
        wrong += report(page, path, complaints, status=answer.status, shell=False)

    assert wrong == []


def test_the_form_that_asks_for_a_reason_is_fit_for_a_phone(phone):
    complaints = listen(phone)
    page = sign_in(phone, ONE_OF_EACH[Role.MANAGER])
    with scope(JOB):
        case = Case.objects.first().uuid

    answer = page.goto(f"/cases/{case}")

    assert answer.status == 403
    complaints.clear()  # the console names every answer above 400
    assert report(page, "reason", complaints, status=200) == []


def test_the_page_that_signs_out_is_fit_for_a_phone(phone):
    complaints = listen(phone)
    page = sign_in(phone, ONE_OF_EACH[Role.SOCIAL_WORKER])

    answer = page.goto("/account/logout")

    assert report(page, "sign out", complaints, status=answer.status, shell=False) == []


def case_of(team: str) -> UUID:
    """Give an open case of a team that has its duo."""
    with scope(JOB):
        return Case.objects.open().filter(team__name=team, assigned_at__isnull=False).first().uuid


def test_a_leader_who_comes_too_late_reads_a_page_that_is_fit_for_a_phone(phone):
    complaints = listen(phone)
    page = sign_in(phone, ONE_OF_EACH[Role.TEAM_LEADER])
    team = next(part for part in page.inner_text("main").split("\n") if part in {"Oost", "Centrum en West"})

    answer = page.goto(f"/cases/{case_of(team)}/assign")

    assert report(page, "assign taken", complaints, status=answer.status) == []


def test_a_form_that_came_back_is_fit_for_a_phone(phone):
    complaints = listen(phone)
    page = sign_in(phone, ONE_OF_EACH[Role.SOCIAL_WORKER])
    page.goto("/visits/")
    page.click("a[href$='/log'] >> nth=0")
    page.eval_on_selector_all("main form", "forms => forms.forEach(form => form.noValidate = true)")

    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.click("main form button[type=submit] >> nth=-1")

    assert sent.value.status == 422
    page.wait_for_selector(".field__error, [role=alert]")
    complaints.clear()  # the console names every answer above 400
    assert report(page, "visit sent empty", complaints, status=200, shell=False) == []  # what is wrong has the focus


def test_a_note_that_came_back_and_one_that_is_corrected_are_fit_for_a_phone(phone):
    complaints = listen(phone)
    page = sign_in(phone, ONE_OF_EACH[Role.DEBT_COUNSELLOR])
    page.goto("/visits/")
    page.goto(
        page.get_attribute("a[href$='/log'] >> nth=0", "href").replace("/visits/", "/cases/").removesuffix("/log")
    )

    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.click(".composer button")
    assert sent.value.status == 422
    page.wait_for_selector(".composer .field__error")
    complaints.clear()  # the console names every answer above 400
    assert report(page, "note sent empty", complaints, status=200, shell=False) == []  # what is wrong has the focus

    page.fill(".composer [name=text]", "Belde haar zus")
    page.click(".composer button")
    page.click("a[href*='/notes/']")
    page.wait_for_url("**/notes/*")
    assert report(page, "note", complaints, status=200) == []

    page.fill("main [name=text]", "Belde haar broer")
    page.click("main form:has([name=text]) button[type=submit]")
    page.click("a[href*='/earlier/']")
    page.wait_for_url("**/earlier/*")
    expect(page.locator("main")).to_contain_text("Belde haar zus")
    assert report(page, "earlier words", complaints, status=200) == []


def test_somebody_without_a_role_gets_a_page_that_is_fit_for_a_phone(phone):
    user = UserFactory(password=PASSWORD)
    complaints = listen(phone)
    page = phone.new_page()
    page.goto("/account/login")
    page.fill("input[name=login]:visible", user.email)
    page.fill("input[name=password]:visible", PASSWORD)
    page.press("input[name=password]:visible", "Enter")
    page.wait_for_url(lambda url: "/account/" not in url)

    assert report(page, "home of nobody", complaints, status=200) == []


def test_a_list_with_warnings_is_fit_for_a_phone(phone, tmp_path):
    complaints = listen(phone)
    lines = file_of("2026-03", HOUSE).read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines))[:3]
    with (tmp_path / "paid.csv").open("w", newline="") as out:
        writer = csv.DictWriter(out, [*rows[0]])
        writer.writeheader()
        writer.writerows(row | {"balance_due": "0.00"} for row in rows)
    delivery = deliver(tmp_path / "paid.csv", dates.today())
    page = sign_in(phone, ONE_OF_EACH[Role.UPLOADER])

    answer = page.goto(f"/signals/deliveries/{delivery.uuid}")

    assert report(page, "warnings", complaints, status=answer.status) == []
    expect(page.locator("main")).to_contain_text("Er staat niets open: 3 rijen")
