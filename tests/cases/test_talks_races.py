"""Two people who think along at the same moment, for real: each in a thread and a transaction of its own."""

from functools import partial

import pytest

from accounts.enums import Role
from cases.enums import BreakthroughState, SafetyStep
from cases.models import Decision, SafetyNote
from cases.services.breakthrough import BreakthroughAnswered, answer_breakthrough, ask_breakthrough
from cases.services.decision import DecisionRevisedAlready, log_decision, revise_decision
from cases.services.discussion import DiscussionHeldAlready, hold_discussion, plan_discussion
from cases.services.safety import note_safety
from tests.cases import races
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory

LOST = (BreakthroughAnswered, DecisionRevisedAlready, DiscussionHeldAlready)
together = partial(races.together, errors=LOST)


@pytest.fixture
def pair(committed_db):
    """A case, and two people of its team."""
    team = TeamFactory()
    return CaseFactory(team=team), [person(Role.TEAM_LEADER, team=team) for _ in range(2)]


def test_of_two_leaders_who_answer_one_does(pair):
    case, people = pair
    request = ask_breakthrough(case=case, asked="Bel de chef", by=people[0])
    answer = partial(answer_breakthrough, request=request, state=BreakthroughState.GO)

    said = together(request, *(partial(answer, by=who) for who in people))

    assert [type(one) in LOST for one in said].count(True) == 1
    assert case.timeline.filter(kind="breakthrough", detail="go").count() == 1


def test_of_two_people_who_write_another_version_one_does(pair):
    case, people = pair
    decision = log_decision(case=case, choice="Wachten", by=people[0])

    said = together(case, *(partial(revise_decision, decision=decision, reason=who.name, by=who) for who in people))

    assert [type(one) in LOST for one in said].count(True) == 1
    assert [one.number for one in Decision.objects.order_by("number")] == [1, 2]


def test_of_two_people_who_write_down_what_came_of_it_one_does(pair):
    case, people = pair
    discussion = plan_discussion(case=case, question="Wat nu?", by=people[0])

    said = together(case, *(partial(hold_discussion, discussion=discussion, choice=who.name, by=who) for who in people))

    assert [type(one) in LOST for one in said].count(True) == 1
    assert case.timeline.filter(kind="team_talk").count() == 1


def test_a_worry_sent_twice_at_once_is_one_line(pair):
    case, people = pair

    together(case, *[partial(note_safety, case=case, step=SafetyStep.SIGNS, words="Stil", by=people[0])] * 2)

    assert SafetyNote.objects.count() == 1
