"""Looking back with a household: few questions, its words, an answer; also after it was let go."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.enums import ReadReason, Role
from cases.endings import AnsweredOn, LookingBack
from cases.enums import CloseReason, EntryKind, Stage
from cases.models import Ending, Evaluation
from cases.services.closing import let_go
from cases.services.evaluation import EvaluationAnsweredAlready, answer_household, look_back
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory

WORDS = "Jullie belden altijd terug. Alleen jammer van de wisseling."


@pytest.fixture
def said(case, alice):
    return look_back(case=case, words=WORDS, helped=LookingBack.YES, by=alice)


def url_of(case):
    return reverse("cases:evaluation", args=[case.uuid])


def answer_url(case, said):
    return reverse("cases:evaluation_answer", args=[case.uuid, said.uuid])


def main_of(answer):
    return answer.content.decode().partition("<main")[2].partition("</main")[0]


def test_the_words_of_a_household_are_kept_and_answered(as_user, alice, case):
    browser = as_user(alice)
    browser.post(url_of(case), {"words": WORDS, "heard": "somewhat", "given": "paper"})
    evaluation = Evaluation.objects.get()

    browser.post(answer_url(case, evaluation), {"answer": "Dank. Er komt geen wisseling meer."})

    evaluation.refresh_from_db()
    assert (evaluation.words, evaluation.heard, evaluation.given) == (WORDS, "somewhat", AnsweredOn.PAPER)
    assert evaluation.answered_by == alice
    page = main_of(browser.get(url_of(case)))
    assert WORDS in page
    assert "geen wisseling meer" in page


def test_one_answer_is_enough_and_none_is_too_little(as_user, alice, case):
    browser = as_user(alice)

    statuses = [browser.post(url_of(case), said).status_code for said in [{}, {"answer": "Dank"}, {"helped": "no"}]]

    assert statuses == [422, 422, 302]
    with pytest.raises(IntegrityError, match="an_evaluation_says_something"), transaction.atomic():
        Evaluation.objects.update(helped="")


def test_what_is_refused_stays_on_the_page(as_user, alice, case, said):
    browser = as_user(alice)

    assert "Dank je" in browser.post(url_of(case), {"answer": "Dank je"}).content.decode()
    answer = browser.post(answer_url(case, said), {"answer": "x" * 2001})
    assert (answer.status_code, "x" * 2001 in answer.content.decode()) == (422, True)


def test_a_household_that_was_let_go_can_still_say_something(as_user, alice, case):
    case.first_reached_on = case.opened_on
    case.save(update_fields=["first_reached_on"])
    let_go(case=case, ending=Ending(CloseReason.WANTS_NO_HELP), by=alice)

    as_user(alice).post(url_of(case), {"words": WORDS})

    case.refresh_from_db()
    assert (case.evaluations.get().words, case.stage) == (WORDS, Stage.CLOSED)


def test_what_was_said_stands_on_the_timeline_for_care_alone(as_user, alice, partner, team, case, said):
    assert case.timeline.get(kind=EntryKind.LOOKED_BACK).text == WORDS
    file = reverse("cases:detail", args=[case.uuid])

    seen = [
        WORDS in main_of(as_user(who).get(file)) for who in [alice, person(Role.TEAM_ASSISTANT, team=team), partner]
    ]

    assert seen == [True, False, False]


@pytest.mark.parametrize("role", [Role.HOUSING_CONSULTANT, Role.TEAM_ASSISTANT, Role.MANAGER])
def test_who_does_not_help_households_neither_reads_nor_answers(as_user, team, case, said, role):
    where = {"team": team} if role == Role.TEAM_ASSISTANT else {"organisation": team.organisation}
    someone = person(role, **({} if role == Role.HOUSING_CONSULTANT else where))
    if role == Role.HOUSING_CONSULTANT:
        case.workers.filter(side="house").update(user=someone)
    browser = as_user(someone)
    browser.post(reverse("cases:reason", args=[case.uuid]), {"reason": ReadReason.COVER})

    codes = [browser.get(url_of(case)), browser.post(url_of(case)), browser.post(answer_url(case, said))]

    assert [answer.status_code for answer in codes] == [403] * 3


def test_the_questions_go_along_on_paper_and_name_nobody(as_user, alice, case):
    paper = as_user(alice).get(reverse("cases:evaluation_pdf", args=[case.uuid]))

    assert paper.content.startswith(b"%PDF")
    assert case.household.name not in str(paper.headers)


def test_of_another_case_nothing_is_answered_from_here(as_user, alice, team, case, said):
    other = CaseFactory(team=team)

    assert as_user(alice).post(answer_url(other, said), {"answer": "Dank"}).status_code == 404


def test_of_two_who_answer_together_one_does(committed_db):
    case = CaseFactory()
    people = [person(Role.SOCIAL_WORKER, team=case.team) for _ in range(2)]
    evaluation, start, wrong = look_back(case=case, words=WORDS, by=people[0]), threading.Barrier(2), []

    def answer(by):
        mine = Evaluation.objects.get(pk=evaluation.pk)
        start.wait()
        try:
            answer_household(evaluation=mine, answer=by.name, by=by)
        except EvaluationAnsweredAlready:
            wrong.append(by)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    evaluation.refresh_from_db()
    assert len(wrong) == 1
    assert evaluation.answered_by not in wrong


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number(as_user, alice, case, number, django_assert_num_queries):
    for _ in range(number):
        look_back(case=case, words=WORDS, by=alice, answer="Dank")
    browser = as_user(alice)
    browser.get(url_of(case))

    with django_assert_num_queries(10):
        browser.get(url_of(case))
