"""What a late file, a correction or another who asks makes of a list."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connections
from django.utils import timezone

from accounts.jobs import run_step
from accounts.scope import JOB, scope
from cases.models import Clock
from common import dates
from signals_intake.enums import Decision
from signals_intake.models import ArrearsList, Delivery, ListEntry, SupplierAgreement
from signals_intake.queries.answers import missing_suppliers
from signals_intake.services.lists import queue_due_lists, queue_lists
from tests.signals_intake.small_city import JUNE, MARCH, MAY, City, row


def test_made_again_a_list_is_the_same_to_the_row(city):
    city.deliver("kade", MAY, row("C1", 2), row("C2", 3, objection="ja"), row("C3", 1))
    city.make_lists(MAY)
    before = [list(model.objects.order_by("pk").values()) for model in (ListEntry, Clock)]
    outcomes = city.outcomes(MAY, make=False)

    city.make_lists(MAY)

    assert [list(model.objects.order_by("pk").values()) for model in (ListEntry, Clock)] == before
    assert city.outcomes(MAY, make=False) == outcomes


def test_a_late_second_corporation_upgrades_who_is_undecided_and_leaves_the_decided(city):
    city.deliver("kade", MAY, row("C1", 2, tenant="X", door=9), row("C2", 2, tenant="Y", door=9))
    city.outcomes(MAY)
    city.decide("C2", MAY, Decision.LIGHT_CONTACT)

    city.deliver("oost", MAY, row("D1", 3, tenant="X", door=9), row("D2", 3, tenant="Y", door=9))

    assert city.outcomes(MAY) == {"C1": "not_due", "D1": "three_month", "C2": "two_month", "D2": "two_month"}
    assert city.counts(MAY) == {"kade": (2, 1, 0, 0, 1, 0), "oost": (2, 2, 0, 0, 0, 0)}


def test_a_correction_below_two_months_leaves_a_decided_household_on_the_list_and_the_sum_whole(city):
    city.deliver("kade", MAY, row("C1", 3), row("C2", 2), row("C3", 2))
    city.outcomes(MAY)
    city.decide("C1", MAY, Decision.VISIT)

    city.deliver("kade", MAY, row("C1", 1), row("C2", 1), row("C3", 2))

    assert city.outcomes(MAY) == {"C1": "three_month", "C3": "two_month"}
    assert city.counts(MAY) == {"kade": (3, 2, 0, 0, 1, 0)}


def test_whoever_a_correction_takes_off_the_list_waits_for_nothing(city):
    city.deliver("kade", MAY, row("C1", 3), row("C2", 2))
    city.make_lists(MAY)
    assert Clock.objects.count() == 2

    city.deliver("kade", MAY, row("C2", 2))
    city.make_lists(MAY)

    assert list(Clock.objects.values_list("household", flat=True)) == [city.household("C2").pk]


def test_a_later_statement_of_the_same_month_counts_from_its_date_on(city):
    city.deliver("kade", "2026-05-01", row("C1", 2))
    city.deliver("kade", "2026-05-15", row("C1", 1), row("C2", 2))

    assert city.outcomes("2026-05-14") == {"C1": "two_month"}
    assert city.outcomes("2026-05-15") == {"C2": "two_month"}
    assert city.outcomes("2026-06-01") == {}


def test_missing_names_the_corporations_that_agreed_and_did_not_deliver_that_month(city):
    city.supplier("oost"), city.supplier("rivier")
    city.deliver("kade", "2026-05-12", row("C1", 2))
    SupplierAgreement.objects.filter(supplier__code="rivier").update(valid_until=date(2026, 5, 1))
    city.receive("oost", "2026-05-12", row("D1", 2))  # not confirmed

    assert missing_suppliers(as_of=date(2026, 5, 20)) == ["oost"]
    assert missing_suppliers(as_of=date(2026, 6, 1)) == ["kade", "oost"]


def test_the_beat_asks_for_lists_that_a_delivery_has_overtaken_also_a_late_older_one(city):
    def due() -> int:
        asked = queue_due_lists()
        for job in ArrearsList.objects.exclude(job=None).values_list("job", flat=True):
            while run_step(job_id=job):
                pass
        return asked

    city.deliver("kade", JUNE, row("C1", 2))
    with dates.fixed_today(date(2026, 6, 20)):
        city.deliver("kade", "2026-06-15", row("C1", 2))
        assert (due(), due()) == (2, 0)
    late = city.deliver("oost", MARCH, row("D1", 2))
    Delivery.objects.filter(pk=late.pk).update(processed_at=timezone.now())  # lists are made by the real clock
    assert (due(), due()) == (1, 0)  # of the middle of June; the first of June is more than a month ago


def test_twenty_at_once_make_one_list(committed_db, tmp_path):
    with scope(JOB):
        city = City(tmp_path)
        city.deliver("kade", MAY, *(row(f"C{n}", n % 5) for n in range(30)))

    def make(_number: int) -> None:
        try:
            with scope(JOB):
                jobs = [job.pk for job in queue_lists(as_of=date(2026, 5, 1), by=None)]
            for job in jobs:
                more = True
                while more:
                    with scope(JOB):
                        more = run_step(job_id=job)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(make, range(20)))

    with scope(JOB):
        assert ArrearsList.objects.count() == 1
        assert ListEntry.objects.count() == 18
        assert city.counts(MAY) == {"kade": (30, 18, 0, 0, 12, 0)}
