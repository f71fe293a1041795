"""From a path to numbered rows of raw cells: what kind of file, which encoding, where the header stands.

`inspect` looks at the whole file once and answers what it is, or raises a FileError with a code. `read_rows` then
streams; nothing of the file stays in memory.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final, Literal, cast

from signals_intake.imports import delimited, workbook
from signals_intake.imports.cells import CellError, CellValue, as_text, parse_date, parse_postcode
from signals_intake.imports.columns import columns_of, missing_fields, suggest
from signals_intake.imports.errors import FileError as FileError  # noqa: PLC0414 -- part of this module's face
from signals_intake.imports.sheet_child import HEAD
from signals_intake.imports.titles import as_of_in

MAX_SIZE: Final = 25 << 20  # bytes
MAX_COLUMNS: Final = 200
LONGEST_HEADER: Final = 200  # characters
GUESSED: Final = 4  # fields that make a row a header where no mapping says so
PARTLY: Final = 2  # mapped headers that make a row a header with columns missing
ZIP: Final = b"PK\x03\x04"
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS: Final = (b"%PDF", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"<", b"PK")
BEFORE_TEXT: Final = b"\xef\xbb\xbf \t\r\n"

RawRow = list[CellValue]


@dataclass(frozen=True)
class Source:
    """What a file turned out to be; `header_line` counts rows from 1, title lines and blank lines included."""

    sha256: str
    size: int
    kind: Literal["csv", "xlsx"]
    encoding: str
    delimiter: str
    as_of: date | None
    headers: list[str]
    header_line: int
    sheet: int = 0
    quoted: bool = True  # a file that never quotes may hold loose quotation marks


@dataclass(frozen=True)
class _Header:
    line: int
    names: list[str]
    as_of: date | None


def inspect(path: Path, mapping: Mapping[str, str]) -> Source:
    """Find out what the file is and where its header stands.

    The header is the first row that holds the mapping's required headers. An empty mapping finds it by the words that
    suppliers use, for the page that makes a mapping. Raises FileError.
    """
    size = path.stat().st_size
    if size > MAX_SIZE:
        raise FileError("too_large")
    with path.open("rb") as stream:
        start = stream.read(64)
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    if start.startswith(ZIP):
        return _inspect_workbook(path, mapping, sha256, size)
    if start.startswith(COMPOUND):
        raise FileError("password_protected" if workbook.is_password_protected(path) else "not_a_list")
    if start.lstrip(BEFORE_TEXT).startswith(OTHER_KINDS):
        raise FileError("not_a_list")
    return _inspect_text(path, mapping, sha256, size)


def _inspect_workbook(path: Path, mapping: Mapping[str, str], sha256: str, size: int) -> Source:
    workbook.weigh(path)
    sheets: dict[int, dict[int, RawRow]] = {}
    for sheet, number, cells in workbook.read_heads(path):
        sheets.setdefault(sheet, {})[number] = cells
    if not any(as_text(cell) for rows in sheets.values() for row in rows.values() for cell in row):
        raise FileError("empty")
    errors = []
    for sheet, rows in sheets.items():
        found = _find_header(rows, mapping)
        if isinstance(found, _Header):
            return Source(sha256, size, "xlsx", "", "", found.as_of, found.names, found.line, sheet=sheet)
        errors.append(found)
    raise _nearest(errors)


def _inspect_text(path: Path, mapping: Mapping[str, str], sha256: str, size: int) -> Source:
    encoding, quotes = delimited.check_text(path)
    head = delimited.head_of(path, encoding)
    if not head.strip(delimited.DELIMITERS + "\ufeff \r\n"):
        raise FileError("empty")
    errors = []
    for mark in sorted(delimited.DELIMITERS, key=head.count, reverse=True):
        found = _find_header(dict(enumerate(delimited.head_rows(head, mark, HEAD), start=1)), mapping)
        if isinstance(found, _Header):
            quoted = quotes and delimited.quotes_properly(
                path, encoding, mark, header_line=found.line, width=len(found.names)
            )
            return Source(sha256, size, "csv", encoding, mark, found.as_of, found.names, found.line, quoted=quoted)
        errors.append(found)
    raise _nearest(errors)


def _nearest(errors: Iterable[FileError]) -> FileError:
    """Of several ways to look at a file, report the one that came nearest."""
    return min(errors, key=lambda error: (error.code != "columns_missing", len(error.columns)))


def _find_header(rows: Mapping[int, Sequence[CellValue]], mapping: Mapping[str, str]) -> _Header | FileError:
    """Give the header, or the error that says what is missing; rows by their place in the file."""
    best: set[str] = set()
    for line, row in rows.items():
        names = _names(row)
        fields = set(columns_of(names, mapping)) if mapping else set(suggest(names).values())
        if not missing_fields(fields) if mapping else len(fields) >= GUESSED:
            if len(names) > MAX_COLUMNS:
                raise FileError("too_many_columns")
            return _Header(line, names, as_of_in(cells for place, cells in rows.items() if place < line))
        best = max(best, fields, key=len)
    if len(best) < PARTLY:
        return FileError("header_missing")
    missing = set(missing_fields(best))
    if "house_number" in missing:
        missing.add("address")  # either will do
    return FileError("columns_missing", tuple(header for header, field in mapping.items() if field in missing))


def _names(row: Sequence[CellValue]) -> list[str]:
    """Give the headers; empty ones at the end keep their place, unless a spreadsheet wrote hundreds of them."""
    names = [as_text(cell)[:LONGEST_HEADER] for cell in row]
    while len(names) > MAX_COLUMNS and not names[-1]:
        names.pop()
    return names


# --- rows -----------------------------------------------------------------------------------------------------------

SUSPECT: Final = "tTsSeEgG"  # first letters of the words for a total; the empty text is part of every text
TOTAL: Final = re.compile(r"(?:(?:sub|eind)?-?tota(?:al|len)|(?:sub|grand )?-?total|som|sum)\b.*", re.IGNORECASE)


def read_rows(path: Path, source: Source) -> Iterator[tuple[int, RawRow]]:
    """Yield data rows numbered from 1, without blank rows and totals.

    Closing the iterator early releases the file, or ends the process that reads a workbook.
    """
    rows = _workbook_rows(path, source) if source.kind == "xlsx" else _text_rows(path, source)
    number = 0
    for cells in rows:
        first = cells[0] if cells else ""
        suspect = not isinstance(first, str) or first[:1] in SUSPECT or first.isspace()
        if suspect and _is_no_data(cells):
            continue
        number += 1
        yield number, cells


def _workbook_rows(path: Path, source: Source) -> Iterator[RawRow]:
    width = len(source.headers)  # what stands beside the list is not the list
    for _, _, cells in workbook.read_sheet(path, sheet=source.sheet, after=source.header_line, width=width):
        yield cells


def _text_rows(path: Path, source: Source) -> Iterator[RawRow]:
    with path.open(encoding=source.encoding, newline="") as stream:
        rows = delimited.read(stream, source.delimiter, quoted=source.quoted)
        yield from cast("Iterator[RawRow]", islice(rows, source.header_line, None))


def _is_no_data(cells: RawRow) -> bool:
    first = next((text for cell in cells if (text := as_text(cell))), None)
    return first is None or (TOTAL.fullmatch(first) is not None and not any(map(_is_of_a_person, cells)))


def _is_of_a_person(cell: CellValue) -> bool:
    """Tell a cell that no totals row has: a date or a postcode."""
    if isinstance(cell, date):
        return True
    for parse in (parse_postcode, parse_date):
        try:
            if isinstance(cell, str) and parse(cell):
                return True
        except CellError:
            continue
    return False
