"""Decisions behind the wall: a corporation's transactions meet those on its own households. These tests commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import psycopg2
import pytest
from django.db import DatabaseError
from django.utils import timezone

from accounts.scope import AGENCY, JOB, scope
from signals_intake.models import Deliberation, Delivery, ListedRow, Review, ReviewDecision
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.signals_intake import (
    ArrearsListFactory,
    ReviewFactory,
    decide,
    list_signal,
    listed_household,
    signal_of,
)

if TYPE_CHECKING:
    from accounts.models import Organisation
    from signals_intake.models import ListEntry

HISTORY = ReviewDecision.pgh_event_model
PARTICIPANTS = Review.participants.through


class City(NamedTuple):
    kade: Organisation
    oost: Organisation
    own: ListEntry
    shared: ListEntry
    lower: ListEntry


@pytest.fixture
def city(committed_db) -> City:
    """Three decided households: Kade's own, one listed for both, one listed for Oost with a lower row of Kade."""
    with scope(JOB):
        kade, oost = OrganisationFactory(corporation=True), OrganisationFactory(corporation=True)
        found = ArrearsListFactory()
        own, shared, lower = (listed_household(supplier, found) for supplier in (kade, oost, oost))
        delivery = Delivery.objects.get(supplier=kade)
        for entry in (shared, lower):
            list_signal(signal_of(entry.household, delivery), found)
        ListedRow.objects.filter(entry=lower, supplier=kade).update(outcome="not_due")
        meetings = {supplier: ReviewFactory(arrears_list=found, supplier=supplier) for supplier in (kade, oost)}
        for entry, supplier in ((own, kade), (shared, oost), (lower, oost)):
            decide(entry, review=meetings[supplier], note=f"said in the meeting of {supplier.pk}")
        for meeting in meetings.values():
            meeting.participants.add(UserFactory())
    return City(kade, oost, own, shared, lower)


def test_a_corporation_meets_the_decisions_on_its_listed_households_and_no_others(city):
    with scope(f"organisation:{city.kade.pk}"):
        seen = set(ReviewDecision.objects.values_list("entry", flat=True))
        changed = ReviewDecision.objects.filter(entry=city.lower.pk).update(said=None)

    assert (seen, changed) == ({city.own.pk, city.shared.pk}, 0)


def test_what_was_said_in_the_meeting_of_another_corporation_stays_there(city):
    with scope(f"organisation:{city.kade.pk}"):
        notes = set(Deliberation.objects.values_list("note", flat=True))
        shared = ReviewDecision.objects.select_related("said__by").get(entry=city.shared.pk)

    assert notes == {f"said in the meeting of {city.kade.pk}"}
    assert (shared.decision, shared.said_id is not None, shared.said) == ("visit", True, None)


def test_a_corporation_replaces_a_decision_and_reads_none_of_what_was_there_before(city):
    with scope(f"organisation:{city.kade.pk}"):
        assert ReviewDecision.objects.filter(entry=city.shared.pk).update(said=None) == 1
        assert not HISTORY.objects.exists()

    with scope(AGENCY):
        assert [event.said.note for event in HISTORY.objects.all()] == [f"said in the meeting of {city.oost.pk}"]


def test_nothing_is_said_for_the_meeting_of_another_corporation(city):
    with pytest.raises(DatabaseError) as refused, scope(f"organisation:{city.kade.pk}"):
        Deliberation.objects.create(entry=city.shared, supplier=city.oost, by=UserFactory(), at=timezone.now())

    assert isinstance(refused.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_no_decision_is_written_on_a_household_that_is_listed_for_another(city):
    with scope(JOB):
        ReviewDecision.objects.filter(entry=city.lower).delete()

    with pytest.raises(DatabaseError) as refused, scope(f"organisation:{city.kade.pk}"):
        ReviewDecision.objects.create(entry=city.lower, decision="visit", decided_at=timezone.now())

    assert isinstance(refused.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_who_takes_part_in_a_meeting_is_seen_by_its_own_corporation(city):
    with scope(f"organisation:{city.kade.pk}"):
        assert {part.review.supplier for part in PARTICIPANTS.objects.all()} == {city.kade}


def test_staff_and_jobs_see_all_and_without_a_scope_nothing_is_seen(city):
    for name, number in [(AGENCY, 3), (JOB, 3), ("", 0), ("organisation:0", 0)]:
        with scope(name):
            assert ReviewDecision.objects.count() == number
    assert not PARTICIPANTS.objects.exists()
