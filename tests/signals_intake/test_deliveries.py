"""The pages of deliveries: what stands on them in each state, and what they refuse."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.enums import JobState, Role
from accounts.jobs import run_step
from signals_intake.enums import DeliveryState
from signals_intake.imports import staging
from signals_intake.models import Delivery, SupplierAgreement
from signals_intake.services.importing import confirm_delivery
from signals_intake.views import deliveries
from tests.factories.accounts import person, sign_in
from tests.factories.lists import agency_of, delivered, list_file, rows, uploader
from tests.factories.signals_intake import DeliveryFactory

AS_OF = {"as_of": "2026-05-01"}


@pytest.fixture
def peter(db, client):
    """The uploader of a corporation, signed in, reading English."""
    user = uploader()
    sign_in(client, user)
    client.cookies["language"] = "en"
    return user


def upload(client, lines, *, follow=True, name="list.csv", **fields):
    return client.post(
        reverse("signals_intake:upload"), AS_OF | {"file": list_file(lines, name=name)} | fields, follow=follow
    )


def address(name, delivery):
    return reverse(f"signals_intake:{name}", args=[delivery.uuid])


def process(delivery):
    job = confirm_delivery(delivery=delivery, by=None)
    while run_step(job_id=job.pk):
        pass


def text_of(response):
    return response.content.decode()


# --- deliver


def test_an_upload_leads_to_its_preview_and_nothing_counts_yet(client, peter):
    response = upload(client, rows(8))

    assert response.redirect_chain == [(address("delivery", delivered()), 302)]
    assert delivered().state == DeliveryState.STAGED
    assert delivered().uploaded_by == peter
    assert not delivered().balances.exists()


def test_the_same_file_again_leads_to_the_first_and_says_that_nothing_changed(client, peter):
    upload(client, rows(2))
    process(delivered())

    response = upload(client, rows(2), name="renamed.csv")

    assert response.redirect_chain == [(address("delivery", delivered()), 302)]
    assert "Nothing changed" in text_of(response)


def test_a_list_without_date_is_refused_and_the_page_asks_for_it(client, peter):
    response = upload(client, rows(2), as_of="")

    assert response.status_code == 422
    assert "does not say of which date" in text_of(response)
    assert response.context["asks_date"]
    assert not Delivery.objects.exists()


def test_a_refused_file_keeps_the_date_that_was_filled_in(client, peter):
    response = upload(client, [])

    assert response.status_code == 422
    assert 'value="2026-05-01"' in text_of(response)


def test_the_date_is_asked_at_once_where_the_last_file_did_not_say_it(client, peter):
    upload(client, rows(2))

    assert client.get(reverse("signals_intake:deliveries")).context["asks_date"]


def test_the_date_is_not_asked_before_a_file_lacked_it(client, peter):
    assert not client.get(reverse("signals_intake:deliveries")).context["asks_date"]


def test_an_upload_without_a_file_says_so(client, peter):
    response = client.post(reverse("signals_intake:upload"), AS_OF)

    assert response.status_code == 422
    assert response.context["form"].errors["file"] == ["Choose a file"]


def test_a_file_that_is_too_large_is_refused_with_413(client, peter, settings):
    settings.MAX_LIST_BYTES = 1000

    response = upload(client, rows(50))

    assert response.status_code == 413
    assert "too large" in text_of(response)
    assert not Delivery.objects.exists()


def test_nothing_of_an_upload_stays_on_disk(client, peter, settings, tmp_path):
    settings.DATA_DIR = tmp_path

    upload(client, rows(2))
    upload(client, [])
    settings.MAX_LIST_BYTES = 1000
    upload(client, rows(50))

    assert list((tmp_path / "tmp").iterdir()) == []


# --- check


def test_the_preview_shows_the_first_rows_as_they_were_understood(client, peter):
    response = upload(client, rows(8))

    shown = response.context["first_rows"]
    assert [line.row.number for line in shown] == [1, 2, 3, 4, 5, 6]
    assert {(line.months, line.conditions_met) for line in shown} == {(3, 4)}
    assert "1092 GK" in text_of(response)


def test_the_preview_counts_rows_that_lack_what_the_law_asks(client, peter):
    lines = rows(4)
    lines[0] |= {"reminder_sent_on": "", "objection": ""}
    lines[1] |= {"personal_contact": "false"}
    lines[2] |= {"debt_help_offered": ""}

    lacking = upload(client, lines).context["lacking"]

    assert lacking.rows == 3
    assert [count for _, count in lacking.each] == [1, 1, 1, 1]


def test_the_preview_names_what_is_wrong_in_rejected_rows_and_how_to_mend_it(client, peter):
    lines = rows(3)
    lines[1] |= {"postal_code": "1092", "balance_due": "12.O45,10"}

    response = upload(client, lines)

    cells = [(cell.row, cell.contract, cell.column, cell.wrong) for cell in response.context["errors"]]
    assert cells == [
        (2, "0000002-000001", "postal_code", "This is not a postcode"),
        (2, "0000002-000001", "balance_due", "This is not an amount"),
    ]
    assert "Write 4 digits and 2 letters" in text_of(response)
    assert "12.O45,10" not in text_of(response)


def test_the_preview_names_the_columns_that_are_left_out(client, peter):
    file = list_file([row | {"risk score": "0.9"} for row in rows(2)], extra=("risk score",))

    response = upload(client, [], file=file)

    assert response.context["delivery"].dropped_columns == ["risk score"]
    assert "<s>risk score</s>" in text_of(response)
    assert "0.9" not in text_of(response)


@pytest.mark.parametrize("count", [1, 40])
def test_a_preview_costs_the_same_for_any_number_of_rows(client, peter, count, django_assert_num_queries):
    lines = rows(count, balance_due="0")
    lines.append(rows(count + 1)[-1] | {"postal_code": "?"})
    upload(client, lines)

    with django_assert_num_queries(20):
        client.get(address("delivery", delivered()))


def test_a_list_that_is_thrown_away_leaves_nothing(client, peter):
    upload(client, rows(2))

    response = client.post(address("discard", delivered()), follow=True)

    assert response.status_code == 200
    assert not Delivery.objects.exists()


def test_a_list_that_is_being_processed_cannot_be_thrown_away(client, peter):
    upload(client, rows(2))
    client.post(address("confirm", delivered()))

    response = client.post(address("discard", delivered()), follow=True)

    assert "was not thrown away" in text_of(response)
    assert delivered().state == DeliveryState.QUEUED


# --- process


def test_confirming_shows_how_far_the_processing_is(client, peter):
    upload(client, rows(3))

    response = client.post(address("confirm", delivered()), follow=True)

    assert delivered().state == DeliveryState.QUEUED
    assert '<progress id="progress-bar" value="0" max="3">' in text_of(response)
    assert '<noscript><meta http-equiv="refresh"' in text_of(response)


def test_confirming_twice_asks_for_one_job(client, peter):
    upload(client, rows(3))

    jobs = set()
    for _ in range(2):
        client.post(address("confirm", delivered()))
        jobs.add(delivered().job_id)

    assert len(jobs) == 1


def test_the_bar_alone_is_what_htmx_gets_and_it_equals_the_bar_of_the_page(client, peter):
    upload(client, rows(3))
    client.post(address("confirm", delivered()))

    bar = client.get(address("delivery", delivered()), headers={"HX-Request": "true"})
    page = client.get(address("delivery", delivered()))

    assert text_of(bar).strip() in text_of(page)
    assert "HX-Refresh" not in bar.headers


def test_the_page_is_loaded_anew_when_the_processing_is_done(client, peter):
    upload(client, rows(3))
    process(delivered())

    bar = client.get(address("delivery", delivered()), headers={"HX-Request": "true"})

    assert bar.headers["HX-Refresh"] == "true"


def test_a_failed_job_says_why_and_can_be_tried_again(client, peter):
    upload(client, rows(3))
    SupplierAgreement.objects.update(valid_until="2026-04-01")
    process(delivered())

    response = client.get(address("delivery", delivered()))

    assert "There is no agreement" in response.context["failure"]
    SupplierAgreement.objects.update(valid_until=None)
    client.post(address("confirm", delivered()))
    assert delivered().job.state == JobState.QUEUED


def test_a_processed_list_says_how_many_rows_became_a_signal(client, peter):
    lines = rows(3)
    lines[0] |= {"balance_due": "100.00", "monthly_rent": "500.00"}
    upload(client, lines)
    process(delivered())

    response = client.get(address("delivery", delivered()))

    assert response.context["receipts"] == 2
    assert "2 rows are a signal" in text_of(response)


def test_a_newer_list_of_the_same_date_takes_the_place_of_the_first(client, peter):
    upload(client, rows(2))
    first = delivered()
    process(first)
    upload(client, rows(3))
    process(Delivery.objects.exclude(pk=first.pk).get())

    response = client.get(address("delivery", first))
    assert "does not count any more" in text_of(response)

    assert "a later one took its place" in text_of(upload(client, rows(2)))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rejected_rows_come_as_a_file_that_no_spreadsheet_runs(client, peter, kind):
    lines = rows(2)
    lines[1] |= {"contract_id": "=1+1", "postal_code": "?"}
    upload(client, lines)

    response = client.get(address(f"rejected_{kind}", delivered()))

    assert response.headers["Content-Disposition"].endswith(f'-2026-05-01.{kind}"')
    if kind == "csv":
        line = response.content.decode("utf-8-sig").splitlines()[1]
        assert line.split(";")[:5] == ["2", "'=1+1", "postal_code", "invalid_postcode", "This is not a postcode"]


# --- who sees what


def test_another_corporation_gets_404_for_everything_of_a_list(client, peter):
    upload(client, rows(2))
    sign_in(client, uploader())

    for name in ("delivery", "rejected_csv", "rejected_xlsx"):
        assert client.get(address(name, delivered())).status_code == 404
    for name in ("confirm", "discard"):
        assert client.post(address(name, delivered())).status_code == 404
    assert delivered().state == DeliveryState.STAGED


def test_an_unknown_list_is_404(client, peter):
    assert client.get(reverse("signals_intake:delivery", args=[uuid4()])).status_code == 404


def test_another_corporations_lists_are_not_on_the_page(client, peter):
    DeliveryFactory(file_name="somebody-elses.csv")

    assert list(client.get(reverse("signals_intake:deliveries")).context["page"]) == []


def test_the_team_leader_looks_on_but_sees_no_rows_before_they_are_confirmed(client, peter):
    upload(client, rows(2))
    sign_in(client, person(Role.TEAM_LEADER, organisation=agency_of(peter)))

    page = client.get(address("delivery", delivered()))

    assert page.status_code == 200
    assert "A. Tenant1" not in text_of(page)
    assert list(client.get(reverse("signals_intake:deliveries")).context["page"]) == [delivered()]
    assert client.post(address("confirm", delivered())).status_code == 403
    assert client.post(address("discard", delivered())).status_code == 403
    assert client.post(reverse("signals_intake:upload")).status_code == 403


def test_the_team_leader_reads_which_corporation_of_the_own_agency_did_not_deliver_this_month(client, peter):
    corporation = peter.membership.organisation
    for leader, missing in [
        (person(Role.TEAM_LEADER, organisation=agency_of(peter)), [corporation.name]),
        (person(Role.TEAM_LEADER), []),
    ]:
        sign_in(client, leader)
        assert client.get(reverse("signals_intake:deliveries")).context["missing"] == missing


def test_a_bailiff_has_a_page_without_lists(client, peter):
    upload(client, rows(2))
    sign_in(client, person(Role.BAILIFF))

    response = client.get(reverse("signals_intake:deliveries"))

    assert "Notices of an eviction" in text_of(response)
    assert client.get(address("delivery", delivered())).status_code == 404


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.MANAGER, Role.FUNDER])
def test_who_has_no_grant_gets_403(client, db, role):
    sign_in(client, person(role))

    assert client.get(reverse("signals_intake:deliveries")).status_code == 403


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_of_deliveries_costs_the_same_for_any_number_of_lists(client, peter, count, django_assert_num_queries):
    for day in range(1, count + 1):
        DeliveryFactory(supplier=peter.membership.organisation, as_of=f"2026-05-{day:02}")

    with django_assert_num_queries(9):
        client.get(reverse("signals_intake:deliveries"))


@pytest.mark.parametrize(("number", "words"), [(2, "2 rows<"), (3, "3 rows or more<"), (5, "3 rows or more<")])
def test_where_not_every_warning_is_kept_the_page_says_that_there_may_be_more(
    client, peter, monkeypatch, number, words
):
    for module in (staging, deliveries):
        monkeypatch.setattr(module, "WARNINGS_KEPT", 3)

    response = upload(client, rows(number, balance_due="0.00"))

    assert words in text_of(response)
