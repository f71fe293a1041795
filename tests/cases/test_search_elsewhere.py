"""Looking through requests for help, decisions and questions of colleagues, each as far as its own page opens."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import ReadLog
from cases.enums import Referrer, Route
from cases.queries.search import look_for
from cases.services.consult import ask_colleagues, close_consult
from cases.services.decision import log_decision, revise_decision
from cases.services.request import note_request
from tests.factories.accounts import person

WHY, QUESTION = "De kachel is stuk en de post ligt ongeopend", "Hoe leg je een schuldregeling uit?"


@pytest.fixture
def asked(team, leader):
    facts = {"name": "D. Çelik", "postcode": "1092GK", "number": 116, "street": "Pretoriusstraat", "why": WHY}
    facts |= {"referrer": Referrer.GP, "asked_by": "Huisarts Vos"}
    return note_request(team=team, route=Route.REFERRAL, by=leader, facts=facts)


@pytest.mark.parametrize("words", ["celik", "pretorius 116", "1092 gk", "vos", "ongeopend", "kachels stuk"])
def test_a_request_is_found_by_name_address_who_asked_and_why(asked, alice, words):
    assert look_for(words, alice).requests == [asked]


@pytest.mark.parametrize("words", ["jansen", "celik 118", "retorius"])
def test_another_word_finds_no_request(asked, alice, words):
    assert look_for(words, alice).requests == []


def test_only_a_team_finds_its_requests(asked, team, leader, colleague, stranger, partner):
    assistant = person(Role.TEAM_ASSISTANT, team=team)

    found = [bool(look_for("celik", user).requests) for user in (leader, assistant, colleague, stranger, partner)]

    assert found == [True, True, False, False, False]


def test_the_words_around_a_choice_are_found_in_its_last_version_by_care_staff(case, alice, team, partner):
    said = {"choice": "Wachten tot maandag", "reason": "De tandarts belt terug", "consulted": "Jeugdarts"}
    decision = log_decision(case=case, by=alice, **said)
    assert [text.case for text in look_for("tandarts", alice).texts] == [case]

    revise_decision(decision=decision, reason="De fietsenmaker belt terug", by=alice)

    found = {word: len(look_for(word, alice).texts) for word in ("tandarts", "fietsenmaker", "jeugdarts")}
    assert found == {"tandarts": 0, "fietsenmaker": 1, "jeugdarts": 1}
    others = [person(Role.TEAM_ASSISTANT, team=team), partner]
    assert [look_for("fietsenmaker", user).texts for user in others] == [[], []]


def test_who_was_asked_finds_the_question_and_no_household(as_user, case, alice, colleague, leader, stranger):
    question = ask_colleagues(case=case, question=QUESTION, asked_of=colleague, by=alice)
    browser = as_user(colleague)

    page = browser.post(reverse("cases:search"), {"words": "schuldregeling"}).content.decode()

    assert reverse("cases:consult", args=[question.uuid]) in page
    assert case.household.name not in page.partition("<main")[2]
    assert [(line.subject, line.subject_id) for line in ReadLog.objects.all()] == [("question", question.uuid)]
    assert look_for("schuldregeling", stranger).texts == []
    assert [text.case for text in look_for("schuldregeling", alice).texts] == [case]  # on the timeline, once
    close_consult(consult=question, outcome="Met een tekening", by=alice)
    assert len(look_for("tekening", colleague).texts) == 1


def test_reading_why_help_was_asked_is_logged_like_opening_the_request(as_user, asked, alice):
    browser = as_user(alice)
    for _ in range(2):
        page = browser.post(reverse("cases:search"), {"words": "kachel"}).content.decode()

    assert "<mark>kachel</mark>" in page
    assert [(line.subject, line.subject_id) for line in ReadLog.objects.all()] == [("help_request", asked.uuid)]
