from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import Role
from accounts.permissions import GRANTS, Permission
from common.dates import fixed_today
from tests.factories.accounts import AreaFactory, OrganisationFactory, TeamFactory, person, sign_in
from tests.factories.cases import CaseFactory, HouseholdFactory
from tests.factories.signals_intake import DeliveryFactory, signal_of
from tests.reporting.builders import attempt

pytestmark = pytest.mark.usefixtures("db", "a_day_in_june")

URL = "reporting:figures"
MAY = date(2026, 5, 1)


@pytest.fixture
def a_day_in_june():
    with fixed_today(date(2026, 6, 9)):
        yield


@pytest.fixture
def kade():
    return OrganisationFactory(corporation=True, name="De Kade", code="kade")


def report(supplier, number, *, reached=0, as_of=MAY):
    """Report households to one corporation and speak to some of them."""
    delivery = DeliveryFactory(supplier=supplier, as_of=as_of, received=number + 2, rejected=2)
    for nth in range(number):
        household = signal_of(HouseholdFactory(), delivery).household
        if nth < reached:
            attempt(CaseFactory(household=household, opened_on=as_of), as_of.replace(day=8), reached=True)


def page(client, role, query="", **membership):
    return sign_in(client, person(role, **membership)).get(reverse(URL) + query)


def counts(response, part="funnel"):
    figures = getattr(response.context["figures"], part)
    return {key: (figure.count, figure.of) for key, figure in figures.by_key.items()}


@pytest.mark.parametrize("role", Role)
def test_figures_are_for_who_holds_the_grant(client, role):
    expected = 200 if role in GRANTS[Permission.FIGURES_VIEW] else 403

    assert page(client, role).status_code == expected
    for name, args in [("reporting:figures_pdf", []), ("reporting:export", ["csv"])]:
        assert client.get(reverse(name, args=args)).status_code in {expected, 503}  # 503: no libraries for PDF here


def test_every_number_stands_beside_what_it_is_out_of(client, kade):
    report(kade, 10, reached=6)

    response = page(client, Role.DATA_STEWARD)

    assert counts(response)["reached"] == (6, 6)
    assert counts(response)["picked_up"] == (6, 10)
    assert "We spoke to 6 of the 6 households that we approached" in response.content.decode()


def test_an_empty_period_says_what_comes_next(client):
    assert "No figures for this period yet" in page(client, Role.DATA_STEWARD).content.decode()


def test_the_page_opens_on_the_half_year_up_to_the_newest_signal(client, kade):
    report(kade, 1, as_of=date(2026, 3, 1))

    answer = page(client, Role.DATA_STEWARD).context["answer"]

    assert (answer.since, answer.until) == (date(2025, 10, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?since=2026-05&until=2026-03", "The last month lies before the first. Choose a later month."),
        ("?since=yesterday", "Choose a month from the list."),
        ("?since=2026-05-02", "Choose a month from the list."),
        ("?since=2023-07&until=2026-05", "Choose at most 24 months."),
        ("?supplier=nobody", "Choose a corporation from the list."),
    ],
)
@pytest.mark.parametrize("route", [["reporting:figures"], ["reporting:export", "csv"], ["reporting:figures_pdf"]])
def test_a_wrong_question_is_answered_with_what_to_do_about_it(client, query, message, route):
    response = sign_in(client, person(Role.DATA_STEWARD)).get(reverse(route[0], args=route[1:]) + query)

    assert response.status_code == 422
    assert message in response.content.decode()


def test_a_worker_sees_the_figures_of_the_own_team(client, kade):
    area = AreaFactory(postcode_from=1090, postcode_until=1099)
    report(kade, 3)

    assert counts(page(client, Role.SOCIAL_WORKER, team=area.team))["reported"] == (3, None)
    assert page(client, Role.SOCIAL_WORKER, team=TeamFactory()).context["figures"].empty


def test_a_leader_without_a_team_sees_all_teams_of_the_agency(client, kade):
    area = AreaFactory()
    report(kade, 3)

    leader = page(client, Role.TEAM_LEADER, organisation=area.team.organisation)

    assert counts(leader)["reported"] == (3, None)


def test_a_consultant_sees_the_own_corporation_only(client, kade):
    report(kade, 3)
    report(OrganisationFactory(corporation=True, name="Rivierwonen", code="rivier"), 4)

    response = page(client, Role.HOUSING_CONSULTANT, "?supplier=rivier", organisation=kade)

    assert counts(response)["reported"] == (3, None)
    assert [outcome.name for outcome in response.context["figures"].suppliers] == ["De Kade"]
    assert "Rivierwonen" not in response.content.decode()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FUNDER])
def test_small_groups_are_hidden_from_who_sees_from_afar(client, kade, role):
    report(kade, 20, reached=3)
    report(OrganisationFactory(corporation=True, name="Rivierwonen", code="rivier"), 30, reached=10)

    everything, one = page(client, role), client.get(reverse(URL) + "?supplier=rivier")

    assert counts(everything)["reached"] == (13, 13)
    # Kade's three are hidden; so are the ten beside them, or the total would give the three away.
    assert {outcome.by_key["reached"].count for outcome in everything.context["figures"].suppliers} == {None}
    assert counts(one)["reached"] == (None, None)
    assert everything.context["figures"].funnel.counts is None


def test_a_data_steward_sees_small_groups(client, kade):
    report(kade, 20, reached=3)

    assert counts(page(client, Role.DATA_STEWARD))["reached"] == (3, 3)


def test_the_months_of_the_period_stand_beside_each_other(client, kade):
    report(kade, 3, as_of=date(2026, 4, 1))
    report(kade, 2, as_of=MAY)

    months = page(client, Role.DATA_STEWARD, "?since=2026-04&until=2026-05").context["figures"].months

    assert [(month.since.month, month.by_key["reported"].count) for month in months] == [(4, 3), (5, 2)]


def test_the_csv_carries_every_number_with_its_whole(client, kade):
    report(kade, 10, reached=6)
    sign_in(client, person(Role.DATA_STEWARD))

    response = client.get(reverse("reporting:export", args=["csv"]) + "?since=2026-05&until=2026-05")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))

    assert {
        "Part": "De Kade",
        "What": "Spoken to",
        "How many": "6",
        "Out of": "Approached",
        "How many in all": "6",
    }.items() <= next(row for row in rows if row["Part"] == "De Kade" and row["What"] == "Spoken to").items()
    assert all(row["Out of"] for row in rows if row["What"] not in {"Reported", "Rows received"})


def test_a_file_hides_what_the_page_hides(client, kade):
    report(kade, 20, reached=3)
    sign_in(client, person(Role.FUNDER))

    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(reverse("reporting:export", args=["xlsx"])).content)
    ).get_sheet_by_index(0)
    reached = [row[2] for row in sheet.to_python() if row[1] == "Spoken to"]

    assert set(reached) <= {"not shown", 0.0}
    assert "not shown" in reached


def test_the_address_of_an_export_is_a_known_kind_only(client):
    assert sign_in(client, person(Role.DATA_STEWARD)).get("/figures/pdf").status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_corporations(client, number, count_queries):
    for _ in range(number):
        report(OrganisationFactory(corporation=True), 2, reached=1)
    user = person(Role.DATA_STEWARD)

    with count_queries() as counted:
        sign_in(client, user).get(reverse(URL))

    assert counted() == 6


def test_the_page_has_neither_inline_style_nor_script(client, kade):
    report(kade, 10, reached=6)

    html = page(client, Role.DATA_STEWARD).content.decode()

    assert "style=" not in html
    assert "<script>" not in html
    assert " onclick" not in html
