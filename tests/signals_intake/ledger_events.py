"""What happens in the files of a ledger, counted from the files themselves: a ledger without it proves little."""

from __future__ import annotations

import csv
import json
from collections import Counter
from contextlib import closing
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl import load_workbook

from tests.tools.sample_lists import CORPORATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Contract, rent and arrangement, as each corporation calls them.
HEADERS = {
    "kade": ("Contractnr", "Huur p/m", "Betalingsregeling"),
    "oost": ("Relatienummer", "Nettohuur", "Regeling actief"),
    "rivier": ("contract_id", "monthly_rent", "payment_plan"),
}
ENCODINGS = {"kade": "cp1252", "oost": "utf-8-sig", "rivier": "utf-8-sig"}
SEPARATORS = {"kade": ";", "oost": ",", "rivier": ","}
EVENTS = (
    "arrangement begins", "arrangement ends", "falls from 3 to 2", "rent rises", "tenant of two corporations",
    "rejected row",
)  # fmt: skip


class Row(NamedTuple):
    corporation: str
    rent: Decimal
    arrangement: bool


def count_events(folder: Path) -> Counter[str]:
    """Count what happens to contracts from one month to the next, and the rows that can not be read."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["months"]
    months = sorted(truth)
    rows = [read_month(folder, month) for month in months]
    events: Counter[str] = Counter()
    for before, after in pairwise(rows):
        for contract in before.keys() & after.keys():
            old, new = before[contract], after[contract]
            events["arrangement begins"] += new.arrangement > old.arrangement
            events["arrangement ends"] += new.arrangement < old.arrangement
            events["rent rises"] += new.rent > old.rent
    for old, new in pairwise(months):
        events["falls from 3 to 2"] += len({*truth[old]["three_month"]} & {*truth[new]["two_month"]})
    for month, month_rows in zip(months, rows, strict=True):
        events["tenant of two corporations"] += sum(is_elsewhere(contract, month_rows) for contract in month_rows)
        events["rejected row"] += sum(len(broken) for broken in truth[month]["broken"].values())
    return events


def is_elsewhere(contract: str, rows: dict[str, Row]) -> bool:
    """Whether it is the garage of somebody whose dwelling another corporation reports in the same month."""
    home = rows.get(contract.removesuffix("-G"))
    return home is not None and home.corporation != rows[contract].corporation


def read_month(folder: Path, month: str) -> dict[str, Row]:
    """Give the rows of all corporations by contract; a row without one is left out."""
    found = {}
    for code in CORPORATIONS:
        contract, rent, arrangement = HEADERS[code]
        for line in lines(folder, month, code):
            if line[contract] and line[rent] is not None:
                found[str(line[contract])] = Row(
                    code, amount(line[rent]), str(line[arrangement]) in {"J", "ja", "true"}
                )
    return found


def lines(folder: Path, month: str, code: str) -> Iterator[dict[str, Any]]:
    """Every line under the headers, whatever stands above them."""
    (path,) = folder.glob(f"{month}-{code}.*")
    if path.suffix == ".xlsx":
        with closing(load_workbook(path, read_only=True)) as book:
            table: list[Any] = list(book.active.values)
    else:
        text = path.read_text(encoding=ENCODINGS[code])
        table = list(csv.reader(text.splitlines(), delimiter=SEPARATORS[code]))
    (start,) = [number for number, line in enumerate(table) if HEADERS[code][0] in line]
    for line in table[start + 1 :]:
        if len(line) == len(table[start]):
            yield dict(zip(table[start], line, strict=True))


def amount(cell: object) -> Decimal:
    """A rent in any of the three ways of writing."""
    text = str(cell)
    return Decimal(text.replace(".", "").replace(",", ".") if "," in text else text)
