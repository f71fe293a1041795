"""The directory: found by words, checked by somebody, and honest about how long ago."""

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Service
from cases.services.service import ServiceExists, add_service, change_service
from common import dates
from common.dates import fixed_today
from tests.factories.cases import ServiceFactory

DIRECTORY = "/cases/directory"
CHECKED = date(2026, 1, 10)


@pytest.fixture
def shed(team):
    """A food bank that was checked in January."""
    return ServiceFactory(
        agency=team.organisation, name="De Schuur", what_for="Eten", reach="Schuurstraat 9", verified_on=CHECKED
    )


def found(browser, **query):
    return list(browser.get(DIRECTORY, query).context["page"])


def test_a_name_is_enough_for_the_directory(as_user, alice):
    as_user(alice).post(reverse("cases:service_add"), {"name": "  Papierwinkel   Oost "})

    service = Service.objects.get()
    assert (service.name, service.agency, service.verified_by, service.verified_on, service.area) == (
        "Papierwinkel Oost", alice.membership.organisation, alice, dates.today(), "area",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "is_there"), [("eten", True), ("SCHUUR str", True), ("eten bank", False), ("", True)]
)
def test_every_word_has_to_be_somewhere(as_user, alice, shed, words, is_there):
    assert (shed in found(as_user(alice), q=words)) is is_there


def test_the_same_name_twice_is_refused_and_what_was_typed_stays(as_user, alice, shed):
    answer = as_user(alice).post(reverse("cases:service_add"), {"name": "de schuur", "conditions": "Met een brief"})

    assert answer.status_code == 422
    assert "Met een brief" in answer.content.decode()
    assert Service.objects.count() == 1


def test_another_agency_has_a_directory_of_its_own(as_user, alice, stranger, shed):
    add_service(agency=stranger.membership.organisation, by=stranger, name="De Schuur")

    assert found(as_user(alice)) == [shed]
    assert as_user(stranger).post(reverse("cases:service_verify", args=[shed.uuid])).status_code == 404


@pytest.mark.parametrize(("day", "stale"), [(date(2026, 7, 10), False), (date(2026, 7, 11), True)])
def test_a_check_is_stale_after_the_months_of_the_setting(as_user, alice, shed, settings, day, stale):
    settings.DIRECTORY_STALE_MONTHS = 6
    with fixed_today(day):
        assert shed.is_stale is stale
        assert (found(as_user(alice), show="stale") == [shed]) is stale


def test_checking_takes_the_flag_away_and_says_who_did(as_user, alice, shed):
    as_user(alice).post(reverse("cases:service_verify", args=[shed.uuid]))

    shed.refresh_from_db()
    assert (shed.verified_on, shed.verified_by, shed.is_stale) == (dates.today(), alice, False)


def test_a_change_is_a_check_as_well(as_user, alice, shed):
    as_user(alice).post(reverse("cases:service", args=[shed.uuid]), {"name": "De Schuur", "reach": "Havenkade 2"})

    shed.refresh_from_db()
    assert (shed.reach, shed.verified_on, shed.verified_by) == ("Havenkade 2", dates.today(), alice)


def test_a_name_that_is_taken_is_not_changed_into(alice, team, shed):
    other = ServiceFactory(agency=team.organisation, name="Andere")

    with pytest.raises(ServiceExists):
        change_service(service=other, name="DE SCHUUR", by=alice)

    other.refresh_from_db()
    assert other.name == "Andere"


def test_what_is_no_more_leaves_the_directory_and_may_come_back_later(as_user, alice, team, shed):
    browser = as_user(alice)
    browser.post(reverse("cases:service_end", args=[shed.uuid]))

    assert found(browser) == []
    add_service(agency=team.organisation, by=alice, name="De Schuur")
    assert len(found(browser)) == 1


def test_a_partner_does_not_open_it(as_user, partner):
    assert as_user(partner).get(DIRECTORY).status_code == 403
