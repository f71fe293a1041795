"""What a list and a delivery hold, as data for commands and the API; why a household is listed; who did not deliver."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from common import dates
from signals_intake.enums import ListStage, RowOutcome
from signals_intake.models import ArrearsList, Delivery, ListedRow, ListEntry, SupplierAgreement

if TYPE_CHECKING:
    from datetime import date


def why_listed(entry: ListEntry, *, months: int | None = None) -> str:
    """Say in one sentence why a household is on the list of its date; `months` as a later statement has them."""
    number = entry.months if months is None else months
    owed = ngettext("%(n)s complete month of rent", "%(n)s complete months of rent", number) % {"n": number}
    day = date_format(entry.arrears_list.as_of, "j F")
    if entry.known_case_id:
        return _("%(months)s owed on %(day)s, no arrangement, known to us") % {"months": owed, "day": day}
    return _("%(months)s owed on %(day)s, no arrangement, no open case") % {"months": owed, "day": day}


def missing_suppliers(*, as_of: date, agency: Organisation | None = None) -> list[str]:
    """Name, by code, the corporations that agreed to deliver and did not in the month of that date.

    With an agency only those under its covenants.
    """
    month = dates.first_of_month(as_of)
    delivered = Delivery.objects.counting().filter(
        supplier=OuterRef("pk"), as_of__gte=month, as_of__lt=dates.add_months(month, 1)
    )
    agreed = SupplierAgreement.objects.on(as_of).filter(supplier=OuterRef("pk"))
    if agency is not None:
        agreed = agreed.filter(covenant__agency=agency)
    missing = Organisation.objects.filter(Exists(agreed), ~Exists(delivered), kind=OrganisationKind.CORPORATION)
    return list(missing.order_by("code").values_list("code", flat=True))


def list_answer(*, as_of: date) -> dict[str, Any]:
    """Give the lists of a date as data: the newly listed, everybody excluded, and who did not deliver."""
    lists = ArrearsList.objects.filter(as_of=as_of)
    excluded = _excluded(lists)
    return {
        "as_of": as_of,
        "lists": [{"stage": stage, "items": _items(lists, stage), "excluded": excluded[stage]} for stage in ListStage],
        "missing": missing_suppliers(as_of=as_of),
    }


def _items(lists: Any, stage: ListStage) -> list[dict[str, Any]]:
    entries = ListEntry.objects.filter(arrears_list__in=lists, stage=stage).select_related("household", "arrears_list")
    contracts = defaultdict(list)
    rows = ListedRow.objects.filter(entry__in=entries).select_related("balance__contract")
    for row in rows.order_by("-months", "balance__contract__number"):
        contracts[row.entry_id].append(row.balance.contract.number)
    return [
        {
            "household": entry.household.uuid,
            "contracts": contracts[entry.pk],
            "months": entry.months,
            "reason": why_listed(entry),
        }
        for entry in entries
    ]


def _excluded(lists: Any) -> dict[ListStage, list[dict[str, Any]]]:
    """Group a household's excluded rows that share a reason, under the stage of the highest of them."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    by_stage: dict[ListStage, list[dict[str, Any]]] = {stage: [] for stage in ListStage}
    rows = ListedRow.objects.filter(arrears_list__in=lists, outcome=RowOutcome.EXCLUDED).select_related(
        "balance__contract", "arrears_list__covenant"
    )
    for row in rows.order_by("-months", "balance__contract__number"):
        key = (row.household_id, row.exclusion)
        if key not in found:
            found[key] = {"contracts": [], "months": row.months, "code": row.exclusion}
            is_three = row.months >= row.arrears_list.covenant.visit_from_months
            by_stage[ListStage.THREE_MONTH if is_three else ListStage.TWO_MONTH].append(found[key])
        found[key]["contracts"].append(row.balance.contract.number)
    return by_stage


def delivery_answer(delivery: Delivery, *, duplicate: bool) -> dict[str, Any]:
    """Give the result of a delivery as data: counts, and where something was wrong or odd, never the values."""
    issues = {True: [], False: []}  # type: dict[bool, list[dict[str, Any]]]
    for issue in delivery.issues.all():
        issues[issue.is_error].append({"row": issue.number, "column": issue.column, "code": issue.code})
    return {
        "file": delivery.uuid,
        "duplicate": duplicate,
        "received": delivery.received,
        "accepted": delivery.accepted,
        "rejected": delivery.rejected,
        "errors": issues[True],
        "warnings": issues[False],
        "dropped_columns": delivery.dropped_columns,
    }
