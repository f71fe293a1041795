"""Two people with one box of papers, or with one decision, at the same moment: each in a transaction of its own."""

from decimal import Decimal
from functools import partial

import pytest

from accounts.enums import Role
from cases.enums import ChainKind
from cases.models import Creditor, DebtDecision, DebtPaper, TimelineEntry
from cases.services.creditor import CreditorLine, add_creditors
from cases.services.debt import StepRunsAlready, start_step
from cases.services.debt_decision import DecisionChangedMeanwhile, send_decision, write_decision
from tests.cases.races import together
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory


@pytest.fixture
def pair(committed_db):
    """A case, and two mandate holders of its team."""
    team = TeamFactory()
    return CaseFactory(team=team), [person(Role.TEAM_LEADER, team=team) for _ in range(2)]


def refused(call):
    """Say whether this was refused because somebody was first."""
    try:
        call()
    except (DecisionChangedMeanwhile, StepRunsAlready):
        return True
    return False


def test_the_same_box_opened_by_two_people_is_noted_once(pair):
    case, people = pair
    box = [CreditorLine("Stroomhuis", Decimal("312.50")), CreditorLine("Tandarts")]

    together(case, *(partial(add_creditors, case=case, lines=box, by=who) for who in people))

    assert (Creditor.objects.count(), TimelineEntry.objects.filter(kind="creditor").count()) == (2, 1)


def test_of_two_people_who_begin_an_application_one_does(pair):
    case, people = pair
    begin = partial(start_step, case=case, kind=ChainKind.APPLICATION)

    said = together(case, *(partial(refused, partial(begin, by=who)) for who in people))

    assert sorted(said) == [False, True]
    assert DebtPaper.objects.count() == 8


def test_of_two_mandate_holders_who_send_one_does(pair):
    case, people = pair
    words = {"outcome": "award", "assessment": "x", "weighing": "y", "help_given": ""}
    draft = write_decision(case=case, words=words, seen=0, by=people[0])

    said = together(
        case,
        *(
            partial(refused, partial(send_decision, decision=DebtDecision.objects.get(), seen=draft.version, by=who))
            for who in people
        ),
    )

    assert sorted(said) == [False, True]
    assert TimelineEntry.objects.filter(kind="debt_decision").count() == 1
