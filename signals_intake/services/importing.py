"""From staged rows to households, contracts, balances and signals: one chunk a step, all rows of it at once.

Each step is one transaction that also notes how far it came (``Delivery.imported_to``), so a killed worker leaves
whole chunks behind. Nothing of a delivery counts for anybody before its last step makes it ``processed``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from accounts.enums import JobKind, JobState
from accounts.jobs import JobFailed, queue_job
from accounts.scope import wait_for_others
from common import dates, statistics
from signals_intake.enums import DeliveryState
from signals_intake.models import Delivery, StagedRow, SupplierAgreement
from signals_intake.models.signal import MATCHING_LOCK
from signals_intake.services import months
from signals_intake.services.contracts import OF_ROW
from signals_intake.services.lists import LIST_LOCK

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Covenant, Job, User

CHUNK = 25_000  # rows a step: a second or two of work, and a bar that moves
#: What a delivery fills; a planner that last saw them empty joins row by row.
FILLED = (
    "cases_dwelling",
    "cases_household",
    "cases_person",
    "signals_intake_contract",
    "signals_intake_balance",
    "signals_intake_signal",
)

_BALANCE_COLUMNS = (
    "as_of", "number", "balance", "rent", "months", "days", "months_reported", "oldest_unpaid_on", "reminder_on",
    "personal_contact", "help_offered", "objection", "arrangement", "legal_person", "other_claims",
    "balance_includes_other", "payment_pattern", "earlier_contact", "bailiff_stage", "bailiff_costs",
)  # fmt: skip
_COLUMNS = ", ".join(_BALANCE_COLUMNS)
_SET = ", ".join(f"{name} = excluded.{name}" for name in _BALANCE_COLUMNS)
#: What makes a balance another one; the row number and the delivery alone do not.
_FACTS = [name for name in _BALANCE_COLUMNS if name not in {"as_of", "number"}]
_OLD, _NEW = (", ".join(f"{side}.{name}" for name in _FACTS) for side in ("b", "excluded"))

#: Which row is whose; everything else stays in the staged row.
_INCOMING = f"""
CREATE TEMP TABLE incoming ON COMMIT DROP AS
SELECT s.number, c.id AS contract_id, c.household_id, NULL::bigint AS left_id
FROM signals_intake_stagedrow s
{OF_ROW}
WHERE s.delivery_id = %(delivery)s AND s.number > %(after)s AND s.number <= %(until)s;
ANALYZE incoming
"""  # noqa: S608 -- made of constants, as are those below
#: The bounds are said again for the planner, or it reads the whole delivery for each chunk.
_OF_CHUNK = "s.delivery_id = %(delivery)s AND s.number > %(after)s AND s.number <= %(until)s AND s.number = i.number"
_ROWS = f"incoming i JOIN signals_intake_stagedrow s ON {_OF_CHUNK}"
_DWELLINGS = f"""
INSERT INTO cases_dwelling (postcode, number, suffix, letter, addition, street, city, municipality, register_id)
SELECT DISTINCT ON (s.postcode, s.house_number, s.suffix)
       s.postcode, s.house_number, s.suffix, s.house_letter, s.addition, s.street, s.city, '', ''
FROM {_ROWS} WHERE i.contract_id IS NULL
ORDER BY s.postcode, s.house_number, s.suffix, s.number
ON CONFLICT (postcode, number, suffix) DO NOTHING
"""  # noqa: S608
#: A contract that is new to us, on a door that this tenant left: of the same household, which lives elsewhere now.
_FIND_MOVED = f"""
UPDATE incoming i SET household_id = h.id, left_id = d.id
FROM cases_earlieraddress e
JOIN cases_household h ON h.id = e.household_id AND h.dwelling_id <> e.dwelling_id
JOIN cases_dwelling d ON d.id = e.dwelling_id,
signals_intake_stagedrow s
WHERE i.contract_id IS NULL AND {_OF_CHUNK}
  AND d.postcode = s.postcode AND d.number = s.house_number AND d.suffix = s.suffix AND h.tenant_key = s.tenant_key
  AND NOT EXISTS (SELECT FROM cases_household x WHERE x.dwelling_id = d.id AND x.tenant_key = s.tenant_key)
