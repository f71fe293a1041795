"""The part of the file about a crisis, and where it is pinned."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from cases.enums import (
    ClockKind,
    EndReason,
    ItemKind,
    ItemState,
    LegalStage,
    NotNeeded,
    Threat,
    ToldBy,
)
from cases.models import Clock, Crisis, Task
from cases.queries.board import CARDS_A_COLUMN
from cases.services.crisis import change_crisis, end_crisis, start_crisis
from cases.services.crisis_lists import log_call, save_checklist, set_item
from common.dates import fixed_today
from tests.cases.crisis.steps import FRIDAY, MONDAY, NOTE, address, in_english, item_of, main_of, tap
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory


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
