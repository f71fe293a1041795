"""Letting go beside what others do with the same household, and what the planning roles read of it."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from accounts.enums import Role
from cases.enums import CloseReason, EntryKind, Stage, Visibility
from cases.models import Case, Ending, Household
from cases.permissions import CARE_ENTRIES, timeline_of
from cases.services.case import change_stage, open_case
from cases.services.circumstance import mark_circumstance
from cases.services.closing import let_go
from cases.services.consent import give_consent
from cases.services.loose_ends import likely_end, loose_ends_of
from cases.services.record import record
from tests.cases.races import waiting
from tests.factories.accounts import OrganisationFactory, TeamFactory, person
from tests.factories.cases import CaseFactory
from tests.outreach.conftest import wait_for

WORDS = "Hij vertelde over zijn zus"


@pytest.fixture
def resting(committed_db):
    """A case in minimal contact, and somebody who lets go of it."""
    team = TeamFactory()
    by = person(Role.SOCIAL_WORKER, team=team)
    case = CaseFactory(team=team, stage=Stage.VISITING, first_reached_on=date(2026, 5, 4))
    change_stage(case=case, stage=Stage.MINIMAL_CONTACT, by=by)
    return case, by


def test_letting_go_and_a_case_that_is_taken_up_again_do_not_wait_for_each_other_for_ever(resting):
    """Household first, then case, in every service: who locks the other way round would hang here."""
    case, by = resting
    ends = {one.uuid: likely_end(one) for one in loose_ends_of(case)}
    kade, said = OrganisationFactory(corporation=True), []
    household = Household.objects.get(pk=case.household_id)
    calls = [
        lambda: open_case(household=household, team=case.team, stage=Stage.CONTACT, on=date(2026, 6, 1), by=by),
        lambda: let_go(case=case, ending=Ending(CloseReason.WANTS_NO_HELP), loose_ends=ends, by=by),
        lambda: mark_circumstance(household=household, kind="moved", by=by),
        lambda: give_consent(household=household, organisation=kade, by=by),
    ]

    def run(call):
        try:
            call()
        except Exception as error:  # noqa: BLE001 -- a deadlock is an error of the database
            said.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    with transaction.atomic():
        Household.objects.select_for_update().get(pk=household.pk)
        for number, thread in enumerate(threads, start=1):
            thread.start()
            wait_for(lambda number=number: waiting() == number)
    for thread in threads:
        thread.join()

    assert said == []
    assert Case.objects.get(pk=case.pk).stage == Stage.CLOSED


def test_the_planning_roles_read_that_a_case_ended_and_not_how_it_came_to_that(team, case):
    told = [*CARE_ENTRIES, EntryKind.CLOSED, EntryKind.TEAM_TALK, EntryKind.CRISIS, EntryKind.LOOKED_BACK]
    for kind in told:
        record(
            household=case.household, case=case, kind=kind, text=WORDS, detail="up", by=None,
            visibility=Visibility.CARE,
        )  # fmt: skip
    assistant, worker = person(Role.TEAM_ASSISTANT, team=team), person(Role.SOCIAL_WORKER, team=team)

    seen = {entry.kind: entry.shown for entry in timeline_of(case, assistant)}

    assert set(CARE_ENTRIES) & set(seen) == set()
    assert {EntryKind.CLOSED, EntryKind.TEAM_TALK, EntryKind.CRISIS, EntryKind.LOOKED_BACK} <= set(seen)
    assert set(seen.values()) == {""}
    assert {entry.kind for entry in timeline_of(case, worker)} >= set(told)
