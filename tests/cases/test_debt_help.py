"""The chain of debt help: what is handed over stays in sight, what is decided is sent and stays as it is."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from cases.enums import (
    ChainKind,
    ChainState,
    ClockKind,
    ContactKind,
    DebtOutcome,
    EndReason,
    EntryKind,
    ItemState,
    ObstacleKind,
    Outcome,
    Stage,
    Threat,
)
from cases.models import DebtDecision, Task
from cases.models.shipped import LISTS, ItemKind
from cases.permissions import clocks_of, ended_tasks_of, open_tasks_of
from cases.services.case import change_stage
from cases.services.checklist import LineChangedMeanwhile
from cases.services.clock import ClockKnowsNoPause, pause_clock
from cases.services.contact import log_attempt
from cases.services.crisis import end_crisis, start_crisis
from cases.services.crisis_lists import save_checklist
from cases.services.debt import (
    HandoverToNobody,
    StepEndedAlready,
    StepRunsAlready,
    report_step,
    set_paper,
    start_step,
)
from cases.services.debt_decision import (
    DecisionChangedMeanwhile,
    DecisionIncomplete,
    NoMandate,
    send_decision,
    write_decision,
)
from cases.services.task import finish_task
from cases.services.trade_off import TradeOffEnded, give_up, look_again
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import CovenantFactory, person

MONDAY = date(2026, 5, 11)
IN_FOUR_WEEKS, IN_THREE_MONTHS = date(2026, 6, 8), date(2026, 8, 11)
WORDS = {
    "outcome": DebtOutcome.REFUSAL,
    "assessment": "Drie schuldeisers, geen vast inkomen.",
    "weighing": "Eerst rust, dan regelen.",
    "help_given": "Samen naar de voedselbank.",
}


@pytest.fixture(autouse=True)
def monday():
    with fixed_today(MONDAY):
        yield


@pytest.fixture
def application(case, alice):
    return start_step(case=case, kind=ChainKind.APPLICATION, by=alice)


@pytest.fixture
def administrator(case, alice):
    return start_step(case=case, kind=ChainKind.ADMINISTRATOR, party="Bewind Oost", by=alice)


@pytest.fixture
def draft(case, alice):
    return write_decision(case=case, words=WORDS, seen=0, by=alice)


def clock_of(case, kind=ClockKind.DEBT_DECISION):
    return case.clocks.filter(kind=kind, stopped_on=None).first()


# --- stories


def test_administrator_handover_without_monitoring_goes_wrong(case, alice, administrator):
    """Sociale netwerken 2014, small scenario: administrator handover. So asking after it is on a list, again and again."""
    report_step(step=administrator, state=ChainState.HANDED_OVER, accepted_by="Mevrouw Blom", by=alice)
    task = administrator.follow_ups.open().get()
    assert (task.owner, task.due_on, task.is_promise) == (alice, IN_FOUR_WEEKS, False)
    assert "Bewind Oost" in task.what

    with fixed_today(IN_FOUR_WEEKS):
        report_step(step=administrator, state=ChainState.HANDED_OVER, party="Bewind West", by=alice)

    again = administrator.follow_ups.open().get()
    assert (again.due_on, "Bewind West" in again.what) == (IN_FOUR_WEEKS + timedelta(days=28), True)
    assert [entry.text for entry in case.timeline.filter(kind=EntryKind.DEBT_STEP, detail="handed_over")] != []
    administrator.refresh_from_db()
    assert (administrator.party, administrator.accepted_by) == ("Bewind West", "Mevrouw Blom")


def test_relapse_after_debt_restructuring_is_followed_up(case, alice):
    """Outreachend besturen 2012, story 22: the restructuring is done, and the second look at it stays open."""
    step = start_step(case=case, kind=ChainKind.RESTRUCTURING, party="Kredietbank", by=alice)
    report_step(step=step, state=ChainState.HANDED_OVER, by=alice)

    report_step(step=step, state=ChainState.DONE, result="Sanering rond", by=alice)

    task = case.tasks.open().get()
    assert (task.due_on, task.owner) == (IN_THREE_MONTHS, alice)


def test_financial_administration_to_save_the_home_is_a_trade_off_and_no_step_back(case, alice):
    """Samen DOEN 2016, story 6: somebody else does the money for a year, on purpose, and it is looked at again."""
    eviction = start_crisis(case=case, threat=Threat.EVICTION, by=alice)
    words = "Een jaar doet iemand anders het geld"

    end_crisis(crisis=eviction, reason=EndReason.ADMINISTRATION, given_up=words, by=alice)

    trade_off = case.trade_offs.get()
    assert (trade_off.given_up, trade_off.look_on, trade_off.ended_on) == (words, date(2026, 11, 11), None)
    assert trade_off.why != ""
    assert case.tasks.filter(done_at=None, due_on=trade_off.look_on).count() == 1


def test_turned_away_from_debt_help_is_an_obstacle_that_counts_for_policy(case, alice, application):
    """Samen DOEN 2016, story 15: the papers are not in order, so there is no help to get them in order."""
    words = "Administratie niet op orde"

    report_step(step=application, state=ChainState.REFUSED, party="Stadsbank", result=words, by=alice)

    obstacle = case.obstacles.get()
    assert (obstacle.party, obstacle.kind, obstacle.what) == ("Stadsbank", ObstacleKind.REFUSAL, words)
    assert clock_of(case) is None


def test_after_a_no_on_debt_help_the_help_goes_on(case, alice, leader, application, draft):
    """A refusal is explained within a week, with time left to object; the case stays as it was."""
    send_decision(decision=draft, seen=1, by=leader)

    explain = case.tasks.open().get()
    assert (explain.owner, explain.due_on) == (alice, date(2026, 5, 18))
    application.refresh_from_db()
    case.refresh_from_db()
    assert (application.state, case.stage, case.closed_on) == (ChainState.REFUSED, Stage.CONTACT, None)
    assert case.obstacles.get().kind == ObstacleKind.REFUSAL


# --- the application and its papers


def test_an_application_brings_its_papers_with_a_day_and_a_task(case, alice, application):
    papers = list(application.papers.all())

    assert [paper.code for paper in papers] == list(LISTS[ItemKind.PAPER])
    assert {paper.due_on for paper in papers} == {date(2026, 5, 25)}
    assert application.follow_ups.open().get().due_on == date(2026, 5, 25)


def test_the_organisations_own_list_of_papers_is_asked_for(case, alice, leader):
    own = ["Legitimatie", "Loonstrook"]
    save_checklist(organisation=case.team.organisation, steps=["Bel"], papers=own, bring=[], seen=0, by=leader)

    application = start_step(case=case, kind=ChainKind.APPLICATION, by=alice)

    assert [paper.label for paper in application.papers.all()] == own


def test_with_the_last_paper_the_task_of_getting_them_is_done(case, alice, application):
    *most, last = application.papers.all()
    for paper in most:
        set_paper(paper=paper, state=ItemState.DONE, seen=0, by=alice)
    assert application.follow_ups.open().exists()

    set_paper(paper=last, state=ItemState.NOT_NEEDED, seen=0, by=alice)

    assert not application.follow_ups.open().exists()


def test_of_two_people_at_the_table_the_second_sees_who_was_first(alice, leader, application):
    paper = application.papers.first()
    set_paper(paper=paper, state=ItemState.DONE, seen=0, note="In de la", by=alice)

    with pytest.raises(LineChangedMeanwhile) as refused:
        set_paper(paper=paper, state=ItemState.NOT_NEEDED, seen=0, by=leader)

    assert refused.value.by == alice
    paper.refresh_from_db()
    assert (paper.state, paper.note, paper.due_on) == (ItemState.DONE, "In de la", date(2026, 5, 25))


def test_a_paper_is_late_after_its_day_and_never_once_it_is_there(alice, application):
    paper = application.papers.first()
    set_paper(paper=paper, state=ItemState.OPEN, due_on=MONDAY, seen=0, by=alice)
    assert paper.urgency == "soon"
    with fixed_today(MONDAY + timedelta(days=1)):
        assert paper.urgency == "past"
        set_paper(paper=paper, state=ItemState.DONE, seen=1, by=alice)
        assert paper.urgency == ""


def test_one_step_of_a_kind_runs_and_another_after_its_end(case, alice, application):
    with pytest.raises(StepRunsAlready):
        start_step(case=case, kind=ChainKind.APPLICATION, by=alice)

    report_step(step=application, state=ChainState.STOPPED, by=alice)

    assert start_step(case=case, kind=ChainKind.APPLICATION, by=alice).pk != application.pk


def test_a_handover_is_to_somebody_and_an_end_is_an_end(alice, application):
    with pytest.raises(HandoverToNobody):
        report_step(step=application, state=ChainState.HANDED_OVER, party=" ", by=alice)

    report_step(step=application, state=ChainState.DONE, by=alice)

    with pytest.raises(StepEndedAlready):
        report_step(step=application, state=ChainState.HANDED_OVER, party="Bank", by=alice)


def test_a_stopped_step_leaves_nothing_on_a_list(case, alice, administrator):
    report_step(step=administrator, state=ChainState.HANDED_OVER, by=alice)

    report_step(step=administrator, state=ChainState.STOPPED, by=alice)

    assert not case.tasks.open().exists()


def test_who_drops_out_of_debt_help_is_visited_and_asked_why(as_user, case, alice, application):
    """Activering Sociale Netwerken 2014, 1.1: who does not come any more is no household without a need."""
    address = reverse("cases:step", args=[case.uuid, application.uuid])

    as_user(alice).post(address, {"state": "dropped_out", "dropped_why": "papers"})

    application.refresh_from_db()
    assert (application.state, application.dropped_why) == ("dropped_out", "papers")
    task = case.tasks.open().get(is_visit=True)
    assert (task.owner, task.due_on) == (case.director, MONDAY)


def test_a_reason_for_dropping_out_is_kept_of_that_alone(case, alice, application):
    report_step(step=application, state=ChainState.STOPPED, dropped_why="papers", by=alice)

    assert application.dropped_why == ""
    assert not case.tasks.open().filter(is_visit=True).exists()


def test_asking_after_it_may_be_ticked_off(alice, administrator):
    report_step(step=administrator, state=ChainState.HANDED_OVER, by=alice)

    assert finish_task(task=administrator.follow_ups.open().get(), by=alice) is True


# --- eight weeks to a decision


def test_eight_weeks_count_from_the_conversation_about_the_debts(case, alice):
    log_attempt(
        case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, outcome=Outcome.WANTS_TO_TALK, by=alice
    )
    start_step(case=case, kind=ChainKind.APPLICATION, conversation_on=date(2026, 5, 8), by=alice)

    clock = clock_of(case)
    assert (clock.started_on, clock.due_on, clock.warn_on) == (date(2026, 5, 8), date(2026, 7, 3), date(2026, 6, 19))
    assert clock_of(case, ClockKind.FIRST_CONVERSATION) is None


@pytest.mark.parametrize(
    ("begun", "due"),
    [(date(2026, 2, 8), date(2026, 4, 7)), (date(2026, 3, 7), date(2026, 5, 4))],
    ids=["Easter", "a Saturday"],
)
def test_the_term_of_the_law_ends_on_a_working_day(case, alice, begun, due):
    with fixed_today(begun):
        start_step(case=case, kind=ChainKind.APPLICATION, by=alice)

    assert clock_of(case).due_on == due


def test_the_weeks_to_a_decision_know_no_pause(case, alice, application):
    with pytest.raises(ClockKnowsNoPause):
        pause_clock(clock=clock_of(case), by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        case.clocks.filter(kind=ClockKind.DEBT_DECISION).update(paused_on=MONDAY)


def test_both_terms_are_what_the_covenant_says(case, team, alice, leader):
    CovenantFactory(agency=team.organisation, debt_decision_days=28, objection_days=14)
    start_step(case=case, kind=ChainKind.APPLICATION, by=alice)
    assert clock_of(case).due_on == date(2026, 6, 8)

    draft = write_decision(case=case, words=WORDS, seen=0, by=alice)
    send_decision(decision=draft, seen=1, by=leader)

    assert draft.objection_until == date(2026, 5, 26)  # the day before is Whit Monday


def test_the_clock_stands_in_the_file_until_it_is_sent(case, alice, leader, application, draft):
    change_stage(case=case, stage=Stage.GUIDANCE, by=alice)
    assert clock_of(case) is not None

    send_decision(decision=draft, seen=1, on=date(2026, 5, 11), by=leader)

    assert case.clocks.get(kind=ClockKind.DEBT_DECISION).stopped_on == date(2026, 5, 11)


# --- the decision


@pytest.mark.parametrize(
    ("sent", "until"),
    [(date(2026, 5, 11), date(2026, 6, 22)), (date(2026, 11, 13), date(2026, 12, 28))],
    ids=["six weeks", "over Christmas and a weekend"],
)
def test_they_can_object_for_six_weeks(case, leader, sent, until):
    with fixed_today(sent):
        draft = write_decision(case=case, words=WORDS, seen=0, by=leader)
        send_decision(decision=draft, seen=1, by=leader)

    assert draft.objection_until == until


def test_only_the_mandate_holder_sends(alice, draft):
    with pytest.raises(NoMandate):
        send_decision(decision=draft, seen=1, by=alice)

    draft.refresh_from_db()
    assert draft.sent_on is None


def test_an_award_ends_the_application_well(case, alice, leader, application):
    draft = write_decision(case=case, words=WORDS | {"outcome": DebtOutcome.AWARD}, seen=0, by=alice)

    send_decision(decision=draft, seen=1, by=leader)

    application.refresh_from_db()
    assert (application.state, application.ended_on) == (ChainState.DONE, MONDAY)
    assert not case.obstacles.exists()
    assert not case.tasks.open().exists()
    assert case.timeline.first().kind == EntryKind.DEBT_DECISION


@pytest.mark.parametrize("field", ["outcome", "assessment", "weighing"])
def test_a_decision_is_whole_before_it_is_sent(case, alice, leader, field):
    draft = write_decision(case=case, words=WORDS | {field: " "}, seen=0, by=alice)

    with pytest.raises(DecisionIncomplete) as refused:
        send_decision(decision=draft, seen=1, by=leader)

    assert refused.value.field == field
    whole = {"mandate_holder": leader, "sent_on": MONDAY, "objection_until": IN_FOUR_WEEKS}
    with pytest.raises(IntegrityError), transaction.atomic():
        DebtDecision.objects.filter(pk=draft.pk).update(**whole)


def test_of_two_writers_the_second_loses_nothing_and_overwrites_nothing(case, alice, leader, draft):
    write_decision(case=case, words=WORDS | {"weighing": "Van Ingrid"}, seen=1, by=leader)

    with pytest.raises(DecisionChangedMeanwhile):
        write_decision(case=case, words=WORDS, seen=1, by=alice)
    with pytest.raises(DecisionChangedMeanwhile):
        send_decision(decision=draft, seen=1, by=leader)

    draft.refresh_from_db()
    assert (draft.weighing, draft.version, draft.written_by, draft.sent_on) == ("Van Ingrid", 2, leader, None)


def test_what_was_sent_stays_as_it_is_in_the_service_and_in_the_database(case, alice, leader, draft):
    send_decision(decision=draft, seen=1, by=leader)

    with pytest.raises(DecisionChangedMeanwhile):
        write_decision(case=case, words=WORDS, seen=2, by=alice)
    with pytest.raises(DecisionChangedMeanwhile):
        send_decision(decision=draft, seen=2, by=leader)
    for change in ({"outcome": "award"}, {"sent_on": None}, {"weighing": "Anders"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            DebtDecision.objects.filter(pk=draft.pk).update(**change)


def test_a_new_decision_may_follow_one_that_was_sent(case, alice, leader, draft):
    send_decision(decision=draft, seen=1, by=leader)

    second = write_decision(case=case, words=WORDS | {"outcome": DebtOutcome.AWARD}, seen=0, by=alice)

    assert list(case.debt_decisions.all()) == [second, draft]


# --- given up on purpose


def test_what_is_given_up_is_looked_at_again_on_a_day(case, alice):
    one = give_up(case=case, given_up="De pinpas", why="Om te kunnen blijven", look_on=IN_FOUR_WEEKS, by=alice)
    give_up(case=case, given_up="De pinpas", by=alice)
    assert case.trade_offs.count() == 1
    assert Task.objects.get(case=case, done_at=None).due_on == IN_FOUR_WEEKS

    look_again(trade_off=one, words="Nog even zo", look_on=IN_THREE_MONTHS, by=alice)
    assert Task.objects.get(case=case, done_at=None).due_on == IN_THREE_MONTHS

    look_again(trade_off=one, words="Weer zelf", by=alice)
    assert (one.words, one.ended_on, one.ended_by) == ("Weer zelf", MONDAY, alice)
    assert not case.tasks.open().exists()


def test_of_two_that_are_looked_at_on_a_day_one_look_does_not_tick_off_the_other(case, alice):
    pass_, car = (
        give_up(case=case, given_up=what, look_on=IN_FOUR_WEEKS, by=alice) for what in ("De pinpas", "De auto")
    )
    look_again(trade_off=pass_, by=alice)
    assert case.tasks.open().count() == 1

    look_again(trade_off=car, by=alice)

    assert not case.tasks.open().exists()


def test_what_is_put_on_a_list_does_not_tell_what_was_given_up(case, alice):
    give_up(case=case, given_up="De pinpas", by=alice)

    assert "pinpas" not in case.tasks.get().what


def test_a_trade_off_ends_once(case, alice, leader):
    one = give_up(case=case, given_up="De pinpas", by=alice)
    look_again(trade_off=one, by=alice)

    with pytest.raises(TradeOffEnded):
        look_again(trade_off=one, look_on=IN_FOUR_WEEKS, by=leader)


def test_who_plans_reads_nothing_of_help_with_debts(case, alice, team):
    """Neither what is to do, nor what was done, nor the term: it would tell as much as the page that stays closed."""
    assistant = person(Role.TEAM_ASSISTANT, team=team)
    application = start_step(case=case, kind=ChainKind.APPLICATION, party="Stadsbank", by=alice)
    report_step(step=application, state=ChainState.HANDED_OVER, accepted_by="De bank", by=alice)
    finish_task(task=Task.objects.filter(debt_step=application).first(), by=alice)

    def known(user):
        tasks = [*open_tasks_of(case, user), *ended_tasks_of(case, user)]
        return {task.what for task in tasks} | {clock.kind for clock in clocks_of(case.clocks.all(), user)}

    about_debts = known(alice) - known(assistant)

    assert ClockKind.DEBT_DECISION in about_debts
    assert len(about_debts) > 2
    assert not Task.objects.filter(debt_step=application, what__in=known(assistant)).exists()
