"""Months in arrears, exactly as design.md §3 counts them, for a whole set of rows at once.

Complete rent periods owed, from the newest backwards, each with the rent that a file for that period gave (unknown:
the rent of the row itself). With an unchanged rent that is whole rents in the balance; only contracts that had another
rent in an earlier period are counted period by period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from accounts.models import Covenant
from signals_intake.services.contracts import OF_ROW

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    Arguments = Mapping[str, int | str | date | Decimal]

    from signals_intake.models import Delivery

#: `amount` is what counts: rent and service advance, less the running period within the days of grace.
#: `back` is 1 where the running period is left out so, else 0.
AMOUNT = """
CASE WHEN rent IS NULL OR rent <= 0 THEN NULL
     WHEN coalesce(balance_includes_other, false) AND other_claims IS NULL THEN NULL
     ELSE balance - CASE WHEN balance_includes_other THEN other_claims ELSE 0 END
          - CASE WHEN extract(day FROM as_of) <= %(grace)s THEN rent ELSE 0 END
END
"""
#: greatest() alone would make 0 of "not reported".
REPORTED = "CASE WHEN months_reported IS NOT NULL THEN greatest(months_reported, 0) END"
#: Rent periods from the oldest unpaid due date up to and including the period of the list's date.
BY_DUE_DATE = """
CASE WHEN oldest_unpaid_on IS NULL THEN NULL ELSE greatest(0,
    (extract(year FROM as_of) - extract(year FROM oldest_unpaid_on))::int * 12
    + (extract(month FROM as_of) - extract(month FROM oldest_unpaid_on))::int + 1) END
"""
#: Contracts that had another rent within the periods that count. LIMIT makes it one look into the index for each
#: contract; a join reads all balances that ever were.
_CHANGED = """
CREATE TEMP TABLE changed ON COMMIT DROP AS
SELECT c.id
FROM counting c
CROSS JOIN LATERAL (
    SELECT FROM signals_intake_balance b
    WHERE b.contract_id = c.contract_id AND b.rent > 0 AND b.rent <> c.rent
      AND b.as_of >= date_trunc('month', c.as_of) - make_interval(months => c.back + c.months)
      AND b.as_of < date_trunc('month', c.as_of)
    LIMIT 1
) AS another
WHERE c.amount > 0
"""
#: Those are counted period by period.
_BY_PERIOD = """
WITH known AS (
    SELECT c.id, (extract(year FROM c.as_of) - extract(year FROM b.as_of))::int * 12
           + (extract(month FROM c.as_of) - extract(month FROM b.as_of))::int AS back,
           b.rent, row_number() OVER (PARTITION BY c.id, date_trunc('month', b.as_of) ORDER BY b.as_of DESC) AS newest
    FROM changed
    JOIN counting c USING (id)
    JOIN signals_intake_balance b ON b.contract_id = c.contract_id AND b.rent > 0
     AND b.as_of < date_trunc('month', c.as_of)
), history AS (
    SELECT * FROM known WHERE newest = 1
), lowest AS (
    SELECT id, least(min(h.rent), min(c.rent)) AS rent FROM history h JOIN counting c USING (id) GROUP BY id
), owed AS (
    SELECT c.id, c.amount, sum(coalesce(h.rent, c.rent)) OVER (PARTITION BY c.id ORDER BY g.back) AS rents
    FROM counting c JOIN lowest l USING (id)
    CROSS JOIN LATERAL generate_series(c.back, c.back + least(floor(c.amount / l.rent)::int, 1200)) AS g(back)
    LEFT JOIN history h ON h.id = c.id AND h.back = g.back
), counted AS (
    SELECT id, count(*) FILTER (WHERE rents <= amount) AS months FROM owed GROUP BY id
)
UPDATE counting SET months = counted.months FROM counted
WHERE counting.id = counted.id AND counting.months <> counted.months
"""
#: A temporary table counting(id, contract_id, as_of, rent, amount, back, reported, due_date, fallback, months); months
#: as with a rent that never changed.
_COUNTING = f"""
CREATE TEMP TABLE counting ON COMMIT DROP AS
SELECT *, CASE WHEN amount IS NULL THEN fallback ELSE least(greatest(floor(amount / rent), 0), 1200)::int END AS months
FROM (
    SELECT id, contract_id, as_of, rent, {AMOUNT} AS amount,
           CASE WHEN extract(day FROM as_of) <= %(grace)s THEN 1 ELSE 0 END AS back,
           {REPORTED} AS reported, {BY_DUE_DATE} AS due_date, coalesce({REPORTED}, {BY_DUE_DATE}, 0) AS fallback
    FROM ({{rows}}) AS rows
) AS stated
"""  # noqa: S608 -- made of the constants above
_DISAGREEMENTS = """
INSERT INTO signals_intake_rowissue (supplier_id, delivery_id, number, "column", code, is_error)
SELECT %(supplier)s, %(delivery)s, id, %(column)s, 'months_disagree', false FROM counting
WHERE (amount IS NOT NULL AND reported IS NOT NULL AND months <> reported)
   OR (amount IS NOT NULL AND due_date IS NOT NULL AND months <> due_date)
   OR (reported <> due_date)
