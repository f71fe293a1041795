"""What the file of a case costs: as much after years as in the first week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.services.photo import set_photo
from cases.enums import (
    ChainKind,
    Circumstance,
    ConsentPurpose,
    DirectionCheck,
    DocumentKind,
    DocumentSource,
    EntryKind,
    GatheringKind,
    Keeping,
    ObstacleKind,
    Pace,
    PersonRole,
    Route,
    SafetyStep,
    Scale,
    StatementKind,
    Threat,
)
from cases.models import Case, ContactAttempt, HelpRequest, TimelineEntry
from cases.services.breakthrough import ask_breakthrough
from cases.services.circumstance import mark_circumstance
from cases.services.consent import give_consent, note_gathered, note_objection
from cases.services.consult import ask_colleagues
from cases.services.creditor import CreditorLine, add_creditors
from cases.services.crisis import start_crisis
from cases.services.debt import start_step
from cases.services.decision import log_decision
from cases.services.discussion import plan_discussion
from cases.services.duo import borrow
from cases.services.gathering import hold_gathering, welcome
from cases.services.obstacle import note_obstacle
from cases.services.paper import add_document
from cases.services.referral import refer
from cases.services.request import accept_request, note_request
from cases.services.rhythm import set_cadence
from cases.services.safety import note_safety
from cases.services.scaling import scale
from cases.services.story import tell_story
from cases.services.task import add_task
from common import dates
from tests.factories.cases import CaseFactory, PersonFactory

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


@pytest.fixture
def full_file(long_story, alice, colleague, leader, partner, settings, tmp_path):
    """Beside a long story of everything that a file can hold two, and a face to everybody."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    case = long_story
    for somebody in (alice, colleague, leader, partner):
        set_photo(image=b"a picture", by=somebody)
    borrow(case=case, guest=colleague, by=leader)
    fill_people(case, alice, leader)
    for what in ("een", "twee"):
        fill_once(case, what, alice, leader)
    set_cadence(case=case, pace=Pace.WEEKLY, by=alice)
    start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"day": dates.today() + timedelta(days=9)})
    start_crisis(case=case, threat=Threat.WATER, by=alice)
    return case


def fill_people(case, alice, leader):
    """Who lives here, what is good to know of them, and another time in which they were helped."""
    household = case.household
    for name, role in [("Noor", PersonRole.CHILD), ("Sami", PersonRole.CHILD), ("Ria", PersonRole.MEMBER)]:
        PersonFactory(household=household, name=name, role=role)
    for kind in (Circumstance.DO_NOT_VISIT, Circumstance.TRAJECTORY):
        mark_circumstance(household=household, kind=kind, note="Bel liever", by=alice)
    day = case.opened_on - timedelta(days=200)
    ended = {"stage": "closed", "closed_on": day, "closed_by": leader, "close_reason": "paid"}
    earlier = CaseFactory(household=household, team=case.team, opened_on=day, **ended)
    Case.objects.filter(pk=case.pk).update(follows=earlier)


def fill_once(case, what, alice, leader):
    """One of each thing that is noted in a file."""
    add_task(case=case, what=what, owner=alice, by=alice)
    refer(case=case, party=f"Kredietbank {what}", by=alice)
    note_obstacle(case=case, party=what, kind=ObstacleKind.REFUSAL, by=alice)
    scale(case=case, direction=Scale.UP, party=what, by=alice)
    give_consent(household=case.household, purpose=ConsentPurpose.SHARE, party=what, case=case, by=alice)
    note_gathered(case=case, source=what, what="Post", by=alice)
    note_objection(case=case, about=what, by=alice)
    gathering = hold_gathering(team=case.team, kind=GatheringKind.WALK_IN, place=what, by=alice)
    welcome(gathering=gathering, first_name=what, follow_up="Bellen", case=case, by=alice)
    dwelling = case.household.dwelling
    at = {"postcode": dwelling.postcode, "number": dwelling.number, "street": dwelling.street, "why": what}
    asked = note_request(team=case.team, route=Route.SELF, by=alice, facts=at)
    accept_request(request=asked, direction=DirectionCheck.NOBODY, by=leader)
    add_creditors(case=case, lines=[CreditorLine(name=what, amount=None, file_number="")], by=alice)
    start_step(case=case, kind=ChainKind.APPLICATION if what == "een" else ChainKind.ADMINISTRATOR, by=alice)
    log_decision(case=case, choice=what, by=alice)
    plan_discussion(case=case, question=what, by=alice)
    note_safety(case=case, step=SafetyStep.SIGNS, words=what, by=alice)
    ask_colleagues(case=case, question=what, asked_of=leader, by=alice)
    ask_breakthrough(case=case, asked=what, by=alice)
    kept = {"kind": DocumentKind.LETTER, "source": DocumentSource.HOUSEHOLD, "keeping": Keeping.FILE}
    add_document(case=case, file=ContentFile(what.encode(), name=f"{what}.txt"), by=alice, **kept)


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


def test_a_file_with_everything_in_it_asks_no_more_of_whoever_opens_it(as_user, alice, leader, partner, full_file):
    assert HelpRequest.objects.filter(case=full_file).count() == 2
    for who in (leader, alice, partner):
        browser = as_user(who)
        queries_of(browser, full_file)

        found = queries_of(browser, full_file)

        assert len(found) <= QUERIES, "\n".join([who.name, *found])


def test_a_page_of_a_long_story_reads_fifty_lines(as_user, alice, long_story):
    page = as_user(alice).get(reverse("cases:detail", args=[long_story.uuid])).context["page"]

    assert (len(page), page.paginator.num_pages) == (50, 41)
