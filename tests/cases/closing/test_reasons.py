"""Which reasons hold, and what belongs to each."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.endings import (
    EndResult,
    MovedTo,
    WhyNot,
)
from cases.enums import Circumstance, CloseReason, ContactKind, Outcome, Stage
from cases.models import Case, Closing
from cases.services.case import ClosingNotAllowed, open_case
from cases.services.closing import (
    EndingIncomplete,
    TooEarlyToLetGo,
)
from tests.cases.closing.steps import CONSULTED, JULY, JUNE, MAY, WEEK_EIGHT, end, moment, visit
from tests.factories.cases import CaseFactory


@pytest.mark.parametrize("reason", [CloseReason.NOT_REACHED, CloseReason.NOT_PICKED_UP, CloseReason.OTHER])
def test_after_a_conversation_nothing_ends_from_our_side(spoken, alice, reason):
    visit(spoken, alice)

    with pytest.raises(ClosingNotAllowed):
        end(spoken, alice, reason, why_not=WhyNot.OTHER if reason == CloseReason.NOT_PICKED_UP else "", **CONSULTED)


@pytest.mark.parametrize("reason", ["not_reached", "not_picked_up", "other"])
def test_the_database_keeps_a_conversation_from_ending_on_one_side(spoken, alice, reason):
    with pytest.raises(IntegrityError, match="after_a_conversation_never_from_one_side"), transaction.atomic():
        Case.objects.filter(pk=spoken.pk).update(
            stage=Stage.CLOSED, closed_on=JULY, closed_by=alice, close_reason=reason
        )


def test_a_household_never_reached_is_not_let_go_before_week_eight(case, alice):
    visit(case, alice)

    with pytest.raises(TooEarlyToLetGo) as refused:
        end(case, alice, CloseReason.NOT_REACHED, on=WEEK_EIGHT - timedelta(days=1), **CONSULTED)

    assert refused.value.decide_on == WEEK_EIGHT


def test_a_household_where_nothing_was_tried_is_not_called_never_reached(case, alice):
    with pytest.raises(TooEarlyToLetGo) as refused:
        end(case, alice, CloseReason.NOT_REACHED, **CONSULTED)

    assert refused.value.decide_on is None


def test_without_a_duo_week_eight_counts_from_the_day_the_case_began(team, alice):
    case = CaseFactory(team=team, stage=Stage.LIGHT_CONTACT, opened_on=MAY)
    visit(case, alice, kind=ContactKind.LETTER)

    with pytest.raises(TooEarlyToLetGo) as refused:
        end(case, alice, CloseReason.NOT_REACHED, on=JUNE, **CONSULTED)

    assert refused.value.decide_on == date(2026, 6, 26)


@pytest.mark.parametrize(
    ("reason", "said", "missing"),
    [
        (CloseReason.NOT_REACHED, CONSULTED | {"risk_note": ""}, "risk_note"),
        (CloseReason.NOT_REACHED, CONSULTED | {"note_left": False}, "note_left"),
        (CloseReason.NOT_REACHED, CONSULTED | {"consulted": ""}, "consulted"),
        (CloseReason.NOT_PICKED_UP, {}, "why_not"),
        (CloseReason.MOVED, {}, "moved_to"),
        (CloseReason.MOVED, {"moved_to": MovedTo.ELSEWHERE, "pack_agreed": True}, "handed_to"),
    ],
)
def test_what_belongs_to_a_reason_is_said(case, alice, reason, said, missing):
    visit(case, alice)

    with pytest.raises(EndingIncomplete) as refused:
        end(case, alice, reason, **said)

    assert refused.value.field == missing


def test_a_handover_names_who_accepted_it(spoken, alice):
    with pytest.raises(EndingIncomplete):
        end(spoken, alice, CloseReason.HANDED_OVER)

    end(spoken, alice, CloseReason.HANDED_OVER, handed_to="Mevrouw Bos, Kredietbank")
    assert spoken.end_result == EndResult.MONEY


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "not_reached", "note_left": True, "consulted": "Team"},
        {"reason": "not_reached", "risk_note": "Oud", "consulted": "Team"},
        {"reason": "not_reached", "risk_note": "Oud", "note_left": True},
        {"reason": "handed_over"},
        {"reason": "not_picked_up"},
        {"reason": "moved"},
        {"reason": "solved", "pack_agreed": True},
        {"reason": "solved", "settled": False},
        {"reason": "solved", "two_people": True},
    ],
)
def test_the_database_refuses_an_ending_that_says_too_little(case, alice, wrong):
    by = {} if not wrong.pop("settled", True) else {"settled_by": alice, "settled_at": moment(JULY)}

    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.create(
            **{"case": case, "state": "done", "two_people": False, "asked_by": alice, "asked_at": moment(JULY)}
            | by
            | wrong
        )


def test_of_who_died_that_is_noted_too_and_once(case, alice):
    end(case, alice, CloseReason.DECEASED)

    assert case.end_result == EndResult.DECEASED
    assert case.household.circumstances.get().kind == Circumstance.DECEASED


def test_that_somebody_moved_may_be_noted_already(case, alice, bob):
    end(case, alice, CloseReason.MOVED, moved_to=MovedTo.ELSEWHERE)
    again = open_case(household=case.household, team=case.team, stage=Stage.CONTACT, on=date(2026, 9, 1), by=bob)

    end(again, bob, CloseReason.MOVED, moved_to=MovedTo.ELSEWHERE, on=date(2026, 9, 2))

    assert case.household.circumstances.count() == 1


def test_contact_after_closing_is_kept_and_opens_nothing(case, alice):
    visit(case, alice)
    end(case, alice, CloseReason.NOT_REACHED, **CONSULTED)

    visit(case, alice, day=date(2026, 7, 9), reached=True, kind=ContactKind.PHONE, outcome=Outcome.WANTS_TO_TALK)

    assert (case.stage, case.first_reached_on) == (Stage.CLOSED, None)
    assert case.attempts.filter(reached=True).count() == 1
    assert not case.clocks.filter(stopped_on=None).exists()
