"""A crisis: what presses, the clocks that run, and how it ends."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import OutboxMessage
from cases.enums import (
    Acute,
    ClockKind,
    CloseReason,
    EndReason,
    EntryKind,
    ItemKind,
    LegalStage,
    Outcome,
    Stage,
    Threat,
    ToldBy,
)
from cases.models import Case, Crisis, Task
from cases.services.case import CaseAlreadyClosed, change_stage, close_case
from cases.services.clock import ClockKnowsNoPause, pause_clock
from cases.services.crisis import (
    CrisisEndedAlready,
    CrisisRunsAlready,
    change_crisis,
    end_crisis,
    settle_crisis,
    start_crisis,
)
from common import dates
from common.dates import fixed_today
from tests.cases.crisis.steps import FRIDAY, MONDAY, clock_of, tried
from tests.factories.cases import CaseFactory

COUNTDOWNS = [ClockKind.EVICTION, ClockKind.CUT_OFF]


def test_only_what_threatens_is_asked_to_start_a_crisis(case, alice):
    crisis = start_crisis(case=case, threat=Threat.GAS, by=alice)

    case.refresh_from_db()
    assert (crisis.day, crisis.legal_stage, crisis.known_on, crisis.noted_by) == (None, "", MONDAY, alice)
    assert case.acute == Acute.CUT_OFF
    assert clock_of(case, ClockKind.CUT_OFF) is None
    assert case.timeline.get(kind=EntryKind.CRISIS).title == f"{EntryKind.CRISIS.label}: {Threat.GAS.label}"


def test_the_day_of_the_eviction_is_counted_down_to_and_follows_when_it_moves(case, alice, eviction):
    clock = clock_of(case, ClockKind.EVICTION)
    assert (clock.due_on, clock.days, clock.state) == (FRIDAY, 4, "soon")

    change_crisis(crisis=eviction, by=alice, facts={"day": FRIDAY + timedelta(days=7)})
    assert clock_of(case, ClockKind.EVICTION).days == 11

    change_crisis(crisis=eviction, by=alice, facts={"day": MONDAY - timedelta(days=2)})
    assert (clock_of(case, ClockKind.EVICTION).state, clock_of(case, ClockKind.EVICTION).days) == ("past", -2)

    change_crisis(crisis=eviction, by=alice, facts={"day": None})
    assert clock_of(case, ClockKind.EVICTION) is None


def test_of_two_cut_offs_the_first_day_is_counted_down_to(case, alice):
    gas = start_crisis(case=case, threat=Threat.GAS, by=alice, facts={"day": FRIDAY})
    start_crisis(case=case, threat=Threat.WATER, by=alice, facts={"day": FRIDAY + timedelta(days=3)})
    assert clock_of(case, ClockKind.CUT_OFF).due_on == FRIDAY

    end_crisis(crisis=gas, reason=EndReason.PAID, by=alice)

    assert clock_of(case, ClockKind.CUT_OFF).due_on == FRIDAY + timedelta(days=3)
    case.refresh_from_db()
    assert case.acute == Acute.CUT_OFF


def test_a_day_that_others_set_knows_no_pause(case, alice, eviction):
    with pytest.raises(ClockKnowsNoPause):
        pause_clock(clock=clock_of(case, ClockKind.EVICTION), by=alice)


@pytest.mark.parametrize(("known_on", "due_on"), [(MONDAY, date(2026, 5, 12)), (FRIDAY, date(2026, 5, 18))])
def test_our_aim_is_an_attempt_within_one_working_day(case, alice, known_on, due_on):
    with fixed_today(known_on):
        start_crisis(case=case, threat=Threat.EVICTION, by=alice)

    assert clock_of(case, ClockKind.CRISIS_ATTEMPT).due_on == due_on


def test_the_first_attempt_after_we_knew_stops_our_aim(case, alice, eviction):
    tried(case, alice, at=dates.now() - timedelta(days=1))
    assert clock_of(case, ClockKind.CRISIS_ATTEMPT) is not None

    tried(case, alice)

    assert clock_of(case, ClockKind.CRISIS_ATTEMPT) is None


def test_the_law_gives_three_working_days_to_whoever_asks_for_help(case, alice):
    with fixed_today(date(2026, 5, 13)):  # the day after is Ascension Day
        start_crisis(case=case, threat=Threat.HEAT, by=alice, facts={"told_by": ToldBy.HOUSEHOLD})

    clock = clock_of(case, ClockKind.URGENT_CONVERSATION)
    assert clock.due_on == date(2026, 5, 19)
    with pytest.raises(ClockKnowsNoPause):
        pause_clock(clock=clock, by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        case.clocks.filter(pk=clock.pk).update(paused_on=MONDAY)


def test_the_law_waits_for_a_yes_when_somebody_else_told(case, alice):
    start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"told_by": ToldBy.NEARBY})
    assert clock_of(case, ClockKind.URGENT_CONVERSATION) is None

    tried(case, alice, reached=True, outcome=Outcome.WANTS_TO_TALK)

    assert clock_of(case, ClockKind.URGENT_CONVERSATION).due_on == FRIDAY  # Ascension Day between
    assert clock_of(case, ClockKind.FIRST_CONVERSATION) is None


def test_who_said_yes_before_the_crisis_waits_three_working_days_too(case, alice):
    tried(case, alice, reached=True, outcome=Outcome.WANTS_TO_TALK)
    start_crisis(case=case, threat=Threat.EVICTION, by=alice)
    running = {ClockKind.FIRST_CONVERSATION, ClockKind.URGENT_CONVERSATION}
    assert running <= set(case.clocks.filter(stopped_on=None).values_list("kind", flat=True))

    change_stage(case=case, stage=Stage.GUIDANCE, by=alice)

    assert not running & set(case.clocks.filter(stopped_on=None).values_list("kind", flat=True))


def test_once_nothing_threatens_the_first_conversation_has_its_four_weeks_again(case, alice):
    eviction, gas = (
        start_crisis(case=case, threat=threat, by=alice, facts={"told_by": ToldBy.HOUSEHOLD})
        for threat in (Threat.EVICTION, Threat.GAS)
    )
    end_crisis(crisis=eviction, reason=EndReason.PAID, by=alice)
    assert clock_of(case, ClockKind.URGENT_CONVERSATION) is not None

    with fixed_today(FRIDAY):
        end_crisis(crisis=gas, reason=EndReason.PAID, by=alice)

    assert clock_of(case, ClockKind.URGENT_CONVERSATION) is None
    assert clock_of(case, ClockKind.FIRST_CONVERSATION).due_on == date(2026, 6, 8)


def test_the_duo_gets_the_door_on_its_list_of_today(case, alice, partner, eviction):
    visits = Task.objects.filter(case=case, is_visit=True, due_on=MONDAY, done_at=None)

    assert {task.owner for task in visits} == {alice, partner}


def test_a_partner_hears_of_no_cut_off(case, alice, partner):
    start_crisis(case=case, threat=Threat.GAS, by=alice)

    assert [task.owner for task in Task.objects.filter(case=case, is_visit=True)] == [alice]


def test_without_a_duo_the_door_is_for_whoever_noted_it(team, bob):
    case = CaseFactory(team=team)

    start_crisis(case=case, threat=Threat.EVICTION, by=bob)

    assert Task.objects.get(case=case, is_visit=True).owner == bob


def test_the_same_threat_runs_once_and_another_beside_it(case, alice, eviction):
    with pytest.raises(CrisisRunsAlready):
        start_crisis(case=case, threat=Threat.EVICTION, by=alice)

    start_crisis(case=case, threat=Threat.WATER, by=alice)

    case.refresh_from_db()
    assert (case.crises.running().count(), case.acute) == (2, Acute.EVICTION)


def test_a_closed_case_has_no_crisis(case, alice):
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)

    with pytest.raises(CaseAlreadyClosed):
        start_crisis(case=case, threat=Threat.EVICTION, by=alice)


def test_nothing_presses_any_more_when_the_case_closes(case, alice, eviction):
    close_case(case=case, reason=CloseReason.DECEASED, by=alice)

    assert Case.objects.get().acute == ""
    assert clock_of(case, ClockKind.EVICTION) is None


def test_a_clearance_today_is_a_day_too_and_what_is_put_off_has_none(case, alice):
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"legal_stage": LegalStage.TODAY})
    assert (crisis.day, clock_of(case, ClockKind.EVICTION).days) == (MONDAY, 0)

    change_crisis(crisis=crisis, by=alice, facts={"legal_stage": LegalStage.PUT_OFF})

    assert (crisis.day, clock_of(case, ClockKind.EVICTION)) == (None, None)


def test_another_legal_stage_asks_for_an_attempt_the_same_day(case, alice, partner, eviction):
    tried(case, alice)
    assert not Task.objects.filter(case=case, is_visit=True, done_at=None).exists()

    change_crisis(crisis=eviction, by=alice, facts={"legal_stage": LegalStage.SERVED})

    new = Task.objects.filter(case=case, is_visit=True, done_at=None)
    assert {(task.owner, task.due_on) for task in new} == {(alice, MONDAY), (partner, MONDAY)}
    assert clock_of(case, ClockKind.CRISIS_ATTEMPT).due_on == date(2026, 5, 12)
    assert case.timeline.first().title == f"{EntryKind.LEGAL_STAGE.label}: {LegalStage.SERVED.label}"


def test_the_same_legal_stage_again_asks_for_nothing(case, alice, eviction):
    change_crisis(crisis=eviction, by=alice, facts={"legal_stage": LegalStage.SERVED})
    tried(case, alice)

    change_crisis(crisis=eviction, by=alice, facts={"legal_stage": LegalStage.SERVED, "note": "Om tien uur"})

    assert not Task.objects.filter(case=case, is_visit=True, done_at=None).exists()


def test_what_is_not_told_stays(case, alice, bob, eviction):
    change_crisis(crisis=eviction, by=alice, facts={"note": "Om tien uur"})
    change_crisis(crisis=Crisis.objects.get(), by=bob, facts={"told_by": ToldBy.BAILIFF})

    crisis = Crisis.objects.get()
    assert (crisis.day, crisis.note, crisis.told_by) == (FRIDAY, "Om tien uur", ToldBy.BAILIFF)


# --- how it ends


def test_averted_ends_the_countdown_lets_prompts_return_and_asks_who_helps_now(case, alice, eviction):
    case.refresh_from_db()
    assert case.prompts_suspended

    end_crisis(crisis=eviction, reason=EndReason.ARRANGEMENT, by=alice)

    case.refresh_from_db()
    assert (case.prompts_suspended, case.stage, case.closed_on) == (False, Stage.CONTACT, None)
    assert clock_of(case, ClockKind.EVICTION) is None
    assert clock_of(case, ClockKind.CRISIS_ATTEMPT) is None
    assert Task.objects.open().get(case=case, is_visit=False).due_on == MONDAY + timedelta(days=7)
    assert list(case.crises.unsettled()) == [eviction]


def test_what_was_asked_of_the_duo_is_called_off_when_it_ends(case, alice, eviction):
    change_crisis(crisis=eviction, by=alice, facts={"legal_stage": LegalStage.SERVED})
    water = start_crisis(case=case, threat=Threat.WATER, by=alice)
    gas = start_crisis(case=case, threat=Threat.GAS, by=alice)
    own = Task.objects.create(case=case, what="Koffie", due_on=MONDAY, owner=alice, is_visit=True)
    waiting = Task.objects.filter(case=case, is_visit=True, done_at=None)
    assert waiting.count() == 6

    end_crisis(crisis=eviction, reason=EndReason.PAID, by=alice)
    assert waiting.count() == 2
    end_crisis(crisis=gas, reason=EndReason.PAID, by=alice)
    assert waiting.count() == 2
    end_crisis(crisis=water, reason=EndReason.PAID, by=alice)

    assert list(waiting) == [own]


def test_prompts_stay_away_as_long_as_anything_threatens(case, alice, eviction):
    start_crisis(case=case, threat=Threat.WATER, by=alice)

    end_crisis(crisis=eviction, reason=EndReason.PAID, by=alice)

    case.refresh_from_db()
    assert (case.prompts_suspended, case.acute) == (True, Acute.CUT_OFF)
    assert clock_of(case, ClockKind.CRISIS_ATTEMPT) is not None


def test_phase_two_is_two_answers_and_ticks_its_question_off(case, alice, eviction):
    end_crisis(crisis=eviction, reason=EndReason.PAID, by=alice)

    settle_crisis(crisis=eviction, by=alice, help_found="Maatje voor de post", help_again="Huisarts")

    assert (eviction.help_found, eviction.help_again, eviction.settled_on) == (
        "Maatje voor de post",
        "Huisarts",
        MONDAY,
    )
    assert not Task.objects.filter(case=case, is_visit=False, done_at=None).exists()
    assert not case.crises.unsettled().exists()


def test_evicted_goes_on_as_a_phase_of_its_own(case, alice, eviction):
    end_crisis(crisis=eviction, reason=EndReason.NO_MEANS, by=alice)

    case.refresh_from_db()
    assert (case.acute, case.prompts_suspended, case.closed_on) == (Acute.EVICTED, True, None)
    after = eviction.items.filter(kind=ItemKind.AFTER)
    assert [item.code for item in after] == ["sleep", "belongings", "school", "pets_after", "post", "next_home"]

    settle_crisis(crisis=eviction, by=alice)

    case.refresh_from_db()
    assert (case.acute, case.prompts_suspended) == ("", False)


def test_without_gas_it_is_about_warmth_and_not_about_a_school(case, alice):
    crisis = start_crisis(case=case, threat=Threat.GAS, by=alice)
    assert not crisis.items.filter(kind=ItemKind.BRING).exists()

    end_crisis(crisis=crisis, reason=EndReason.TOO_LATE, by=alice)

    assert {item.code for item in crisis.items.filter(kind=ItemKind.AFTER)} == {"for_now", "connected"}
    case.refresh_from_db()
    assert case.acute == Acute.WITHOUT


def test_it_ends_once_and_is_settled_once(case, alice, bob, eviction):
    end_crisis(crisis=eviction, reason=EndReason.PAID, by=alice)
    with pytest.raises(CrisisEndedAlready):
        end_crisis(crisis=eviction, reason=EndReason.TOO_LATE, by=bob)
    with pytest.raises(CrisisEndedAlready):
        change_crisis(crisis=eviction, by=bob, facts={"day": None})

    settle_crisis(crisis=eviction, by=alice)
    with pytest.raises(CrisisEndedAlready):
        settle_crisis(crisis=eviction, by=bob)

    eviction.refresh_from_db()
    assert (eviction.end_reason, eviction.ended_by, eviction.settled_by) == (EndReason.PAID, alice, alice)


def test_a_crisis_that_runs_is_not_settled(alice, eviction):
    with pytest.raises(CrisisEndedAlready):
        settle_crisis(crisis=eviction, by=alice)


def test_the_same_threat_can_come_back_after_its_end(case, alice, eviction):
    end_crisis(crisis=eviction, reason=EndReason.ARRANGEMENT, by=alice)

    start_crisis(case=case, threat=Threat.EVICTION, by=alice)

    assert case.crises.count() == 2


def test_every_change_of_a_crisis_is_told_to_whoever_listens(case, alice):
    def told():
        return OutboxMessage.objects.filter(topic="case.changed", ids={"household_id": case.household_id}).count()

    counts = [told()]
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice)
    counts.append(told())
    change_crisis(crisis=crisis, by=alice, facts={"day": FRIDAY})
    counts.append(told())
    end_crisis(crisis=crisis, reason=EndReason.PAID, by=alice)
    counts.append(told())
    settle_crisis(crisis=crisis, by=alice)
    counts.append(told())

    assert len(set(counts)) == 5


def test_the_day_after_its_day_whoever_keeps_the_direction_is_asked_how_it_ended(case, alice, leader):
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=leader, facts={"day": FRIDAY})
    other = start_crisis(case=case, threat=Threat.GAS, by=leader)
    asked = Task.objects.open().filter(case=case, what__startswith="Noteer hoe het afliep")
    assert set(asked.values_list("owner", "due_on", "is_promise")) == {
        (alice.pk, FRIDAY + timedelta(days=1), False), (alice.pk, MONDAY + timedelta(days=14), False),
    }  # fmt: skip

    change_crisis(crisis=crisis, by=alice, facts={"day": FRIDAY + timedelta(days=7)})
    assert asked.get(what__endswith="ontruiming").due_on == FRIDAY + timedelta(days=8)

    end_crisis(crisis=crisis, reason=EndReason.PAID, by=alice)
    assert [task.what for task in asked] == [f"Noteer hoe het afliep: {other.get_threat_display()}"]
