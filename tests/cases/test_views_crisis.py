"""The part of the file about a crisis: who reads and writes what, and where it is pinned."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import ReadReason, Role
from cases.enums import (
    ClockKind,
    ContactKind,
    EndReason,
    ItemKind,
    ItemState,
    LegalStage,
    NotNeeded,
    Outcome,
    Stage,
    Threat,
    ToldBy,
)
from cases.models import Checklist, Clock, Crisis, Task
from cases.queries.board import CARDS_A_COLUMN
from cases.services.case import change_stage, close_case
from cases.services.contact import log_attempt
from cases.services.crisis import change_crisis, end_crisis, start_crisis
from cases.services.crisis_lists import log_call, save_checklist, set_item
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import OrganisationFactory, TeamFactory, person
from tests.factories.cases import CaseFactory

MONDAY = date(2026, 5, 11)
FRIDAY = date(2026, 5, 15)
NOTE = "Om tien uur, dossier 2026-1188"


@pytest.fixture(autouse=True)
def monday():
    with fixed_today(MONDAY):
        yield


@pytest.fixture
def eviction(case, alice):
    return start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"day": FRIDAY, "note": NOTE})


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case.uuid, *(row.uuid for row in more)])


def main_of(answer):
    """Give the words of the page, without its menu."""
    return " ".join(answer.content.decode().partition("<main")[2].partition("</main")[0].split())


def item_of(crisis, code):
    return crisis.items.get(code=code)


def tap(browser, crisis, item, do, *, seen=None, **fields):
    url = address("crisis_item", crisis.case, crisis, item)
    return browser.post(url, {"do": do, "seen": item.version if seen is None else seen, **fields})


def in_english(browser):
    browser.cookies["language"] = "en"
    return browser


def test_what_threatens_is_the_only_thing_asked(as_user, alice, case):
    answer = as_user(alice).post(address("crisis_start", case), {"threat": "gas"})

    crisis = Crisis.objects.get()
    assert answer.url == address("crisis_one", case, crisis)
    assert (crisis.threat, crisis.day, crisis.legal_stage, crisis.told_by) == ("gas", None, "", "")


def test_all_that_is_known_is_taken_over(as_user, alice, case):
    fields = {
        "threat": "eviction", "day": FRIDAY, "legal_stage": "served", "stage_on": MONDAY, "told_by": "bailiff",
        "note": NOTE,
    }  # fmt: skip

    as_user(alice).post(address("crisis_start", case), fields)

    crisis = Crisis.objects.get()
    known = (crisis.day, crisis.legal_stage, crisis.stage_on, crisis.told_by, crisis.note)
    assert known == (FRIDAY, LegalStage.SERVED, MONDAY, ToldBy.BAILIFF, NOTE)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "threat"),
        ({"threat": "nonsense"}, "threat"),
        ({"threat": "gas", "day": "2026-05-10"}, "day"),
        ({"threat": "gas", "note": "x" * 301}, "note"),
        ({"threat": "gas", "told_by": "nonsense"}, "told_by"),
    ],
)
def test_what_does_not_fit_is_refused_and_stays_typed(as_user, alice, case, fields, wrong):
    answer = as_user(alice).post(address("crisis_start", case), {"note": NOTE, **fields})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {wrong}
    assert fields.get("note", NOTE) in answer.content.decode()
    assert not Crisis.objects.exists()


def test_a_threat_that_runs_already_is_named_instead_of_a_second_one(as_user, alice, case, eviction):
    answer = as_user(alice).post(address("crisis_start", case), {"threat": "eviction", "note": "Nog eens"})

    assert answer.status_code == 422
    assert "threat" in answer.context["form"].errors
    assert "Nog eens" in answer.content.decode()


def test_saving_changes_only_what_this_person_changed(as_user, alice, case, eviction):
    opened = as_user(alice).get(address("crisis_change", case, eviction)).content.decode()
    shown = dict(re.findall(r'name="(initial-\w+)" value="([^"]*)"', opened))
    change_crisis(crisis=eviction, by=alice, facts={"note": "Vordering € 900"})

    fields = {"day": FRIDAY + timedelta(days=3), "note": NOTE, "legal_stage": "", "stage_on": "", "told_by": ""}
    answer = as_user(alice).post(address("crisis_change", case, eviction), {**fields, **shown})

    assert answer.status_code == 302
    eviction.refresh_from_db()
    assert (eviction.day, eviction.note) == (FRIDAY + timedelta(days=3), "Vordering € 900")


def test_a_day_that_is_past_is_kept_when_something_else_changes(as_user, alice, case, eviction):
    with fixed_today(FRIDAY + timedelta(days=1)):
        browser = as_user(alice)
        opened = browser.get(address("crisis_change", case, eviction)).content.decode()
        shown = dict(re.findall(r'name="(initial-\w+)" value="([^"]*)"', opened))
        fields = {"day": FRIDAY, "note": "Wie belt?", "legal_stage": "", "stage_on": "", "told_by": ""}
        answer = browser.post(address("crisis_change", case, eviction), {**fields, **shown})

    assert answer.status_code == 302
    eviction.refresh_from_db()
    assert (eviction.day, eviction.note) == (FRIDAY, "Wie belt?")


# --- pinned, in words with a number of days


@pytest.mark.parametrize(
    ("days", "english", "dutch"),
    [
        (4, "Eviction in 4 days", "Ontruiming over 4 dagen"),
        (1, "Eviction in 1 day", "Ontruiming over 1 dag"),
        (0, "Eviction today", "Ontruiming vandaag"),
        (-2, "The eviction day was 2 days ago", "De ontruimingsdag was 2 dagen geleden"),
    ],
)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_eviction_is_on_top_in_words_and_days(as_user, alice, case, eviction, days, english, dutch, language):
    browser = as_user(alice)
    browser.cookies["language"] = language
    words = english if language == "en" else dutch

    with fixed_today(FRIDAY - timedelta(days=days)):
        file, home = (main_of(browser.get(url)) for url in (address("detail", case), reverse("home")))
        day = main_of(browser.get(reverse("visits:day")))

    assert words in file
    assert file.index(words) < file.index('id="course"')
    assert words in home
    assert words in day


def test_without_a_day_it_is_on_top_as_well(as_user, alice, case):
    start_crisis(case=case, threat=Threat.WATER, by=alice)
    browser = in_english(as_user(alice))

    for url in (address("detail", case), reverse("visits:day"), address("crisis", case)):
        assert "A cut-off threatens. The day is not known yet." in main_of(browser.get(url))


def test_the_leader_sees_the_countdowns_of_the_team_above_what_is_late(as_user, leader, alice, case, eviction):
    start_crisis(case=CaseFactory(team=case.team), threat=Threat.GAS, by=alice, facts={"day": FRIDAY})
    Clock.objects.filter(kind=ClockKind.CONTACT_PHASE).update(
        started_on=date(2026, 1, 1), warn_on=date(2026, 1, 2), due_on=date(2026, 1, 3)
    )

    context = as_user(leader).get(reverse("home")).context

    assert [clock.kind for clock in context["countdowns"]] == [ClockKind.EVICTION, ClockKind.CUT_OFF]
    assert not any(clock.is_countdown for clock in context["clocks"])


def test_a_crisis_stands_first_in_the_lists_and_on_the_board(as_user, leader, alice, case, team):
    late = CaseFactory(team=team, duo=[alice, person(Role.HOUSING_CONSULTANT)])
    Task.objects.create(case=late, what="visit", due_on=date(2026, 5, 1), owner=alice, is_visit=True)
    start_crisis(case=case, threat=Threat.INSURANCE, by=alice)

    rows = as_user(leader).get(reverse("cases:list"), {"show": "team"}).context["cases"]
    board = as_user(leader).get(reverse("cases:list")).context["columns"]
    stops = as_user(alice).get(reverse("visits:day")).context["stops"]

    assert list(rows) == [case, late]
    assert board[1].cards == [case, late]
    assert next(iter(stops)) == case


def test_however_much_is_late_a_crisis_is_among_what_is_shown(as_user, leader, alice, case, team, eviction):
    for _ in range(CARDS_A_COLUMN):
        late = CaseFactory(team=team, duo=[alice, person(Role.HOUSING_CONSULTANT)])
        Task.objects.create(case=late, what="visit", due_on=date(2026, 5, 1), owner=alice, is_visit=True)
        late.clocks.update(started_on=date(2026, 1, 1), warn_on=date(2026, 1, 2), due_on=date(2026, 1, 3))
    browser = as_user(leader)

    board, home = browser.get(reverse("cases:list")).context, browser.get(reverse("home")).context

    assert board["columns"][1].cards[0] == case
    assert [clock.case for clock in home["countdowns"]] == [case]


def test_the_file_asks_no_more_of_the_database_in_a_crisis(as_user, alice, case, django_assert_num_queries):
    browser = as_user(alice)
    browser.get(address("detail", case))
    with CaptureQueriesContext(connection) as before:
        browser.get(address("detail", case))
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"day": FRIDAY})
    start_crisis(case=case, threat=Threat.GAS, by=alice, facts={"day": FRIDAY})
    log_call(crisis=crisis, who="Kredietbank", by=alice)

    with django_assert_num_queries(len(before)):
        browser.get(address("detail", case))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_lines(as_user, alice, case, number, django_assert_num_queries):
    for threat in list(Threat)[:number]:
        crisis = start_crisis(case=case, threat=threat, by=alice)
        for item in crisis.items.all()[:number]:
            set_item(item=item, state=ItemState.DONE, seen=0, by=alice)
        log_call(crisis=crisis, who="Kredietbank", by=alice)
    browser = as_user(alice)
    browser.get(address("crisis", case))

    with django_assert_num_queries(17):
        browser.get(address("crisis", case))


# --- the lists


def test_one_tap_is_enough_for_a_line(as_user, alice, case, eviction):
    loan, tax = item_of(eviction, "loan"), item_of(eviction, "tax")

    answer = tap(as_user(alice), eviction, loan, "done")
    tap(as_user(alice), eviction, tax, "not_needed:not_here")

    assert answer.url == address("crisis_one", case, eviction) + "#step"
    assert [(item.state, item.reason, item.changed_by) for item in (item_of(eviction, "loan"), item_of(eviction, "tax"))] == [
        (ItemState.DONE, "", alice),
        (ItemState.NOT_NEEDED, NotNeeded.NOT_HERE, alice),
    ]  # fmt: skip


def test_a_tap_leaves_the_note(as_user, alice, eviction):
    item = item_of(eviction, "loan")
    tap(as_user(alice), eviction, item, "open", note="Belt morgen terug")

    tap(as_user(alice), eviction, item, "done", seen=1)

    assert item_of(eviction, "loan").note == "Belt morgen terug"


@pytest.mark.parametrize("do", ["", "nonsense", "done:not_here", "not_needed", "not_needed:nonsense"])
def test_a_tap_on_nothing_known_changes_nothing(as_user, alice, eviction, do):
    item = item_of(eviction, "loan")

    assert tap(as_user(alice), eviction, item, do).status_code == 422
    assert item_of(eviction, "loan").version == 0


def test_a_note_that_is_too_long_is_named_and_kept(as_user, alice, leader, eviction):
    item = item_of(eviction, "loan")
    tap(as_user(leader), eviction, item, "done")

    answer = tap(in_english(as_user(alice)), eviction, item, "done", seen=1, note="x" * 201)

    page = main_of(answer)
    assert (answer.status_code, "x" * 201 in page) == (422, True)
    assert "just before you" not in page
    assert "at most 200 characters" in page


def test_two_workers_at_the_table_do_not_overwrite_each_other(as_user, alice, leader, eviction):
    item = item_of(eviction, "loan")
    tap(as_user(leader), eviction, item, "done", note="Toegezegd")

    answer = tap(in_english(as_user(alice)), eviction, item, "not_needed:too_late", note="Mijn woorden", seen=0)

    assert answer.status_code == 422
    page = main_of(answer)
    assert "Ingrid Postma changed this just before you" in page
    assert 'value="Mijn woorden"' in page
    assert (item_of(eviction, "loan").state, item_of(eviction, "loan").note) == (ItemState.DONE, "Toegezegd")


def test_a_line_of_another_crisis_is_not_ticked_off_from_here(as_user, alice, team, eviction):
    other = start_crisis(case=CaseFactory(team=team), threat=Threat.EVICTION, by=alice)
    item = item_of(other, "loan")

    assert (
        as_user(alice)
        .post(address("crisis_item", eviction.case, eviction, item), {"do": "done", "seen": 0})
        .status_code
        == 404
    )
    assert (
        as_user(alice).post(address("crisis_item", eviction.case, other, item), {"do": "done", "seen": 0}).status_code
        == 404
    )
    assert item_of(other, "loan").version == 0


def test_the_page_says_that_the_shipped_lists_are_a_reconstruction(as_user, alice, leader, case, team, eviction):
    browser = in_english(as_user(alice))
    assert "reconstruction" in main_of(browser.get(address("crisis", case)))

    other = CaseFactory(team=team)
    save_checklist(organisation=team.organisation, steps=["Bel Marga"], papers=[], bring=[], seen=0, by=leader)
    start_crisis(case=other, threat=Threat.EVICTION, by=alice)
    page = main_of(browser.get(address("crisis", other)))

    assert "reconstruction" not in page
    assert "Version 1 of your organisation’s lists" in page


def test_a_call_is_written_in_a_line(as_user, alice, case, eviction):
    fields = {"who": "Kredietbank", "said": "Maandag antwoord", "next_step": "Terugbellen"}
    answer = as_user(alice).post(address("crisis_call", case, eviction), fields)

    assert answer.url == address("crisis_one", case, eviction) + "#calls"
    page = main_of(as_user(alice).get(address("crisis", case)))
    assert all(words in page for words in fields.values())


def test_a_call_to_nobody_keeps_what_was_typed(as_user, alice, case, eviction):
    answer = as_user(alice).post(address("crisis_call", case, eviction), {"said": "Maandag antwoord"})

    assert answer.status_code == 422
    assert "Maandag antwoord" in answer.content.decode()
    assert not eviction.calls.exists()


# --- how it ended


def test_one_tap_says_how_it_ended_and_why(as_user, alice, case, eviction):
    answer = as_user(alice).post(address("crisis_end", case, eviction), {"reason": "arrangement"})

    assert answer.url == address("crisis_one", case, eviction)
    eviction.refresh_from_db()
    assert (eviction.end, eviction.end_reason, eviction.ended_on) == ("averted", EndReason.ARRANGEMENT, MONDAY)


@pytest.mark.parametrize("day", ["2026-05-10", "2026-05-12"])
def test_it_did_not_end_before_we_knew_nor_tomorrow(as_user, alice, case, eviction, day):
    answer = as_user(alice).post(address("crisis_end", case, eviction), {"reason": "paid", "ended_on": day})

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"ended_on"})
    assert Crisis.objects.running().exists()


def test_whoever_is_second_reads_how_it_ended(as_user, alice, case, eviction):
    end_crisis(crisis=eviction, reason=EndReason.PAID, by=alice)

    answer = as_user(alice).post(address("crisis_end", case, eviction), {"reason": "too_late"}, follow=True)

    assert answer.status_code == 200
    eviction.refresh_from_db()
    assert eviction.end_reason == EndReason.PAID


def test_phase_two_asks_two_short_questions(as_user, alice, case, eviction):
    end_crisis(crisis=eviction, reason=EndReason.PAID, by=alice)
    browser = as_user(alice)
    page = main_of(browser.get(address("crisis", case)))
    assert ('name="help_found"' in page, 'name="help_again"' in page) == (True, True)

    browser.post(address("crisis_settle", case, eviction), {"help_found": "Maatje", "help_again": "Huisarts"})

    page = main_of(browser.get(address("crisis", case)))
    assert ("Maatje" in page, "Huisarts" in page, 'name="help_found"' in page) == (True, True, False)


def test_evicted_is_pinned_until_it_is_arranged(as_user, alice, case, eviction):
    end_crisis(crisis=eviction, reason=EndReason.NO_MEANS, by=alice)
    browser = in_english(as_user(alice))
    words = "Evicted. We go on"
    assert words in main_of(browser.get(address("detail", case)))
    assert browser.get(address("crisis", case)).context["lists"][0].kind == ItemKind.AFTER

    browser.post(address("crisis_settle", case, eviction))

    assert words not in main_of(browser.get(address("detail", case)))


# --- who reads what


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


# --- stories of the sources


def test_judgment_served_last_week_too_late(as_user, alice, case):
    """Vroeg Eropaf 2008, S1: nothing is packed, the bailiff comes, and a bag holds the papers."""
    facts = {"legal_stage": LegalStage.SERVED, "stage_on": MONDAY - timedelta(days=7), "day": date(2026, 5, 13)}
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts=facts)
    browser = in_english(as_user(alice))
    bag = item_of(crisis, "take_papers")
    assert tap(browser, crisis, bag, "done", note="Tas van de supermarkt. Polis ontbreekt?").status_code == 302

    with fixed_today(date(2026, 5, 13)):
        browser.post(address("crisis_end", case, crisis), {"reason": "too_late"})
        page = main_of(browser.get(address("crisis", case)))

    crisis.refresh_from_db()
    assert (crisis.end, crisis.end_reason, crisis.lead_days) == ("lost", EndReason.TOO_LATE, 2)
    for words in ["Evicted", "Known too late", "2 days after we knew", "Where do they sleep?"]:
        assert words in page
    case.refresh_from_db()
    assert (case.stage, case.closed_on) == (Stage.CONTACT, None)


def test_first_client_of_the_steunpunt_clearance_today_on_top(as_user, alice, leader, team, case):
    """Eropaf-laboratorium 2011, story 2: somebody nearby reports a home that is being cleared."""
    late = CaseFactory(team=team, duo=[alice, person(Role.HOUSING_CONSULTANT)])
    Task.objects.create(case=late, what="visit", due_on=date(2026, 5, 1), owner=alice, is_visit=True)
    fields = {"threat": "eviction", "legal_stage": "today", "told_by": "nearby"}

    as_user(alice).post(address("crisis_start", case), fields)

    stops = as_user(alice).get(reverse("visits:day")).context["stops"]
    rows = as_user(leader).get(reverse("cases:list"), {"show": "team"}).context["cases"]
    assert (next(iter(stops)), next(iter(rows))) == (case, case)
    pages = [main_of(in_english(as_user(who)).get(reverse("home"))) for who in (alice, leader)]
    assert ["Eviction today" in page for page in pages] == [True, True]


def test_court_ruling_after_a_refusal_asks_again(as_user, alice, partner, case):
    """Eropaf-laboratorium 2011, story 4: the tenant refused help, then the judge grants dissolution."""
    log_attempt(
        case=case, kind=ContactKind.VISIT, at=dates.now() - timedelta(days=10), reached=True,
        outcome=Outcome.WANTS_NO_HELP, by=alice,
    )  # fmt: skip
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"legal_stage": LegalStage.SUMMONS})
    log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=False, by=alice)
    browser = in_english(as_user(alice))

    with fixed_today(MONDAY + timedelta(days=1)):
        change_crisis(crisis=crisis, by=alice, facts={"legal_stage": LegalStage.JUDGMENT})
        planned = Task.objects.filter(case=case, is_visit=True, done_at=None, due_on=dates.today())
        assert {task.owner for task in planned} == {alice, partner}
        page = main_of(browser.get(address("crisis", case)))
        assert "“Wants no help now”. Since then: judgment. Ask again whether they want help." in page

    with fixed_today(MONDAY + timedelta(days=2)):
        log_attempt(
            case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, outcome=Outcome.WANTS_TO_TALK, by=alice
        )
        page = main_of(browser.get(address("crisis", case)))

    assert "Ask again" not in page
    assert case.clocks.filter(kind=ClockKind.URGENT_CONVERSATION, stopped_on=None).exists()


def test_financial_administration_handed_over_to_save_the_home(as_user, alice, case, eviction):
    """Samen DOEN 2016, story 6: less say over the money, on purpose; the result is that the eviction is averted."""
    price = "Anderhalf jaar budgetbeheer, zelf gekozen"
    browser = in_english(as_user(alice))
    tap(browser, eviction, item_of(eviction, "administration"), "done")

    browser.post(address("crisis_end", case, eviction), {"reason": "administration", "given_up": price})

    eviction.refresh_from_db()
    assert (eviction.end, eviction.given_up) == ("averted", price)
    page = main_of(browser.get(address("crisis", case)))
    assert page.index("Averted") < page.index("Given up on purpose") < page.index(price)
    assert price in main_of(browser.get(address("detail", case)))


def test_threatened_eviction_worker_acts_first_and_prompts_return_when_it_is_averted(alice, case, eviction):
    """Sociale netwerken 2014, 1.6: first avert it, only then the cause and their own part."""
    case.refresh_from_db()
    assert case.prompts_suspended

    end_crisis(crisis=eviction, reason=EndReason.PAID, by=alice)

    case.refresh_from_db()
    assert not case.prompts_suspended
    follow_up = Task.objects.get(case=case, is_visit=False, done_at=None)
    assert (follow_up.owner, follow_up.due_on) == (case.director, MONDAY + timedelta(days=7))


def test_shoebox_of_papers_is_no_reason_to_sort_before_talking(as_user, alice, case):
    """Eropaf-laboratorium 2011, story 1: the box was an excuse for a chat. No paper has to be there for anything."""
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"told_by": ToldBy.HOUSEHOLD})
    log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, story="Wilde vooral praten.", by=alice)
    change_stage(case=case, stage=Stage.GUIDANCE, by=alice)

    answer = as_user(alice).post(address("crisis_end", case, crisis), {"reason": "paid"})

    assert answer.status_code == 302
    papers = crisis.items.filter(kind=ItemKind.PAPER)
    assert {item.state for item in papers} == {ItemState.OPEN}
    assert not Task.objects.filter(case=case, what__icontains="pap").exists()
