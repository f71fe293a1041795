"""From staged rows to households, contracts, balances and signals: one chunk a step, all rows of it at once.

Each step is one transaction that also notes how far it came (``Delivery.imported_to``), so a killed worker leaves
whole chunks behind. Nothing of a delivery counts for anybody before its last step makes it ``processed``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from accounts.enums import JobKind, JobState
from accounts.jobs import JobFailed, queue_job
from common import dates, statistics
from signals_intake.enums import DeliveryState
from signals_intake.models import Balance, Delivery, StagedRow, SupplierAgreement
from signals_intake.services import months

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Covenant, Job, User

CHUNK = 25_000  # rows a step: a second or two of work, and a bar that moves
#: Finding or making households is done by one step at a time, so that two suppliers never make one household twice.
MATCHING_LOCK = 0x6D61746368

#: So many new rows that the planner must hear of them at once.
MANY = 5_000
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

_INCOMING = """
CREATE TEMP TABLE incoming ON COMMIT DROP AS
SELECT s.*, %(as_of)s::date AS as_of, c.id AS contract_id, c.household_id, 0 AS months, 0 AS days
FROM signals_intake_stagedrow s
LEFT JOIN signals_intake_contract c ON c.supplier_id = s.supplier_id AND c.number = s.contract
WHERE s.delivery_id = %(delivery)s AND s.number > %(after)s AND s.number <= %(until)s;
ANALYZE incoming
"""
_DWELLINGS = """
INSERT INTO cases_dwelling (postcode, number, suffix, letter, addition, street, city, municipality, register_id)
SELECT DISTINCT ON (i.postcode, i.house_number, i.suffix)
       i.postcode, i.house_number, i.suffix, i.house_letter, i.addition, i.street, i.city, '', ''
FROM incoming i WHERE i.contract_id IS NULL
ORDER BY i.postcode, i.house_number, i.suffix, i.number
ON CONFLICT (postcode, number, suffix) DO NOTHING
"""
_HOUSEHOLDS = """
INSERT INTO cases_household (dwelling_id, tenant_key, lives_here_since, created_at)
SELECT DISTINCT d.id, i.tenant_key, i.as_of, now()
FROM incoming i
JOIN cases_dwelling d ON d.postcode = i.postcode AND d.number = i.house_number AND d.suffix = i.suffix
WHERE i.contract_id IS NULL
ON CONFLICT (dwelling_id, tenant_key) DO NOTHING
"""
_FIND_HOUSEHOLDS = """
UPDATE incoming i SET household_id = h.id
FROM cases_dwelling d JOIN cases_household h ON h.dwelling_id = d.id
WHERE i.contract_id IS NULL AND d.postcode = i.postcode AND d.number = i.house_number AND d.suffix = i.suffix
  AND h.tenant_key = i.tenant_key
"""
_TENANTS = """
INSERT INTO cases_person (household_id, role, name, birth_date, phone, email)
SELECT DISTINCT ON (i.household_id) i.household_id, 'main_tenant', i.name, i.birth_date, i.phone, i.email
FROM incoming i
WHERE i.contract_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM cases_person p WHERE p.household_id = i.household_id AND p.role = 'main_tenant')
ORDER BY i.household_id, i.number
"""
_CONTACT_DATA = """
UPDATE cases_person p SET phone = coalesce(nullif(n.phone, ''), p.phone), email = coalesce(nullif(n.email, ''), p.email)
FROM (SELECT DISTINCT ON (household_id) household_id, phone, email FROM incoming
      WHERE phone <> '' OR email <> '' ORDER BY household_id, number) n
WHERE p.household_id = n.household_id AND p.role = 'main_tenant'
  AND ((n.phone <> '' AND n.phone <> p.phone) OR (n.email <> '' AND n.email <> p.email))
"""
_CONTRACTS = """
INSERT INTO signals_intake_contract (supplier_id, number, household_id)
SELECT i.supplier_id, i.contract, i.household_id FROM incoming i WHERE i.contract_id IS NULL
"""
_FIND_CONTRACTS = """
UPDATE incoming i SET contract_id = c.id
FROM signals_intake_contract c
WHERE i.contract_id IS NULL AND c.supplier_id = i.supplier_id AND c.number = i.contract
"""
_MONTHS_OF = """
SELECT number AS id, contract_id, as_of, balance, rent, months_reported, oldest_unpaid_on, other_claims,
       balance_includes_other FROM incoming
"""
#: Without a due date the oldest unpaid period is dated on its first day.
_TAKE_MONTHS = """
UPDATE incoming i SET months = c.months, days = i.as_of - coalesce(
    i.oldest_unpaid_on,
    CASE WHEN c.months > 0 THEN (date_trunc('month', i.as_of) - make_interval(months => c.months - 1))::date
         ELSE i.as_of END)
