"""Statements that come after somebody decided: the decision stays, what is shown follows the newest statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.enums import Role
from signals_intake.enums import Decision
from signals_intake.models import ListedRow, Review
from signals_intake.queries.review import lines_of
from tests.factories.accounts import person, sign_in
from tests.signals_intake.small_city import RENT, City, row

if TYPE_CHECKING:
    from pathlib import Path

END_OF_MAY = "2026-05-31"


@pytest.fixture
def city(db: None, tmp_path: Path) -> City:
    """Kade's household owes two months on the first of May, and the meeting decided on light contact."""
    city = City(tmp_path)
    city.deliver("kade", "2026-05-01", row("K", 2, tenant="X", door=9), row("OTHER", 2))
    city.make_lists(END_OF_MAY)
    city.decide("K", END_OF_MAY, Decision.LIGHT_CONTACT)
    return city


def shown(city: City, code: str) -> list[tuple[str, int, int, str]]:
    """What the meeting of a corporation shows of the household: stage, months, rents owed, decision."""
    consultant = person(Role.HOUSING_CONSULTANT, organisation=city.supplier(code))
    lines = lines_of(Review.objects.get(supplier=city.supplier(code)), consultant.membership)
    return [
        (line.stage, line.months, int(line.owed / RENT), line.shown.decision)
        for line in lines
        if line.shown is not None
    ]  # fmt: skip


def test_a_newer_statement_of_the_same_corporation_is_what_the_meeting_shows(city):
    city.deliver("kade", "2026-05-15", row("K", 4, tenant="X", door=9), row("OTHER", 2))
    city.make_lists(END_OF_MAY)

    assert shown(city, "kade") == [("three_month", 4, 4, "light_contact")]
    assert (city.entry("K", END_OF_MAY).stage, city.entry("K", END_OF_MAY).months) == ("two_month", 2)


def test_each_contract_has_one_row_and_the_sum_comes_out(city, client):
    city.deliver("kade", "2026-05-15", row("K", 4, tenant="X", door=9), row("OTHER", 2))
    made = city.make_lists(END_OF_MAY)

    rows = ListedRow.objects.values_list("balance__contract__number", "balance__as_of__day", "outcome")
    assert sorted(rows) == [("K", 15, "listed"), ("OTHER", 15, "listed")]
    assert city.counts(END_OF_MAY) == {"kade": (2, 2, 0, 0, 0, 0)}
    leader = sign_in(client, person(Role.TEAM_LEADER, team=city.area.team))
    page = leader.get(reverse("signals_intake:list", args=[made.uuid])).context
    assert page["outcomes"][0]["number"] == page["totals"]["received"] == 2


def test_whom_a_newer_statement_no_longer_names_leaves_the_list_and_keeps_the_decision(city):
    city.deliver("kade", "2026-05-15", row("OTHER", 2))
    city.make_lists(END_OF_MAY)

    assert shown(city, "kade") == []
    assert city.counts(END_OF_MAY) == {"kade": (1, 1, 0, 0, 0, 0)}
    assert city.entry("K", END_OF_MAY).decision.decision == "light_contact"


def test_a_correction_of_the_same_day_is_what_the_meeting_shows(city):
    city.deliver("kade", "2026-05-01", row("K", 1, tenant="X", door=9), row("OTHER", 2))
    city.make_lists(END_OF_MAY)

    assert shown(city, "kade") == [("two_month", 1, 1, "light_contact")]


def test_a_late_corporation_reads_its_own_months_and_the_first_one_does_not_hear_of_them(city):
    city.deliver("oost", "2026-05-20", row("O", 3, tenant="X", door=9))
    city.make_lists(END_OF_MAY)

    assert shown(city, "oost") == [("three_month", 3, 3, "light_contact")]
    assert shown(city, "kade") == [("two_month", 2, 2, "light_contact")]


def test_a_stage_that_was_not_decided_on_comes_on_the_next_list(city):
    city.deliver("kade", "2026-05-15", row("K", 3, tenant="X", door=9), row("OTHER", 2))
    city.make_lists(END_OF_MAY)
    city.deliver("kade", "2026-06-01", row("K", 3, tenant="X", door=9), row("OTHER", 2))

    assert city.outcomes("2026-06-01") == {"K": "three_month", "OTHER": "listed_earlier"}
