"""The Dutch address register's file of dwellings. Loading it again changes only what differs."""

from __future__ import annotations

import csv
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction

from common.names import suffix_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = ["openbareruimte", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats", "gemeente"]
_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")
_NUMBER = re.compile(r"[0-9]{1,5}")
HALF_A_CIRCLE = 180
#: Characters that fit, in the order of COLUMNS.
_ROOM = dict(zip(COLUMNS, [200, 5, 10, 20, 6, 100, 100], strict=True))
_STAGE = """
CREATE TEMP TABLE loading ON COMMIT DROP AS
SELECT street, number, letter, addition, suffix, postcode, city, municipality, register_id, lat, lon
FROM cases_dwelling WITH NO DATA
"""
_LOAD = """
INSERT INTO cases_dwelling AS d
    (street, number, letter, addition, suffix, postcode, city, municipality, register_id, lat, lon)
SELECT DISTINCT ON (postcode, number, suffix)
       street, number, letter, addition, suffix, postcode, city, municipality, register_id, lat, lon
FROM loading ORDER BY postcode, number, suffix, street
ON CONFLICT (postcode, number, suffix) DO UPDATE
SET street = excluded.street, city = excluded.city, municipality = excluded.municipality, lat = excluded.lat,
    lon = excluded.lon, register_id = excluded.register_id, letter = excluded.letter, addition = excluded.addition
WHERE (d.street, d.city, d.municipality, d.lat, d.lon, d.register_id, d.letter, d.addition) IS DISTINCT FROM
      (excluded.street, excluded.city, excluded.municipality, excluded.lat, excluded.lon, excluded.register_id,
       excluded.letter, excluded.addition)
"""


class NoAddressFile(Exception):  # noqa: N818 -- errors are facts
    """The file lacks columns of the address register; `missing` names them."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class NotUnicode(Exception):  # noqa: N818
    """The register writes UTF-8; this file is something else, and nothing of it was loaded."""


class Loaded(NamedTuple):
    received: int
    skipped: int
    changed: int


@transaction.atomic
def load_addresses(*, path: Path) -> Loaded:
    """Load dwellings with their place on the map. A dwelling named twice is one. Raises NoAddressFile, NotUnicode."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=";", restval="")
        if missing := [name for name in COLUMNS if name not in _headers(reader)]:
            raise NoAddressFile(missing)
        lines = _Lines(reader)
        with connection.cursor() as cursor:
            cursor.execute(_STAGE)
            cursor.copy_expert("COPY loading FROM STDIN", lines)
            if lines.broken:
                raise NotUnicode
            cursor.execute(_LOAD)
            changed = cursor.rowcount
            cursor.execute("DROP TABLE loading")
    return Loaded(lines.received, lines.skipped, changed)


class _Lines:
    """The readable rows in the order of the table, as COPY reads them."""

    def __init__(self, reader: csv.DictReader[str]) -> None:
        self.received = self.skipped = 0
        self.broken = False
        self._lines = self._write(reader)

    def read(self, _size: int) -> str:
        """Keep a fault of the file for afterwards: the driver would put one of its own in its place."""
        try:
            return next(self._lines, "")
        except UnicodeDecodeError:
            self.broken = True
            return ""

    def _write(self, reader: csv.DictReader[str]) -> Iterator[str]:
        for row in reader:
            self.received += 1
            postcode, number = row["postcode"].replace(" ", "").upper(), row["huisnummer"].strip()
            too_long = any(len(row[name].strip()) > room for name, room in _ROOM.items() if name != "postcode")
            if too_long or not _POSTCODE.fullmatch(postcode) or not _NUMBER.fullmatch(number):
                self.skipped += 1
                continue
            letter, addition = row["huisletter"].strip(), row["huisnummertoevoeging"].strip()
            cells = [
                row["openbareruimte"], number, letter, addition, suffix_key(letter, addition), postcode,
                row["woonplaats"], row["gemeente"], row.get("nummeraanduiding") or "",
                _degrees(row.get("lat")), _degrees(row.get("lon")),
            ]  # fmt: skip
            yield "\t".join(cell.translate(_ESCAPE) if cell != r"\N" else cell for cell in cells) + "\n"


_ESCAPE = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _headers(reader: csv.DictReader[str]) -> list[str]:
    try:
        return list(reader.fieldnames or [])
    except UnicodeDecodeError:
        return []


def _degrees(text: str | None) -> str:
    try:
        degrees = Decimal(text or "")
    except InvalidOperation:
        return r"\N"
    return str(degrees) if degrees.is_finite() and abs(degrees) <= HALF_A_CIRCLE else r"\N"
