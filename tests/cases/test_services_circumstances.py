"""What holds for a household for some time, and whom it lets know: noted once, ended once, told on the timeline."""

from collections import Counter
from datetime import date, timedelta
from functools import partial

import pytest

from accounts.enums import Role
from accounts.models import OutboxMessage
from cases.enums import Circumstance, CloseReason, EntryKind
from cases.models import HouseholdCircumstance
from cases.services.case import close_case
from cases.services.circumstance import CircumstanceHoldsAlready, end_circumstance, mark_circumstance
from cases.services.consent import give_consent, withdraw_consent
from common.dates import fixed_today
from tests.cases.races import refused, together
from tests.factories.accounts import OrganisationFactory, TeamFactory, person
from tests.factories.cases import CaseFactory, HouseholdFactory

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def team(db):
    return TeamFactory()


@pytest.fixture
def alice(team):
    return person(Role.DEBT_COUNSELLOR, team=team)


@pytest.fixture
def bob(team):
    return person(Role.SOCIAL_WORKER, team=team)


@pytest.fixture
def kade(db):
    return OrganisationFactory(corporation=True, name="De Kade")


def mark(household, by, kind=Circumstance.TRAJECTORY, **fields):
    return mark_circumstance(household=household, kind=kind, by=by, **fields)


def titles(case):
    return [str(entry.title) for entry in case.timeline.order_by("pk")]


def test_what_is_good_to_know_and_its_end_read_well_on_the_timeline(team, alice):
    case = CaseFactory(team=team)

    end_circumstance(circumstance=mark(case.household, alice, Circumstance.DO_NOT_VISIT, note="Bel liever"), by=alice)

    noted, ended = case.timeline.order_by("pk")
    assert (noted.kind, noted.text, noted.by) == (EntryKind.CIRCUMSTANCE, "Bel liever", alice)
    assert (ended.kind, ended.text, ended.by) == (EntryKind.CIRCUMSTANCE_ENDED, "", alice)
    assert titles(case) == [
        f"{EntryKind.CIRCUMSTANCE.label}: {Circumstance.DO_NOT_VISIT.label}",
        f"{EntryKind.CIRCUMSTANCE_ENDED.label}: {Circumstance.DO_NOT_VISIT.label}",
    ]


def test_what_ends_today_holds_until_yesterday(team, alice):
    with fixed_today(MAY):
        known = mark(HouseholdFactory(), alice)

    with fixed_today(JUNE):
        assert end_circumstance(circumstance=known, by=alice)

    known.refresh_from_db()
    assert known.until == JUNE
    assert [HouseholdCircumstance.objects.on(JUNE - timedelta(days=days)).exists() for days in (0, 1)] == [False, True]


def test_what_ends_on_the_day_it_began_held_on_no_day_and_is_not_lost(team, alice):
    with fixed_today(MAY):
        known = mark(HouseholdFactory(), alice)
        end_circumstance(circumstance=known, by=alice)

        known.refresh_from_db()
        assert (known.since, known.until, known.holds) == (MAY, MAY, False)
        assert not HouseholdCircumstance.objects.on(MAY).exists()
        assert mark(known.household, alice).holds


def test_ending_twice_is_once_and_the_first_day_stays(team, alice, bob):
    case = CaseFactory(team=team)
    with fixed_today(MAY):
        known = mark(case.household, alice)
    with fixed_today(JUNE):
        assert end_circumstance(circumstance=known, by=alice)

    with fixed_today(JULY):
        assert not end_circumstance(circumstance=known, by=bob)

    known.refresh_from_db()
    assert (known.until, case.timeline.count()) == (JUNE, 2)


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ((MAY, None), (JUNE, None), False),
        ((MAY, JULY), (JUNE, None), False),
        ((MAY, JUNE), (JUNE, None), True),
        ((JUNE, None), (MAY, JULY), False),
        ((JUNE, None), (MAY, JUNE), True),
        ((JUNE, JULY), (MAY, None), False),
        ((JUNE, JUNE), (MAY, None), True),
    ],
)
def test_a_kind_holds_once_at_a_time(team, alice, first, second, fits):
    household = HouseholdFactory()
    mark(household, alice, since=first[0], until=first[1])
    mark(household, alice, Circumstance.MOVED)

    if fits:
        mark(household, alice, since=second[0], until=second[1])
    else:
        with pytest.raises(CircumstanceHoldsAlready):
            mark(household, alice, since=second[0], until=second[1])

    assert household.circumstances.filter(kind=Circumstance.TRAJECTORY).count() == 1 + fits


def test_what_is_noted_after_closing_stands_in_the_file_that_was_closed_last(team, alice, kade):
    case = CaseFactory(team=team)
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)
    before = case.timeline.count()

    mark(case.household, alice)
    give_consent(household=case.household, organisation=kade, by=alice)

    assert case.timeline.count() == before + 2


def test_every_change_is_told_to_whoever_listens(team, alice, kade):
    household = HouseholdFactory()

    end_circumstance(circumstance=mark(household, alice), by=alice)
    withdraw_consent(consent=give_consent(household=household, organisation=kade, by=alice), by=alice)

    told = OutboxMessage.objects.filter(topic="case.changed", ids={"household_id": household.pk})
    assert set(Counter(told.values_list("handler", flat=True)).values()) == {4}


@pytest.fixture
def three(committed_db):
    """A case, a corporation, and two people who do the same at the same moment."""
    team = TeamFactory()
    people = [person(Role.DEBT_COUNSELLOR, team=team) for _ in range(2)]
    return CaseFactory(team=team), OrganisationFactory(corporation=True), people


def test_of_two_people_at_the_same_moment_one_notes_the_circumstance(three):
    case, _kade, people = three
    calls = [partial(mark, case.household, somebody, until=date(2099, 1, 1)) for somebody in people]

    wrong = refused(together(case.household, *calls, errors=CircumstanceHoldsAlready))

    assert [type(error) for error in wrong] == [CircumstanceHoldsAlready]
    assert (HouseholdCircumstance.objects.count(), case.timeline.count()) == (1, 1)