"""  # noqa: S608
_HOUSEHOLDS = f"""
INSERT INTO cases_household (dwelling_id, tenant_key, lives_here_since, created_at)
SELECT DISTINCT d.id, s.tenant_key, %(as_of)s::date, now()
FROM {_ROWS} JOIN cases_dwelling d
  ON d.postcode = s.postcode AND d.number = s.house_number AND d.suffix = s.suffix
WHERE i.household_id IS NULL
ON CONFLICT (dwelling_id, tenant_key) DO NOTHING
"""  # noqa: S608
_FIND_HOUSEHOLDS = f"""
UPDATE incoming i SET household_id = h.id
FROM signals_intake_stagedrow s, cases_dwelling d, cases_household h
WHERE i.household_id IS NULL AND {_OF_CHUNK}
  AND d.postcode = s.postcode AND d.number = s.house_number AND d.suffix = s.suffix
  AND h.dwelling_id = d.id AND h.tenant_key = s.tenant_key
"""  # noqa: S608
_TENANTS = f"""
INSERT INTO cases_person (household_id, role, name, birth_date, phone, email)
SELECT DISTINCT ON (i.household_id) i.household_id, 'main_tenant', s.name, s.birth_date, s.phone, s.email
FROM {_ROWS}
WHERE i.contract_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM cases_person p WHERE p.household_id = i.household_id AND p.role = 'main_tenant')
ORDER BY i.household_id, s.number
"""  # noqa: S608
#: Of people known before; what a file leaves empty stays, and an older file than the newest changes nothing. Whoever
#: we wrote down ourselves (they have a uuid) is for us to keep up to date.
_CONTACT_DATA = f"""
WITH differing AS (
    SELECT DISTINCT p.id, p.household_id
    FROM {_ROWS} JOIN cases_person p
      ON p.household_id = i.household_id AND p.role = 'main_tenant' AND p.uuid IS NULL
    WHERE s.phone NOT IN ('', p.phone) OR s.email NOT IN ('', p.email)
), newest AS (
    SELECT d.id, (array_agg(s.phone ORDER BY s.number) FILTER (WHERE s.phone <> ''))[1] AS phone,
           (array_agg(s.email ORDER BY s.number) FILTER (WHERE s.email <> ''))[1] AS email
    FROM {_ROWS} JOIN differing d ON d.household_id = i.household_id GROUP BY d.id
)
UPDATE cases_person p SET phone = coalesce(n.phone, p.phone), email = coalesce(n.email, p.email)
FROM newest n
WHERE p.id = n.id AND (p.phone <> n.phone OR p.email <> n.email)
  AND NOT EXISTS (SELECT 1 FROM signals_intake_contract c JOIN signals_intake_balance b ON b.contract_id = c.id
                  WHERE c.household_id = p.household_id AND b.as_of > %(as_of)s)
"""  # noqa: S608
_CONTRACTS = f"""
INSERT INTO signals_intake_contract (supplier_id, number, household_id, dwelling_id)
SELECT s.supplier_id, s.contract, i.household_id, i.left_id FROM {_ROWS} WHERE i.contract_id IS NULL
"""  # noqa: S608
#: In this order: of each row its household, then what the file says of it that we did not know.
_MATCHED = (
    _INCOMING, _DWELLINGS, _FIND_MOVED, _HOUSEHOLDS, _FIND_HOUSEHOLDS, _CONTACT_DATA, _TENANTS, _CONTRACTS,
)  # fmt: skip
_FIND_CONTRACTS = f"""
UPDATE incoming i SET contract_id = c.id
FROM signals_intake_stagedrow s, signals_intake_contract c
WHERE i.contract_id IS NULL AND {_OF_CHUNK}
  AND c.supplier_id = s.supplier_id AND c.number = s.contract AND c.household_id = i.household_id
"""  # noqa: S608
_MONTHS_OF = f"""
SELECT s.number AS id, i.contract_id, %(as_of)s::date AS as_of, s.balance, s.rent, s.months_reported,
       s.oldest_unpaid_on, s.other_claims, s.balance_includes_other FROM {_ROWS}
