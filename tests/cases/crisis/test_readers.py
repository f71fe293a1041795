"""Who reads and writes what of a crisis; and the organisation's own lists."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.enums import ReadReason, Role
from cases.enums import (
    ItemKind,
    ItemState,
    NotNeeded,
    Threat,
    ToldBy,
)
from cases.models import Checklist, Task
from cases.queries.paper import people_to_call
from cases.services.case import close_case
from cases.services.crisis import change_crisis, start_crisis
from cases.services.crisis_lists import log_call, save_checklist, set_item
from cases.views.crisis import _lists_of
from common import dates
from common.dates import fixed_today
from tests.cases.crisis.steps import FRIDAY, MONDAY, NOTE, address, in_english, item_of, main_of, tap
from tests.factories.accounts import OrganisationFactory, TeamFactory, person
from tests.factories.cases import CaseFactory


@pytest.mark.parametrize("role", [Role.HOUSING_CONSULTANT, Role.EXPERT_BY_EXPERIENCE])
def test_a_partner_in_the_duo_sees_the_eviction_and_its_day_and_nothing_inside(
    as_user, alice, team, case, eviction, role
):
    change_crisis(crisis=eviction, by=alice, facts={"told_by": ToldBy.NEARBY})
    log_call(crisis=eviction, who="Kredietbank", said="Geheim", next_step="Nabellen", by=alice)
    set_item(item=item_of(eviction, "loan"), state=ItemState.DONE, seen=0, note="Aanvraag", by=alice)
    home = OrganisationFactory(corporation=True) if role == Role.HOUSING_CONSULTANT else team.organisation
    partner = person(role, organisation=home)
    case.workers.filter(side="house").update(user=partner)
    browser = in_english(as_user(partner))

    file = main_of(browser.get(address("detail", case)))
    day = main_of(browser.get(reverse("visits:day")))

    assert "Eviction in 4 days" in file
    assert "Eviction in 4 days" in day
    for hidden in [NOTE, "Kredietbank", "Geheim", "Nabellen", "Aanvraag", "somebody nearby", "/crisis", 'id="clocks"']:
        assert hidden not in file
        assert hidden not in day
    assert browser.get(address("crisis", case)).status_code == 403


@pytest.mark.parametrize("day", [FRIDAY, None])
def test_a_partner_hears_nothing_of_a_cut_off(as_user, alice, partner, case, day):
    start_crisis(case=case, threat=Threat.GAS, by=alice, facts={"day": day})
    browser = in_english(as_user(partner))

    for url in (address("detail", case), reverse("visits:day"), reverse("home"), reverse("cases:list")):
        page = main_of(browser.get(url)).lower()
        assert "cut-off" not in page
        assert "crisis" not in page


def test_a_cut_off_does_not_change_the_order_of_a_partner(as_user, alice, partner, team, case):
    other = CaseFactory(team=team, duo=[alice, partner])
    before = [list(as_user(partner).get(url).context[name]) for url, name in ORDERS]

    start_crisis(case=other, threat=Threat.GAS, by=alice, facts={"day": MONDAY})
    Task.objects.all().delete()  # of a visit that is planned a partner does hear

    assert [list(as_user(partner).get(url).context[name]) for url, name in ORDERS] == before
    start_crisis(case=other, threat=Threat.EVICTION, by=alice)
    assert [next(iter(as_user(partner).get(url).context[name])) for url, name in ORDERS] == [other, other]


ORDERS = [("/cases/", "cases"), ("/visits/", "stops")]


def test_a_team_assistant_sees_that_it_threatens_and_not_the_lists(as_user, team, case, eviction):
    browser = in_english(as_user(person(Role.TEAM_ASSISTANT, team=team)))

    page = main_of(browser.get(address("detail", case)))

    assert "Eviction in 4 days" in page
    assert "/crisis" not in page
    assert browser.get(address("crisis", case)).status_code == 403


def test_after_a_reason_it_is_read_and_not_written(as_user, colleague, case, eviction):
    with fixed_today(timezone.localdate()):  # the log is written by the clock of the database
        browser = as_user(colleague)
        browser.post(address("reason", case), {"reason": ReadReason.COVER})
        page = main_of(browser.get(address("crisis", case)))
        tapped = tap(browser, eviction, item_of(eviction, "loan"), "done")

    assert NOTE in page
    assert "<form" not in page
    assert tapped.status_code == 403


def test_a_stranger_finds_nothing(as_user, stranger, case, eviction):
    assert as_user(stranger).get(address("crisis_one", case, eviction)).status_code == 404


def test_a_crisis_of_another_case_is_not_read_from_here(as_user, alice, team, case, eviction):
    other = CaseFactory(team=team)

    assert as_user(alice).get(address("crisis_one", other, eviction)).status_code == 404


def test_in_a_closed_case_it_is_read_only(as_user, alice, case, eviction):
    close_case(case=case, reason="deceased", by=alice)

    page = as_user(alice).get(address("crisis", case))

    assert page.status_code == 200
    assert "<form" not in main_of(page)


# --- the organisation's own lists


def test_the_leader_makes_another_version(as_user, leader, team):
    browser = as_user(leader)
    shown = browser.get(reverse("cases:checklist")).context["form"]
    assert len(shown.initial["steps"]) == 8

    fields = {"steps": "Bel Marga\n\n  Vraag de lening aan ", "papers": "Legitimatie", "bring": "", "seen": 0}
    answer = browser.post(reverse("cases:checklist"), fields)

    assert answer.status_code == 302
    made = Checklist.objects.get(organisation=team.organisation)
    assert (made.number, made.steps, made.papers, made.bring, made.made_by) == (
        1, ["Bel Marga", "Vraag de lening aan"], ["Legitimatie"], [], leader,
    )  # fmt: skip


def test_a_version_made_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(as_user, leader, team):
    save_checklist(organisation=team.organisation, steps=["Van de een"], papers=[], bring=[], seen=0, by=leader)

    answer = as_user(leader).post(reverse("cases:checklist"), {"steps": "Van de ander", "seen": 0})

    assert answer.status_code == 422
    assert "Van de ander" in answer.content.decode()
    assert Checklist.objects.count() == 1


@pytest.mark.parametrize("steps", ["", " \n ", "x" * 201, "\n".join("x" * 41)])
def test_lists_that_do_not_fit_are_refused(as_user, leader, steps):
    assert as_user(leader).post(reverse("cases:checklist"), {"steps": steps, "seen": 0}).status_code == 422
    assert not Checklist.objects.exists()


def test_the_lists_of_another_organisation_stay_out_of_sight(as_user, leader):
    far = TeamFactory()
    save_checklist(organisation=far.organisation, steps=["Verweg"], papers=[], bring=[], seen=0, by=leader)

    assert "Verweg" not in as_user(leader).get(reverse("cases:checklist")).content.decode()


def test_the_lists_come_on_paper(as_user, alice, case, eviction):
    answer = as_user(alice).get(address("crisis_pdf", case, eviction))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "Wijnands" not in answer["Content-Disposition"]


def test_the_paper_says_what_to_do_and_nothing_that_was_noted(case, alice, eviction):
    first, second, *_rest = eviction.items.filter(kind=ItemKind.STEP)
    set_item(item=first, state=ItemState.DONE, seen=0, note="GEHEIM drinkt", by=alice)
    set_item(item=second, state=ItemState.NOT_NEEDED, reason=NotNeeded.NOT_HERE, seen=0, note="GEHEIM bewind", by=alice)
    context = {"case": case, "crisis": eviction, "lists": _lists_of(eviction), "people": people_to_call(case)}

    page = render_to_string("cases/crisis_print.html", context | {"today": dates.today(), "agency": "Raakvlak"})

    assert (first.label in page, second.label in page, alice.name in page) == (True, False, True)
    for hidden in ["GEHEIM", NOTE, str(NotNeeded.NOT_HERE.label)]:
        assert hidden not in page
