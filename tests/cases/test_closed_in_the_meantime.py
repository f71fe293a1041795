"""What somebody still writes in a case that a colleague closed, and what keeps a case from being withdrawn."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.endings import CheckAnswer, CheckQuestion
from cases.enums import (
    Approach,
    ChainKind,
    ClockKind,
    CloseReason,
    ContactKind,
    CostsDeal,
    EndReason,
    EntryKind,
    GatheringKind,
    Going,
    IncomeState,
    ItemState,
    ObstacleKind,
    Pace,
    RequestState,
    Route,
    SafetyStep,
    Scale,
    Stage,
    StatementKind,
    SwitchReason,
    Threat,
)
from cases.models import (
    ApproachSwitch,
    Arrangement,
    BailiffCosts,
    Breakthrough,
    Cadence,
    Case,
    CaseloadLine,
    Closing,
    ClosingCheck,
    Consult,
    ContactAttempt,
    Creditor,
    Crisis,
    DebtDecision,
    DebtStep,
    Decision,
    Discussion,
    Evaluation,
    Gathered,
    Guest,
    HandoverPack,
    HelpRequest,
    IncomeLine,
    MonitoringCheck,
    Objection,
    Obstacle,
    PinnedWarning,
    Referral,
    SafetyNote,
    Scaling,
    Statement,
    TableMeeting,
    Task,
    TradeOff,
)
from cases.models.provisions import Provision
from cases.services.approach import switch_approach
from cases.services.arrangement import arrange, note_bailiff_costs
from cases.services.breakthrough import answer_breakthrough, ask_breakthrough
from cases.services.case import CaseAlreadyClosed, begun_by, close_case, open_case, withdraw_case
from cases.services.caseload import hold_caseload_talk
from cases.services.closing import answer_check
from cases.services.consent import note_gathered, note_objection
from cases.services.consult import ask_colleagues, close_consult, reply
from cases.services.contact import log_attempt
from cases.services.creditor import CreditorLine, add_creditors
from cases.services.crisis import change_crisis, end_crisis, settle_crisis, start_crisis
from cases.services.crisis_lists import log_call, set_item
from cases.services.debt import start_step
from cases.services.decision import log_decision
from cases.services.discussion import hold_discussion, plan_discussion
from cases.services.evaluation import look_back
from cases.services.gathering import hold_gathering
from cases.services.income import set_income
from cases.services.note import add_note
from cases.services.obstacle import note_obstacle
from cases.services.paper import make_pack
from cases.services.referral import refer
from cases.services.rhythm import set_cadence
from cases.services.safety import note_safety
from cases.services.scaling import scale
from cases.services.story import tell_story
from cases.services.table import open_table
from cases.services.task import add_task
from cases.services.team_talk import bring_before_team
from cases.services.trade_off import give_up
from cases.services.warning import pin_warning
from common import dates
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.cases import CaseFactory


@pytest.fixture
def crisis(case, alice):
    return start_crisis(case=case, threat=Threat.EVICTION, by=alice)


@pytest.fixture
def closed(case, crisis, alice):
    close_case(case=case, reason=CloseReason.MOVED, by=alice)
    return case


WRITES = {
    "change": lambda crisis, by: change_crisis(crisis=crisis, by=by, facts={"note": "x"}),
    "settle": lambda crisis, by: settle_crisis(crisis=crisis, by=by),
    "call": lambda crisis, by: log_call(crisis=crisis, who="Verhuurder", next_step="Bellen", by=by),
    "line": lambda crisis, by: set_item(item=crisis.items.first(), state=ItemState.DONE, seen=0, by=by),
}


@pytest.mark.parametrize("what", WRITES)
def test_in_a_closed_case_nothing_of_its_crisis_is_written(closed, crisis, alice, what):
    before = (closed.timeline.count(), closed.tasks.count(), closed.clocks.filter(stopped_on=None).count())

    with pytest.raises(CaseAlreadyClosed):
        WRITES[what](crisis, alice)

    closed.refresh_from_db()
    assert (closed.timeline.count(), closed.tasks.count(), closed.clocks.filter(stopped_on=None).count()) == before
    assert closed.acute == ""


def test_whoever_had_the_form_open_comes_back_to_the_file_and_reads_why(as_user, closed, crisis, alice):
    address = reverse("cases:crisis_call", args=[closed.uuid, crisis.uuid])

    answer = as_user(alice).post(address, {"who": "Verhuurder"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("cases:detail", args=[closed.uuid])
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]


def test_how_a_crisis_ended_may_be_known_later_and_begins_nothing(closed, crisis, alice):
    before = (closed.tasks.count(), crisis.items.count(), closed.clocks.filter(stopped_on=None).count())

    end_crisis(crisis=crisis, reason=EndReason.NO_MEANS, by=alice)

    closed.refresh_from_db()
    assert (closed.tasks.count(), crisis.items.count(), closed.clocks.filter(stopped_on=None).count()) == before
    assert (crisis.end_reason, closed.acute) == (EndReason.NO_MEANS, "")
    assert closed.timeline.filter(kind=EntryKind.CRISIS_ENDED).exists()


# --- what colleagues asked before it closed


TALKS = {
    "discussion": lambda case, by: partial(
        hold_discussion, discussion=plan_discussion(case=case, question="Hoe nu?", by=by), by=by
    ),
    "breakthrough": lambda case, by: partial(
        answer_breakthrough, request=ask_breakthrough(case=case, asked="Bel jij?", by=by), state="go", by=by
    ),
    "reply": lambda case, by: partial(reply, consult=ask(case, by), text="Te laat", by=by),
    "consult": lambda case, by: partial(close_consult, consult=ask(case, by), by=by),
}


def ask(case, by):
    asked_of = person(Role.SOCIAL_WORKER, team=case.team)
    return ask_colleagues(case=case, question="Hoe begin ik?", asked_of=asked_of, by=by)


@pytest.mark.parametrize("what", TALKS)
def test_what_was_asked_before_is_not_answered_in_a_closed_case(case, alice, what):
    write = TALKS[what](case, alice)
    close_case(case=case, reason=CloseReason.MOVED, by=alice)
    before = (case.timeline.count(), case.tasks.count())

    with pytest.raises(CaseAlreadyClosed):
        write()

    assert (case.timeline.count(), case.tasks.count()) == before


def test_a_talk_about_a_closed_case_leaves_the_next_one_before_the_team(as_user, case, alice, leader):
    old = plan_discussion(case=case, question="Hoe nu?", by=alice)
    close_case(case=case, reason=CloseReason.MOVED, by=alice)
    again = open_case(household=case.household, team=case.team, stage=Stage.CONTACT, on=dates.today(), by=alice)
    bring_before_team(case=again, by=alice)
    browser = as_user(alice)

    answers = [
        browser.post(reverse("cases:discussion", args=[case.uuid, old.uuid]), {"choice": "Wachten"}, follow=True),
        browser.post(reverse("cases:close_talked_over", args=[case.uuid]), {"text": "Wachten"}, follow=True),
    ]

    for answer in answers:
        assert [message.level_tag for message in answer.context["messages"]] == ["warning"]
    assert again.clocks.filter(kind=ClockKind.TEAM_TALK, stopped_on=None).exists()
    assert not case.timeline.filter(kind=EntryKind.TEAM_TALK).exists()


def test_whoever_answers_a_question_of_a_closed_case_reads_why_not(as_user, case, alice):
    consult = ask(case, alice)
    close_case(case=case, reason=CloseReason.MOVED, by=alice)
    browser = as_user(alice)
    page = reverse("cases:consult", args=[consult.uuid])
    end = reverse("cases:consult_close", args=[consult.uuid])

    answers = [browser.post(page, {"text": "Te laat"}, follow=True), browser.post(end, follow=True)]

    for answer in answers:
        assert [message.level_tag for message in answer.context["messages"]] == ["warning"]


# --- what keeps a case from being withdrawn

#: How each of them begins: through its service, or where one begins another as well, as the row it leaves.
BEGIN = {
    ApproachSwitch: lambda case, by: switch_approach(
        case=case, approach=Approach.REGULAR, reason=SwitchReason.COMES, by=by
    ),
    Arrangement: lambda case, by: arrange(case=case, corporation=OrganisationFactory(corporation=True), by=by),
    BailiffCosts: lambda case, by: note_bailiff_costs(
        case=case, corporation=OrganisationFactory(corporation=True), deal=CostsDeal.HOUSEHOLD, by=by
    ),
    Breakthrough: lambda case, by: ask_breakthrough(case=case, asked="Bel jij?", by=by),
    Cadence: lambda case, by: set_cadence(case=case, pace=Pace.WEEKLY, by=by),
    CaseloadLine: lambda case, by: hold_caseload_talk(team=case.team, worker=by, lines={case: "Goed"}, by=by),
    Closing: lambda case, by: Closing.objects.create(
        case=case, reason="paid", two_people=True, asked_by=by, asked_at=dates.now()
    ),
    ClosingCheck: lambda case, by: answer_check(
        case=case, question=CheckQuestion.SOLVED, answer=CheckAnswer.YES, by=by
    ),
    Consult: ask,
    ContactAttempt: lambda case, by: log_attempt(
        case=case, kind=ContactKind.PHONE, at=dates.now(), reached=False, by=by
    ),
    Creditor: lambda case, by: add_creditors(case=case, lines=[CreditorLine("Stroomhuis")], by=by),
    Crisis: lambda case, by: start_crisis(case=case, threat=Threat.EVICTION, by=by),
    DebtDecision: lambda case, by: DebtDecision.objects.create(case=case, written_on=dates.today(), written_by=by),
    DebtStep: lambda case, by: start_step(case=case, kind=ChainKind.CREDIT_BANK, by=by),
    Decision: lambda case, by: log_decision(case=case, choice="Wachten", by=by),
    Discussion: lambda case, by: plan_discussion(case=case, question="Hoe nu?", by=by),
    Evaluation: lambda case, by: look_back(case=case, words="Goed", by=by),
    Guest: lambda case, by: Guest.objects.create(
        gathering=hold_gathering(team=case.team, kind=GatheringKind.ACTIVITY, by=by), first_name="Cor", case=case
    ),
    HandoverPack: lambda case, by: make_pack(case=case, party="Wijkteam", by=by),
    HelpRequest: lambda case, by: HelpRequest.objects.create(
        team=case.team,
        route=Route.SELF,
        asked_on=dates.today(),
        postcode="1094AB",
        number=3,
        case=case,
        state=RequestState.ACCEPTED,
        screened_at=dates.now(),
        screened_by=by,
    ),
    IncomeLine: lambda case, by: set_income(case=case, state=IncomeState.HAS, code=Provision.RENT, by=by),
    MonitoringCheck: lambda case, by: MonitoringCheck.objects.create(
        case=case, on=dates.today(), going=Going.WELL, by=by
    ),
    Obstacle: lambda case, by: note_obstacle(case=case, party="Bank", kind=ObstacleKind.REFUSAL, by=by),
    PinnedWarning: lambda case, by: pin_warning(case=case, text="Hond", by=by),
    Referral: lambda case, by: refer(case=case, party="Kredietbank", by=by),
    SafetyNote: lambda case, by: note_safety(case=case, step=SafetyStep.SIGNS, words="Blauwe plek", by=by),
    Scaling: lambda case, by: scale(case=case, direction=Scale.UP, party="Veilig Thuis", by=by),
    Statement: lambda case, by: tell_story(case=case, said={StatementKind.NEED: "Rust"}, by=by),
    TableMeeting: lambda case, by: TableMeeting.objects.create(
        table=open_table(agency=case.team.organisation, name="Oost", by=by), on=dates.today(), case=case
    ),
    Task: lambda case, by: add_task(case=case, what="Bellen", owner=by, by=by),
    TradeOff: lambda case, by: give_up(case=case, given_up="De auto", by=by),
    Gathered: lambda case, by: note_gathered(case=case, source="De buurvrouw", what="Ziek", by=by),
    Objection: lambda case, by: note_objection(case=case, about="Geen brieven meer", by=by),
}


@pytest.mark.parametrize("model", begun_by(), ids=lambda model: model.__name__)
def test_a_case_in_which_something_was_begun_is_not_withdrawn(team, leader, model):
    case = CaseFactory(team=team)
    BEGIN[model](case, leader)

    assert model.objects.filter(case=case).exists()
    assert withdraw_case(case=case, by=leader) is False
    assert Case.objects.get(pk=case.pk).stage != Stage.CLOSED


def test_a_case_in_which_somebody_wrote_is_not_withdrawn(team, leader):
    case, untouched = CaseFactory(team=team), CaseFactory(team=team)
    add_note(case=case, text="De buurvrouw weet meer", by=leader)

    assert [withdraw_case(case=one, by=leader) for one in (case, untouched)] == [False, True]
