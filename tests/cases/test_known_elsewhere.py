"""Screening finds whom this agency helps or helped at another address, and goes on with that household."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.enums import CloseReason, DirectionCheck, EntryKind, Route
from cases.models import Case, Household
from cases.queries.requests import known_elsewhere
from cases.services.case import close_case
from cases.services.request import HelpedByAnotherAgency, accept_request, note_request
from tests.factories.accounts import TeamFactory
from tests.factories.cases import CaseFactory, DwellingFactory, HouseholdFactory

CARLA = {"name": "c wijnands", "birth_date": date(1982, 3, 4)}


@pytest.fixture
def asked(team, leader):
    """A request from another address than anybody lives at."""

    def asked_for(**facts):
        here = {"postcode": "1094VJ", "number": 12, "street": "Javastraat"}
        return note_request(team=team, route=Route.SELF, by=leader, facts=here | facts)

    return asked_for


def test_whoever_screens_reads_where_and_by_whom_she_is_helped(as_user, leader, case, asked):
    request = asked(**CARLA)

    page = as_user(leader).get(reverse("cases:request", args=[request.uuid])).content.decode()

    assert str(case.household.dwelling) in page
    assert "Team Oost" in page
    assert f'value="{case.household.uuid}"' in page


@pytest.mark.parametrize(
    "facts", [{"name": "C. Wijnands"}, CARLA | {"birth_date": date(1982, 3, 5)}, CARLA | {"name": "D"}]
)
def test_a_name_alone_or_another_day_names_nobody(case, asked, facts):
    assert case.household.name == "C. Wijnands"
    assert known_elsewhere(asked(**facts)) == []


def test_of_another_agency_nothing_is_read_and_nothing_can_be_chosen(as_user, leader, asked):
    theirs = CaseFactory(team=TeamFactory(name="Elders")).household
    HouseholdFactory()  # known to nobody
    request = asked(**CARLA)

    browser = as_user(leader)
    page = browser.get(reverse("cases:request", args=[request.uuid])).content.decode()
    assert not any(known in page for known in [str(theirs.dwelling), str(theirs.uuid), "Elders"])
    said = {"direction": "nobody", "household": theirs.uuid}
    assert browser.post(reverse("cases:request_accept", args=[request.uuid]), said).status_code == 422


def test_taken_up_the_same_file_goes_on_at_the_new_address(as_user, leader, case, asked):
    request = asked(**CARLA)
    said = {"direction": "nobody", "household": case.household.uuid}

    as_user(leader).post(reverse("cases:request_accept", args=[request.uuid]), said)

    request.refresh_from_db()
    assert (request.case, Household.objects.count(), Case.objects.count()) == (case, 1, 1)
    assert str(request.case.household.dwelling) == "Javastraat 12"
    assert case.timeline.filter(kind=EntryKind.MOVED).count() == 1


def test_she_is_somebody_else_when_whoever_screens_says_so(as_user, leader, case, asked):
    request = asked(**CARLA)

    as_user(leader).post(reverse("cases:request_accept", args=[request.uuid]), {"direction": "nobody", "household": ""})

    request.refresh_from_db()
    assert request.case.household != case.household
    assert str(Household.objects.get(cases=case).dwelling) == str(case.household.dwelling)


def test_nothing_moves_when_another_agency_helps_her_now(leader, team, asked):
    before = CaseFactory(team=team)
    close_case(case=before, reason=CloseReason.NOT_REACHED, by=leader)
    CaseFactory(household=before.household, team=TeamFactory())
    request, old = asked(**CARLA), before.household.dwelling

    with pytest.raises(HelpedByAnotherAgency):
        accept_request(request=request, household=before.household, direction=DirectionCheck.NOBODY, by=leader)

    assert Household.objects.get(pk=before.household.pk).dwelling == old


def test_who_stands_at_the_new_address_already_is_not_put_on_top_of(as_user, leader, case, asked):
    there = DwellingFactory(postcode="1094VJ", number=12, street="Javastraat")
    HouseholdFactory(dwelling=there, tenant_key=case.household.tenant_key, people=None)
    request = asked(**CARLA)

    answer = as_user(leader).post(
        reverse("cases:request_accept", args=[request.uuid]), {"direction": "nobody", "household": case.household.uuid}
    )

    assert list(answer.context["accept_form"].errors) == ["household"]
    request.refresh_from_db()
    assert request.state == "waiting"
