"""Asking a colleague, a specialism or the team leader: who reads what, who answers, and that no message tells anything."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import ReadLog, User
from cases.enums import BreakthroughState, CloseReason, ConsultEvent, Shown, Skill, StatementKind
from cases.models import Consult
from cases.permissions import breakthroughs_for, consults_for
from cases.services.breakthrough import BreakthroughAnswered, answer_breakthrough, ask_breakthrough
from cases.services.case import CaseAlreadyClosed, close_case
from cases.services.consult import (
    ConsultClosed,
    NobodyKnowsThis,
    ask_colleagues,
    close_consult,
    reply,
    tell_skills,
)
from cases.services.story import tell_story
from common import dates
from tests.factories.accounts import MembershipFactory, TeamFactory, person

QUESTION = "Moeder slaat dicht. Hoe begin ik?"


@pytest.fixture
def asked(case, alice, colleague):
    """Asked of a worker of another team, with what is going on and nothing else."""
    tell_story(
        case=case, said={StatementKind.SITUATION: "Ziek sinds november", StatementKind.RISK: "Geen eten"}, by=alice
    )
    return ask_colleagues(case=case, question=QUESTION, asked_of=colleague, show=[Shown.SITUATION], by=alice)


def page_of(consult):
    return reverse("cases:consult", args=[consult.uuid])


def test_whoever_is_asked_reads_the_question_and_what_was_shown_and_no_more(as_user, asked, colleague):
    page = as_user(colleague).get(page_of(asked)).content.decode()

    assert QUESTION in page
    assert "Ziek sinds november" in page
    assert not any(told in page for told in ("Wijnands", "Pretoriusstraat", "Geen eten"))


def test_what_was_shown_stays_as_it_read_when_it_was_asked(asked, alice):
    tell_story(case=asked.case, said={StatementKind.SITUATION: "Opgenomen in de kliniek"}, by=alice)

    asked.refresh_from_db()
    assert "kliniek" not in asked.shown


def test_who_lives_there_is_shown_without_a_name(case, alice, colleague):
    asked = ask_colleagues(case=case, question=QUESTION, asked_of=colleague, show=[Shown.PEOPLE], by=alice)

    assert "hoofdhuurder" in asked.shown
    assert "Wijnands" not in asked.shown


def test_the_file_stays_closed_until_a_reason_is_given(as_user, asked, colleague):
    browser = as_user(colleague)
    browser.get(page_of(asked))

    assert browser.get(reverse("cases:detail", args=[asked.case.uuid])).status_code == 403


def test_reading_a_question_is_in_the_log_and_opens_nothing(as_user, asked, colleague):
    browser = as_user(colleague)
    browser.get(page_of(asked))
    browser.get(page_of(asked))

    line = ReadLog.objects.get(user=colleague)
    assert (line.subject, line.subject_id, line.reason) == ("question", asked.uuid, "consult")


def test_it_stands_on_the_page_that_whoever_is_asked_opens_with(as_user, asked, colleague, alice):
    assert page_of(asked) in as_user(colleague).get(reverse("home")).content.decode()

    reply(consult=asked, text="Vraag eerst wat goed gaat", by=colleague)

    assert page_of(asked) not in as_user(colleague).get(reverse("home")).content.decode()
    assert page_of(asked) in as_user(alice).get(reverse("home")).content.decode()


@pytest.mark.parametrize("who", ["alice", "colleague"])
def test_whoever_left_the_agency_reads_no_question_any_more(request, as_user, asked, colleague, who):
    reply(consult=asked, text="Vraag eerst wat goed gaat", by=colleague)
    leaver = request.getfixturevalue(who)
    leaver.memberships.update(until=dates.today())
    MembershipFactory(user=leaver, team=TeamFactory(), since=dates.today())
    browser = as_user(User.objects.get(pk=leaver.pk))

    assert browser.get(page_of(asked)).status_code == 404
    assert page_of(asked) not in browser.get(reverse("home")).content.decode()


def test_a_message_says_that_something_waits_and_nothing_else(asked, colleague):
    letter = mail.outbox[0]

    assert letter.to == [colleague.email]
    assert (letter.subject, letter.body) == (
        "Een vraag van een collega",
        "Er wacht iets op je in Outreach. Het staat op de pagina waarmee je begint.",
    )


def test_a_specialism_is_asked_of_everybody_who_has_it_but_oneself(case, alice, leader, colleague):
    tell_skills(user=alice, skills=[Skill.YOUTH])
    tell_skills(user=colleague, skills=[Skill.YOUTH])

    asked = ask_colleagues(case=case, question=QUESTION, skill=Skill.YOUTH, by=alice)

    assert [letter.to for letter in mail.outbox] == [[colleague.email]]
    assert [asked in Consult.objects.asked_of(who) for who in (colleague, alice, leader)] == [True, False, False]


def test_a_specialism_that_nobody_has_is_not_asked_in_vain(case, alice):
    with pytest.raises(NobodyKnowsThis):
        ask_colleagues(case=case, question=QUESTION, skill=Skill.YOUTH, by=alice)

    assert not Consult.objects.exists()


def test_a_later_specialist_does_not_read_on_in_questions_that_ended(case, alice, colleague, team):
    tell_skills(user=colleague, skills=[Skill.YOUTH])
    asked = ask_colleagues(case=case, question=QUESTION, skill=Skill.YOUTH, by=alice)
    reply(consult=asked, text="Rustig aan", by=colleague)
    close_consult(consult=asked, by=alice)
    late = person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=team.organisation))
    tell_skills(user=late, skills=[Skill.YOUTH])

    assert asked in consults_for(colleague)
    assert asked not in consults_for(late)


@pytest.mark.parametrize("role", [Role.TEAM_ASSISTANT, Role.EXPERT_BY_EXPERIENCE, Role.TRAINEE, Role.MANAGER])
def test_nobody_but_care_staff_reads_questions(asked, team, role):
    assert not consults_for(person(role, team=team)).exists()


def test_the_partner_of_the_duo_hears_nothing_of_it(as_user, asked, partner):
    browser = as_user(partner)

    assert browser.get(reverse("cases:talks", args=[asked.case.uuid])).status_code == 403
    file = browser.get(reverse("cases:detail", args=[asked.case.uuid]))
    assert "consult" not in {entry.kind for entry in file.context["page"]}
    assert QUESTION not in file.content.decode()


def test_a_worker_of_another_agency_neither_reads_nor_is_asked(asked, stranger, as_user, alice):
    assert asked not in consults_for(stranger)
    form = as_user(alice).get(reverse("cases:consult_ask", args=[asked.case.uuid])).context["form"]
    assert str(stranger.uuid) not in form.people


def test_the_course_of_a_question_stands_on_the_timeline(asked, alice, colleague):
    reply(consult=asked, text="Vraag wat goed gaat", by=colleague)
    close_consult(consult=asked, outcome="Ik neem bloemen mee", by=alice)

    told = asked.case.timeline.filter(kind="consult").order_by("pk").values_list("detail", flat=True)
    assert list(told) == [ConsultEvent.ASKED, ConsultEvent.ANSWERED, ConsultEvent.CLOSED]


def test_after_it_was_ended_nobody_answers(asked, alice, colleague):
    close_consult(consult=asked, by=alice)

    with pytest.raises(ConsultClosed):
        reply(consult=asked, text="Te laat", by=colleague)
    with pytest.raises(ConsultClosed):
        close_consult(consult=asked, by=alice)


def test_only_whoever_asked_or_leads_ends_a_question(as_user, asked, colleague, leader):
    end = reverse("cases:consult_close", args=[asked.uuid])

    assert as_user(colleague).post(end).status_code == 403
    assert as_user(leader).post(end).status_code == 302
    asked.refresh_from_db()
    assert asked.closed_at is not None


def test_the_same_question_sent_twice_is_asked_once(asked, alice, colleague):
    again = ask_colleagues(case=asked.case, question=QUESTION, asked_of=colleague, show=[Shown.SITUATION], by=alice)

    assert again == asked
    assert len(mail.outbox) == 1


def test_of_a_closed_case_nothing_is_asked_and_nothing_waits(asked, alice, colleague):
    close_case(case=asked.case, reason=CloseReason.MOVED, by=alice)

    assert not Consult.objects.asked_of(colleague).open().exists()
    with pytest.raises(CaseAlreadyClosed):
        ask_colleagues(case=asked.case, question="Nog iets", asked_of=colleague, by=alice)


def test_the_form_asks_whom_and_what(as_user, alice, case, colleague):
    url = reverse("cases:consult_ask", args=[case.uuid])

    refused = as_user(alice).post(url, {"question": QUESTION})
    assert (refused.status_code, QUESTION in refused.content.decode()) == (422, True)
    assert as_user(alice).post(url, {"question": QUESTION, "whom": colleague.uuid, "show": "people"}).status_code == 302
    assert case.consults.get().asked_of == colleague


def test_what_colleagues_may_ask_is_told_and_taken_back(as_user, alice):
    page = reverse("cases:colleagues")
    as_user(alice).post(page, {"skills": ["money", "youth"]})
    as_user(alice).post(page, {"skills": ["money"]})

    assert [one.skill for one in alice.skills.all()] == ["money"]


def test_the_database_asks_either_a_colleague_or_a_specialism(case, alice, leader):
    said = {"case": case, "question": "x", "asked_at": dates.now(), "asked_by": alice}
    for whom in ({}, {"asked_of": leader, "skill": "money"}, {"asked_of": alice}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consult.objects.create(**said, **whom)


# --- the team leader


@pytest.fixture
def stuck(case, alice):
    needed = dates.today() + timedelta(days=5)
    return ask_breakthrough(
        case=case, asked="Bel jij de chef?", stuck="Geen adres, geen rekening", needed_by=needed, by=alice
    )


def test_a_breakthrough_stands_on_the_page_the_leader_opens_with(as_user, leader, stuck):
    url = reverse("cases:breakthrough", args=[stuck.case.uuid, stuck.uuid])
    assert url in as_user(leader).get(reverse("home")).content.decode()

    as_user(leader).post(url, {"state": "mine", "answer": "Ik bel morgen"})

    assert url not in as_user(leader).get(reverse("home")).content.decode()


def test_the_answer_comes_on_the_list_of_whoever_asked(stuck, alice, leader):
    answer_breakthrough(request=stuck, state=BreakthroughState.GO, answer="Doe het", by=leader)

    task = stuck.case.tasks.open().get()
    assert (task.owner, task.due_on) == (alice, dates.today())
    assert "Doe het" not in task.what


def test_of_two_leaders_the_first_answer_stays(stuck, leader, team):
    answer_breakthrough(request=stuck, state=BreakthroughState.GO, by=leader)

    with pytest.raises(BreakthroughAnswered):
        answer_breakthrough(request=stuck, state=BreakthroughState.NOT_NOW, by=person(Role.TEAM_LEADER, team=team))

    stuck.refresh_from_db()
    assert stuck.state == BreakthroughState.GO


def test_a_leader_sees_what_the_own_team_asks(stuck, leader, team):
    other = person(Role.TEAM_LEADER, team=TeamFactory(organisation=team.organisation))

    assert [stuck in breakthroughs_for(who) for who in (leader, other)] == [True, False]


def test_a_worker_does_not_answer_in_the_place_of_the_leader(as_user, alice, stuck):
    url = reverse("cases:breakthrough", args=[stuck.case.uuid, stuck.uuid])

    assert as_user(alice).post(url, {"state": "go"}).status_code == 403


def test_the_day_it_is_needed_is_not_over(as_user, alice, case):
    url = reverse("cases:breakthrough_ask", args=[case.uuid])

    assert as_user(alice).post(url, {"asked": "x", "needed_by": "2020-01-01"}).status_code == 422
