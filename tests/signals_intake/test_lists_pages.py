"""The lists on the screen: the sum that must come out, every row with its reason, and having them made."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.enums import JobState, Role
from accounts.models import Job
from signals_intake.enums import Exclusion
from signals_intake.models import ArrearsList, Delivery, ListCount, ListedRow, Review
from signals_intake.views import lists as lists_views
from tests.factories.accounts import CovenantFactory, OrganisationFactory, TeamFactory, person, sign_in
from tests.factories.signals_intake import (
    ArrearsListFactory,
    BalanceFactory,
    DeliveryFactory,
    SupplierAgreementFactory,
    listed_household,
)
from tests.signals_intake.test_review import Meeting

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def meeting(db):
    with translation.override("en"):
        yield Meeting()


def reader(user) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    return sign_in(client, user)


def excluded(meeting, exclusion, *, months=2, supplier=None) -> ListedRow:
    supplier = supplier or meeting.kade
    delivery = Delivery.objects.filter(supplier=supplier).first() or DeliveryFactory(supplier=supplier)
    balance = BalanceFactory(months=months, contract__supplier=supplier, delivery=delivery)
    return ListedRow.objects.create(
        arrears_list=meeting.list,
        supplier=balance.supplier,
        balance=balance,
        household=balance.contract.household,
        months=months,
        outcome="excluded",
        exclusion=exclusion,
    )


def count(meeting, supplier, **parts) -> ListCount:
    parts = dict.fromkeys(["listed", "listed_earlier", "excluded", "not_due", "rejected"], 0) | parts
    return ListCount.objects.create(arrears_list=meeting.list, supplier=supplier, received=sum(parts.values()), **parts)


def detail(meeting, kind="list") -> str:
    return reverse(f"signals_intake:{kind}", args=[meeting.list.uuid])


def numbers(html: str, row: str) -> list[int]:
    """Read the figures of the table's row that begins with this name."""
    cells = re.search(rf'<th scope="row">{row}</th>(.*?)</tr>', html)[1]
    return [int(number) for number in re.findall(r">(\d+)<", cells)]


def test_every_row_is_counted_once_and_the_sum_comes_out(meeting):
    rivier = OrganisationFactory(corporation=True)
    count(meeting, meeting.kade, listed=3, listed_earlier=1, excluded=2, not_due=10, rejected=1)
    count(meeting, rivier, listed=1, not_due=4)

    html = reader(meeting.leader).get(detail(meeting)).content.decode()

    assert numbers(html, meeting.kade.name) == [3, 1, 2, 10, 1, 17]
    assert numbers(html, rivier.name) == [1, 0, 0, 4, 0, 5]
    assert numbers(html, "Together") == [4, 1, 2, 14, 1, 22]


def test_a_corporation_reads_its_own_rows_and_of_an_exclusion_its_own_conditions(meeting):
    rivier = OrganisationFactory(corporation=True)
    count(meeting, meeting.kade, listed=1, excluded=2)
    count(meeting, rivier, listed=1)
    meeting.entry()
    listed_household(rivier, meeting.list, team=meeting.team)
    excluded(meeting, Exclusion.NO_REMINDER)
    excluded(meeting, Exclusion.TRAJECTORY)

    html = reader(meeting.consultant).get(detail(meeting)).content.decode()

    assert rivier.name not in html
    assert "No written reminder yet" in html
    assert "Not now" in html
    assert "3 complete months of rent owed on 1 May, no arrangement<" in html
    assert [words for words in ["running already", "open case", "known"] if words in html] == []


def test_the_agency_reads_every_reason(meeting):
    meeting.entry()
    excluded(meeting, Exclusion.TRAJECTORY)

    html = reader(meeting.leader).get(detail(meeting)).content.decode()

    assert "Help is running already" in html
    assert "no arrangement, no open case" in html


def test_rows_are_chosen_by_outcome_list_and_corporation(meeting):
    rivier = OrganisationFactory(corporation=True)
    meeting.entry()
    excluded(meeting, Exclusion.MOVED)
    excluded(meeting, Exclusion.MOVED, months=4)
    excluded(meeting, Exclusion.MOVED, supplier=rivier)
    client = reader(meeting.leader)

    def shown(query):
        return len(client.get(detail(meeting), query).context["rows"])

    assert shown({}) == 4
    assert shown({"outcome": "excluded"}) == 3
    assert shown({"outcome": "excluded", "stage": "three_month"}) == 1
    assert shown({"supplier": rivier.code}) == 1
    assert shown({"outcome": "nonsense", "stage": "x"}) == 4


def test_a_team_reads_the_rows_of_its_own_area(meeting):
    meeting.entry()
    excluded(meeting, Exclusion.MOVED)
    neighbour = person(Role.TEAM_LEADER, team=TeamFactory(organisation=meeting.team.organisation))

    assert len(reader(meeting.leader).get(detail(meeting)).context["rows"]) == 2
    assert reader(neighbour).get(detail(meeting)).context["rows"] == []


@pytest.mark.parametrize("kind", ["list_csv", "list_xlsx"])
def test_the_rows_leave_as_a_file(meeting, kind):
    meeting.entry()
    excluded(meeting, Exclusion.MOVED)

    answer = reader(meeting.leader).get(detail(meeting, kind), {"outcome": "excluded"})

    assert answer["Content-Disposition"].startswith('attachment; filename="list-2026-05-01.')
    if kind == "list_csv":
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert [(row["Why"], row["Complete months"]) for row in rows] == [("moved away", "2")]