ORDER BY id LIMIT 10000
"""
_STAGED = f"""
SELECT s.number AS id, c.id AS contract_id, %(as_of)s::date AS as_of, s.balance, s.rent, s.months_reported,
       s.oldest_unpaid_on, s.other_claims, s.balance_includes_other
FROM signals_intake_stagedrow s
{OF_ROW}WHERE s.delivery_id = %(delivery)s AND (s.months_reported IS NOT NULL OR s.oldest_unpaid_on IS NOT NULL)
"""  # noqa: S608
_FIRST_STAGED = f"""
SELECT s.number AS id, c.id AS contract_id, %(as_of)s::date AS as_of, s.balance, s.rent, s.months_reported,
       s.oldest_unpaid_on, s.other_claims, s.balance_includes_other
FROM signals_intake_stagedrow s
{OF_ROW}WHERE s.delivery_id = %(delivery)s AND s.number <= %(until)s
"""  # noqa: S608
_LATER = """
SELECT b.id, b.contract_id, b.as_of, b.balance, b.rent, b.months_reported, b.oldest_unpaid_on, b.other_claims,
       b.balance_includes_other
FROM signals_intake_balance b WHERE b.supplier_id = %(supplier)s AND b.as_of > %(as_of)s
"""
_UNCHANGED = "DELETE FROM counting c USING signals_intake_balance b WHERE b.id = c.id AND b.months = c.months"
#: Without a due date the oldest unpaid period is dated on its first day.
_CORRECT_LATER = """
UPDATE signals_intake_balance b SET months = c.months, days = b.as_of - coalesce(
    b.oldest_unpaid_on,
    CASE WHEN c.months > 0 THEN (date_trunc('month', b.as_of) - make_interval(months => c.months - 1))::date
         ELSE b.as_of END)
FROM counting c WHERE c.id = b.id
"""


def days_of_grace(*, supplier_id: int, on: date) -> int:
    """Give the days of grace of the covenant under which the supplier delivers at that date; without one, none."""
    covenant = (
        Covenant.objects.filter(agreements__supplier=supplier_id, agreements__valid_from__lte=on)
        .order_by("-agreements__valid_from")
        .first()
    )
    return covenant.days_of_grace if covenant else 0


def count_months(rows: str, arguments: Arguments) -> None:
    """Make the temporary table ``counting`` with the months of each row of the query `rows`; the caller drops it.

    The query gives id, contract_id (or NULL), as_of, balance, rent, months_reported, oldest_unpaid_on, other_claims
    and balance_includes_other; `arguments` are its parameters and ``grace``.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNTING.format(rows=rows), arguments)
        cursor.execute(_CHANGED)
        if cursor.rowcount:
            cursor.execute(_BY_PERIOD)
        cursor.execute("DROP TABLE changed")


def drop_counting() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE counting")


def note_disagreements(*, delivery: Delivery) -> None:
    """Warn where the balance, the months the file reports and the oldest due date tell different stories."""
    grace = days_of_grace(supplier_id=delivery.supplier_id, on=delivery.as_of)
    of_field = {field: header for header, field in delivery.columns.items()}
    column = of_field.get("months_reported") or of_field.get("oldest_unpaid_on", "")
    arguments: dict[str, int | str | date | Decimal] = {
        "as_of": delivery.as_of,
        "delivery": delivery.pk,
        "grace": grace,
    }
    count_months(_STAGED, arguments)
    with connection.cursor() as cursor:
        cursor.execute(_DISAGREEMENTS, {**arguments, "supplier": delivery.supplier_id, "column": column})
    drop_counting()


def count_first_staged(*, delivery: Delivery, until: int) -> dict[int, int]:
    """Count the months of the staged rows up to number `until`, for the preview; by number of the row."""
    grace = days_of_grace(supplier_id=delivery.supplier_id, on=delivery.as_of)
    count_months(_FIRST_STAGED, {"as_of": delivery.as_of, "delivery": delivery.pk, "grace": grace, "until": until})
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, months FROM counting")
        months = dict(cursor.fetchall())
    drop_counting()
    return months


def correct_later_months(*, delivery: Delivery) -> None:
    """Count again what was counted before this older file told, or took back, the rents of its period.

    What changed stays in the temporary table ``counting``, by id of the balance; the caller drops it.
    """
    grace = days_of_grace(supplier_id=delivery.supplier_id, on=delivery.as_of)
    count_months(_LATER, {"as_of": delivery.as_of, "supplier": delivery.supplier_id, "grace": grace})
    with connection.cursor() as cursor:
        cursor.execute(_UNCHANGED)
        cursor.execute(_CORRECT_LATER)
