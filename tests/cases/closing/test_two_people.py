"""With a minor in the household two people let go; and two who act at the same moment."""

import threading
from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from cases.endings import (
    CheckAnswer,
    CheckQuestion,
)
from cases.enums import CloseReason, ContactKind, EntryKind, PersonRole, Stage
from cases.models import Case, Closing, Household
from cases.services.case import CaseAlreadyClosed, ClosingNotAllowed, change_stage
from cases.services.closing import (
    ClosingAskedAlready,
    ClosingSettledAlready,
    EndingIncomplete,
    SecondPersonNeeded,
    answer_check,
    confirm_closing,
    keep_on,
)
from tests.cases.closing.steps import ALL_WELL, CONSULTED, JULY, JUNE, answer, end, moment, visit
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory, PersonFactory, duo_of
from tests.outreach.conftest import wait_for


def test_the_one_who_asked_does_not_confirm(family, alice):
    closing = end(family, alice, CloseReason.WANTS_NO_HELP)

    with pytest.raises(SecondPersonNeeded):
        confirm_closing(closing=closing, by=alice)

    with pytest.raises(IntegrityError, match="with_a_minor_two_people_let_go"), transaction.atomic():
        Closing.objects.update(state="done", settled_by=alice, settled_at=moment(JULY))


def test_a_child_without_a_birth_date_counts_as_a_minor(spoken, alice):
    PersonFactory(household=spoken.household, role=PersonRole.CHILD, name="Noor", birth_date=None)

    assert end(spoken, alice, CloseReason.WANTS_NO_HELP).state == "asked"


def test_what_was_asked_is_answered_with_not_yet_and_can_be_asked_again(family, alice, bob):
    closing = end(family, alice, CloseReason.WANTS_NO_HELP)
    with pytest.raises(ClosingAskedAlready):
        end(family, bob, CloseReason.SOLVED)

    keep_on(closing=closing, by=bob, text="Eerst nog langs school.")

    assert end(family, bob, CloseReason.WANTS_NO_HELP).state == "asked"
    assert family.timeline.get(kind=EntryKind.CLOSE_NOT_YET).text == "Eerst nog langs school."
    with pytest.raises(ClosingSettledAlready):
        confirm_closing(closing=closing, by=bob)


def test_a_conversation_after_the_asking_is_looked_at_before_confirming(case, alice, bob):
    PersonFactory(household=case.household, role=PersonRole.CHILD, birth_date=date(2018, 3, 1))
    visit(case, alice)
    closing = end(case, alice, CloseReason.NOT_REACHED, **CONSULTED)
    visit(case, alice, day=date(2026, 7, 2), reached=True, kind=ContactKind.PHONE)

    with pytest.raises(ClosingNotAllowed):
        confirm_closing(closing=closing, by=bob, on=date(2026, 7, 3))

    closing.refresh_from_db()
    assert closing.state == "asked"


def test_a_doubt_after_the_asking_is_looked_at_before_confirming(family, alice, bob):
    change_stage(case=family, stage=Stage.GUIDANCE, by=alice, on=JUNE)
    answer(family, alice, **ALL_WELL)
    closing = end(family, alice, CloseReason.SOLVED)
    answer(family, bob, goes_wrong="doubt")

    with pytest.raises(EndingIncomplete):
        confirm_closing(closing=closing, by=bob, on=JULY)


def test_a_closed_case_is_not_let_go_again(spoken, alice, bob):
    end(spoken, alice, CloseReason.WANTS_NO_HELP)

    with pytest.raises(CaseAlreadyClosed):
        end(spoken, bob, CloseReason.SOLVED)
    with pytest.raises(CaseAlreadyClosed):
        answer_check(case=spoken, question=CheckQuestion.SOLVED, answer=CheckAnswer.YES, by=bob)


def test_what_an_ending_said_stays_in_the_history(family, alice, bob):
    closing = end(family, alice, CloseReason.WANTS_NO_HELP, story="Klaar mee")
    confirm_closing(closing=closing, by=bob, on=JULY)

    assert [event.state for event in closing.events.all()] == ["asked"]


@pytest.fixture
def pair(committed_db):
    team = TeamFactory()
    alice, bob, carol = (person(Role.SOCIAL_WORKER, team=team) for _ in range(3))
    case = CaseFactory(team=team, duo=duo_of(team), first_reached_on=JUNE)
    PersonFactory(household=case.household, role=PersonRole.CHILD, birth_date=date(2018, 3, 1))
    return case, alice, bob, carol


def together(household, *calls):
    """Do these at the same moment, each in a thread of its own, and give what went wrong.

    Somebody else holds the household until all stand before it: whoever looked before waiting saw nothing yet.
    """
    wrong = []

    def run(call):
        try:
            call()
        except (ClosingAskedAlready, ClosingSettledAlready, CaseAlreadyClosed) as error:
            wrong.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    with transaction.atomic():
        Household.objects.select_for_update().get(pk=household.pk)
        for thread in threads:
            thread.start()
        wait_for(lambda: waiting() == len(calls))
    for thread in threads:
        thread.join()
    return wrong


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def own(case):
    return Case.objects.get(pk=case.pk)


def test_of_two_who_ask_at_the_same_moment_one_asks(pair):
    case, alice, bob, _carol = pair
    asks = [partial(end, own(case), who, CloseReason.WANTS_NO_HELP) for who in (alice, bob)]

    assert together(case.household, *asks) == [ClosingAskedAlready]
    assert Closing.objects.count() == 1


def test_of_two_who_confirm_at_the_same_moment_one_lets_go(pair):
    case, alice, bob, carol = pair
    closing = end(case, alice, CloseReason.WANTS_NO_HELP)
    calls = [
        partial(confirm_closing, closing=Closing.objects.get(pk=closing.pk), by=who, on=JULY) for who in (bob, carol)
    ]

    assert together(case.household, *calls) == [ClosingSettledAlready]
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED
    assert case.timeline.filter(kind=EntryKind.CLOSED).count() == 1


def test_yes_and_not_yet_at_the_same_moment_end_in_one_of_the_two(pair):
    case, alice, bob, carol = pair
    closing = end(case, alice, CloseReason.WANTS_NO_HELP)
    yes = partial(confirm_closing, closing=Closing.objects.get(pk=closing.pk), by=bob, on=JULY)
    not_yet = partial(keep_on, closing=Closing.objects.get(pk=closing.pk), by=carol)

    assert together(case.household, yes, not_yet) == [ClosingSettledAlready]
    closing.refresh_from_db()
    case.refresh_from_db()
    assert (closing.state == "done") == (case.stage == Stage.CLOSED)
