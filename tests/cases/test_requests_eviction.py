"""Somebody tells of an eviction: it waits for no screening, and every day counts from the day it was told."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from cases.enums import (
    Acute,
    ClockKind,
    CloseReason,
    ContactKind,
    DirectionCheck,
    EndReason,
    EntryKind,
    Outcome,
    Referrer,
    RequestNotice,
    Route,
    Threat,
    ToldBy,
    ToldHow,
)
from cases.models import Case, Ending, HelpRequest
from cases.services.closing import let_go
from cases.services.contact import log_attempt
from cases.services.crisis import end_crisis, start_crisis
from cases.services.request import accept_request, note_request, tell_referrer
from common.dates import fixed_today
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory, HouseholdFactory

FRIDAY, MONDAY, WEDNESDAY = date(2026, 5, 8), date(2026, 5, 11), date(2026, 5, 13)
HERE = {"postcode": "1092GK", "number": 700, "street": "Pretoriusstraat"}


@pytest.fixture
def note(team):
    """Note on Wednesday what was asked on Friday: ``note(Route.SELF, name="...")``."""
    assistant = person(Role.TEAM_ASSISTANT, team=team, user__name="Yara")

    def noted(route, **facts):
        with fixed_today(WEDNESDAY):
            told = HERE | {"asked_on": FRIDAY, "eviction_on": WEDNESDAY + timedelta(days=9)} | facts
            return note_request(team=team, route=route, by=assistant, facts=told)

    return noted


@pytest.mark.parametrize("route", [route for route in Route if route != Route.LIST])
def test_the_day_of_an_eviction_waits_for_nobody_whoever_told_it(note, route):
    request = note(route, name="D. Kuiper")

    crisis = request.case.crises.get()
    assert (request.case.acute, crisis.day, crisis.known_on) == (Acute.EVICTION, request.eviction_on, FRIDAY)
    assert request.case.clocks.get(kind=ClockKind.CRISIS_ATTEMPT).due_on == MONDAY


def test_who_asked_on_friday_has_the_laws_three_working_days_from_friday(note):
    """Wgs, article 4.2: the term runs from the asking, not from our writing it down on Wednesday."""
    case = note(Route.SELF).case

    urgent = case.clocks.get(kind=ClockKind.URGENT_CONVERSATION)
    assert (urgent.started_on, urgent.due_on) == (FRIDAY, WEDNESDAY)
    assert case.clocks.get(kind=ClockKind.FIRST_CONVERSATION).due_on == FRIDAY + timedelta(days=28)


def test_the_lead_time_counts_from_the_day_it_was_told(note, leader):
    crisis = note(Route.ROUND).case.crises.get()

    end_crisis(crisis=crisis, reason=EndReason.ARRANGEMENT, on=date(2026, 5, 18), by=leader)

    assert crisis.lead_days == 10


def test_what_others_told_before_the_household_said_yes_does_not_start_the_laws_days_early(case, alice):
    with fixed_today(MONDAY):
        said = {"kind": ContactKind.VISIT, "reached": True, "outcome": Outcome.WANTS_TO_TALK}
        log_attempt(case=case, at=timezone.make_aware(datetime(2026, 5, 11, 10)), by=alice, **said)  # noqa: DTZ001
    with fixed_today(WEDNESDAY):
        told = {"told_by": ToldBy.CORPORATION, "known_on": FRIDAY}
        start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts=told)

    assert case.clocks.get(kind=ClockKind.URGENT_CONVERSATION).started_on == MONDAY


def test_the_form_asks_since_when_we_know_and_today_is_no_answer_needed(as_user, alice, case):
    browser, address = as_user(alice), reverse("cases:crisis_start", args=[case.uuid])
    with fixed_today(WEDNESDAY):
        early = browser.post(address, {"threat": "eviction", "known_on": WEDNESDAY + timedelta(days=1)})
        browser.post(address, {"threat": "eviction", "known_on": FRIDAY})
        browser.post(address, {"threat": "gas"})

    assert (early.status_code, list(early.context["form"].errors)) == (422, ["known_on"])
    known = dict(case.crises.values_list("threat", "known_on"))
    assert known == {"eviction": FRIDAY, "gas": WEDNESDAY}


def test_what_waits_for_another_agency_stands_first_by_the_day_of_its_eviction(as_user, leader, note):
    helped = HouseholdFactory(tenant_key="cwijnands|1982-03-04")
    CaseFactory(household=helped, team=TeamFactory())
    there = {"number": helped.dwelling.number, "name": "C. Wijnands", "birth_date": date(1982, 3, 4)}
    plain = note(Route.SELF, eviction_on=None, asked_on=FRIDAY - timedelta(days=5))
    later = note(Route.SELF, **there)
    sooner = note(Route.REFERRAL, referrer=Referrer.GP, eviction_on=WEDNESDAY, **there)

    waiting = as_user(leader).get(reverse("cases:requests")).context["waiting"]

    assert waiting == [sooner, later, plain]
    assert (HelpRequest.objects.count(), Case.objects.count()) == (3, 1)


def test_whoever_sent_them_hears_that_it_was_taken_up_and_later_how_it_ended(as_user, leader, alice, note):
    """Activering Sociale Netwerken 2014, 1.2: whoever sends a household hears back, at the beginning too."""
    request = note(Route.REFERRAL, eviction_on=None, referrer=Referrer.SCHOOL, name="S. Hendriks")
    case = accept_request(request=request, direction=DirectionCheck.NOBODY, by=leader)
    assert (request.notice, list(HelpRequest.objects.to_tell())) == (RequestNotice.TAKEN_UP, [request])
    assert "We hebben" in as_user(leader).get(reverse("cases:request", args=[request.uuid])).content.decode()

    tell_referrer(request=request, how=ToldHow.PHONE, by=leader)
    assert not HelpRequest.objects.to_tell().exists()
    let_go(case=case, ending=Ending(CloseReason.DECEASED), by=alice)

    request.refresh_from_db()
    assert (request.notice, request.told_at) == (RequestNotice.ENDED, None)
    tell_referrer(request=request, how=ToldHow.PHONE, by=leader)
    told = case.timeline.filter(kind=EntryKind.REFERRER_TOLD).order_by("pk").values_list("detail", flat=True)
    assert list(told) == ["taken_up", "ended"]


def test_a_neighbour_hears_nothing_of_it_unless_that_was_agreed(note):
    notices = [note(Route.REFERRAL, referrer=Referrer.NEIGHBOUR, fall_back=back).notice for back in ("", "Ik kook")]

    assert notices == ["", RequestNotice.TAKEN_UP]
