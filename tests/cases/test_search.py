"""Looking for a household, and through what one may read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.text import capfirst

from accounts.enums import Role
from accounts.models import ReadLog
from cases.enums import Acute, StatementKind, Threat, Visibility
from cases.queries import search
from cases.queries.search import START, STOP, look_for
from cases.services.case import open_case
from cases.services.crisis import start_crisis
from cases.services.household import Member, describe_household
from cases.services.note import add_note
from cases.services.story import tell_story
from tests.factories.accounts import person
from tests.factories.cases import DwellingFactory, HouseholdFactory, PersonFactory

OPENED = {"stage": "contact"}


@pytest.fixture
def celik(team, leader):
    """The case of D. Çelik, Pretoriusstraat 116 bis, with the words by which it is found."""
    dwelling = DwellingFactory(number=116, addition="bis", suffix="BIS")
    household = HouseholdFactory(dwelling=dwelling, people=None)
    PersonFactory(household=household, name="D. Çelik")
    return open_case(household=household, team=team, stage="contact", on="2026-05-04", by=leader)


def cases_of(words, user):
    return look_for(words, user).cases


@pytest.mark.parametrize(
    "words",
    [
        "Çelik",
        "celik",
        "CEL",
        "d. çelik",
        "pretorius",
        "Pretoriusstraat 116",
        "116-bis",
        "1092 GK",
        "1092gk",
        "gk bis celik",
        "d celik",
    ],
)
def test_a_household_is_found_by_the_beginning_of_its_name_or_address(celik, alice, words):
    assert cases_of(words, alice) == [celik]


@pytest.mark.parametrize(
    "words", ["Jansen", "Çelik 118", "c", "d p", "e celik", "etorius", "celik & ! ( ", "'", "", " - "]
)
def test_another_word_finds_nothing_and_no_sign_is_an_error(celik, alice, words):
    assert cases_of(words, alice) == ([celik] if words.startswith("celik") else [])


def test_somebody_who_was_added_is_found_and_who_left_is_not(celik, alice):
    describe_household(case=celik, profile={}, members=[Member(None, "Yusuf Demir", "child")], by=alice)
    assert cases_of("demir", alice) == [celik]

    added = celik.household.people.get(name="Yusuf Demir")
    describe_household(
        case=celik, profile={}, members=[Member(added.uuid, "Yusuf Demir", "child", gone=True)], by=alice
    )
    assert cases_of("demir", alice) == []


def test_only_the_own_ring_is_looked_through(celik, alice, leader, colleague, stranger):
    add_note(case=celik, text="Sprak de buurvrouw", visibility=Visibility.TEAM, by=alice)

    found = {user: (look_for("celik", user).cases, look_for("buurvrouw", user).texts) for user in (colleague, stranger)}

    assert set(map(str, found.values())) == {"([], [])"}
    assert cases_of("celik", leader) == [celik]


def texts_of(words, user):
    return [text.around.replace(START, "<").replace(STOP, ">") for text in look_for(words, user).texts]


@pytest.mark.parametrize("many", [2, 1_000], ids=["a common word", "a rare one"])
def test_the_newest_come_first_and_more_are_counted_however_common_the_word(alice, team, leader, monkeypatch, many):
    monkeypatch.setattr(search, "MANY", many)
    monkeypatch.setattr(search, "CASES_SHOWN", 3)
    opened = ["2026-05-04", "2026-05-07", "2026-05-05", "2026-05-05", "2026-05-01"]
    homes = [HouseholdFactory(people__name="A. Smit") for _ in opened]
    cases = [
        open_case(household=home, team=team, stage="contact", on=on, by=leader)
        for home, on in zip(homes, opened, strict=True)
    ]
    with connection.cursor() as cursor:  # else an index gives them in order by chance
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")

    found = look_for("smit", alice)

    assert found.cases == [cases[1], cases[3], cases[2]]
    assert found.more_cases


def test_a_text_is_found_as_dutch_declines_it_with_the_word_marked(celik, alice):
    add_note(case=celik, text="De brieven liggen ongeopend", visibility=Visibility.TEAM, by=alice)

    assert texts_of("brief ongeopende", alice) == []  # another stem
    assert texts_of("brieven", alice) == ["<brieven> liggen ongeopend"]
    assert texts_of('"brieven liggen"', alice) == ["<brieven> <liggen> ongeopend"]


def test_what_is_going_on_is_found_in_its_newest_words_by_care_staff(celik, alice, team):
    tell_story(case=celik, said={StatementKind.NEED: "Rust en een dak"}, by=alice)
    tell_story(case=celik, said={StatementKind.NEED: "Rust en een tuin"}, by=alice)
    assistant = person(Role.TEAM_ASSISTANT, team=team)

    assert (texts_of("tuin", alice), texts_of("dak", alice)) == (["Rust en een <tuin>"], [])
    assert texts_of("tuin", assistant) == []


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.TEAM, {"alice", "leader", "other", "assistant"}),
        (Visibility.CARE, {"alice", "leader", "other"}),
        (Visibility.PRIVATE, {"alice", "leader"}),
        (Visibility.CORPORATION, {"alice", "leader", "other", "assistant", "partner"}),
    ],
)
def test_nobody_finds_what_they_may_not_read(case, alice, leader, partner, team, visibility, readers):
    people = {
        "alice": alice, "leader": leader, "partner": partner,
        "other": person(Role.SOCIAL_WORKER, team=team), "assistant": person(Role.TEAM_ASSISTANT, team=team),
    }  # fmt: skip
    add_note(case=case, text="Tandarts", visibility=visibility, by=alice)

    assert {name for name, user in people.items() if texts_of("tandarts", user)} == readers


# --- the page


def ask(browser, words):
    return browser.post(reverse("cases:search"), {"words": words})


def test_the_page_shows_who_was_found_and_marks_the_word_in_what_was_written(as_user, alice, celik):
    add_note(case=celik, text="Celik & zoon belden", visibility=Visibility.TEAM, by=alice)

    page = ask(as_user(alice), "celik").content.decode()

    assert "D. Çelik" in page
    assert "<mark>Celik</mark> &amp; zoon belden" in page


def test_nothing_found_says_what_to_try(as_user, alice, celik):
    assert "Niets gevonden" in ask(as_user(alice), "jansen").content.decode()


def test_what_was_typed_stands_in_the_form_and_not_in_the_address(as_user, alice, celik):
    answer = ask(as_user(alice), "celik")

    assert 'value="celik"' in answer.content.decode()
    assert "celik" not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_by_get_nothing_is_looked_for(as_user, alice, celik):
    page = as_user(alice).get(reverse("cases:search"), {"words": "celik"}).content.decode()

    assert "Çelik" not in page


@pytest.mark.parametrize("number", [1, 4])
def test_a_search_costs_the_same_for_any_number_found(as_user, alice, team, leader, number, django_assert_num_queries):
    for _ in range(number):
        case = open_case(household=HouseholdFactory(), team=team, stage="contact", on="2026-05-04", by=leader)
        add_note(case=case, text="Wijnands belde", visibility=Visibility.TEAM, by=alice)
    browser = as_user(alice)

    with django_assert_num_queries(21):
        assert len(ask(browser, "wijnands").context["found"].texts) == number


def test_a_partner_finds_the_tenant_and_does_not_find_or_read_more(as_user, case, alice, partner):
    describe_household(case=case, profile={}, members=[Member(None, "Yusuf Demir", "child")], by=alice)
    start_crisis(case=case, threat=Threat.GAS, by=alice)

    assert (cases_of("wijnands", partner), cases_of("demir", partner)) == ([case], [])
    assert cases_of("demir", alice) == [case]
    page = ask(as_user(partner), "wijnands").content.decode()
    shown = ask(as_user(alice), "wijnands").content.decode()
    for hidden in [capfirst(case.get_stage_display()), capfirst(str(Acute.CUT_OFF.label))]:
        assert hidden in shown
        assert hidden not in page


def test_reading_a_piece_of_a_text_is_reading_and_is_logged_once_a_day(as_user, celik, alice):
    add_note(case=celik, text="De brieven liggen ongeopend", visibility=Visibility.TEAM, by=alice)
    browser = as_user(alice)

    ask(browser, "celik")
    assert not ReadLog.objects.exists()
    ask(browser, "brieven")
    ask(browser, "brieven")

    assert [(line.subject_id, line.user) for line in ReadLog.objects.all()] == [(celik.uuid, alice)]
