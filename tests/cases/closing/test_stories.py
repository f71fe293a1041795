"""Stories of letting go."""

from datetime import date

import pytest

from cases.endings import (
    About,
    CaseOutcome,
    EndResult,
    MovedTo,
    SortedBy,
)
from cases.enums import Circumstance, ClockKind, CloseReason, ContactKind, Outcome, Stage
from cases.services.case import ClosingNotAllowed, change_stage, open_case
from cases.services.closing import (
    confirm_closing,
)
from cases.services.team_talk import bring_before_team
from common.dates import fixed_today
from tests.cases.closing.steps import CONSULTED, JULY, JUNE, WEEK_EIGHT, end, visit


def test_story_the_threat_does_not_end_contact(as_user, spoken, alice):
    """Outreachend besturen 2012, story 9: a worker was threatened and wants to stop. Refused; it rests, and the team talks."""
    with pytest.raises(ClosingNotAllowed):
        end(spoken, alice, CloseReason.OTHER, story="Dreigde met zijn hond")

    page = as_user(alice).get(f"/cases/{spoken.uuid}/close?reason=other").content.decode()
    assert all(way in page for way in ["/close/team", "/talks/leader", "/move", "reason=handed_over"])

    with fixed_today(JULY):
        bring_before_team(case=spoken, by=alice)
        change_stage(case=spoken, stage=Stage.MINIMAL_CONTACT, by=alice, next_on=date(2026, 7, 20))

    talk = spoken.clocks.get(kind=ClockKind.TEAM_TALK, stopped_on=None)
    assert spoken.stage == Stage.MINIMAL_CONTACT
    assert talk.due_on == date(2026, 7, 8)
    assert spoken.tasks.get().due_on == date(2026, 7, 20)


def test_story_a_no_at_the_door_is_enough(case, alice):
    """Vroeg Eropaf 2008, S7: just behind with the rent, says no help is needed. Closed the same day, nobody asks why."""
    visit(case, alice, reached=True, outcome=Outcome.WANTS_NO_HELP, note_left=True)

    end(case, alice, CloseReason.WANTS_NO_HELP, on=date(2026, 5, 12))

    assert (case.stage, case.end_result) == (Stage.CLOSED, EndResult.SELF)
    assert case.attempts.filter(kind=ContactKind.NOTE).exists()  # with whom to call, should it change


def test_story_who_asks_to_be_left_alone_is_closed_and_not_kept(spoken, alice):
    """Also from minimal contact: no clock and no talk in the team stays behind, and a new episode may bring an offer."""
    change_stage(case=spoken, stage=Stage.MINIMAL_CONTACT, by=alice, on=JUNE)

    end(spoken, alice, CloseReason.WANTS_NO_HELP)

    assert not spoken.clocks.filter(stopped_on=None).exists()
    again = open_case(household=spoken.household, team=spoken.team, stage=Stage.CONTACT, on=date(2026, 11, 2), by=alice)
    assert again != spoken
    assert not spoken.household.circumstances.exists()


def test_story_moves_away_with_a_pack_for_the_other_municipality(spoken, alice):
    closing = end(
        spoken, alice, CloseReason.MOVED, moved_to=MovedTo.ELSEWHERE, handed_to="Wijkteam Almere", pack_agreed=True
    )

    assert spoken.end_result == EndResult.NOT_RESIDENT
    assert (closing.handed_to, closing.pack_agreed) == ("Wijkteam Almere", True)
    assert spoken.household.circumstances.get().kind == Circumstance.MOVED


def test_story_a_family_with_children_is_let_go_by_two(family, alice, bob):
    closing = end(family, alice, CloseReason.SOLVED, sorted_by=SortedBy.TOGETHER)
    family.refresh_from_db()
    assert (closing.state, family.stage) == ("asked", Stage.CONTACT)

    confirm_closing(closing=closing, by=bob, on=JULY)

    family.refresh_from_db()
    assert (family.stage, family.closed_by) == (Stage.CLOSED, bob)
    assert (closing.asked_by, closing.settled_by) == (alice, bob)


def test_story_never_reached_after_week_eight(case, alice):
    """Two visits and a note; in week 8 the risk is weighed, and a last note with both names lies under the door."""
    visit(case, alice, note_left=True)
    visit(case, alice, day=date(2026, 5, 20))

    end(case, alice, CloseReason.NOT_REACHED, on=WEEK_EIGHT, **CONSULTED)

    assert (case.closed_on, case.end_result) == (WEEK_EIGHT, EndResult.NO_CONTACT)
    assert case.closings.get().risk_note == CONSULTED["risk_note"]


def test_story_a_worry_is_passed_on_after_week_eight(case, alice):
    visit(case, alice)

    end(case, alice, CloseReason.NOT_REACHED, on=WEEK_EIGHT, handed_to="Veilig Thuis", **CONSULTED)

    assert case.end_result == EndResult.REFERRED


def test_story_does_not_live_here_any_more(case, alice):
    """The neighbour says so and nobody knows where to: closed, noted for the lists, coded as never reached."""
    visit(case, alice, outcome=Outcome.MOVED)

    end(case, alice, CloseReason.MOVED, moved_to=MovedTo.UNKNOWN, on=date(2026, 5, 12))

    assert (case.stage, case.end_result) == (Stage.CLOSED, EndResult.NO_CONTACT)
    assert case.household.circumstances.get().holds


def test_story_not_worse_is_a_success(spoken, alice):
    closing = end(
        spoken, alice, CloseReason.AGREED, sorted_by=SortedBy.TOGETHER, about=About.OTHER,
        outcomes=[CaseOutcome.NOT_WORSE, CaseOutcome.LESS_STRESS], story="Het is niet erger geworden, dat is veel.",
    )  # fmt: skip

    assert closing.is_success
    assert closing.outcomes == ["not_worse", "less_stress"]
    assert spoken.end_result == EndResult.NOT_MONEY


def test_story_a_man_of_fifty_stopped_because_it_did_not_click_and_came_back(spoken, alice, bob, partner):
    """Sociale netwerken 2014, story B: the reason is kept in his words; he returns as a new case of the same household, with another worker."""
    end(spoken, alice, CloseReason.WANTS_NO_HELP, story="Het klikte niet met mijn begeleider.")

    again = open_case(household=spoken.household, team=spoken.team, stage=Stage.CONTACT, on=date(2026, 10, 5), by=bob)

    assert [case.stage for case in spoken.household.cases.order_by("pk")] == [Stage.CLOSED, Stage.CONTACT]
    assert again.assigned_at is None
    assert spoken.closings.get().story == "Het klikte niet met mijn begeleider."
