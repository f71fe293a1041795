"""Letting go: the stories of the field, the rules of design.md §7.4, and two people who decide together."""

import threading
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from cases.endings import (
    About,
    CaseOutcome,
    CheckAnswer,
    CheckQuestion,
    EndResult,
    MovedTo,
    SortedBy,
    Unchecked,
    WhyNot,
)
from cases.enums import Circumstance, ClockKind, CloseReason, ContactKind, EntryKind, Outcome, PersonRole, Stage
from cases.models import Case, Closing, Ending, Household
from cases.services.case import CaseAlreadyClosed, ClosingNotAllowed, change_stage, open_case
from cases.services.closing import (
    ClosingAskedAlready,
    ClosingSettledAlready,
    EndingIncomplete,
    SecondPersonNeeded,
    TooEarlyToLetGo,
    answer_check,
    confirm_closing,
    keep_on,
    let_go,
    open_questions,
)
from cases.services.contact import log_attempt
from cases.services.loose_ends import likely_end, loose_ends_of
from cases.services.team_talk import bring_before_team, talk_over
from common.dates import fixed_today, today
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory, PersonFactory, duo_of
from tests.factories.signals_intake import BalanceFactory, ContractFactory
from tests.outreach.conftest import wait_for

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
WEEK_EIGHT = date(2026, 6, 29)  # 56 days after the duo of 4 May
CONSULTED = {
    "risk_note": "Een oudere man alleen. De huisarts kent hem.", "note_left": True,
    "consulted": "Team en woonconsulent",
}  # fmt: skip


@pytest.fixture
def bob(team):
    return person(Role.SOCIAL_WORKER, team=team, user__name="Bob")


@pytest.fixture
def spoken(case):
    """A case whose household was spoken with on 1 June."""
    case.first_reached_on = JUNE
    case.save(update_fields=["first_reached_on"])
    return case


@pytest.fixture
def family(spoken):
    """The same with a child of eight."""
    PersonFactory(household=spoken.household, role=PersonRole.CHILD, name="Noor", birth_date=date(2018, 3, 1))
    return spoken


@pytest.fixture
def guided(spoken, alice):
    change_stage(case=spoken, stage=Stage.GUIDANCE, by=alice, on=JUNE)
    return spoken


