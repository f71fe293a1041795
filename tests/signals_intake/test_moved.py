"""A household that moved keeps its contracts: the next file finds it, and its corporation reads the old door alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.models import Household
from cases.services.household import Address, move_household
from signals_intake.models import Contract, ListedRow, Review, Signal
from signals_intake.queries.lists import readable, rows_of
from signals_intake.queries.review import lines_of
from tests.factories.accounts import UserFactory, person, sign_in
from tests.signals_intake.small_city import APRIL, MAY, City, row

NEW = Address("1094VJ", 12, "", "Javastraat")
THERE = {"street": "Javastraat", "postcode": "1094VJ", "door": 12}


@pytest.fixture
def city(db, tmp_path) -> City:
    made = City(tmp_path)
    made.deliver("kade", APRIL, row("C1", 3, tenant="X", door=9))
    made.make_lists(APRIL)
    return made


@pytest.fixture
def moved(city) -> Household:
    household = city.household("C1")
    move_household(household=household, address=NEW, by=UserFactory())
    return household


def doors() -> list[tuple[str, str]]:
    """What each contract is about, and where its household lives."""
    contracts = Contract.objects.select_related("dwelling", "household__dwelling").order_by("number")
    return [(str(contract.dwelling), str(contract.household.dwelling)) for contract in contracts]


@pytest.mark.usefixtures("moved")
def test_the_next_row_that_names_the_old_door_is_the_same_households_at_the_new_one(city):
    city.deliver("kade", MAY, row("C1", 3, tenant="X", door=9))

    assert city.outcomes(MAY) == {"C1": "listed_earlier"}
    assert Household.objects.count() == 1
    assert doors() == [("Pretoriusstraat 9", "Javastraat 12")]


@pytest.mark.usefixtures("moved")
def test_a_contract_that_is_new_to_us_finds_who_left_that_door(city):
    city.deliver("kade", MAY, row("C1", 3, tenant="X", door=9), row("garage", 1, tenant="X", door=9))
    city.deliver("oost", MAY, row("D1", 2, tenant="X", door=9))

    assert Household.objects.count() == 1
    assert doors() == [("Pretoriusstraat 9", "Javastraat 12")] * 3


@pytest.mark.usefixtures("moved")
def test_the_contract_of_the_new_home_is_of_the_same_household_and_about_that_home(city):
    city.deliver("oost", MAY, row("D1", 2, tenant="X", **THERE))

    assert Household.objects.count() == 1
    assert doors() == [("Pretoriusstraat 9", "Javastraat 12"), ("None", "Javastraat 12")]


def test_whoever_moves_in_next_is_another_household(city, moved):
    city.deliver("kade", MAY, row("C2", 2, tenant="Next", birth_date="1991-02-03", door=9))

    assert city.household("C2") != moved
    assert str(city.household("C2").dwelling) == "Pretoriusstraat 9"


def test_who_moves_back_has_contracts_about_that_home_again(moved):
    move_household(household=moved, address=Address("1092GK", 9), by=UserFactory())

    assert doors() == [("None", "Pretoriusstraat 9")]


@pytest.mark.usefixtures("moved")
def test_its_corporation_goes_on_reading_the_door_it_let_and_staff_the_new_one(client, city):
    house = person(Role.HOUSING_CONSULTANT, organisation=city.supplier("kade"))
    leader = person(Role.TEAM_LEADER, team=city.area.team)
    listed, review = ListedRow.objects.get().arrears_list, Review.objects.get()

    def seen(user):
        home = user.membership
        row = readable(rows_of(listed, home), listed, home)[0]
        return [str(row.dwelling), str(lines_of(review, home)[0].dwelling)]

    assert seen(leader) == ["Javastraat 12"] * 2
    assert seen(house) == ["Pretoriusstraat 9"] * 2
    assert str(Signal.objects.get().address) == "Pretoriusstraat 9"
    sign_in(client, house)
    page = client.get(reverse("signals_intake:feedback")).content.decode()
    assert "Pretoriusstraat 9" in page
    assert "Javastraat" not in page
