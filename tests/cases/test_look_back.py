"""A household looks back by itself: a link that works once and tells nobody anything."""

import re
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import LinkOutcome, Role
from accounts.models import PersonalLink, PersonalLinkUse
from accounts.services.links import LinkRefused, make_link
from cases.endings import AnsweredOn
from cases.enums import EntryKind
from cases.models import Evaluation
from cases.services.evaluation import LOOK_BACK, answer_household, ask_by_link, look_back_by_link
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory

WORDS = "Jullie belden altijd terug."


@pytest.fixture
def code(case, alice):
    return ask_by_link(case=case, by=alice)


@pytest.fixture
def household(db):
    """A browser in which nobody is signed in."""
    return Client(enforce_csrf_checks=False)


def page_of(code):
    return reverse("look_back", args=[code])


def text_of(answer):
    """The page without what differs a time: tokens and the address that it was asked by."""
    found = re.sub(r'"csrfmiddlewaretoken" value="\w+"|/look-back/[\w-]+', "", answer.content.decode())
    return found.partition("<main")[2]


def test_a_household_answers_by_itself_and_the_worker_answers_back(household, as_user, alice, case, code):
    assert household.get(page_of(code)).status_code == 200

    answer = household.post(page_of(code), {"helped": "yes", "words": WORDS})

    assert (answer.status_code, answer.url) == (302, reverse("look_back_thanks"))
    said = Evaluation.objects.get()
    assert (said.case, said.given, said.helped, said.words, said.noted_by) == (case, "link", "yes", WORDS, None)
    assert case.timeline.get(kind=EntryKind.LOOKED_BACK).by is None
    task = case.tasks.get()
    assert (task.owner, task.done_at) == (alice, None)
    as_user(alice).post(reverse("cases:evaluation_answer", args=[case.uuid, said.uuid]), {"answer": "Dank je."})
    task.refresh_from_db()
    assert task.done_at is not None


def test_the_page_names_the_agency_and_nothing_of_the_case(household, alice, case, code):
    page = household.get(page_of(code)).content.decode()

    assert case.team.organisation.name in page
    for hidden in [case.household.name, str(case.household.dwelling), str(case.uuid), alice.name, case.team.name]:
        assert hidden not in page


def test_the_address_goes_along_to_no_other_page_and_stays_nowhere(household, code):
    pages = [
        household.get(page_of(code)),
        household.get(page_of("guess")),
        household.post(page_of(code), {"helped": "no"}),
        household.get(reverse("look_back_thanks")),
    ]

    for page in pages:
        assert (page["Referrer-Policy"], page["Cache-Control"]) == ("strict-origin", "no-store")
    assert 'name="referrer" content="strict-origin"' in pages[0].content.decode()
    assert not re.search(r'(?:href|src|action)="https?:', pages[0].content.decode())


def test_a_wrong_a_late_and_a_used_link_give_the_same_page(household, case, code):
    household.post(page_of(code), {"helped": "yes"})
    days = timedelta(days=1)
    late = make_link(purpose=LOOK_BACK, subject_id=case.uuid, valid_for=days)
    elsewhere = make_link(purpose="reply", subject_id=case.uuid, valid_for=days)
    gone = make_link(purpose=LOOK_BACK, subject_id=uuid4(), valid_for=days)
    now = timezone.now()
    PersonalLink.objects.filter(pk=late.link.pk).update(created_at=now - timedelta(days=2), expires_at=now)

    answers = [
        (answer.status_code, text_of(answer))
        for wrong in (code, late.code, elsewhere.code, gone.code, "guess")
        for answer in (household.get(page_of(wrong)), household.post(page_of(wrong), {"helped": "no"}))
    ]

    assert len(set(answers)) == 1
    assert answers[0][0] == 404
    assert Evaluation.objects.count() == 1
    assert set(PersonalLinkUse.objects.values_list("outcome", flat=True)) == {
        LinkOutcome.USED, LinkOutcome.SPENT, LinkOutcome.EXPIRED, LinkOutcome.ELSEWHERE, LinkOutcome.UNKNOWN,
    }  # fmt: skip


def test_an_empty_form_spends_nothing_and_a_wrong_link_says_nothing_of_the_form(household, code):
    refused = household.post(page_of(code), {"words": "  "})

    assert refused.status_code == 422
    assert household.post(page_of(code), {"words": WORDS}).status_code == 302
    assert household.post(page_of("guess"), {"words": "  "}).status_code == 404


def test_what_was_typed_stays(household, code):
    assert "x" * 2001 in household.post(page_of(code), {"words": "x" * 2001}).content.decode()


def test_who_guesses_on_is_held_up(household, settings, code):
    settings.ACCOUNT_RATE_LIMITS = {"look_back": "3/m/ip"}

    codes = [household.get(page_of("guess")).status_code for _ in range(4)]

    assert codes == [404, 404, 404, 429]
    held = household.get(page_of(code))
    assert (held.status_code, text_of(held)) == (429, text_of(household.get(page_of("guess"))))


def test_the_link_is_shown_once_and_only_its_hash_is_kept(as_user, alice, case):
    browser = as_user(alice)

    page = browser.post(reverse("cases:evaluation_link", args=[case.uuid])).content.decode()

    (address,) = set(re.findall(r"http://testserver/look-back/([\w-]{43})", page))
    assert address not in str(PersonalLink.objects.values().get())
    assert "/look-back/" not in browser.get(reverse("cases:evaluation", args=[case.uuid])).content.decode()
    assert case.timeline.filter(kind=EntryKind.LOOK_BACK_ASKED).count() == 1


def test_the_paper_carries_a_link_when_one_asks_for_it(as_user, alice, case):
    url = reverse("cases:evaluation_pdf", args=[case.uuid])
    browser = as_user(alice)

    plain, linked = browser.get(url), browser.post(url)

    assert plain.content.startswith(b"%PDF")
    assert linked.content.startswith(b"%PDF")
    assert PersonalLink.objects.count() == 1


def test_a_worker_cannot_say_that_an_answer_came_by_link(as_user, alice, case):
    answer = as_user(alice).post(reverse("cases:evaluation", args=[case.uuid]), {"words": WORDS, "given": "link"})

    assert (answer.status_code, Evaluation.objects.count()) == (422, 0)


def test_of_two_answers_by_link_the_task_waits_for_both(case, alice):
    first, second = (look_back_by_link(code=ask_by_link(case=case, by=alice), words=WORDS) for _ in range(2))

    answer_household(evaluation=first, answer="Dank", by=alice)
    assert case.tasks.open().count() == 1
    answer_household(evaluation=second, answer="Dank", by=alice)

    assert case.tasks.open().count() == 0


def test_of_two_who_answer_by_one_link_together_one_does(committed_db):
    case = CaseFactory()
    code = ask_by_link(case=case, by=person(Role.SOCIAL_WORKER, team=case.team))
    start, said = threading.Barrier(2), []

    def answer(words):
        start.wait()
        try:
            said.append(look_back_by_link(code=code, words=words))
        except LinkRefused as error:
            said.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[words]) for words in ("Goed", "Slecht")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(one).__name__ for one in said) == ["Evaluation", "LinkRefused"]
    assert Evaluation.objects.get().given == AnsweredOn.LINK
