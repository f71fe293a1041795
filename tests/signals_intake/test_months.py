"""Months in arrears against an oracle that reads design.md §3 on its own, in plain Python."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from signals_intake.models import Balance, Contract
from signals_intake.services import months
from tests.factories.cases import HouseholdFactory
from tests.factories.signals_intake import DeliveryFactory
from tests.signals_intake.small_city import City, row

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("db")
CENT = Decimal("0.01")
ROWS = """
SELECT * FROM jsonb_to_recordset(%(rows)s) AS r(id int, contract_id bigint, as_of date, balance numeric, rent numeric,
  months_reported int, oldest_unpaid_on date, other_claims numeric, balance_includes_other boolean)
"""


@dataclass
class Stated:
    """One row of a file, and the rents that earlier files gave: (months back, day, rent)."""

    as_of: date
    balance: Decimal
    rent: Decimal | None = None
    months_reported: int | None = None
    oldest_unpaid_on: date | None = None
    other_claims: Decimal | None = None
    balance_includes_other: bool | None = None
    rents: list[tuple[int, int, Decimal]] = field(default_factory=list)

    def rent_of(self, back: int) -> Decimal:
        """Give the rent of the period so many months back: from the newest file of that period, else today's."""
        assert self.rent is not None
        told = sorted((day, rent) for months_back, day, rent in self.rents if months_back == back and rent > 0)
        return told[-1][1] if back and told else self.rent


def expected(row: Stated, *, grace: int = 0) -> int:
    """Count as design.md §3 says, one period after the other."""
    mixed = bool(row.balance_includes_other)
    if row.rent and row.rent > 0 and not (mixed and row.other_claims is None):
        left, back, count = row.balance - (row.other_claims if mixed and row.other_claims else 0), 0, 0
        if row.as_of.day <= grace:
            left, back = left - row.rent, 1
        while left >= row.rent_of(back):
            left, back, count = left - row.rent_of(back), back + 1, count + 1
        return count
    if row.months_reported is not None:
        return max(row.months_reported, 0)
    if row.oldest_unpaid_on is None:
        return 0
    count, period = 0, row.oldest_unpaid_on.replace(day=1)
    while period <= row.as_of:
        count, period = count + 1, (period + timedelta(days=31)).replace(day=1)
    return count


def counted(rows: list[Stated], *, grace: int = 0) -> list[int]:
    """Let the database count all rows at once; whatever was stored for it is gone afterwards."""
    with forgotten():
        delivery = DeliveryFactory()
        household = HouseholdFactory()
        contracts = Contract.objects.bulk_create(
            Contract(supplier=delivery.supplier, number=str(number), household=household) for number in range(len(rows))
        )
        Balance.objects.bulk_create(
            Balance(supplier=delivery.supplier, contract=contract, delivery=delivery, as_of=on(row.as_of, back, day),
                    number=1, balance=0, rent=rent, months=0, days=0)
            for contract, row in zip(contracts, rows, strict=True) for back, day, rent in row.rents
        )  # fmt: skip
        cells = [{"id": number, "contract_id": contracts[number].pk, **vars(row)} for number, row in enumerate(rows)]
        months.count_months(ROWS, {"rows": json.dumps(cells, default=str), "grace": grace})
        with connection.cursor() as cursor:
            cursor.execute("SELECT months FROM counting ORDER BY id")
            found = [count for (count,) in cursor.fetchall()]
    return found


@contextmanager
def forgotten() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def on(as_of: date, back: int, day: int) -> date:
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - back, 12)
    return date(year, month + 1, day)


@st.composite
def stated_rows(draw: Any) -> Stated:
    """Balances lie on or a cent beside a whole number of periods, where counting goes wrong if it does."""
    rent = Decimal(draw(st.integers(5_000, 150_000))) / 100
    shares = st.sampled_from([30, 80, 95, 100, 104, 250])
    backs = draw(st.lists(st.tuples(st.integers(1, 14), st.integers(1, 28), shares), max_size=8))
    told = {(back, day): max((rent * share / 100).quantize(CENT), CENT) for back, day, share in backs}
    row = Stated(
        as_of=draw(st.dates(date(2023, 1, 1), date(2032, 12, 31))),
        balance=Decimal(0),
        rent=rent,
        rents=[(back, day, rent) for (back, day), rent in told.items()],
    )
    whole = sum((row.rent_of(back) for back in range(draw(st.integers(0, 9)))), Decimal(0))
    row.balance = whole + draw(st.sampled_from([-CENT, Decimal(0), CENT, Decimal("17.35"), Decimal("-812.00")]))
    row.other_claims = draw(st.none() | st.sampled_from([Decimal(0), Decimal("49.50"), rent]))
    row.balance_includes_other = draw(st.none() | st.booleans())
    row.months_reported = draw(st.none() | st.integers(0, 30))
    row.oldest_unpaid_on = draw(st.none() | st.dates(date(2022, 6, 1), row.as_of + timedelta(days=40)))
    if draw(st.integers(0, 4)) == 0:
        row.rent = draw(st.sampled_from([None, Decimal(0)]))
    return row


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(stated_rows(), min_size=1, max_size=25), st.sampled_from([0, 0, 1, 14, 31]))
@example(  # the rent has trebled within the debt
    [Stated(date(2026, 5, 1), Decimal(3000), Decimal(1000), rents=[(n, 1, Decimal(100)) for n in range(1, 25)])], 0
)
def test_the_database_counts_like_the_definition(db, rows, grace):
    assert counted(rows, grace=grace) == [expected(row, grace=grace) for row in rows]