"""  # noqa: S608
#: Without a due date the oldest unpaid period is dated on its first day.
_DAYS = """%(as_of)s::date - coalesce(
    s.oldest_unpaid_on,
    CASE WHEN m.months > 0 THEN (date_trunc('month', %(as_of)s::date) - make_interval(months => m.months - 1))::date
         ELSE %(as_of)s::date END)"""
_VALUES = ", ".join(
    {"as_of": "%(as_of)s", "months": "m.months", "days": _DAYS}.get(name, f"s.{name}") for name in _BALANCE_COLUMNS
)
#: Both at once: a signal needs the key that its balance has just got.
_BALANCES_AND_SIGNALS = f"""
WITH stated AS (
    INSERT INTO signals_intake_balance AS b (supplier_id, contract_id, delivery_id, {_COLUMNS})
    SELECT s.supplier_id, i.contract_id, s.delivery_id, {_VALUES} FROM {_ROWS} JOIN counting m ON m.id = i.number
    ON CONFLICT (contract_id, as_of) DO UPDATE SET delivery_id = excluded.delivery_id, {_SET}
    WHERE ({_OLD}) IS DISTINCT FROM ({_NEW}) OR b.delivery_id <> excluded.delivery_id
    RETURNING b.id, b.supplier_id, b.contract_id, b.as_of, b.months, b.days, b.balance
)
INSERT INTO signals_intake_signal (supplier_id, balance_id, household_id, signal_on, answer)
SELECT b.supplier_id, b.id, i.household_id, b.as_of, ''
FROM stated b JOIN incoming i ON i.contract_id = b.contract_id
WHERE b.months >= %(from_months)s OR (b.days >= %(from_day)s AND b.balance > 0)
ON CONFLICT (balance_id) DO NOTHING
"""  # noqa: S608
#: What an older file changed in the months of later ones, in the table ``counting`` (``months.correct_later_months``).
_LATER_SIGNALS = """
INSERT INTO signals_intake_signal (supplier_id, balance_id, household_id, signal_on, answer)
SELECT b.supplier_id, b.id, c.household_id, b.as_of, ''
FROM counting m JOIN signals_intake_balance b ON b.id = m.id JOIN signals_intake_contract c ON c.id = b.contract_id
WHERE b.months >= %(from_months)s OR (b.days >= %(from_day)s AND b.balance > 0)
ON CONFLICT (balance_id) DO NOTHING
"""
_LATER_WITHDRAWN = """
DELETE FROM signals_intake_signal s USING counting m, signals_intake_balance b
WHERE b.id = m.id AND s.balance_id = b.id AND s.picked_up_on IS NULL
  AND b.months < %(from_months)s AND (b.days < %(from_day)s OR b.balance <= 0)
"""
#: By their delivery, for which there is an index, and never all that was ever owed.
_OF_DATE = """
b.as_of = %(as_of)s AND b.delivery_id IN (
    SELECT d.id FROM signals_intake_delivery d WHERE d.supplier_id = %(supplier)s AND d.as_of = %(as_of)s)"""
#: A corrected list no longer says these; a signal that somebody picked up stays.
_WITHDRAWN = f"""
DELETE FROM signals_intake_signal s USING signals_intake_balance b
WHERE s.balance_id = b.id AND {_OF_DATE} AND s.picked_up_on IS NULL
  AND (b.delivery_id <> %(delivery)s
       OR (b.months < %(from_months)s AND (b.days < %(from_day)s OR b.balance <= 0)))
"""  # noqa: S608
#: Rows on a list stay where people decided on them.
_UNLISTED = f"""
DELETE FROM signals_intake_listedrow r USING signals_intake_balance b
WHERE r.balance_id = b.id AND {_OF_DATE} AND b.delivery_id <> %(delivery)s
  AND NOT EXISTS (SELECT 1 FROM signals_intake_reviewdecision d WHERE d.entry_id = r.entry_id)
"""  # noqa: S608
_GONE = f"""
DELETE FROM signals_intake_balance b
WHERE {_OF_DATE} AND b.delivery_id <> %(delivery)s
  AND NOT EXISTS (SELECT 1 FROM signals_intake_signal s WHERE s.balance_id = b.id)
  AND NOT EXISTS (SELECT 1 FROM signals_intake_listedrow r WHERE r.balance_id = b.id)
