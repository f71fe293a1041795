"""What a corporation hears back, and what it never does."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.enums import Role
from signals_intake.enums import Answer, Exclusion, RowOutcome
from signals_intake.models import Delivery, ListCount, ListedRow
from tests.factories.accounts import OrganisationFactory, person, sign_in
from tests.factories.cases import HouseholdFactory
from tests.factories.signals_intake import (
    ArrearsListFactory,
    BalanceFactory,
    ContractFactory,
    DeliveryFactory,
    SignalFactory,
)

PAGE = "signals_intake:feedback"
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
#: The conditions of a corporation itself, written out: of every other exclusion it hears "not now" and no more.
OWN_CONDITIONS = {
    "objection": "the tenant objected",
    "no_personal_contact": "no personal contact sought yet",
    "no_reminder": "no written reminder yet",
    "no_help_offer": "debt help not offered yet",
    "payment_arrangement": "payment arrangement is kept",
    "below_minimum": "below the minimum amount",
    "outside_area": "outside the area",
    "no_agreement": "the agreement has lapsed",
}


@pytest.fixture
def kade(db, client):
    """A corporation whose uploader is signed in, reading English."""
    supplier = OrganisationFactory(corporation=True)
    sign_in(client, person(Role.UPLOADER, organisation=supplier))
    client.cookies["language"] = "en"
    return supplier


def row_of(supplier, on, **contract):
    delivery = Delivery.objects.filter(supplier=supplier, as_of=on).first() or DeliveryFactory(
        supplier=supplier, as_of=on
    )
    return BalanceFactory(contract=ContractFactory(supplier=supplier, **contract), delivery=delivery)


def signal(supplier, *, on=MAY, answer="", **contract):
    row = row_of(supplier, on, **contract)
    return SignalFactory(balance=row, answer=answer, answered_on=on if answer else None)


def exclude(supplier, exclusion, arrears_list, **contract):
    row = row_of(supplier, arrears_list.as_of, **contract)
    return ListedRow.objects.create(
        arrears_list=arrears_list,
        supplier=supplier,
        balance=row,
        household=row.contract.household,
        months=3,
        outcome=RowOutcome.EXCLUDED,
        exclusion=exclusion,
    )


def test_each_signal_has_a_line_with_its_answer_newest_first(client, kade):
    old = signal(kade, answer=Answer.NOT_REACHED)
    new = signal(kade, on=JUNE)

    response = client.get(reverse(PAGE))

    assert list(response.context["page"]) == [new, old]
    assert [line.badge["label"] for line in response.context["page"]] == ["no answer yet", "not reached"]
    assert old.balance.contract.number in response.content.decode()


def test_only_ones_own_signals_are_there(client, kade):
    signal(OrganisationFactory(corporation=True), on=MAY)

    assert list(client.get(reverse(PAGE)).context["page"]) == []
    assert len(client.get(reverse("signals_intake:feedback_csv")).content.splitlines()) == 1


def test_answers_are_counted(client, kade):
    for answer in (Answer.NOT_REACHED, Answer.NOT_REACHED, ""):
        signal(kade, answer=answer)

    counts = client.get(reverse(PAGE)).context["counts"]

    assert [(count.label, count.signals) for count in counts] == [("no answer yet", 1), ("not reached", 2)]


def test_the_page_is_filtered_by_answer_and_month(client, kade):
    signal(kade, answer=Answer.NOT_REACHED)
    wanted = signal(kade, on=JUNE, answer=Answer.NOT_REACHED)
    signal(kade, on=JUNE)

    response = client.get(reverse(PAGE), {"answer": "not_reached", "month": "2026-06"})

    assert list(response.context["page"]) == [wanted]
    assert response.context["query"] == "answer=not_reached&month=2026-06"


@pytest.mark.parametrize("wrong", [{"answer": "what"}, {"month": "2026-13"}, {"month": "'"}, {"page": "x"}])
def test_a_filter_that_does_not_exist_is_no_filter(client, kade, wrong):
    line = signal(kade)

    assert list(client.get(reverse(PAGE), wrong).context["page"]) == [line]


def test_a_filter_for_no_answer_yet(client, kade):
    signal(kade, answer=Answer.NOT_REACHED)
    waiting = signal(kade)

    assert list(client.get(reverse(PAGE), {"answer": "none"}).context["page"]) == [waiting]


def test_receipts_come_as_a_file_that_no_spreadsheet_runs(client, kade):
    line = signal(kade, number="=cmd", household=HouseholdFactory(dwelling__street="@SUM(1)"))

    text = client.get(reverse("signals_intake:feedback_csv")).content.decode("utf-8-sig")

    assert text.splitlines()[1].split(";")[:3] == [str(line.uuid), "'=cmd", "'@SUM(1)"]


def test_receipts_come_as_a_workbook_of_text_and_dates(client, kade, tmp_path):
    line = signal(kade, number="=cmd")
    file = tmp_path / "answers.xlsx"

    file.write_bytes(client.get(reverse("signals_intake:feedback_xlsx")).content)

    row = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()[1]
    assert (row[0], row[1], row[7]) == (str(line.uuid), "=cmd", MAY)


@pytest.mark.parametrize("exclusion", Exclusion)
def test_a_row_that_is_held_back_says_why_only_for_the_corporations_own_conditions(client, kade, exclusion):
    exclude(kade, exclusion, ArrearsListFactory())

    response = client.get(reverse("signals_intake:excluded"))

    shown = [row.reason for row in response.context["page"]]
    assert shown == [OWN_CONDITIONS.get(exclusion, "not now")]
    assert (str(exclusion.label) in response.content.decode().lower()) == (exclusion in OWN_CONDITIONS)


@pytest.mark.parametrize("exclusion", Exclusion)
def test_the_list_and_its_export_say_why_only_for_the_corporations_own_conditions(client, kade, exclusion):
    arrears_list = ArrearsListFactory()
    exclude(kade, exclusion, arrears_list)
    parts = dict.fromkeys(["listed", "listed_earlier", "not_due", "rejected"], 0)
    ListCount.objects.create(arrears_list=arrears_list, supplier=kade, received=1, excluded=1, **parts)
    sign_in(client, person(Role.HOUSING_CONSULTANT, organisation=kade))

    page = client.get(reverse("signals_intake:list", args=[arrears_list.uuid]))
    text = client.get(reverse("signals_intake:list_csv", args=[arrears_list.uuid])).content.decode("utf-8-sig")

    said = OWN_CONDITIONS.get(exclusion, "not now")
    assert [line.why for line in page.context["rows"]] == [said]
    assert [line["Why"] for line in csv.DictReader(io.StringIO(text), delimiter=";")] == [said]
    told = (page.content.decode() + text).lower()
    assert (str(exclusion.label) in told) == (exclusion in OWN_CONDITIONS)


def test_there_are_sixteen_exclusions_of_which_a_corporation_reads_eight():
    assert (len(Exclusion), len(OWN_CONDITIONS), OWN_CONDITIONS.keys() - set(Exclusion)) == (16, 8, set())


def test_only_the_newest_list_is_told_about_and_only_ones_own_rows(client, kade):
    exclude(kade, Exclusion.NO_REMINDER, ArrearsListFactory(as_of=MAY))
    newest = ArrearsListFactory(as_of=JUNE)
    mine = exclude(kade, Exclusion.OPEN_CASE, newest)
    exclude(OrganisationFactory(corporation=True), Exclusion.NO_REMINDER, newest)
    exclude(OrganisationFactory(corporation=True), Exclusion.NO_REMINDER, ArrearsListFactory(as_of=date(2026, 7, 1)))

    assert list(client.get(reverse("signals_intake:excluded")).context["page"]) == [mine]
    assert client.get(reverse(PAGE)).context["excluded"] == 1


def test_nobody_held_back_is_said(client, kade):
    assert "Nobody is left out" in client.get(reverse("signals_intake:excluded")).content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_for_any_number_of_signals(client, kade, count, django_assert_num_queries):
    for _ in range(count):
        signal(kade)

    with django_assert_num_queries(11):
        client.get(reverse(PAGE))


@pytest.mark.parametrize("name", ["feedback", "feedback_csv", "feedback_xlsx", "excluded"])
@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.BAILIFF])
def test_answers_are_for_corporations(client, db, role, name):
    sign_in(client, person(role))

    assert client.get(reverse(f"signals_intake:{name}")).status_code == 403
