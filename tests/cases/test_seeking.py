"""Week 8 may end in going on; and resting ends the weeks in which contact is sought."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.enums import ClockKind, ContactKind, Stage
from cases.services.case import change_stage
from cases.services.closing import ContactNotSought, decide_on, seek_on
from cases.services.contact import log_attempt
from common import dates

NEXT = date(2026, 9, 1)


@pytest.fixture
def late(case):
    """A case of 4 May, in the week in which the clock warns."""
    with dates.fixed_today(date(2026, 6, 20)):
        yield case


def phase(case):
    return case.clocks.get(kind=ClockKind.CONTACT_PHASE)


def test_going_on_is_a_decision_and_moves_the_clock(as_user, alice, late):
    browser, page = as_user(alice), reverse("cases:close", args=[late.uuid])
    said = {"consulted": "Het team", "risk": "Geen gas sinds mei", "until": "2026-09-01"}
    assert browser.get(page).context["seek_form"] is not None

    assert browser.post(reverse("cases:close_seek_on", args=[late.uuid]), said).status_code == 302

    decision = late.decisions.get()
    assert (decision.consulted, decision.reason, decision.decided_by) == ("Het team", "Geen gas sinds mei", alice)
    assert (phase(late).due_on, phase(late).warn_on, decide_on(late, on=dates.today())) == (NEXT, NEXT, NEXT)
    assert browser.get(page).context["seek_form"] is None


def test_what_is_missing_is_asked_again_and_stays(as_user, alice, late):
    said = {"risk": "Geen gas", "until": "2026-06-20"}
    answer = as_user(alice).post(reverse("cases:close_seek_on", args=[late.uuid]), said)

    assert (answer.status_code, set(answer.context["seek_form"].errors)) == (422, {"consulted", "until"})
    assert "Geen gas" in answer.content.decode()


def test_of_two_who_decide_at_once_one_does(alice, leader, late):
    seek_on(case=late, until=NEXT, consulted="Het team", by=alice)

    with pytest.raises(ContactNotSought):
        seek_on(case=late, until=NEXT + timedelta(days=1), consulted="Het team", by=leader)
    assert phase(late).due_on == NEXT


def test_before_the_day_that_warns_nothing_is_decided(alice, case):
    with dates.fixed_today(date(2026, 5, 20)), pytest.raises(ContactNotSought):
        seek_on(case=case, until=NEXT, consulted="Het team", by=alice)


def test_who_was_reached_is_not_sought(alice, late):
    log_attempt(case=late, kind=ContactKind.PHONE, at=dates.now(), reached=True, by=alice)

    with pytest.raises(ContactNotSought):
        seek_on(case=late, until=NEXT, consulted="Het team", by=alice)


def test_resting_ends_the_weeks_in_which_contact_is_sought(alice, late):
    change_stage(case=late, stage=Stage.MINIMAL_CONTACT, by=alice)

    assert phase(late).stopped_on == dates.today()
