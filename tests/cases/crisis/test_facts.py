"""What a letter says of a crisis: the hour, the amount, the bailiff, and since when the legal stage is what it is."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.enums import Role
from cases.enums import ClockKind, EntryKind, LegalStage, Threat
from cases.permissions import timeline_of
from cases.services.crisis import change_crisis, start_crisis
from tests.cases.crisis.steps import FRIDAY, address
from tests.factories.accounts import person

TEN = time(10, 0)
LETTER = {"threat": "eviction", "day": FRIDAY, "hour": "10:00", "claim": "4.312,50", "bailiff": "Van Dam, 2026/118"}


def test_the_letter_is_taken_over_and_the_hour_stands_beside_the_day(as_user, alice, case):
    browser = as_user(alice)
    browser.post(address("crisis_start", case), LETTER)

    crisis = case.crises.get()
    assert (crisis.hour, crisis.claim, crisis.bailiff) == (TEN, Decimal("4312.50"), "Van Dam, 2026/118")
    assert case.clocks.get(kind=ClockKind.EVICTION).hour == TEN
    for page in (address("detail", case), address("crisis", case), reverse("visits:day")):
        assert ", 10:00" in browser.get(page).content.decode()


def test_saving_the_form_again_changes_nothing_and_a_new_hour_moves_the_countdown(alice, case):
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"day": FRIDAY, "hour": TEN})

    change_crisis(crisis=crisis, by=alice, facts={"hour": time(14, 30)})
    assert case.clocks.get(kind=ClockKind.EVICTION).hour == time(14, 30)

    change_crisis(crisis=crisis, by=alice, facts={"legal_stage": LegalStage.PUT_OFF})
    assert (crisis.day, crisis.hour) == (None, None)


def test_an_hour_without_a_day_is_none(eviction):
    with pytest.raises(IntegrityError):
        type(eviction).objects.filter(pk=eviction.pk).update(day=None, hour=TEN)


def test_an_old_stage_keeps_its_day_on_the_timeline_for_care_staff(alice, team, eviction):
    told = {"legal_stage": LegalStage.JUDGMENT, "stage_on": date(2026, 3, 12)}
    change_crisis(crisis=eviction, by=alice, facts=told)

    entries = timeline_of(eviction.case, alice).get(kind=EntryKind.LEGAL_STAGE)
    hidden = timeline_of(eviction.case, person(Role.TEAM_ASSISTANT, team=team)).get(kind=EntryKind.LEGAL_STAGE)
    assert ("12 maart 2026" in entries.shown, "2026" in hidden.shown) == (True, False)