FROM counting c WHERE c.id = i.number
"""
_BALANCES = f"""
INSERT INTO signals_intake_balance AS b (supplier_id, contract_id, delivery_id, {_COLUMNS})
SELECT supplier_id, contract_id, delivery_id, {_COLUMNS} FROM incoming
ON CONFLICT (contract_id, as_of) DO UPDATE SET delivery_id = excluded.delivery_id, {_SET}
WHERE ({_OLD}) IS DISTINCT FROM ({_NEW}) OR b.delivery_id <> excluded.delivery_id
"""  # noqa: S608 -- made of the names above
_SIGNALS = """
INSERT INTO signals_intake_signal (supplier_id, balance_id, household_id, signal_on, answer)
SELECT i.supplier_id, b.id, i.household_id, i.as_of, ''
FROM incoming i JOIN signals_intake_balance b ON b.contract_id = i.contract_id AND b.as_of = i.as_of
WHERE i.months >= %(from_months)s OR (i.days >= %(from_day)s AND i.balance > 0)
ON CONFLICT (balance_id) DO NOTHING
"""
#: A corrected list no longer says these; a signal that somebody picked up stays.
_WITHDRAWN = """
DELETE FROM signals_intake_signal s USING signals_intake_balance b
WHERE s.balance_id = b.id AND b.supplier_id = %(supplier)s AND b.as_of = %(as_of)s AND s.picked_up_on IS NULL
  AND (b.delivery_id <> %(delivery)s
       OR (b.months < %(from_months)s AND (b.days < %(from_day)s OR b.balance <= 0)))
"""
#: Rows on a list stay where people decided on them.
_UNLISTED = """
DELETE FROM signals_intake_listedrow r USING signals_intake_balance b
WHERE r.balance_id = b.id AND b.supplier_id = %(supplier)s AND b.as_of = %(as_of)s AND b.delivery_id <> %(delivery)s
  AND NOT EXISTS (SELECT 1 FROM signals_intake_reviewdecision d WHERE d.entry_id = r.entry_id)
"""
_GONE = """
DELETE FROM signals_intake_balance b
WHERE b.supplier_id = %(supplier)s AND b.as_of = %(as_of)s AND b.delivery_id <> %(delivery)s
  AND NOT EXISTS (SELECT 1 FROM signals_intake_signal s WHERE s.balance_id = b.id)
  AND NOT EXISTS (SELECT 1 FROM signals_intake_listedrow r WHERE r.balance_id = b.id)
"""


@transaction.atomic
def confirm_delivery(*, delivery: Delivery, by: User | None) -> Job:
    """Have a staged delivery processed. Pressing twice gives the same job; the row lock decides who was first."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    job = locked.job
    if locked.state == DeliveryState.STAGED or job is None or job.state == JobState.FAILED:
        job = queue_job(kind=JobKind.IMPORT, key=str(locked.pk), by=by, total=locked.received)
        locked.state, locked.job = DeliveryState.QUEUED, job
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
    bounds = rules | {"after": delivery.imported_to, "until": until}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MATCHING_LOCK])
        cursor.execute(_INCOMING, bounds)
        for statement in (_DWELLINGS, _HOUSEHOLDS, _FIND_HOUSEHOLDS, _TENANTS, _CONTACT_DATA, _CONTRACTS):
            cursor.execute(statement)
        cursor.execute(_FIND_CONTRACTS)
        months.count_months(_MONTHS_OF, {"grace": covenant.days_of_grace})
        cursor.execute(_TAKE_MONTHS)
        months.drop_counting()
        cursor.execute(_BALANCES)
        cursor.execute(_SIGNALS, rules)
        cursor.execute("DROP TABLE incoming")


def _finish(*, delivery: Delivery, covenant: Covenant) -> None:
    """Let the delivery count, in place of an earlier one for the same date."""
    rules = _rules(delivery=delivery, covenant=covenant)
    earlier = Delivery.objects.counting().filter(supplier=delivery.supplier, as_of=delivery.as_of)
    if earlier.update(state=DeliveryState.SUPERSEDED):
        with connection.cursor() as cursor:
            for statement in (_WITHDRAWN, _UNLISTED, _GONE):
                cursor.execute(statement, rules)
    if Balance.objects.filter(supplier=delivery.supplier, as_of__gt=delivery.as_of).exists():
        months.correct_later_months(delivery=delivery)
    StagedRow.objects.filter(delivery=delivery).delete()
    if delivery.received >= MANY:
        statistics.refresh(*FILLED)
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
