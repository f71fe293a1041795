"""What the file of a case costs: as much after years as in the first week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.enums import EntryKind, StatementKind
from cases.models import ContactAttempt, TimelineEntry
from cases.services.story import tell_story
from common import dates

#: Of one page; the newest file of a case has hardly any.
ENTRIES, QUERIES = 2000, 15


@pytest.fixture
def long_story(case, alice):
    """Two thousand lines, a quarter of them attempts, and everything said that can be said."""
    tell_story(case=case, said=dict.fromkeys(StatementKind, "Ziek sinds november"), by=alice)
    now = dates.now()
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            household=case.household, case=case, kind=EntryKind.NOTE, text=f"Notitie {n}", by=alice,
            at=now - timedelta(hours=n),
        )
        for n in range(ENTRIES)
    )  # fmt: skip
    ContactAttempt.objects.bulk_create(
        ContactAttempt(
            household=case.household, case=case, kind="phone", at=now - timedelta(days=n),
            on=dates.today() - timedelta(days=n), day_part="morning", reached=True, story="Sprak haar", by=alice,
            agreements=["office"],
        )
        for n in range(ENTRIES // 4)
    )  # fmt: skip
    return case


def queries_of(browser, case):
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(reverse("cases:detail", args=[case.uuid])).status_code == 200
    return [
        query["sql"] for query in seen if not query["sql"].startswith(("SELECT set_config", "SAVEPOINT", "RELEASE"))
    ]


def test_a_long_story_takes_no_more_than_fifteen_questions(as_user, alice, long_story):
    browser = as_user(alice)
    queries_of(browser, long_story)  # the first opening of the day is logged

    found = queries_of(browser, long_story)

    assert len(found) <= QUERIES, "\n".join(found)


def test_a_page_of_a_long_story_reads_fifty_lines(as_user, alice, long_story):
    page = as_user(alice).get(reverse("cases:detail", args=[long_story.uuid])).context["page"]

    assert (len(page), page.paginator.num_pages) == (50, 41)
