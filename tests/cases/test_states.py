"""What follows what is said in one place, kept by one service each and drawn in the docs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.db import transaction

from cases.endings import ClosingState
from cases.enums import (
    ArrangementState,
    BreakthroughState,
    ChainKind,
    ChainState,
    ClaimState,
    CloseReason,
    ConsentPurpose,
    ContactStatus,
    CrisisEnd,
    DirectionCheck,
    EndReason,
    ReferralState,
    RefusalGround,
    Relationship,
    RequestState,
    Route,
    Stage,
    Threat,
)
from cases.models import Arrangement, Case, ClaimBatch, Closing, Referral
from cases.services.arrangement import ArrangementEndedAlready, end_arrangement
from cases.services.breakthrough import BreakthroughAnswered, answer_breakthrough, ask_breakthrough
from cases.services.case import StageDoesNotFollow, change_stage
from cases.services.claim import BatchMovedOn, move_batch
from cases.services.closing import ClosingSettledAlready, confirm_closing, keep_on
from cases.services.consent import give_consent, withdraw_consent
from cases.services.crisis import CrisisEndedAlready, end_crisis, settle_crisis, start_crisis
from cases.services.debt import StepEndedAlready, report_step, start_step
from cases.services.referral import ReferralMovedOn, answer_referral
from cases.services.request import RequestScreenedAlready, accept_request, note_request, refuse_request
from cases.services.standing import set_standing
from cases.states import (
    ARRANGEMENT,
    BREAKTHROUGH,
    CASE,
    CLAIM,
    CLOSING,
    CONSENT,
    COURSES,
    CRISIS,
    DEBT_STEP,
    OPEN,
    REFERRAL,
    RELATIONSHIP,
    REQUEST,
    RUNNING,
    SETTLED,
    WITHDRAWN,
)
from common import dates
from scripts.draw_states import PAGE, draw
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.cases import CaseFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STEPS = [(before, after) for before in sorted(OPEN) for after in sorted(OPEN - {before})]


class Drive(NamedTuple):
    """How a test brings something into a state of its course, and lets the service try the next one."""

    states: Iterable[str]
    put: Callable[[Case, Any, Any], Any]
    move: Callable[[Any, Any, Any], object]
    refusal: type[Exception] = AssertionError


def put_request(case, state, by):
    facts = {"postcode": "1091AB", "number": 1, "asked_on": dates.today()}
    request = note_request(team=case.team, route=Route.SELF, by=by, facts=facts)
    return request if state == RequestState.WAITING else move_request(request, state, by)


def move_request(request, state, by):
    if state == RequestState.ACCEPTED:
        accept_request(request=request, direction=DirectionCheck.NOBODY, by=by)
    elif state == RequestState.REFUSED:
        refuse_request(request=request, ground=RefusalGround.AREA, advice="Gemeente", by=by)
    else:
        raise RequestScreenedAlready
    return request


def put_crisis(case, state, by):
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=by)
    for step in {RUNNING: [], SETTLED: [CrisisEnd.AVERTED, SETTLED]}.get(state, [state]):
        move_crisis(crisis, step, by)
    return crisis


def move_crisis(crisis, state, by):
    if state == SETTLED:
        settle_crisis(crisis=crisis, by=by)
    elif state == RUNNING:
        raise CrisisEndedAlready
    else:
        reason = EndReason.PAID if state == CrisisEnd.AVERTED else EndReason.TOO_LATE
        end_crisis(crisis=crisis, reason=reason, by=by)


def put_referral(case, state, by):
    day = dates.today()
    return Referral.objects.create(case=case, party="Bank", state=state, sent_on=day, sent_by=by, state_on=day)


def put_breakthrough(case, state, by):
    request = ask_breakthrough(case=case, asked="Bel jij?", by=by)
    if state != BreakthroughState.ASKED:
        answer_breakthrough(request=request, state=state, by=by)
    return request


def put_debt_step(case, state, by):
    step = start_step(case=case, kind=ChainKind.CREDIT_BANK, party="Bank", by=by)
    if state != ChainState.PREPARING:
        report_step(step=step, state=state, by=by)
    return step


def put_batch(case, state, by):
    day = dates.today()
    return ClaimBatch.objects.create(
        agency=case.team.organisation, since=day, until=day, state=state, moved_on=day, moved_by=by
    )


def put_consent(case, state, by):
    consent = give_consent(household=case.household, purpose=ConsentPurpose.STORY, by=by)
    if state == WITHDRAWN:
        withdraw_consent(consent=consent, by=by)
    return consent


def move_consent(consent, state, by):
    assert state == WITHDRAWN
    assert withdraw_consent(consent=consent, by=by)


def put_closing(case, state, by):
    settled = {} if state == ClosingState.ASKED else {"settled_by": by, "settled_at": dates.now()}
    return Closing.objects.create(
        case=case, reason=CloseReason.DECEASED, state=state, two_people=True, asked_by=UserFactory(),
        asked_at=dates.now(), **settled,
    )  # fmt: skip


def move_closing(closing, state, by):
    if state == ClosingState.ASKED:
        raise ClosingSettledAlready
    {ClosingState.DONE: confirm_closing, ClosingState.NOT_YET: keep_on}[state](closing=closing, by=by)


def put_relationship(case, state, by):
    Case.objects.filter(pk=case.pk).update(relationship=state)
    case.relationship = state
    return case


def move_relationship(case, state, by):
    assert case.relationship != state, "the same again is no step"
    set_standing(case=case, by=by, director=None, relationship=state, contact_status=ContactStatus.VOLUNTARY)
    assert case.relationship == state


def put_arrangement(case, state, by):
    return Arrangement.objects.create(
        case=case, corporation=OrganisationFactory(corporation=True), state=state, agreed_on=dates.today(),
        state_on=dates.today(), noted_by=by,
    )  # fmt: skip


DRIVES = {
    RELATIONSHIP: Drive(Relationship, put_relationship, move_relationship),
    REQUEST: Drive(RequestState, put_request, move_request, RequestScreenedAlready),
    CRISIS: Drive([RUNNING, *CrisisEnd, SETTLED], put_crisis, move_crisis, CrisisEndedAlready),
    REFERRAL: Drive(
        ReferralState,
        put_referral,
        lambda row, state, by: answer_referral(referral=row, state=state, by=by),
        ReferralMovedOn,
    ),
    BREAKTHROUGH: Drive(
        BreakthroughState,
        put_breakthrough,
        lambda row, state, by: answer_breakthrough(request=row, state=state, by=by),
        BreakthroughAnswered,
    ),
    DEBT_STEP: Drive(
        ChainState, put_debt_step, lambda row, state, by: report_step(step=row, state=state, by=by), StepEndedAlready
    ),
    ARRANGEMENT: Drive(
        ArrangementState,
        put_arrangement,
        lambda row, state, by: end_arrangement(arrangement=row, state=state, by=by),
        ArrangementEndedAlready,
    ),
    CLAIM: Drive(ClaimState, put_batch, lambda row, state, by: move_batch(batch=row, state=state, by=by), BatchMovedOn),
    CONSENT: Drive([RUNNING, WITHDRAWN], put_consent, move_consent),
    CLOSING: Drive(ClosingState, put_closing, move_closing, ClosingSettledAlready),
}


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_a_case_takes_the_steps_that_are_drawn_and_no_other(team, leader, before, after):
    case = CaseFactory(team=team, stage=before)

    if after in CASE.after(before):
        change_stage(case=case, stage=after, by=leader)
    else:
        with pytest.raises(StageDoesNotFollow):
            change_stage(case=case, stage=after, by=leader)

    assert Case.objects.get().stage == (after if after in CASE.after(before) else before)


def is_taken(drive, row, after, by):
    """Say whether the service lets it become this; whatever it did is undone."""
    with transaction.atomic():
        try:
            drive.move(row, after, by)
        except drive.refusal:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def all_taken(drive, case, before, by):
    """Give what the service lets it become from here."""
    with transaction.atomic():
        row = drive.put(case, before, by)
        taken = set()
        for after in drive.states:
            row.refresh_from_db()
            if is_taken(drive, row, after, by):
                taken.add(after)
        transaction.set_rollback(True)
    return taken


@pytest.mark.parametrize("course", DRIVES, ids=lambda course: course.title)
def test_each_takes_the_steps_that_are_drawn_and_no_other(team, leader, course):
    case, drive = CaseFactory(team=team), DRIVES[course]

    taken = {before: all_taken(drive, case, before, leader) for before in drive.states}

    assert taken == {before: set(course.after(before)) for before in drive.states}


def test_every_course_is_driven():
    assert {*DRIVES, CASE} == set(COURSES)


def test_every_stage_is_reached_and_the_last_is_the_end():
    assert {move.after for move in CASE.moves} == set(Stage)
    assert CASE.after(Stage.CLOSED) == ()


def test_the_drawing_is_up_to_date():
    assert PAGE.read_text() == draw(), "run python -m scripts.draw_states"
