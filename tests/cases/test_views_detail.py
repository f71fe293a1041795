from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import Agreement, CloseReason, ContactKind, Outcome, Stage
from cases.services.case import close_case
from cases.services.contact import Step, log_attempt
from cases.services.task import promise
from common import dates
from tests.factories.accounts import person

STORY = "Stapel enveloppen onder haar arm"


def page_of(browser, case):
    return browser.get(reverse("cases:detail", args=[case.uuid])).content.decode()


@pytest.fixture
def visited(case, alice):
    common = {"case": case, "by": alice, "reached": True}
    log_attempt(
        **common, kind=ContactKind.VISIT, at=datetime(2026, 5, 12, 10, tzinfo=ZoneInfo("Europe/Amsterdam")), story=STORY,
        outcome=Outcome.WANTS_TO_TALK, agreements=[Agreement.ARRANGEMENT, Agreement.REFERRED],
        next_step=Step("Samen de post openen", dates.today(), is_visit=True),
    )  # fmt: skip
    log_attempt(**common, kind=ContactKind.PHONE, at=datetime(2026, 5, 13, 9, tzinfo=ZoneInfo("Europe/Amsterdam")))
    return case


def test_the_file_begins_with_the_story(as_user, alice, visited):
    page = page_of(as_user(alice), visited)

    assert page.index(STORY) < page.index("timeline__item")
    assert page.count(STORY) == 2
    assert "Samen de post openen" in page


def test_a_partner_sees_visits_and_agreed_facts_and_nothing_of_care(as_user, partner, visited):
    page = page_of(as_user(partner), visited)

    assert page.count("timeline__item--reached") == 1
    for hidden in [STORY, "Samen de post openen", reverse("networks:people", args=[visited.uuid])]:
        assert hidden not in page
    assert str(Agreement.ARRANGEMENT.label) in page
    assert str(Agreement.REFERRED.label) not in page


def test_a_team_assistant_sees_the_planning_without_the_story(as_user, team, visited):
    page = page_of(as_user(person(Role.TEAM_ASSISTANT, team=team)), visited)

    assert "Samen de post openen" in page
    assert STORY not in page


def test_an_expert_by_experience_in_the_duo_sees_what_a_partner_sees(as_user, team, visited):
    expert = person(Role.EXPERT_BY_EXPERIENCE, organisation=team.organisation)
    visited.workers.filter(side="house").update(user=expert)

    page = page_of(as_user(expert), visited)

    assert "timeline__item--reached" in page
    assert STORY not in page


def test_a_promise_can_be_ticked_off(as_user, alice, case):
    task = promise(case=case, what="Bellen", due_on=dates.today(), owner=alice, by=alice)

    as_user(alice).post(reverse("cases:done", args=[task.uuid]))

    task.refresh_from_db()
    assert task.done_at is not None


def test_a_partner_ticks_off_the_own_promises_only(as_user, partner, alice, case):
    theirs = promise(case=case, what="Bellen", due_on=dates.today(), owner=alice, by=alice)

    assert as_user(partner).post(reverse("cases:done", args=[theirs.uuid])).status_code == 404


@pytest.mark.parametrize(
    ("back", "to"), [("/visits/", "/visits/"), ("https://example.org/", None), ("//example.org", None)]
)
def test_ticking_off_returns_to_pages_of_ours_only(as_user, alice, case, back, to):
    task = promise(case=case, what="Bellen", due_on=dates.today(), owner=alice, by=alice)

    answer = as_user(alice).post(reverse("cases:done", args=[task.uuid]), {"next": back})

    assert answer.url == (to or reverse("cases:detail", args=[case.uuid]))


def move(browser, case, **fields):
    return browser.post(reverse("cases:move", args=[case.uuid]), fields)


def test_a_case_is_moved_to_guidance_by_decision(as_user, alice, visited):
    move(as_user(alice), visited, stage=Stage.GUIDANCE)

    visited.refresh_from_db()
    assert visited.stage == Stage.GUIDANCE


def test_a_case_that_rests_keeps_the_day_of_the_next_sign_of_life(as_user, alice, visited):
    soon = dates.today() + timedelta(days=9)

    move(as_user(alice), visited, stage=Stage.MINIMAL_CONTACT, next_on=soon)

    assert visited.tasks.get(is_visit=False).due_on == soon


def test_a_next_sign_of_life_in_the_past_is_refused_and_kept_on_the_page(as_user, alice, visited):
    answer = move(as_user(alice), visited, stage=Stage.MINIMAL_CONTACT, next_on="2026-01-01")

    assert answer.status_code == 422
    assert "2026-01-01" in answer.content.decode()


@pytest.mark.parametrize(("outcome", "told"), [(Outcome.WANTS_NO_HELP, True), (Outcome.UNDECIDED, False)])
def test_who_said_no_is_not_kept_without_a_thought(as_user, alice, case, outcome, told):
    at = datetime(2026, 5, 12, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
    log_attempt(case=case, kind=ContactKind.VISIT, at=at, reached=True, outcome=outcome, by=alice)

    assert as_user(alice).get(reverse("cases:move", args=[case.uuid])).context["said_no"] == told


def test_a_case_is_not_closed_on_the_page_of_stages(as_user, alice, visited):
    assert move(as_user(alice), visited, stage=Stage.CLOSED).status_code == 422


def test_a_closed_case_leaves_the_partner(as_user, partner, alice, case):
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)

    assert as_user(partner).get(reverse("cases:detail", args=[case.uuid])).status_code == 404


def test_a_closed_case_is_read_and_not_moved(as_user, alice, case):
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)
    browser = as_user(alice)

    assert reverse("cases:move", args=[case.uuid]) not in page_of(browser, case)
    assert move(browser, case, stage=Stage.GUIDANCE).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED
