"""Hiding groups of one to four households from readers who only need the large picture.

A number is hidden when it is small, when what is missing from any whole of it is small, or when it could be worked out:
among suppliers or months with a shown total never exactly one number is hidden. With a number goes what it is the whole
of, since no number stands without what it is out of.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from reporting.measures import BESIDE, STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reporting.queries.counts import Cell, Counts, Table

SMALLEST_SHOWN = 5
_PARENTS = {measure.key: measure.of for measure in STEPS + BESIDE}

#: The field and the cell that must not be shown.
Hidden = frozenset[tuple["Cell", str]]


def is_small(number: int) -> bool:
    return 0 < number < SMALLEST_SHOWN


def hidden_in(table: Table) -> Hidden:
    """Name every count of the table that must stay hidden."""
    hidden = {(cell, key) for cell, counts in table.items() for key in _PARENTS if _tells(counts, key)}
    while more := {*_given_away(table, hidden), *_parts_of(hidden)} - hidden:
        hidden |= more
    return frozenset(hidden | {(cell, "signals") for cell, key in hidden if key == "reported"})


def _tells(counts: Counts, key: str) -> bool:
    """Say whether this count, beside what it is a part of, tells of a small group.

    Of a small whole even none is hidden: none of three tells as much as three of three.
    """
    number, wholes = getattr(counts, key), [getattr(counts, up) for up in _wholes(key)]
    return is_small(number) or any(is_small(whole) or is_small(whole - number) for whole in wholes)


def _wholes(key: str) -> list[str]:
    """List what a count is a part of, nearest first."""
    up = _PARENTS[key]
    return [] if up is None else [up, *_wholes(up)]


def _parts_of(hidden: set[tuple[Cell, str]]) -> Iterator[tuple[Cell, str]]:
    for cell, key in hidden:
        yield from ((cell, part) for part, whole in _PARENTS.items() if whole == key)


def _given_away(table: Table, hidden: set[tuple[Cell, str]]) -> Iterator[tuple[Cell, str]]:
    """Find a second number to hide wherever exactly one of those that add up to a shown total is hidden."""
    for (total, parts), key in product(_sums(table), _PARENTS):
        lone = [cell for cell in parts if (cell, key) in hidden]
        if len(lone) != 1 or (total, key) in hidden:
            continue
        sizes = {cell: getattr(table[cell], key) for cell in parts if cell not in lone}
        yield min((cell for cell in sizes if sizes[cell]), key=lambda cell: sizes[cell], default=total), key


def _sums(table: Table) -> Iterator[tuple[Cell, list[Cell]]]:
    """Give each total with its parts: the suppliers of a period, and the months of the whole, which is period 0."""
    totals = sorted(cell for cell in table if cell[1] is None)
    for total in totals:
        if parts := [cell for cell in table if cell[0] == total[0] and cell[1] is not None]:
            yield total, parts
    if months := totals[1:]:
        yield totals[0], months
