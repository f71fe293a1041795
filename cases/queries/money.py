"""What a household owes, added up, and what a look at its income brought."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Sum

from cases.enums import CreditorState
from cases.models import IncomeLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from cases.models import Case, Creditor


class Owed(NamedTuple):
    """Euros by how far it is; `unknown` creditors have no amount yet. `by_person` only where debts are told apart."""

    open: Decimal
    arranged: Decimal
    paid: Decimal
    unknown: int
    by_person: list[tuple[str, Decimal]]


def add_up(creditors: Iterable[Creditor]) -> Owed:
    """Add up what is owed still, and by whom: what was paid is nobody's debt any more."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    people: dict[str, Decimal] = defaultdict(Decimal)
    unknown = 0
    for creditor in creditors:
        unpaid = creditor.state != CreditorState.PAID
        unknown += creditor.amount is None and unpaid
        sums[creditor.state] += creditor.amount or 0
        if unpaid:
            people[creditor.owed_by.name if creditor.owed_by else ""] += creditor.amount or 0
    told_apart = sorted(people.items()) if any(people) else []
    state = CreditorState
    return Owed(sums[state.OPEN], sums[state.ARRANGED], sums[state.PAID], unknown, told_apart)


def gained_per_month(cases: QuerySet[Case]) -> Decimal:
    """Give the euros a month that these households have since somebody looked at their income with them."""
    lines = IncomeLine.objects.gained().filter(case__in=cases)
    return lines.aggregate(total=Sum("gained"))["total"] or Decimal(0)