@pytest.mark.parametrize("kind", ["list", "list_csv"])
def test_a_list_on_which_nothing_of_somebody_counts_is_not_found(meeting, kind):
    count(meeting, meeting.kade, listed=1)
    strangers = [person(Role.HOUSING_CONSULTANT), person(Role.SOCIAL_WORKER)]

    assert [reader(user).get(detail(meeting, kind)).status_code for user in strangers] == [404, 404]
    assert reader(person(Role.UPLOADER, organisation=meeting.kade)).get(detail(meeting)).status_code == 403


def test_the_lists_by_date_say_what_is_new_and_whose_list_is_missing(meeting):
    meeting.entry()
    excluded(meeting, Exclusion.MOVED)
    late = SupplierAgreementFactory(covenant=meeting.covenant).supplier

    html = reader(meeting.leader).get(reverse("signals_intake:lists")).content.decode()

    row = re.search(r"<tr>\s*<th scope=\"row\"><a.*?</tr>", html, re.DOTALL)[0]
    assert [int(n) for n in re.findall(r'class="num"[^>]*>(\d+)<', row)] == [1, 0, 1]
    assert late.name in row
    assert "1 to discuss" in row


def test_without_any_list_the_page_says_what_comes(db):
    html = reader(person(Role.TEAM_LEADER)).get(reverse("signals_intake:lists")).content.decode()

    assert "There are no lists yet" in html


def test_the_team_leader_has_lists_made_once(meeting):
    DeliveryFactory(supplier=meeting.kade, as_of=date(2026, 6, 1))
    CovenantFactory()  # of another agency, whose lists are its own business
    client, make = reader(meeting.leader), reverse("signals_intake:lists_make")

    for _twice in range(2):
        answer = client.post(make, {"as_of": "2026-06-01"}, follow=True)

    job = ArrearsList.objects.get(as_of=date(2026, 6, 1)).job
    assert (job.state, job.asked_by, Job.objects.count()) == (JobState.QUEUED, meeting.leader, 1)
    assert 'hx-trigger="every 1s"' in answer.content.decode()
    table = client.get(reverse("signals_intake:lists"), **HTMX).content.decode()
    assert table.strip().startswith("<section")
    assert "Being made" in table


def test_when_the_lists_are_there_the_page_stops_asking(meeting):
    html = reader(meeting.leader).get(reverse("signals_intake:lists"), **HTMX).content.decode()

    assert "hx-trigger" not in html


def test_a_list_that_failed_says_so_and_can_be_asked_for_again(meeting):
    job = Job.objects.create(kind="lists", key=str(meeting.list.pk), state=JobState.FAILED, error_code="gave_up")
    ArrearsList.objects.update(job=job)

    html = reader(meeting.leader).get(reverse("signals_intake:lists")).content.decode()

    assert "Could not be made" in html
    assert 'name="as_of" value="2026-05-01"' in html


@pytest.mark.parametrize(("as_of", "message"), [("", "Fill in the date"), ("2026-09-01", "Nobody delivered a list")])
def test_a_date_without_lists_is_refused(meeting, as_of, message):
    answer = reader(meeting.leader).post(reverse("signals_intake:lists_make"), {"as_of": as_of})

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_only_a_team_leader_has_lists_made(meeting):
    worker = reader(person(Role.SOCIAL_WORKER, team=meeting.team))

    assert "Make the lists" not in worker.get(reverse("signals_intake:lists")).content.decode()
    assert worker.post(reverse("signals_intake:lists_make"), {"as_of": "2026-05-01"}).status_code == 403


def test_on_paper_every_row_of_the_list_is_there_or_how_many_there_are(meeting, monkeypatch):
    monkeypatch.setattr(lists_views, "ROWS_A_PAGE", 2)
    monkeypatch.setattr(lists_views, "ROWS_ON_PAPER", 4)
    for _ in range(5):
        meeting.entry()
    client = reader(meeting.leader)

    on_screen, on_paper = client.get(detail(meeting)), client.get(detail(meeting), {"rows": "all"})

    assert 'rows=all#print"' in on_screen.content.decode()
    assert (len(on_screen.context["rows"]), len(on_paper.context["rows"])) == (2, 4)
    total = on_paper.context["page"].paginator.count
    assert f"1 to 4 of {total}" in on_paper.content.decode()


@pytest.mark.parametrize("number", [1, 4])
def test_both_pages_cost_the_same_for_any_number_of_rows(meeting, number, django_assert_max_num_queries):
    for month in range(number):
        ArrearsListFactory(covenant=meeting.covenant, as_of=date(2026, 6 + month, 1))
        meeting.entry()
        excluded(meeting, Exclusion.MOVED)
    Review.objects.get_or_create(arrears_list=meeting.list, supplier=meeting.kade)
    client = reader(meeting.leader)

    with django_assert_max_num_queries(14) as lists:
        client.get(reverse("signals_intake:lists"))
    with django_assert_max_num_queries(14) as one:
        client.get(detail(meeting))
    assert (len(lists), len(one)) == (14, 11)
