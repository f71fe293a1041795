"""What a delivery looks like before it counts: its first rows as understood, and what is missing in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from signals_intake.enums import Exclusion
from signals_intake.messages import LACKING_LABELS, ROW_MESSAGES
from signals_intake.services.months import count_first_staged

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from signals_intake.messages import RowMessage
    from signals_intake.models import Delivery, StagedRow

FIRST = 6
#: What the law asks of a landlord before it passes anything on; without it a row is excluded for this reason.
#: Whether the tenant objected has to be said too: nothing filled in is no "no".
LACKING = {
    Exclusion.OBJECTION: Q(objection=True) | Q(objection=None),
    Exclusion.NO_PERSONAL_CONTACT: Q(personal_contact=False) | Q(personal_contact=None),
    Exclusion.NO_REMINDER: Q(reminder_on=None),
    Exclusion.NO_HELP_OFFER: Q(help_offered=False) | Q(help_offered=None),
}


class PreviewRow(NamedTuple):
    row: StagedRow
    months: int
    conditions_met: int
    lacking: list[_StrPromise]
    warnings: list[RowMessage]


class Lacking(NamedTuple):
    """How many rows lack something that the law asks, and how many lack each; a row may lack several."""

    rows: int
    each: list[tuple[_StrPromise, int]]


def first_rows(delivery: Delivery) -> list[PreviewRow]:
    rows = list(delivery.staged.order_by("number")[:FIRST])
    if not rows:
        return []
    months = count_first_staged(delivery=delivery, until=rows[-1].number)
    warnings: dict[int, list[RowMessage]] = {row.number: [] for row in rows}
    for issue in delivery.issues.filter(is_error=False, number__in=warnings):
        warnings[issue.number].append(ROW_MESSAGES[issue.code])
    return [_preview(row, months.get(row.number, 0), warnings[row.number]) for row in rows]


def _preview(row: StagedRow, months: int, warnings: list[RowMessage]) -> PreviewRow:
    lacking = [LACKING_LABELS[code] for code, is_lacking in _checks(row) if is_lacking]
    return PreviewRow(row, months, len(LACKING) - len(lacking), lacking, warnings)


def _checks(row: StagedRow) -> list[tuple[Exclusion, bool]]:
    return [
        (Exclusion.OBJECTION, row.objection is not False),
        (Exclusion.NO_PERSONAL_CONTACT, row.personal_contact is not True),
        (Exclusion.NO_REMINDER, row.reminder_on is None),
        (Exclusion.NO_HELP_OFFER, row.help_offered is not True),
    ]


def count_lacking(delivery: Delivery) -> Lacking:
    """Count over all staged rows, in one statement."""
    anything = Q()
    for condition in LACKING.values():
        anything |= condition
    counts = delivery.staged.aggregate(
        rows=Count("pk", filter=anything),
        **{code.value: Count("pk", filter=condition) for code, condition in LACKING.items()},
    )
    return Lacking(counts["rows"], [(LACKING_LABELS[code], counts[code]) for code in LACKING if counts[code]])