def moment(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Amsterdam"))


def visit(case, by, *, day=date(2026, 5, 12), reached=False, kind=ContactKind.VISIT, **more):
    return log_attempt(case=case, kind=kind, at=moment(day), reached=reached, by=by, **more)


def end(case, by, reason, *, on=JULY, **said):
    open_ones = {one.uuid: likely_end(one) for one in loose_ends_of(case)}
    return let_go(case=case, ending=Ending(reason, **said), loose_ends=open_ones, by=by, on=on)


# --- the stories


def test_story_the_threat_does_not_end_contact(spoken, alice, leader):
    """A worker was threatened and wants to stop: refused. It rests, and the team talks about it."""
    with pytest.raises(ClosingNotAllowed):
        end(spoken, alice, CloseReason.OTHER, story="Dreigde met zijn hond")

    with fixed_today(JULY):
        bring_before_team(case=spoken, by=alice)
        change_stage(case=spoken, stage=Stage.MINIMAL_CONTACT, by=alice, next_on=date(2026, 7, 20))

    talk = spoken.clocks.get(kind=ClockKind.TEAM_TALK, stopped_on=None)
    assert spoken.stage == Stage.MINIMAL_CONTACT
    assert talk.due_on == date(2026, 7, 8)
    assert spoken.tasks.get().due_on == date(2026, 7, 20)


def test_story_a_no_at_the_door_is_enough(case, alice):
    """Just behind with the rent, says no help is needed: closed the same day, nobody asks why."""
    visit(case, alice, reached=True, outcome=Outcome.WANTS_NO_HELP)

    end(case, alice, CloseReason.WANTS_NO_HELP, on=date(2026, 5, 12))

    assert (case.stage, case.end_result) == (Stage.CLOSED, EndResult.SELF)


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
    """The reason is kept in his words; he returns as a new case of the same household, with another worker."""
    end(spoken, alice, CloseReason.WANTS_NO_HELP, story="Het klikte niet met mijn begeleider.")

    again = open_case(household=spoken.household, team=spoken.team, stage=Stage.CONTACT, on=date(2026, 10, 5), by=bob)

    assert [case.stage for case in spoken.household.cases.order_by("pk")] == [Stage.CLOSED, Stage.CONTACT]
    assert again.assigned_at is None
    assert spoken.closings.get().story == "Het klikte niet met mijn begeleider."


# --- which reasons hold


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


# --- the national code


@pytest.mark.parametrize(
    ("reason", "said", "code"),
    [
        (CloseReason.WANTS_NO_HELP, {}, "self"),
        (CloseReason.PAID, {"sorted_by": "household"}, "self_paid"),
        (CloseReason.PAID, {"sorted_by": "together"}, "money"),
        (CloseReason.SOLVED, {"sorted_by": "together", "about": "other"}, "not_money"),
        (CloseReason.SOLVED, {"sorted_by": "helped_already"}, "known"),
        (CloseReason.SOLVED, {"sorted_by": "helped_already", "about": "other"}, "other_help"),
        (CloseReason.AGREED, {"sorted_by": "others"}, "money"),
        (CloseReason.HANDED_OVER, {"handed_to": "Bos", "about": "other"}, "not_money"),
        (CloseReason.MOVED, {"moved_to": "elsewhere"}, "not_resident"),
        (CloseReason.MOVED, {"moved_to": "unknown"}, "lost_contact"),
    ],
)
def test_three_plain_questions_lead_to_one_code(spoken, alice, reason, said, code):
    end(spoken, alice, reason, on=date(2026, 8, 3), **said)

    assert spoken.end_result == code


@pytest.mark.parametrize(("days", "code"), [(30, "quick_fix"), (31, "money")])
def test_a_quick_fix_is_solved_within_thirty_days(spoken, alice, days, code):
    end(spoken, alice, CloseReason.SOLVED, sorted_by=SortedBy.TOGETHER, on=spoken.opened_on + timedelta(days=days))

    assert spoken.end_result == code


def test_the_database_knows_no_slow_quick_fix(spoken, alice):
    with pytest.raises(IntegrityError, match="a_quick_fix_is_quick"), transaction.atomic():
        Case.objects.filter(pk=spoken.pk).update(
            stage="closed", closed_on=JULY, closed_by=alice, close_reason="solved", end_result="quick_fix"
        )


@pytest.mark.parametrize(
    ("why_not", "code"),
    [
        ("below_threshold", "unjustified"), ("wrong_age", "unjustified"), ("legal_person", "unjustified"),
        ("detention", "not_picked_up"), ("no_residence", "not_picked_up"), ("exclusion_list", "not_picked_up"),
        ("no_staff", "not_picked_up"), ("other", "not_picked_up"),
    ],
)  # fmt: skip
def test_not_picked_up_is_coded_by_its_plain_reason(case, alice, why_not, code):
    end(case, alice, CloseReason.NOT_PICKED_UP, why_not=why_not)

    assert case.end_result == code


@pytest.mark.parametrize(("before", "now", "repeated"), [(900, 900, True), (900, 800, True), (900, 901, False)])
def test_a_repeated_report_is_one_whose_arrears_did_not_rise(case, alice, before, now, repeated):
    contract = ContractFactory(household=case.household)
    BalanceFactory(contract=contract, delivery__as_of=MAY, balance=before)
    BalanceFactory(contract=contract, delivery__as_of=JUNE, balance=now)

    if repeated:
        end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.REPEATED)
        assert case.end_result == EndResult.REPEATED
    else:
        with pytest.raises(ClosingNotAllowed):
            end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.REPEATED)


def test_without_an_earlier_statement_nothing_is_repeated(case, alice):
    BalanceFactory(contract=ContractFactory(household=case.household), delivery__as_of=JUNE, balance=900)

    with pytest.raises(ClosingNotAllowed):
        end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.REPEATED)


def test_what_was_tried_was_picked_up_unless_the_signal_was_wrong(case, alice):
    visit(case, alice)

    with pytest.raises(ClosingNotAllowed):
        end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.NO_STAFF)

    end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.LEGAL_PERSON)
    assert case.end_result == EndResult.UNJUSTIFIED


# --- the four questions


def answer(case, by, **answers):
    for question, said in answers.items():
        answer_check(case=case, question=CheckQuestion(question), answer=CheckAnswer(said), by=by)


ALL_WELL = {"solved": "yes", "self_reliant": "yes", "wants_to_stop": "yes", "goes_wrong": "no"}


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


# --- minimal contact


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


# --- two people


def test_the_one_who_asked_does_not_confirm(family, alice):
    closing = end(family, alice, CloseReason.WANTS_NO_HELP)

    with pytest.raises(SecondPersonNeeded):
        confirm_closing(closing=closing, by=alice)

    with pytest.raises(IntegrityError, match="with_a_minor_two_people_let_go"), transaction.atomic():
        Closing.objects.update(state="done", settled_by=alice, settled_at=moment(JULY))


def test_a_child_without_a_birth_date_counts_as_a_minor(spoken, alice):
    PersonFactory(household=spoken.household, role=PersonRole.CHILD, name="Noor", birth_date=None)

    assert end(spoken, alice, CloseReason.WANTS_NO_HELP).state == "asked"


