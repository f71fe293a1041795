"""Bringing a case to the team, and going through one's cases with the team leader."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.enums import ClockKind, Heard, Purpose
from cases.models import CaseloadTalk
from cases.permissions import caseload_talks_for
from cases.services.caseload import go_own_course, hold_caseload_talk
from cases.services.discussion import DiscussionHeldAlready, hold_discussion, plan_discussion
from common import dates
from tests.factories.accounts import MembershipFactory, TeamFactory, person
from tests.factories.cases import CaseFactory


@pytest.fixture
def brought(case, alice):
    return plan_discussion(case=case, question="Is wachten nog goed?", purpose=Purpose.TEST, by=alice)


def waits_for_team(case):
    return case.clocks.filter(kind=ClockKind.TEAM_TALK, stopped_on=None).exists()


def test_what_is_brought_waits_for_the_team_until_it_was_talked_over(brought, alice):
    assert waits_for_team(brought.case)

    hold_discussion(discussion=brought, choice="Morgen langs", by=alice)

    assert not waits_for_team(brought.case)
    assert "Morgen langs" in brought.case.timeline.get(kind="team_talk").text


def test_another_question_of_the_same_case_goes_on_waiting(brought, alice):
    plan_discussion(case=brought.case, question="Wie gaat er mee?", by=alice)

    hold_discussion(discussion=brought, by=alice)

    assert waits_for_team(brought.case)


def test_it_keeps_the_ways_the_choice_and_whether_the_household_spoke_along(as_user, brought, alice):
    url = reverse("cases:discussion", args=[brought.case.uuid, brought.uuid])

    as_user(alice).post(
        url, {"options": "Zus, maatje", "choice": "Zus", "heard": "before", "their_words": "Vraag mijn zus"}
    )

    brought.refresh_from_db()
    assert (brought.options, brought.choice, brought.heard, brought.noted_by) == (
        "Zus, maatje",
        "Zus",
        Heard.BEFORE,
        alice,
    )
    assert "Vraag mijn zus" in as_user(alice).get(reverse("cases:talks", args=[brought.case.uuid])).content.decode()


def test_of_two_people_the_first_writes_down_what_came_of_it(brought, alice, leader):
    hold_discussion(discussion=brought, choice="Zus", by=alice)

    with pytest.raises(DiscussionHeldAlready):
        hold_discussion(discussion=brought, choice="Maatje", by=leader)


def test_only_the_question_has_to_be_said(as_user, alice, case):
    url = reverse("cases:discussion_plan", args=[case.uuid])

    assert as_user(alice).post(url, {"purpose": "test"}).status_code == 422
    assert as_user(alice).post(url, {"question": "Wat nu?"}).status_code == 302
    assert case.discussions.get().purpose == Purpose.WIDEN


# --- caseload talks


@pytest.fixture
def talk(case, team, alice, leader):
    return hold_caseload_talk(
        team=team, worker=alice, lines={case: "Wachten op de zus"}, advice="Neem vrijdag vrij", by=leader
    )


def test_the_two_of_them_read_a_talk_and_nobody_else(as_user, talk, alice, leader, team):
    others = [person(Role.TEAM_LEADER, team=team), person(Role.SOCIAL_WORKER, team=team), person(Role.MANAGER)]

    assert [talk in caseload_talks_for(who) for who in (alice, leader, *others)] == [True, True, False, False, False]
    url = reverse("cases:caseload_talk", args=[talk.uuid])
    assert "Wachten op de zus" in as_user(alice).get(url).content.decode()
    assert as_user(others[1]).get(url).status_code == 404


def test_whoever_left_the_agency_reads_no_talk_any_more(as_user, talk, alice):
    alice.memberships.update(until=dates.today())
    MembershipFactory(user=alice, team=TeamFactory(), since=dates.today())
    gone = User.objects.get(pk=alice.pk)

    assert not caseload_talks_for(gone).exists()
    assert as_user(gone).get(reverse("cases:caseload_talk", args=[talk.uuid])).status_code == 404


def test_in_the_file_stands_that_it_was_gone_through_and_not_a_word_of_it(talk):
    entry = talk.lines.get().case.timeline.get(kind="caseload_talk")

    assert (entry.text, entry.by) == ("", talk.leader)


def test_the_leader_writes_a_word_on_the_cases_of_the_worker_alone(as_user, case, alice, leader, team):
    other = CaseFactory(team=team)
    url = reverse("cases:caseload_hold", args=[alice.uuid])
    fields = as_user(leader).get(url).context["form"].fields
    assert (f"case-{case.uuid}" in fields, f"case-{other.uuid}" in fields) == (True, False)

    as_user(leader).post(url, {f"case-{case.uuid}": "Gaat goed"})

    held = CaseloadTalk.objects.get()
    assert [(line.case, line.words) for line in held.lines.all()] == [(case, "Gaat goed")]


def test_a_case_without_a_word_was_not_gone_through(as_user, case, alice, leader):
    as_user(leader).post(reverse("cases:caseload_hold", args=[alice.uuid]), {"words": "Alles rustig"})

    assert not CaseloadTalk.objects.get().lines.exists()


def test_the_worker_may_go_another_way_than_advised(talk, alice, leader):
    go_own_course(talk=talk, words="Vrijdag is hun enige dag", by=leader)
    assert talk.disagreed == ""

    go_own_course(talk=talk, words="Vrijdag is hun enige dag", by=alice)

    assert (talk.disagreed, talk.advice) == ("Vrijdag is hun enige dag", "Neem vrijdag vrij")


def test_a_case_that_is_no_longer_ones_own_keeps_its_word_and_loses_its_name(as_user, talk, alice, leader):
    case = talk.lines.get().case
    case.team = TeamFactory(organisation=case.team.organisation)
    case.save(update_fields=["team"])
    case.workers.update(until=case.opened_on)

    page = as_user(alice).get(reverse("cases:caseload_talk", args=[talk.uuid])).content.decode()

    assert "Wachten op de zus" in page
    assert "Wijnands" not in page


def test_the_team_is_in_the_order_of_names(as_user, leader, team, alice, case):
    for name in ("Bea Kok", "Aad Bos"):
        person(Role.SOCIAL_WORKER, team=team, user__name=name)

    page = as_user(leader).get(reverse("cases:caseload"))

    assert [worker.name for worker, _last in page.context["workers"]] == ["Aad Bos", "Alice Baptista", "Bea Kok"]
