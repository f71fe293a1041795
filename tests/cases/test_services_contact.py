from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from accounts.enums import Role
from cases.enums import Agreement, ClockKind, ContactKind, DoorStep, Outcome, Present, Stage
from cases.services.clock import start_clock
from cases.services.contact import Step, log_attempt
from cases.services.task import promise
from common.dates import fixed_today
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory, duo_of


def at(hour, minute=0, day=12):
    return datetime(2026, 5, day, hour, minute, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def team(db):
    return TeamFactory()


@pytest.fixture
def alice(team):
    return person(Role.DEBT_COUNSELLOR, team=team)


@pytest.fixture
def case(team):
    with fixed_today(date(2026, 5, 4)):
        return CaseFactory(team=team, duo=duo_of(team))


def visit(case, by, **said):
    return log_attempt(**{"case": case, "kind": ContactKind.VISIT, "at": at(10), "reached": False, "by": by, **said})


def clock_of(case, kind):
    return case.household.clocks.filter(kind=kind).first()


def test_two_visits_in_one_morning_are_one_attempt_and_nothing_is_lost(case, alice):
    """Vroeg Eropaf 2008, S6: no answer at the entrance, then a knock at the flat door: the same visit."""
    visit(case, alice, door_steps=[DoorStep.ENTRANCE], story="Niemand thuis.", present=[Present.OTHER])
    visit(
        case, alice, at=at(11, 59), door_steps=[DoorStep.FLAT], story="Toch open.", reached=True, agreements=["office"]
    )

    attempt = case.attempts.get()

    assert attempt.door_steps == [DoorStep.ENTRANCE, DoorStep.FLAT]
    assert attempt.story == "Niemand thuis.\n\nToch open."
    assert (attempt.reached, attempt.at, attempt.agreements) == (True, at(10), [Agreement.OFFICE])


def test_the_timeline_follows_what_was_added(case, alice):
    visit(case, alice, story="Niemand thuis.")
    visit(case, alice, at=at(11), story="Toch open.", reached=True)

    entry = case.timeline.get(kind="contact")

    assert (entry.detail, entry.text) == ("visit:reached", "Niemand thuis.\n\nToch open.")


@pytest.mark.parametrize(("hour", "minute", "part"), [(11, 59, "morning"), (12, 0, "afternoon"), (18, 0, "evening")])
def test_day_parts_are_those_of_the_nation(case, alice, hour, minute, part):
    assert visit(case, alice, at=at(hour, minute)).day_part == part


def test_another_day_part_and_another_kind_are_attempts_of_their_own(case, alice):
    visit(case, alice)
    visit(case, alice, at=at(19))
    visit(case, alice, kind=ContactKind.PHONE)

    assert case.attempts.count() == 3


def test_a_note_under_the_door_and_the_phone_rings(case, alice):
    """Vroeg Eropaf 2008, S5: not home and leaves post unopened; a note without an envelope, and the tenant calls."""
    visit(case, alice, note_left=True)
    visit(case, alice, kind=ContactKind.PHONE, at=at(9, day=14), reached=True, story="Vond het kaartje.")

    made = case.attempts.order_by("at", "pk").values_list("kind", "reached")
    assert list(made) == [("visit", False), ("note", False), ("phone", True)]
    assert (case.first_reached_on, case.stage) == (date(2026, 5, 14), Stage.VISITING)
    assert case.timeline.filter(kind="contact").first().text == "Vond het kaartje."


def test_a_note_under_the_door_is_its_own_attempt(case, alice):
    visit(case, alice, note_left=True)
    visit(case, alice, note_left=True)

    assert [(a.kind, a.reached) for a in case.attempts.order_by("pk")] == [("visit", False), ("note", False)]


def test_the_first_time_reached_stops_the_weeks_and_starts_visiting(case, alice):
    visit(case, alice, reached=True)

    assert (case.stage, case.first_reached_on) == (Stage.VISITING, date(2026, 5, 12))
    assert clock_of(case, ClockKind.CONTACT_PHASE).stopped_on == date(2026, 5, 12)


def test_not_reached_leaves_the_weeks_running(case, alice):
    visit(case, alice)

    assert (case.stage, case.first_reached_on) == (Stage.CONTACT, None)
    assert clock_of(case, ClockKind.CONTACT_PHASE).stopped_on is None


def test_any_attempt_stops_the_response_window(case, alice):
    start_clock(
        kind=ClockKind.RESPONSE, household=case.household, due_on=date(2026, 6, 1), started_on=date(2026, 5, 4), by=None
    )

    visit(case, alice)

    assert clock_of(case, ClockKind.RESPONSE).stopped_on == date(2026, 5, 12)


def test_a_yes_to_the_offer_starts_four_weeks_of_the_law_once(case, alice):
    visit(case, alice, reached=True, outcome=Outcome.WANTS_TO_TALK)
    visit(case, alice, at=at(10, day=20), reached=True, outcome=Outcome.WANTS_TO_TALK)

    clock = case.clocks.get(kind=ClockKind.FIRST_CONVERSATION)

    assert (clock.started_on, clock.due_on) == (date(2026, 5, 12), date(2026, 6, 9))


@pytest.mark.parametrize("stage", [Stage.LIGHT_CONTACT, Stage.GUIDANCE, Stage.MONITORING])
def test_reached_in_another_stage_keeps_the_stage(team, alice, stage):
    case = CaseFactory(team=team, stage=stage)

    visit(case, alice, reached=True)

    assert case.stage == stage


def test_a_visit_again_is_a_task_on_the_day_list(case, alice):
    visit(case, alice, next_step=Step("Samen de post openen", date(2026, 5, 19), is_visit=True))

    task = case.tasks.get()

    assert (task.owner, task.due_on, task.is_visit, task.done_at) == (alice, date(2026, 5, 19), True, None)


def test_a_visit_ticks_off_what_was_due_and_leaves_what_was_planned(case, alice):
    due = promise(case=case, what="Langsgaan", due_on=date(2026, 5, 11), owner=alice, by=alice, is_visit=True)
    planned = promise(case=case, what="Afspraak", due_on=date(2026, 5, 15), owner=alice, by=alice, is_visit=True)

    visit(case, alice)

    assert list(case.tasks.filter(done_at=None)) == [planned]
    assert case.tasks.exclude(done_at=None).get() == due


def test_the_same_form_twice_is_one_attempt_one_story_one_promise(case, alice):
    form = {
        "uuid": uuid4(), "story": "Koffie gedronken.", "reached": True,
        "next_step": Step("Langsgaan", date(2026, 5, 12), is_visit=True),
    }  # fmt: skip
    first = visit(case, alice, at=at(11, 59), **form)
    second = visit(case, alice, at=at(12, 1), **form)

    assert (first, second.story) == (second, "Koffie gedronken.")
    assert case.attempts.count() == case.tasks.filter(done_at=None).count() == 1
    assert case.timeline.filter(kind="contact").count() == 1


def test_a_form_of_another_case_is_never_written_to(case, alice, team):
    other = visit(CaseFactory(team=team), alice, story="Van de buren")

    mine = visit(case, alice, uuid=other.uuid, story="Van hier")

    other.refresh_from_db()
    assert (other.story, mine.story) == ("Van de buren", "Van hier")


def test_a_late_log_does_not_reach_back_before_the_stage(case, alice):
    visit(case, alice, at=at(10, day=1), reached=True)

    assert [(s.stage, s.since, s.until) for s in case.stages.order_by("pk")][-1] == ("visiting", date(2026, 5, 1), None)
    assert case.first_reached_on == date(2026, 5, 1)
