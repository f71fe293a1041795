from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from common.dates import add_months

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Organisation
    from cases.models import Household


class Arrears(NamedTuple):
    """What one supplier last said about a household: months of its highest contract, all contracts together."""

    supplier: Organisation
    as_of: date
    months: int
    amount: Decimal


def arrears_of(household: Household) -> list[Arrears]:
    """Give the newest statement of every supplier that the wall lets through."""
    rows: defaultdict[Organisation, list[tuple[date, int, Decimal]]] = defaultdict(list)
    contracts = household.contracts.select_related("supplier").prefetch_related("balances")
    for contract in contracts.order_by("supplier__name", "pk"):
        rows[contract.supplier] += [(b.as_of, b.months, b.balance) for b in contract.balances.all()]
    return [_newest(supplier, found) for supplier, found in rows.items() if found]


def _newest(supplier: Organisation, rows: list[tuple[date, int, Decimal]]) -> Arrears:
    newest = max(as_of for as_of, _months, _amount in rows)
    held = [(months, amount) for as_of, months, amount in rows if as_of == newest]
    amount = sum((amount for _months, amount in held), start=Decimal(0))
    return Arrears(supplier, newest, max(months for months, _amount in held), amount)


def is_repeated(household: Household) -> bool:
    """Say whether the newest statements repeat earlier ones of the last six months: no arrears rose since.

    Of a household that owes nothing now, or of whom nothing earlier is known, there is nothing to repeat.
    """
    owed = 0
    for contract in household.contracts.prefetch_related("balances"):
        balances = sorted(contract.balances.all(), key=lambda balance: balance.as_of, reverse=True)
        if not balances or balances[0].balance <= 0:
            continue
        newest, *earlier = balances
        since, owed = add_months(newest.as_of, -6), owed + 1
        if not any(before.as_of >= since and before.balance >= newest.balance for before in earlier):
            return False
    return owed > 0
