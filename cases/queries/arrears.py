from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Max, Sum

from common.dates import add_months

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from cases.models import Household


class Arrears(NamedTuple):
    """What one supplier last said about a household: months of its highest contract, all contracts together.

    `arrangement` and `bailiff_costs` are None where its file says nothing about them.
    """

    supplier: str
    as_of: date
    months: int
    amount: Decimal
    arrangement: bool | None = None
    bailiff_costs: Decimal | None = None


def arrears_of(household: Household) -> list[Arrears]:
    """Give the newest statement of every supplier that the wall lets through, by name."""
    stated = household.contracts.filter(balances__isnull=False).values_list(
        "supplier", "supplier__name", "balances__as_of"
    )
    rows = stated.annotate(
        months=Max("balances__months"),
        amount=Sum("balances__balance"),
        arrangement=BoolOr("balances__arrangement"),
        bailiff_costs=Sum("balances__bailiff_costs"),
    )
    newest: dict[int, Arrears] = {}
    for supplier, *said in rows.order_by("supplier__name", "supplier", "-balances__as_of"):
        newest.setdefault(supplier, Arrears(*said))
    return list(newest.values())


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