def test_what_was_asked_is_answered_with_not_yet_and_can_be_asked_again(family, alice, bob):
    closing = end(family, alice, CloseReason.WANTS_NO_HELP)
    with pytest.raises(ClosingAskedAlready):
        end(family, bob, CloseReason.SOLVED)

    keep_on(closing=closing, by=bob, text="Eerst nog langs school.")

    assert end(family, bob, CloseReason.WANTS_NO_HELP).state == "asked"
    assert family.timeline.get(kind=EntryKind.CLOSE_NOT_YET).text == "Eerst nog langs school."
    with pytest.raises(ClosingSettledAlready):
        confirm_closing(closing=closing, by=bob)


def test_a_conversation_after_the_asking_is_looked_at_before_confirming(case, alice, bob):
    PersonFactory(household=case.household, role=PersonRole.CHILD, birth_date=date(2018, 3, 1))
    visit(case, alice)
    closing = end(case, alice, CloseReason.NOT_REACHED, **CONSULTED)
    visit(case, alice, day=date(2026, 7, 2), reached=True, kind=ContactKind.PHONE)

    with pytest.raises(ClosingNotAllowed):
        confirm_closing(closing=closing, by=bob, on=date(2026, 7, 3))

    closing.refresh_from_db()
    assert closing.state == "asked"


def test_a_doubt_after_the_asking_is_looked_at_before_confirming(family, alice, bob):
    change_stage(case=family, stage=Stage.GUIDANCE, by=alice, on=JUNE)
    answer(family, alice, **ALL_WELL)
    closing = end(family, alice, CloseReason.SOLVED)
    answer(family, bob, goes_wrong="doubt")

    with pytest.raises(EndingIncomplete):
        confirm_closing(closing=closing, by=bob, on=JULY)


def test_a_closed_case_is_not_let_go_again(spoken, alice, bob):
    end(spoken, alice, CloseReason.WANTS_NO_HELP)

    with pytest.raises(CaseAlreadyClosed):
        end(spoken, bob, CloseReason.SOLVED)
    with pytest.raises(CaseAlreadyClosed):
        answer_check(case=spoken, question=CheckQuestion.SOLVED, answer=CheckAnswer.YES, by=bob)


def test_what_an_ending_said_stays_in_the_history(family, alice, bob):
    closing = end(family, alice, CloseReason.WANTS_NO_HELP, story="Klaar mee")
    confirm_closing(closing=closing, by=bob, on=JULY)

    assert [event.state for event in closing.events.all()] == ["asked"]


# --- two at the same moment


@pytest.fixture
def pair(committed_db):
    team = TeamFactory()
    alice, bob, carol = (person(Role.SOCIAL_WORKER, team=team) for _ in range(3))
    case = CaseFactory(team=team, duo=duo_of(team), first_reached_on=JUNE)
    PersonFactory(household=case.household, role=PersonRole.CHILD, birth_date=date(2018, 3, 1))
    return case, alice, bob, carol


def together(household, *calls):
    """Do these at the same moment, each in a thread of its own, and give what went wrong.

    Somebody else holds the household until all stand before it: whoever looked before waiting saw nothing yet.
    """
    wrong = []

    def run(call):
        try:
            call()
        except (ClosingAskedAlready, ClosingSettledAlready, CaseAlreadyClosed) as error:
            wrong.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    with transaction.atomic():
        Household.objects.select_for_update().get(pk=household.pk)
        for thread in threads:
            thread.start()
        wait_for(lambda: waiting() == len(calls))
    for thread in threads:
        thread.join()
    return wrong


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def own(case):
    return Case.objects.get(pk=case.pk)


def test_of_two_who_ask_at_the_same_moment_one_asks(pair):
    case, alice, bob, _carol = pair
    asks = [partial(end, own(case), who, CloseReason.WANTS_NO_HELP) for who in (alice, bob)]

    assert together(case.household, *asks) == [ClosingAskedAlready]
    assert Closing.objects.count() == 1


def test_of_two_who_confirm_at_the_same_moment_one_lets_go(pair):
    case, alice, bob, carol = pair
    closing = end(case, alice, CloseReason.WANTS_NO_HELP)
    calls = [
        partial(confirm_closing, closing=Closing.objects.get(pk=closing.pk), by=who, on=JULY) for who in (bob, carol)
    ]

    assert together(case.household, *calls) == [ClosingSettledAlready]
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED
    assert case.timeline.filter(kind=EntryKind.CLOSED).count() == 1


def test_yes_and_not_yet_at_the_same_moment_end_in_one_of_the_two(pair):
    case, alice, bob, carol = pair
    closing = end(case, alice, CloseReason.WANTS_NO_HELP)
    yes = partial(confirm_closing, closing=Closing.objects.get(pk=closing.pk), by=bob, on=JULY)
    not_yet = partial(keep_on, closing=Closing.objects.get(pk=closing.pk), by=carol)

    assert together(case.household, yes, not_yet) == [ClosingSettledAlready]
    closing.refresh_from_db()
    case.refresh_from_db()
    assert (closing.state == "done") == (case.stage == Stage.CLOSED)