@pytest.mark.parametrize("days_ago", [0, 31, 60, 365])
def test_from_a_due_date_periods_are_counted_by_the_calendar_on_every_day_of_ten_years(days_ago):
    first = date(2023, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(2033, 1, 1) - first).days)]
    rows = [Stated(day, Decimal(1), oldest_unpaid_on=day - timedelta(days=days_ago)) for day in days]

    assert counted(rows) == [expected(row) for row in rows]


@pytest.mark.parametrize(
    ("row", "count"),
    [
        (Stated(date(2026, 5, 1), Decimal("1499.99"), Decimal(500)), 2),
        (Stated(date(2026, 5, 1), Decimal("1500.00"), Decimal(500)), 3),
        (Stated(date(2026, 5, 1), Decimal("-700.00"), Decimal(500), months_reported=4), 0),
        (Stated(date(2026, 5, 1), Decimal("900.00"), Decimal(0), months_reported=2), 2),
        (Stated(date(2026, 5, 1), Decimal("900.00"), None, None, date(2025, 12, 31)), 6),
        (Stated(date(2026, 3, 1), Decimal("900.00"), None, None, date(2025, 12, 31)), 4),  # 60 days
        (Stated(date(2025, 12, 31), Decimal("900.00"), None, None, date(2025, 11, 1)), 2),  # 60 days as well
        (Stated(date(2026, 5, 1), Decimal("900.00")), 0),
        (Stated(date(2026, 5, 1), Decimal(1500), Decimal(500), other_claims=Decimal(400)), 3),
        (Stated(date(2026, 5, 1), Decimal(1500), Decimal(500), None, None, Decimal(400), True), 2),
        (Stated(date(2026, 5, 1), Decimal(1500), Decimal(500), 1, None, None, True), 1),  # how much of it is not said
        (Stated(date(2026, 7, 1), Decimal(1540), Decimal(520), rents=[(1, 1, Decimal(500)), (2, 1, Decimal(500))]), 3),
        (Stated(date(2026, 7, 1), Decimal(1519), Decimal(520), rents=[(1, 1, Decimal(500)), (2, 1, Decimal(500))]), 2),
    ],
)
def test_examples_that_people_can_check(row, count):
    assert counted([row]) == [expected(row)] == [count]


def test_days_of_grace_leave_the_running_period_out_until_they_are_over():
    rows = [Stated(date(2026, 5, day), Decimal(1500), Decimal(500)) for day in (1, 14, 15)]

    assert counted(rows, grace=14) == [2, 2, 3]


# --- through a file


@pytest.fixture
def city(db, tmp_path) -> City:
    return City(tmp_path)


def test_an_import_counts_with_the_covenants_days_of_grace(city):
    city.covenant.days_of_grace = 5
    city.covenant.save()

    city.deliver("kade", "2026-05-05", row("C1", balance=1500))
    city.deliver("kade", "2026-05-06", row("C1", balance=1500))

    assert list(Balance.objects.order_by("as_of").values_list("months", flat=True)) == [2, 3]


def test_a_late_older_file_corrects_the_months_days_and_signals_of_later_ones(city):
    city.deliver("kade", "2026-05-01", row("C1", balance=950, rent=500), row("C2", balance=1000, rent=500))
    assert city.balances("2026-05-01") == {"C1": (1, 0), "C2": (2, 30)}

    city.deliver("kade", "2026-04-01", row("C1", balance=450, rent=450), row("C2", balance=600, rent=600))

    assert city.balances("2026-05-01") == {"C1": (2, 30), "C2": (1, 0)}
    assert city.signals("2026-05-01") == {"C1"}


def test_a_correction_that_takes_a_row_away_takes_its_rent_away_from_later_months(city):
    city.deliver("kade", "2026-04-01", row("C1", balance=450, rent=450), row("C2", balance=100))
    city.deliver("kade", "2026-05-01", row("C1", balance=950, rent=500))
    assert city.balances("2026-05-01") == {"C1": (2, 30)}

    city.deliver("kade", "2026-04-01", row("C2", balance=100))

    assert city.balances("2026-05-01") == {"C1": (1, 0)}


def test_a_row_warns_only_when_two_of_three_are_there_and_tell_different_stories(city):
    delivery = city.deliver(
        "kade",
        "2026-05-01",
        row("same", balance=1000, months_reported=2, oldest_unpaid_on="2026-04-01"),
        row("months", balance=1000, months_reported=3),
        row("date", balance=1000, oldest_unpaid_on="2026-02-01"),
        row("no-rent", balance=1000, rent="", months_reported=2, oldest_unpaid_on="2026-02-01"),
        row("alone", balance=1000),
        row("only-date", balance=1000, rent="", oldest_unpaid_on="2026-01-01"),
        row("credit", balance=-20, months_reported=0),
    )

    warned = delivery.issues.filter(is_error=False, code="months_disagree").values_list("number", flat=True)
    assert sorted(warned) == [2, 3, 4]
    assert delivery.accepted == 7
