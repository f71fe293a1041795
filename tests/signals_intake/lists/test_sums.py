"""Listed, listed earlier, excluded, not due and rejected are what was received, whatever the ledger."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from signals_intake.enums import Decision
from signals_intake.models import ListedRow, ListEntry
from tests.signals_intake.small_city import APRIL, JUNE, MAY, row

CHANCES = [0.1, 0.05, 0.05, 0.1]


@pytest.mark.parametrize("seed", range(3))
def test_in_any_ledger_every_row_received_is_in_exactly_one_place(city, seed):
    chance = random.Random(seed)
    for as_of in (APRIL, MAY, JUNE):
        for code in ("kade", "oost"):
            rows = [random_row(chance, code, number) for number in chance.sample(range(40), 30)]
            city.deliver(code, as_of, *rows)
        city.make_lists(as_of)
        for entry in ListEntry.objects.filter(arrears_list__as_of=as_of).order_by("pk")[:3]:
            decision = chance.choice([Decision.NONE, Decision.POSTPONE])
            until = date.fromisoformat(as_of) + timedelta(days=40) if decision == Decision.POSTPONE else None
            city.decide(entry.household.contracts.first().number, as_of, decision, postponed_until=until)
        city.make_lists(as_of)
        for received, *parts in city.counts(as_of).values():
            assert received == sum(parts) == 30
    assert {*ListedRow.objects.values_list("outcome", flat=True)} == {"listed", "listed_earlier", "excluded", "not_due"}


def random_row(chance: random.Random, code: str, number: int) -> dict[str, object]:
    """Of forty tenants at twenty doors; half of the contracts at the second corporation are of the same tenants."""
    tenant = number if code == "kade" or number % 2 else number + 100
    cells: dict[str, object] = {}
    for name, odds in zip(["objection", "arrangement", "balance", "contract"], CHANCES, strict=True):
        if chance.random() < odds:
            cells[name] = {"objection": "ja", "arrangement": "ja", "balance": "?!", "contract": ""}[name]
    return row(f"{code}-{number}", chance.randrange(5), tenant=str(tenant), door=number // 2 + 1) | cells