"""  # noqa: S608


@transaction.atomic
def confirm_delivery(*, delivery: Delivery, by: User | None) -> Job:
    """Have a staged delivery processed. Pressing twice gives the same job; the row lock decides who was first."""
    wait_for_others()  # a correction is one long step
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    job = locked.job
    is_new = locked.state == DeliveryState.STAGED
    if is_new or job is None or (locked.state == DeliveryState.QUEUED and job.state == JobState.FAILED):
        job = queue_job(kind=JobKind.IMPORT, key=str(locked.pk), by=by, total=locked.received)
        locked.state, locked.job = DeliveryState.QUEUED if is_new else locked.state, job
        locked.save(update_fields=["state", "job"])
    delivery.refresh_from_db()
    return job


def import_step(job: Job) -> bool:
    """Do the next chunk of the delivery that the job is about; True when it was the last."""
    delivery = Delivery.objects.select_for_update().get(pk=int(job.key))
    if delivery.state != DeliveryState.QUEUED:
        return True
    agreement = SupplierAgreement.objects.on(delivery.as_of).filter(supplier=delivery.supplier).first()
    if agreement is None:
        raise JobFailed("no_agreement")
    # a correction replaces rows that count already: all at once, or somebody would see half of each
    corrects = Delivery.objects.counting().filter(supplier=delivery.supplier, as_of=delivery.as_of).exists()
    if corrects:  # also those already done, when the other one came in between
        delivery.imported_to = 0
    until = delivery.received if corrects else min(delivery.imported_to + CHUNK, delivery.received)
    _import_rows(delivery=delivery, until=until, covenant=agreement.covenant)
    delivery.imported_to = job.done = until
    if until < delivery.received:
        delivery.save(update_fields=["imported_to"])
        return False
    _finish(delivery=delivery, covenant=agreement.covenant)
    return True


def _import_rows(*, delivery: Delivery, until: int, covenant: Covenant) -> None:
    rules = _rules(delivery=delivery, covenant=covenant)
    bounds = rules | {"after": delivery.imported_to, "until": until, "grace": covenant.days_of_grace}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MATCHING_LOCK])
        for statement in _MATCHED:
            cursor.execute(statement, bounds)
        cursor.execute(_FIND_CONTRACTS, bounds)
        months.count_months(_MONTHS_OF, bounds)
        cursor.execute(_BALANCES_AND_SIGNALS, bounds)
        months.drop_counting()
        cursor.execute("DROP TABLE incoming")


def _finish(*, delivery: Delivery, covenant: Covenant) -> None:
    """Let the delivery count, in place of an earlier one for the same date."""
    rules = _rules(delivery=delivery, covenant=covenant)
    with connection.cursor() as cursor:  # a list that is being made sees all of a correction or nothing
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LIST_LOCK, covenant.pk])
    earlier = Delivery.objects.counting().filter(supplier=delivery.supplier, as_of=delivery.as_of)
    if earlier.update(state=DeliveryState.SUPERSEDED):
        with connection.cursor() as cursor:
            for statement in (_WITHDRAWN, _UNLISTED, _GONE):
                cursor.execute(statement, rules)
    if Delivery.objects.filter(supplier=delivery.supplier, as_of__gt=delivery.as_of, imported_to__gt=0).exists():
        months.correct_later_months(delivery=delivery)
        with connection.cursor() as cursor:
            cursor.execute(_LATER_SIGNALS, rules)
            cursor.execute(_LATER_WITHDRAWN, rules)
        months.drop_counting()
    StagedRow.objects.filter(delivery=delivery).delete()
    statistics.refresh_grown(*FILLED, by=delivery.received)
    delivery.state, delivery.processed_at = DeliveryState.PROCESSED, dates.now()
    delivery.save(update_fields=["state", "processed_at", "imported_to"])


def _rules(*, delivery: Delivery, covenant: Covenant) -> dict[str, int | date]:
    return {
        "supplier": delivery.supplier_id,
        "delivery": delivery.pk,
        "as_of": delivery.as_of,
        "from_months": covenant.light_contact_from_months,
        "from_day": covenant.report_from_day,
    }
