"""The four questions before letting go, and a case that rests instead."""

from datetime import date, timedelta

import pytest

from cases.endings import (
    CheckQuestion,
    Unchecked,
)
from cases.enums import ClockKind, CloseReason, EntryKind, Stage
from cases.services.case import change_stage
from cases.services.closing import (
    EndingIncomplete,
    open_questions,
)
from cases.services.team_talk import bring_before_team, talk_over
from common.dates import fixed_today, today
from tests.cases.closing.steps import ALL_WELL, JULY, JUNE, answer, end


def test_after_guidance_a_missing_answer_needs_a_reason(guided, alice):
    answer(guided, alice, **{name: said for name, said in ALL_WELL.items() if name != "goes_wrong"})
    assert open_questions(guided) == [CheckQuestion.GOES_WRONG]

    with pytest.raises(EndingIncomplete):
        end(guided, alice, CloseReason.SOLVED)

    end(guided, alice, CloseReason.SOLVED, unchecked=Unchecked.NETWORK)
    assert guided.stage == Stage.CLOSED


def test_four_good_answers_need_no_reason(guided, alice):
    answer(guided, alice, **ALL_WELL)

    end(guided, alice, CloseReason.AGREED)

    assert guided.stage == Stage.CLOSED


def test_the_last_answer_counts_and_the_ones_before_it_stay(guided, alice, bob):
    with fixed_today(JUNE):
        answer(guided, alice, **ALL_WELL | {"goes_wrong": "yes"})
    with fixed_today(JULY):
        answer(guided, bob, goes_wrong="no")

    assert open_questions(guided) == []
    kept = guided.closing_checks.filter(question="goes_wrong").values_list("answer", "on", "by")
    assert list(kept) == [("no", JULY, bob.pk), ("yes", JUNE, alice.pk)]


@pytest.mark.parametrize("reason", [CloseReason.WANTS_NO_HELP, CloseReason.DECEASED])
def test_what_is_not_ours_to_judge_asks_no_questions(guided, alice, reason):
    end(guided, alice, reason)

    assert guided.stage == Stage.CLOSED


def test_without_guidance_the_questions_are_not_asked(spoken, alice):
    end(spoken, alice, CloseReason.SOLVED)

    assert spoken.stage == Stage.CLOSED


def test_a_doubt_comes_before_the_team_within_a_week(guided, alice):
    with fixed_today(JULY):
        answer(guided, alice, goes_wrong="doubt")

    talk = guided.clocks.get(kind=ClockKind.TEAM_TALK)
    assert (talk.due_on, talk.stopped_on) == (date(2026, 7, 8), None)
    assert CheckQuestion.GOES_WRONG in open_questions(guided)


def test_what_was_talked_over_is_off_the_list_and_on_the_timeline(guided, alice, leader):
    bring_before_team(case=guided, by=alice)

    talk_over(case=guided, text="Nog een maand erbij blijven.", by=leader)

    assert not guided.clocks.filter(kind=ClockKind.TEAM_TALK, stopped_on=None).exists()
    assert guided.timeline.get(kind=EntryKind.TEAM_TALK).text == "Nog een maand erbij blijven."


def test_a_case_that_rests_has_a_next_date_and_a_talk_every_six_months(spoken, alice, leader):
    change_stage(case=spoken, stage=Stage.MINIMAL_CONTACT, by=alice, on=JUNE)
    first = spoken.clocks.get(kind=ClockKind.TEAM_TALK)
    assert (spoken.tasks.get().due_on, first.due_on) == (JULY, date(2026, 12, 1))

    with fixed_today(date(2026, 12, 1)):
        talk_over(case=spoken, text="", by=leader)

    assert spoken.clocks.get(kind=ClockKind.TEAM_TALK, stopped_on=None).due_on == date(2027, 6, 1)


def test_whoever_is_taken_up_again_comes_before_the_team_no_more(spoken, alice):
    change_stage(case=spoken, stage=Stage.MINIMAL_CONTACT, by=alice, on=JUNE)
    change_stage(case=spoken, stage=Stage.VISITING, by=alice, on=JULY)

    assert spoken.clocks.get(kind=ClockKind.TEAM_TALK).stopped_on == JULY


def test_a_doubt_brings_the_talk_of_a_resting_case_forward(spoken, alice):
    change_stage(case=spoken, stage=Stage.MINIMAL_CONTACT, by=alice)

    talk = bring_before_team(case=spoken, by=alice)

    assert talk.due_on == today() + timedelta(days=7)
    assert spoken.clocks.filter(kind=ClockKind.TEAM_TALK, stopped_on=None).count() == 1
