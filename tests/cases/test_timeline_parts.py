"""What part of a story somebody reads: by kind, by whom, from when until when, with codes alone in the address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.enums import EntryKind, Visibility
from cases.forms.timeline import ALL, PARTS
from cases.services.note import add_note
from cases.services.record import record
from cases.services.warning import pin_warning
from common import dates


@pytest.fixture
def story(case, alice, leader):
    """A note of today, a decision of a week ago and a letter of a month ago, by two people."""
    add_note(case=case, text="Vandaag", by=alice)
    for days, kind, by in [(7, EntryKind.DECIDED, leader), (30, EntryKind.DOCUMENT, alice)]:
        at = dates.now() - timedelta(days=days)
        record(household=case.household, case=case, kind=kind, by=by, at=at)
    return case


def kinds(browser, case, **asked):
    page = browser.get(reverse("cases:detail", args=[case.uuid]), asked).context["page"]
    found = [EntryKind(entry.kind) for entry in page]
    assert page.paginator.count == len(found)
    return found


def test_each_kind_of_entry_stands_in_a_part(db):
    assert set(EntryKind) == ALL.kinds == frozenset().union(*(part.kinds for part in PARTS[1:]))


@pytest.mark.parametrize(
    ("show", "found"),
    [("notes", [EntryKind.NOTE]), ("decisions", [EntryKind.DECIDED]), ("papers", [EntryKind.DOCUMENT]), ("money", [])],
)
def test_a_part_shows_its_kinds(as_user, alice, story, show, found):
    assert kinds(as_user(alice), story, show=show) == found


def test_of_one_person_and_from_a_day_until_a_day(as_user, alice, leader, story):
    browser, week = as_user(alice), dates.today() - timedelta(days=7)

    assert kinds(browser, story, by=leader.uuid) == [EntryKind.DECIDED]
    assert kinds(browser, story, since=week, until=week) == [EntryKind.DECIDED]
    assert EntryKind.DECIDED not in kinds(browser, story, since=week + timedelta(days=1))
    assert kinds(browser, story, show="papers", until=week, by=alice.uuid) == [EntryKind.DOCUMENT]
    assert kinds(browser, story, show="papers", until=week, by=leader.uuid) == []


@pytest.mark.parametrize("asked", [{"by": "nobody"}, {"since": "soon"}, {"show": "everything"}])
def test_what_cannot_be_read_narrows_nothing(as_user, alice, story, asked):
    assert len(kinds(as_user(alice), story, **asked)) >= 3


def test_a_link_to_another_part_keeps_whom_and_when(as_user, alice, story):
    asked = {"show": "notes", "by": alice.uuid, "since": dates.today()}

    narrowed = as_user(alice).get(reverse("cases:detail", args=[story.uuid]), asked).context["narrowed"]

    link = next(chip for chip in narrowed.chips if chip.label == ALL.label)
    assert link.query == f"show=&by={alice.uuid}&since={dates.today()}"


def test_a_partner_is_offered_only_people_and_parts_it_knows_of(as_user, alice, leader, partner, story):
    pin_warning(case=story, text="Hond", by=leader)
    add_note(case=story, text="Gedeeld", visibility=Visibility.CORPORATION, by=alice)

    narrowed = as_user(partner).get(reverse("cases:detail", args=[story.uuid])).context["narrowed"]

    assert leader.name not in str(narrowed["by"])
    assert {chip.query for chip in narrowed.chips} == {"show=", "show=notes", "show=course"}
