"""A household in minimal contact that nobody heard of for a year: the team decides, and says so by its name."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.endings import EndResult
from cases.enums import ClockKind, CloseReason, ContactKind, Stage
from cases.models import Closing, Ending
from cases.queries.silence import silence_of
from cases.services.case import ClosingNotAllowed, change_stage, reasons_to_close
from cases.services.closing import EndingIncomplete, let_go
from cases.services.contact import log_attempt
from cases.services.evaluation import look_back
from cases.services.loose_ends import likely_end, loose_ends_of
from cases.services.team_talk import talk_over
from common.dates import fixed_today

HEARD, YEAR = date(2026, 5, 4), date(2027, 5, 4)
SILENT = Ending(CloseReason.SILENT, consulted="Ingrid en het team")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def attempt(case, day, by, *, reached=False):
    at = datetime(day.year, day.month, day.day, 10, tzinfo=AMSTERDAM)
    with fixed_today(day):
        return log_attempt(case=case, kind=ContactKind.PHONE, at=at, reached=reached, by=by)


@pytest.fixture
def resting(case, alice):
    """Spoken with on 4 May 2026, in minimal contact since, tried twice."""
    attempt(case, HEARD, alice, reached=True)
    with fixed_today(HEARD):
        change_stage(case=case, stage=Stage.MINIMAL_CONTACT, by=alice)
    for day in (date(2026, 9, 1), date(2027, 2, 1)):
        attempt(case, day, alice)
    return case


def ends_of(case):
    return {one.uuid: likely_end(one) for one in loose_ends_of(case)}


def test_a_year_without_a_word_despite_attempts_may_be_decided_in_the_team(resting, leader):
    with fixed_today(YEAR):
        let_go(case=resting, ending=SILENT, loose_ends=ends_of(resting), by=leader)

    resting.refresh_from_db()
    assert (resting.close_reason, resting.end_result) == (CloseReason.SILENT, EndResult.LOST_CONTACT)


@pytest.mark.parametrize(
    ("day", "is_silent"), [(YEAR - timedelta(days=1), False), (YEAR, True), (date(2028, 5, 4), True)]
)
def test_a_year_is_twelve_calendar_months(resting, day, is_silent):
    with fixed_today(day):
        assert (CloseReason.SILENT in reasons_to_close(resting)) == is_silent


def test_without_two_days_of_trying_nobody_is_let_go_for_silence(case, alice, leader):
    attempt(case, HEARD, alice, reached=True)
    with fixed_today(HEARD):
        change_stage(case=case, stage=Stage.MINIMAL_CONTACT, by=alice)
    attempt(case, date(2026, 9, 1), alice)

    with fixed_today(YEAR), pytest.raises(ClosingNotAllowed):
        let_go(case=case, ending=SILENT, loose_ends=ends_of(case), by=leader)


def test_one_word_of_the_household_makes_the_year_start_anew(resting, alice):
    attempt(resting, date(2027, 3, 1), alice, reached=True)
    assert silence_of(resting, on=date(2028, 2, 29)) is None

    with fixed_today(date(2027, 4, 1)):
        look_back(case=resting, words="Ik bel nog wel.", by=alice)

    assert silence_of(resting, on=date(2028, 3, 1)) is None


def test_only_a_case_that_rests_is_silent(resting, alice, leader):
    with fixed_today(date(2027, 3, 1)):
        change_stage(case=resting, stage=Stage.GUIDANCE, by=alice)

    with fixed_today(YEAR), pytest.raises(ClosingNotAllowed):
        let_go(case=resting, ending=SILENT, loose_ends=ends_of(resting), by=leader)


def test_one_person_alone_never_decides_it(resting, leader):
    with fixed_today(YEAR), pytest.raises(EndingIncomplete, match="consulted"):
        let_go(case=resting, ending=Ending(CloseReason.SILENT), loose_ends=ends_of(resting), by=leader)
    asked = {"case": resting, "two_people": True, "asked_at": datetime(2027, 5, 4, tzinfo=AMSTERDAM)}
    with pytest.raises(IntegrityError, match="silence_is_weighed_with_others"), transaction.atomic():
        Closing.objects.create(reason=CloseReason.SILENT, asked_by=leader, **asked)


def test_the_talk_in_the_team_falls_on_the_day_of_a_year_at_the_latest(resting, leader):
    with fixed_today(date(2027, 2, 1)):
        talk_over(case=resting, text="Nog een keer langs.", by=leader)
    talk = resting.clocks.get(kind=ClockKind.TEAM_TALK, stopped_on=None)
    assert talk.due_on == YEAR

    with fixed_today(YEAR):
        talk_over(case=resting, text="Nog een half jaar.", by=leader)

    assert resting.clocks.get(kind=ClockKind.TEAM_TALK, stopped_on=None).due_on == date(2027, 11, 4)


def test_the_page_says_since_when_and_offers_it_as_one_of_the_answers(as_user, alice, resting):
    with fixed_today(YEAR):
        browser = as_user(alice)
        page = browser.get(reverse("cases:close", args=[resting.uuid]))
        asked = browser.get(reverse("cases:close", args=[resting.uuid]), {"reason": "silent"})
        refused = browser.post(reverse("cases:close", args=[resting.uuid]), {"reason": "silent"})

    assert (page.context["silence"].since, page.context["silence"].tries) == (HEARD, 2)
    assert "reason=silent" in page.content.decode()
    assert (asked.status_code, refused.status_code) == (200, 422)


def test_story_refuses_contact_and_dropping_by_goes_on(resting, alice, leader):
    """Sociale netwerken 2014, small scenario: refuses contact, drop-by continues. Given a no at the door, when a year passes, then that was a word: nobody is let go for silence."""
    attempt(resting, date(2027, 4, 20), alice, reached=True)

    with fixed_today(YEAR), pytest.raises(ClosingNotAllowed):
        let_go(case=resting, ending=SILENT, loose_ends=ends_of(resting), by=leader)
    attempt(resting, date(2027, 6, 1), alice)

    assert resting.stage == Stage.MINIMAL_CONTACT
