from datetime import date

import pytest

from accounts.enums import Role
from cases.enums import ClockKind, Stage
from cases.models import Clock
from cases.services.clock import (
    ClockKnowsNoPause,
    pause_clock,
    resume_clock,
    start_clock,
    start_first_conversation,
    start_monitoring,
    stop_clock,
)
from cases.services.workdays import add_workdays, easter, holidays, is_workday, next_workday
from common.dates import fixed_today
from tests.factories.accounts import AreaFactory, CovenantFactory, TeamFactory, person
from tests.factories.cases import CaseFactory, duo_of


def started(case, **figures):
    return start_clock(kind=ClockKind.RESPONSE, household=case.household, case=case, by=None, **figures)


def test_contact_phase_from_1_june_2015_warns_on_13_july_and_asks_on_27_july(db):
    team = TeamFactory()
    with fixed_today(date(2015, 6, 1)):
        case = CaseFactory(team=team, opened_on=date(2015, 6, 1), duo=duo_of(team))

    clock = case.clocks.get(kind=ClockKind.CONTACT_PHASE)

    assert (clock.started_on, clock.warn_on, clock.due_on) == (date(2015, 6, 1), date(2015, 7, 13), date(2015, 7, 27))


def test_contact_phase_takes_the_figures_of_the_covenant_of_its_postcode(db):
    team = TeamFactory()
    CovenantFactory(agency=team.organisation)
    here = CovenantFactory(agency=team.organisation, contact_warn_days=7, contact_decide_days=14)
    AreaFactory(covenant=here, team=team)
    with fixed_today(date(2026, 5, 1)):
        case = CaseFactory(team=team, duo=duo_of(team))

    clock = case.clocks.get()

    assert (clock.warn_on, clock.due_on) == (date(2026, 5, 8), date(2026, 5, 15))


def test_monitoring_from_1_march_2015_ends_on_1_march_2017(db):
    case = CaseFactory(stage=Stage.MONITORING)

    clock = start_monitoring(case=case, on=date(2015, 3, 1), by=person(Role.SOCIAL_WORKER, team=case.team))

    assert clock.due_on == date(2017, 3, 1)


def test_a_clock_of_one_kind_runs_once_a_household(db):
    case = CaseFactory()
    first = started(case, due_on=date(2026, 6, 1), started_on=date(2026, 5, 1))

    second = started(case, due_on=date(2026, 9, 1), started_on=date(2026, 5, 9))

    assert (second, second.due_on) == (first, date(2026, 6, 1))


def test_a_pause_moves_the_days_by_its_length(db):
    case = CaseFactory()
    clock = started(case, due_on=date(2026, 6, 1), warn_on=date(2026, 5, 20), started_on=date(2026, 5, 1))

    pause_clock(clock=clock, on=date(2026, 5, 4), by=None)
    paused = list(Clock.objects.running())
    resume_clock(clock=clock, on=date(2026, 5, 14), by=None)

    assert paused == []
    assert (clock.warn_on, clock.due_on, clock.paused_on) == (date(2026, 5, 30), date(2026, 6, 11), None)


def test_resuming_a_clock_that_runs_changes_nothing(db):
    clock = started(CaseFactory(), due_on=date(2026, 6, 1), started_on=date(2026, 5, 1))

    resume_clock(clock=clock, on=date(2026, 5, 14), by=None)

    assert clock.due_on == date(2026, 6, 1)


def test_the_law_knows_no_pause(db):
    case = CaseFactory()
    clock = start_first_conversation(case=case, on=date(2026, 6, 1), by=person(Role.SOCIAL_WORKER, team=case.team))

    with pytest.raises(ClockKnowsNoPause):
        pause_clock(clock=clock, on=date(2026, 6, 2), by=None)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 6, 1), date(2026, 6, 29)),  # a Monday
        (date(2026, 3, 6), date(2026, 4, 7)),  # Good Friday, weekend, Easter Monday
        (date(2025, 11, 27), date(2025, 12, 29)),  # both days of Christmas, then a weekend
    ],
)
def test_four_weeks_of_the_law_end_on_a_working_day(db, start, end):
    case = CaseFactory()

    clock = start_first_conversation(case=case, on=start, by=person(Role.SOCIAL_WORKER, team=case.team))

    assert clock.due_on == end


def test_a_covenant_term_ends_on_the_day_it_ends(db):
    clock = started(CaseFactory(), due_on=date(2026, 5, 24), started_on=date(2026, 5, 1))

    assert clock.due_on == date(2026, 5, 24)


def test_stopping_says_whether_something_ran(db):
    case = CaseFactory()
    started(case, due_on=date(2026, 6, 1), started_on=date(2026, 5, 1))

    first, second = [stop_clock(kind=ClockKind.RESPONSE, household=case.household, by=None) for _ in range(2)]

    assert (first, second) == (True, False)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2015, date(2015, 4, 5)), (2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter_is_on_its_sunday(year, sunday):
    assert easter(year) == sunday


def test_holidays_of_2026_are_those_of_the_law():
    assert sorted(day.isoformat()[5:] for day in holidays(2026)) == [
        "01-01", "04-03", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25", "12-26",
    ]  # fmt: skip


def test_kings_day_on_a_sunday_is_the_day_before():
    assert not is_workday(date(2031, 4, 26))
    assert date(2031, 4, 27) not in holidays(2031)


def test_three_working_days_pass_over_a_long_weekend():
    assert add_workdays(date(2026, 4, 2), 3) == date(2026, 4, 9)
    assert next_workday(date(2026, 4, 4)) == date(2026, 4, 7)
