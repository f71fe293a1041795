"""Files that come twice, corrected, late, at once or without an agreement; what is read and what stays."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg2
import pytest
from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, connections, transaction
from django.utils import timezone

from accounts.enums import JobState
from accounts.jobs import run_step
from accounts.scope import JOB, scope
from cases.models import Dwelling, Household, Person
from signals_intake.enums import DeliveryState
from signals_intake.imports import staging
from signals_intake.imports.staging import DeliveryRefused, discard_delivery, receive_delivery
from signals_intake.models import Balance, Contract, Delivery, Signal, StagedRow, SupplierAgreement
from signals_intake.models.signal import MATCHING_LOCK
from signals_intake.services import importing
from signals_intake.services.importing import confirm_delivery
from tests.factories.signals_intake import ContractFactory
from tests.signals_intake.small_city import City, finish, row, write

if TYPE_CHECKING:
    from collections.abc import Callable

APRIL, MAY = "2026-04-01", "2026-05-01"


@pytest.fixture
def city(db, tmp_path) -> City:
    return City(tmp_path)


def history() -> list[tuple[str, str]]:
    """What was kept of balances that are no longer so: what happened, to which contract."""
    events = apps.get_model("signals_intake", "BalanceEvent").objects.order_by("pgh_id")
    numbers = dict(Contract.objects.values_list("pk", "number"))
    return [(label, numbers[contract]) for label, contract in events.values_list("pgh_label", "contract")]


# --- what is wrong in it


def test_a_ledger_of_people_who_owe_nothing_hides_no_error(city, monkeypatch):
    monkeypatch.setattr(staging, "WARNINGS_KEPT", 3)
    paid = [row(f"C{number}") for number in range(5)]

    delivery = city.receive("kade", MAY, *paid, row("broken", birth_date="31-02-1980"))

    found = list(delivery.issues.values_list("number", "column", "code", "is_error"))
    assert found == [(number, "balance", "no_arrears", False) for number in (1, 2, 3)] + [
        (6, "birth_date", "invalid_date", True)
    ]
    assert list(delivery.rejects.values_list("number", "contract")) == [(6, "broken")]


def test_every_error_of_a_long_list_is_kept(city, monkeypatch):
    monkeypatch.setattr(staging, "SAVED_AT_ONCE", 4)
    broken = [row(f"C{number}", birth_date="x", postcode="x") for number in range(10)]

    delivery = city.receive("kade", MAY, *broken)

    assert set(delivery.issues.values_list("number", "column")) == {
        (number, column) for number in range(1, 11) for column in ("birth_date", "postcode")
    }
    assert delivery.rejected == 10


def test_a_list_with_more_errors_than_can_be_named_is_refused_and_nothing_is_kept(city, monkeypatch):
    monkeypatch.setattr(staging, "MOST_ERRORS", 3)

    with pytest.raises(DeliveryRefused, match="too_many_errors"):
        city.receive("kade", MAY, *[row(f"C{number}", birth_date="x") for number in range(4)])

    assert not StagedRow.objects.exists()


# --- again, and corrected


def test_a_file_saved_again_counts_as_the_newer_one_and_writes_no_history(city):
    rows = [row("C1", 2), row("C2", 3), row("C3", 1)]
    first = city.deliver("kade", MAY, *rows)
    uuids = set(Signal.objects.values_list("uuid", flat=True))

    second = city.deliver("kade", MAY, *reversed(rows))

    first.refresh_from_db()
    assert (first.state, second.state) == (DeliveryState.SUPERSEDED, DeliveryState.PROCESSED)
    assert set(Balance.objects.values_list("delivery", flat=True)) == {second.pk}
    assert set(Signal.objects.values_list("uuid", flat=True)) == uuids
    assert history() == []


def test_a_correction_is_exactly_its_changes_and_the_earlier_version_is_kept(city):
    city.deliver("kade", MAY, *(row(f"C{n}", 2) for n in range(20)))
    city.make_lists(MAY)
    changed = [row(f"C{n}", 3) for n in range(5)]
    same = [row(f"C{n}", 2) for n in range(5, 17)]
    added = [row(f"N{n}", 2) for n in range(2)]
    known = set(Balance.objects.values_list("pk", flat=True))

    city.deliver("kade", MAY, *changed, *same, *added)

    kept = sorted(history())
    new = Balance.objects.exclude(pk__in=known).count()
    assert kept == [("delete", f"C{n}") for n in (17, 18, 19)] + [("update", f"C{n}") for n in range(5)]
    assert len(kept) + new == 10
    assert city.signals(MAY) == {line["contract"] for line in (*changed, *same, *added)}
    expected = {line["contract"]: "three_month" for line in changed}
    assert city.outcomes(MAY) == expected | {line["contract"]: "two_month" for line in (*same, *added)}
    assert city.counts(MAY) == {"kade": (19, 19, 0, 0, 0, 0)}


def test_a_correction_takes_back_signals_except_those_that_were_picked_up(city):
    city.deliver("kade", MAY, row("C1", 2), row("C2", 2), row("C3", 2))
    Signal.objects.filter(balance__contract__number="C1").update(picked_up_on=timezone.localdate())

    city.deliver("kade", MAY, row("C3", 1), row("C4", 3))

    assert city.signals(MAY) == {"C1", "C4"}
    assert set(city.balances(MAY)) == {"C1", "C3", "C4"}


def test_a_correction_that_comes_between_two_steps_of_a_file_loses_no_row(city, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 2)
    first = city.receive("kade", MAY, *(row(f"C{n}", 2) for n in range(5)))
    job = confirm_delivery(delivery=first, by=None)
    for _step in ("claimed", "rows 1 and 2"):
        assert run_step(job_id=job.pk)
    city.deliver("kade", MAY, row("C0", 3))

    finish(job)

    assert set(Balance.objects.filter(delivery=first).values_list("contract__number", "months")) == {
        (f"C{n}", 2) for n in range(5)
    }
    city.make_lists(MAY)
    assert city.counts(MAY) == {"kade": (5, 5, 0, 0, 0, 0)}


def test_no_statement_takes_a_balance_that_a_signal_needs(city):
    city.deliver("kade", MAY, row("C1", 3))
    balance = Balance.objects.get(signal__isnull=False)

    with pytest.raises(IntegrityError, match="a signal still needs its balance"), transaction.atomic():
        Balance.objects.filter(pk=balance.pk)._raw_delete("default")
    balance.delete()

    assert not Signal.objects.exists()


def test_a_contract_that_a_balance_needs_is_not_taken_away(city):
    city.deliver("kade", MAY, row("C1", 3), row("C2", 1))

    with pytest.raises(IntegrityError, match="a balance still needs its contract"), transaction.atomic():
        Contract.objects.filter(number="C2")._raw_delete("default")

    Balance.objects.filter(contract__number="C2").delete()
    Contract.objects.get(number="C2").delete()
    assert set(Contract.objects.values_list("number", flat=True)) == {"C1"}


def test_whoever_takes_contracts_away_waits_for_the_import_that_finds_its_own(committed_db, tmp_path):
    with scope(JOB):
        spare = ContractFactory()
    with closing(psycopg2.connect(**connection.get_connection_params())) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MATCHING_LOCK])  # an import in the middle of a step

        with pytest.raises(OperationalError):
            take_away(spare, wait="100ms")

    take_away(spare, wait="0")
    with scope(JOB):
        assert not Contract.objects.exists()


def take_away(contract: Contract, *, wait: str) -> None:
    with scope(JOB), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [wait])
        Contract.objects.filter(pk=contract.pk).delete()


def test_the_same_file_gives_the_first_delivery_and_says_so(city):
    path = write(city.folder / "list.csv", row("C1", 2))
    arguments: dict[str, Any] = {"supplier": city.supplier("kade"), "path": path, "as_of": date(2026, 5, 1), "by": None}

    first = receive_delivery(file_name="list.csv", **arguments)
    finish(confirm_delivery(delivery=first.delivery, by=None))
    again = receive_delivery(file_name="renamed.csv", **arguments)

    assert (first.duplicate, again.duplicate, again.delivery) == (False, True, first.delivery)
    assert Balance.objects.count() == 1
    assert not StagedRow.objects.exists()


def test_confirming_what_was_processed_leaves_it_processed(city):
    delivery = city.deliver("kade", MAY, row("C1", 2))
    Delivery.objects.update(job=None)  # tidied away

    finish(confirm_delivery(delivery=delivery, by=None))

    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.PROCESSED
    assert city.balances(MAY) == {"C1": (2, 30)}


def test_discarding_takes_back_what_was_staged_and_nothing_else(city):
    processed = city.deliver("kade", MAY, row("C1", 2))
    staged = city.receive("kade", MAY, row("C1", 2), row("C2", 3))

    discard_delivery(delivery=staged)
    discard_delivery(delivery=processed)

    assert list(Delivery.objects.all()) == [processed]
    assert not StagedRow.objects.exists()


# --- who it is


def test_contact_data_change_only_where_the_newest_file_gives_them(city):
    city.deliver("kade", MAY, row("C1", 2, phone="0611111111", email="a@example.org"), row("C2", phone="0622222222"))
    city.deliver("kade", "2026-06-01", row("C1", 2, phone="0633333333"), row("C2"))
    assert contact_of(city, "C1") == ("0633333333", "a@example.org")
    assert contact_of(city, "C2") == ("0622222222", "")

    city.deliver("kade", APRIL, row("C1", 2, phone="0600000000", email="old@example.org"))

    assert contact_of(city, "C1") == ("0633333333", "a@example.org")


def test_a_tenant_written_down_by_us_keeps_the_number_that_we_wrote(city):
    city.deliver("kade", APRIL, row("C1", 2))
    Person.objects.update(uuid=uuid4(), phone="0655555555")

    city.deliver("kade", MAY, row("C1", 2, phone="0611111111"))

    assert contact_of(city, "C1") == ("0655555555", "")


def test_of_two_contracts_each_may_give_one_half_of_the_contact_data(city):
    both = {"tenant": "X", "door": 9}
    city.deliver("kade", APRIL, row("home", 2, **both), row("garage", 2, **both))

    city.deliver(
        "kade", MAY, row("home", 2, phone="0611111111", **both), row("garage", 2, email="a@example.org", **both)
    )

    assert contact_of(city, "home") == ("0611111111", "a@example.org")


def test_a_second_corporation_may_know_how_to_reach_a_tenant_of_the_first(city):
    city.deliver("kade", MAY, row("C1", 2, tenant="X", door=9, email="a@example.org"))

    city.deliver("oost", MAY, row("D1", 2, tenant="X", door=9, phone="0611111111"))

    assert contact_of(city, "C1") == ("0611111111", "a@example.org")


def contact_of(city: City, contract: str) -> tuple[str, str]:
    return Person.objects.values_list("phone", "email").get(household=city.household(contract))


def test_a_legal_person_needs_no_birth_date_and_is_one_household_at_its_address(city):
    company = {"birth_date": "", "legal_person": "ja", "tenant": "Bakkerij BV", "door": 9}
    delivery = city.deliver(
        "kade", MAY, row("shop", 2, **company), row("store", 2, **company), row("C3", birth_date="")
    )

    assert delivery.rejected == 1
    assert city.household("shop") == city.household("store")
    assert Person.objects.get(household=city.household("shop")).birth_date is None


def test_a_contract_number_given_out_again_is_the_next_tenants_and_shows_nothing_of_the_last(city):
    before, after = row("C1", 3), row("C1", 2, tenant="Next", birth_date="1991-02-03")
    city.deliver("kade", APRIL, before)
    city.make_lists(APRIL)
    old = Household.objects.get()
    city.deliver("kade", MAY, after)
    city.make_lists(MAY)
    new = Household.objects.exclude(pk=old.pk).get()

    assert city.outcomes(MAY) == {"C1": "two_month"}
    assert [s.household_id for s in Signal.objects.order_by("signal_on")] == [old.pk, new.pk]
    assert [str(b.as_of) for b in Balance.objects.filter(contract__household=new)] == [MAY]
    assert (new.dwelling_id, new.name) == (old.dwelling_id, "A. Tenant Next")

    city.deliver("kade", APRIL, before | {"balance": 2000})  # a correction finds the tenant of that time
    assert [b.months for b in Balance.objects.filter(contract__household=old)] == [4]


@pytest.mark.parametrize("mended", [{"tenant": "Married"}, {"birth_date": "1980-01-13"}])
def test_a_name_or_a_date_of_birth_that_is_mended_stays_the_same_contract(city, mended):
    city.deliver("kade", APRIL, row("C1", 2))
    city.deliver("kade", MAY, row("C1", 3, **mended))

    assert (Contract.objects.count(), Household.objects.count(), Balance.objects.count()) == (1, 1, 2)


def test_spellings_of_one_name_and_one_door_are_one_household(city):
    one, other = row("C1", 2, door=9), row("C2", 2, door=9)
    city.deliver("kade", MAY, one | {"name": "B.M. Yılmaz", "house_letter": "A"})
    city.deliver("oost", MAY, other | {"name": "b m  YILMAZ", "addition": "a", "postcode": "1092gk"})

    assert city.household("C1") == city.household("C2")
    assert (Dwelling.objects.count(), Household.objects.count(), Person.objects.count()) == (1, 1, 1)


# --- refused


def test_without_an_agreement_at_its_date_a_file_is_refused_and_nothing_stays(city):
    city.supplier("kade")
    SupplierAgreement.objects.update(valid_from=date(2026, 5, 2))

    with pytest.raises(DeliveryRefused, match="no_agreement"):
        city.receive("kade", MAY, row("C1", 2))

    assert not Delivery.objects.exists()


def test_an_agreement_that_lapsed_before_processing_fails_the_job_and_it_can_be_tried_again(city):
    delivery = city.receive("kade", MAY, row("C1", 2))
    SupplierAgreement.objects.update(valid_until=date(2026, 5, 1))
    job = confirm_delivery(delivery=delivery, by=None)
    while run_step(job_id=job.pk):
        pass
    job.refresh_from_db()
    assert (job.state, job.error_code, Balance.objects.count()) == (JobState.FAILED, "no_agreement", 0)

    SupplierAgreement.objects.update(valid_until=None)
    finish(confirm_delivery(delivery=delivery, by=None))

    assert city.balances(MAY) == {"C1": (2, 30)}


# --- at once


def at_once(count: int, work: Callable[[int], None]) -> None:
    def run(number: int) -> None:
        try:
            work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(run, range(count)))


def process(city: City, code: str, file: str) -> None:
    """What a command does: every piece in a transaction of its own."""
    with scope(JOB):
        received = receive_delivery(
            supplier=city.suppliers[code], path=city.folder / file, file_name=file, as_of=date(2026, 5, 1), by=None
        )
        job = confirm_delivery(delivery=received.delivery, by=None)
    more = True
    while more:
        with scope(JOB):
            more = run_step(job_id=job.pk)


def test_the_same_file_twenty_times_at_once_is_one_delivery(committed_db, tmp_path):
    with scope(JOB):
        city = City(tmp_path)
        city.supplier("kade")
    write(tmp_path / "list.csv", *(row(f"C{n}", n % 4) for n in range(40)))

    at_once(20, lambda _number: process(city, "kade", "list.csv"))

    with scope(JOB):
        assert [delivery.state for delivery in Delivery.objects.all()] == [DeliveryState.PROCESSED]
        assert (Balance.objects.count(), Signal.objects.count()) == (40, 20)
        assert history() == []


def test_corporations_with_the_same_tenants_at_once_make_each_household_once(committed_db, tmp_path):
    codes = ["kade", "oost", "rivier", "west"]
    with scope(JOB):
        city = City(tmp_path)
        for code in codes:
            city.supplier(code)
    for number, code in enumerate(codes):
        lines = [row(f"{code}-{n}", 2, tenant=str(n), door=n, phone=f"061234567{number}") for n in range(1, 60)]
        write(tmp_path / f"{code}.csv", *lines[:: -1 if number % 2 else 1])

    at_once(4, lambda number: process(city, codes[number], f"{codes[number]}.csv"))

    with scope(JOB):
        assert Delivery.objects.counting().count() == 4
        counts = [model.objects.count() for model in (Dwelling, Household, Person, Contract, Balance)]
        assert counts == [59, 59, 59, 236, 236]


def impatient(cursor) -> None:
    """Let this session wait for a lock no longer than a moment, unless the work says otherwise."""
    cursor.execute("SET lock_timeout = '50ms'")


def test_who_delivers_a_file_that_is_on_its_way_in_waits_for_it_however_long(committed_db, tmp_path):
    with scope(JOB):
        city = City(tmp_path)
        city.supplier("kade")
    write(tmp_path / "list.csv", row("C1", 2))
    duplicates, staged, seen_waiting = {}, threading.Event(), threading.Event()

    def deliver(number: int) -> None:
        with connection.cursor() as cursor:
            impatient(cursor)
        if number:
            staged.wait(30)
        with scope(JOB):
            received = receive_delivery(
                supplier=city.suppliers["kade"], path=tmp_path / "list.csv", file_name="x", as_of=date(2026, 5, 1),
                by=None,
            )  # fmt: skip
            duplicates[number] = received.delivery.pk
            if not number:
                staged.set()
                seen_waiting.wait(30)

    def look(_number: int) -> None:
        """Let the first one end once the second has waited much longer than its session allows."""
        staged.wait(30)
        with connection.cursor() as cursor:
            for _ in range(600):
                cursor.execute("SELECT max(now() - query_start) > '0.3 s' FROM pg_stat_activity"
                               " WHERE wait_event_type = 'Lock' AND datname = current_database()")  # fmt: skip
                if cursor.fetchone() == (True,):
                    break
                time.sleep(0.05)
        seen_waiting.set()

    at_once(3, lambda number: look(number) if number == 2 else deliver(number))

    assert duplicates[0] == duplicates[1]
