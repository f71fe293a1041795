"""A household gets another address: its file goes along, its corporation goes on reading the address that it let."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.urls import reverse

from cases.enums import Circumstance, EntryKind
from cases.models import EarlierAddress, Household, TimelineEntry
from cases.services.circumstance import mark_circumstance
from cases.services.household import Address, KnownThereAlready, LivesThereAlready, move_household
from common.dates import fixed_today
from tests.cases.races import refused, together
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.cases import CaseFactory, DwellingFactory, HouseholdFactory

NEW = Address("1094VJ", 12, "bis", "Javastraat")
TYPED = {"moved-postcode": "1094 vj", "moved-door": "12-bis", "moved-street": "Javastraat"}


def moved_lines(case):
    return list(TimelineEntry.objects.filter(case=case, kind=EntryKind.MOVED).values_list("text", flat=True))


def test_the_file_goes_along_and_says_from_where_to_where(case, alice):
    old = case.household.dwelling

    move_household(household=case.household, address=NEW, on=date(2026, 5, 1), by=alice)

    household = Household.objects.get(cases=case)
    assert (str(household.dwelling), household.lives_here_since) == ("Javastraat 12-bis", date(2026, 5, 1))
    assert moved_lines(case) == [f"{old}, 1092GK Amsterdam → Javastraat 12-bis, 1094VJ"]
    left = EarlierAddress.objects.get(household=household)
    assert (left.dwelling, left.until) == (old, date(2026, 5, 1))
    case.refresh_from_db()
    assert case.subject.endswith("javastraat 12 bis 1094 vj")


def test_the_register_knows_its_doors_better_than_who_types(case, alice):
    known = DwellingFactory(postcode="1094VJ", number=12, suffix="BIS", addition="bis", street="Eerste Javastraat")

    move_household(household=case.household, address=NEW, by=alice)

    assert case.household.dwelling == known


def test_who_moves_back_lives_there_again(case, alice):
    old = case.household.dwelling
    back = Address(old.postcode, old.number)
    with pytest.raises(LivesThereAlready):
        move_household(household=case.household, address=back, by=alice)

    move_household(household=case.household, address=NEW, by=alice)
    move_household(household=case.household, address=back, by=alice)

    assert case.household.dwelling == old
    assert [str(left.dwelling) for left in EarlierAddress.objects.all()] == ["Javastraat 12-bis"]


def test_the_same_tenant_known_there_is_no_household_on_top_of_another(case, alice):
    there = DwellingFactory(postcode="1094VJ", number=12, suffix="BIS", street="Javastraat")
    HouseholdFactory(dwelling=there, tenant_key=case.household.tenant_key)

    with pytest.raises(KnownThereAlready):
        move_household(household=case.household, address=NEW, by=alice)

    assert moved_lines(case) == []
    assert not EarlierAddress.objects.exists()


def test_moved_away_and_nobody_knew_where_to_ends_with_the_new_address(case, alice):
    with fixed_today(date(2026, 5, 4)):
        mark_circumstance(household=case.household, kind=Circumstance.MOVED, by=alice)
    with fixed_today(date(2026, 5, 9)):
        move_household(household=case.household, address=NEW, by=alice)

    assert case.household.circumstances.get().until == date(2026, 5, 9)


def test_the_form_asks_the_street_only_where_the_register_does_not_know_the_door(as_user, alice, case):
    browser, address = as_user(alice), reverse("cases:household_move", args=[case.uuid])

    refused = browser.post(address, TYPED | {"moved-street": ""})
    assert (refused.status_code, list(refused.context["move_form"].errors)) == (422, ["street"])
    assert refused.context["move_form"]["postcode"].value() == "1094 vj"
    assert browser.post(address, TYPED).status_code == 302

    assert "Javastraat 12-bis" in browser.get(reverse("cases:detail", args=[case.uuid])).content.decode()
    again = browser.post(address, TYPED | {"moved-street": ""})  # known now, and where it lives
    assert list(again.context["move_form"].errors) == ["door"]


def test_letting_go_for_a_move_nearby_points_to_where_the_address_is_written(as_user, alice, case):
    said = {"reason": "moved", "moved_to": "within"}

    page = as_user(alice).post(reverse("cases:close", args=[case.uuid]), said).content.decode()

    assert f'href="{reverse("cases:household", args=[case.uuid])}#address"' in page


def test_a_partner_reads_the_door_and_not_that_line(as_user, alice, partner, case):
    move_household(household=case.household, address=NEW, by=alice)

    page = as_user(partner).get(reverse("cases:detail", args=[case.uuid])).content.decode()

    assert "Javastraat 12-bis" in page
    assert "→ Javastraat" not in page


def test_of_two_who_write_down_one_new_address_the_second_hears_that_they_live_there(committed_db):
    case = CaseFactory(team=TeamFactory())
    rows, somebody = Household.objects.filter(pk=case.household_id), UserFactory()
    calls = [partial(move_household, household=case.household, address=NEW, by=somebody) for _ in range(2)]

    wrong = refused(together(rows, *calls, errors=LivesThereAlready))

    assert [type(error) for error in wrong] == [LivesThereAlready]
    assert len(moved_lines(case)) == 1
