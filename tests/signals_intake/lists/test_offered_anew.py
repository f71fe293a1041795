"""Who asked to be left alone is closed, not kept: a new episode or legal stage brings a new offer, and the file says why."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.enums import Role
from cases.enums import Circumstance, ContactKind, EntryKind, Outcome, Stage
from cases.models import Ending
from cases.services.circumstance import mark_circumstance
from cases.services.closing import CloseReason, let_go
from cases.services.contact import log_attempt
from common import dates
from signals_intake.enums import Decision
from signals_intake.queries.offers import why_offered_anew
from signals_intake.queries.review import why_for_supplier
from signals_intake.services.review import decide
from tests.factories.accounts import person
from tests.signals_intake.small_city import APRIL, JUNE, MAY, row

WISH = date(2026, 4, 20)


@pytest.fixture
def leader(city):
    return person(Role.TEAM_LEADER, team=city.area.team)


@pytest.fixture
def left_alone(city, leader):
    """Listed in April, visited, and let go on the 20th: no help, and please do not come to the door again."""
    city.deliver("kade", APRIL, row("C1", 3), row("neighbour"))
    with dates.fixed_today(WISH):
        city.outcomes(APRIL)
        case = decide(entry=city.entry("C1", APRIL), decision=Decision.VISIT, by=leader).opened_case
        outcome = Outcome.WANTS_NO_HELP
        log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, outcome=outcome, by=leader)
        mark_circumstance(household=case.household, kind=Circumstance.DO_NOT_VISIT, by=leader)
        let_go(case=case, ending=Ending(CloseReason.WANTS_NO_HELP), by=leader)
    return case


def test_in_the_same_episode_and_stage_they_are_left_alone(city, left_alone):
    city.deliver("kade", MAY, row("C1", 4), row("neighbour"))

    assert city.outcomes(MAY) == {"C1": "do_not_visit"}


def test_a_new_episode_brings_a_new_offer_by_letter_or_phone_and_the_file_says_why(city, left_alone, leader):
    city.deliver("kade", MAY, row("neighbour"))
    city.deliver("kade", JUNE, row("C1", 3), row("neighbour"))

    assert city.outcomes(JUNE) == {"C1": "three_month"}
    entry = city.entry("C1", JUNE)
    assert (entry.proposal, entry.known_case) == (Decision.LIGHT_CONTACT, None)
    assert "20 april 2026" in why_offered_anew(entry, left_alone)
    case = decide(entry=entry, decision=Decision.LIGHT_CONTACT, by=leader).opened_case
    assert (case.follows, case.stage) == (left_alone, Stage.LIGHT_CONTACT)
    assert "20 april 2026" in case.timeline.get(kind=EntryKind.OPENED).text
    assert case.household.circumstances.get().holds  # who goes there still reads the wish


def test_another_legal_stage_brings_a_new_offer_once(city, left_alone, leader):
    for as_of in (MAY, JUNE):
        city.deliver("kade", as_of, row("C1", 4, bailiff_stage="vonnis"), row("neighbour"))
    assert city.outcomes(MAY) == {"C1": "three_month"}
    with dates.fixed_today(date(2026, 5, 12)):
        case = decide(entry=city.entry("C1", MAY), decision=Decision.LIGHT_CONTACT, by=leader).opened_case
        assert "vonnis" in case.timeline.get(kind=EntryKind.OPENED).text
        log_attempt(
            case=case, kind=ContactKind.PHONE, at=dates.now(), reached=True, outcome=Outcome.WANTS_NO_HELP, by=leader
        )
        let_go(case=case, ending=Ending(CloseReason.WANTS_NO_HELP), by=leader)

    assert city.outcomes(JUNE) == {"C1": "do_not_visit"}


def test_without_a_wish_about_the_door_another_stage_does_so_too(city, left_alone, leader):
    left_alone.household.circumstances.all().delete()
    city.deliver("kade", MAY, row("C1", 4, bailiff_stage="vonnis"), row("neighbour"))
    city.deliver("kade", JUNE, row("C1", 4, bailiff_stage="vonnis"), row("neighbour"))

    assert [city.outcomes(as_of) for as_of in (MAY, JUNE)] == [{"C1": "three_month"}, {"C1": "listed_earlier"}]
    assert city.entry("C1", MAY).proposal == Decision.VISIT


def test_the_corporation_reads_nothing_of_it(city, left_alone):
    """That somebody wanted no help is between the household and the agency."""
    city.deliver("kade", MAY, row("neighbour"))
    city.deliver("kade", JUNE, row("C1", 3), row("neighbour"))
    city.outcomes(JUNE)

    assert "20 april" not in why_for_supplier(city.entry("C1", JUNE), months=3)
