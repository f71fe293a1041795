"""From a path to numbered rows of raw cells: what kind of file, which encoding, where the header stands.

`inspect` looks at the whole file once and answers what it is, or raises a FileError with a code. `read_rows` then
streams; nothing of the file stays in memory.
"""

import codecs
import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final, Literal, TextIO

from signals_intake.imports import workbook
from signals_intake.imports.cells import CellError, CellValue, as_text, parse_date, parse_postcode
from signals_intake.imports.columns import columns_of, missing_fields, suggest
from signals_intake.imports.errors import FileError as FileError  # noqa: PLC0414 -- part of this module's face
from signals_intake.imports.sheet_child import HEAD
from signals_intake.imports.titles import as_of_in

MAX_SIZE: Final = 25 << 20  # bytes
MAX_COLUMNS: Final = 200
MAX_LINE: Final = 100_000  # characters
HEAD_TEXT: Final = 1 << 17  # characters in which a header is looked for
DELIMITERS: Final = ";,\t|"
ZIP: Final = b"PK\x03\x04"
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS: Final = (b"%PDF", b"{\\rtf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"<", b"PK")
CHUNK: Final = 1 << 18

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
    cells: RawRow
    titles: list[RawRow]


def inspect(path: Path, mapping: Mapping[str, str]) -> Source:
    """Find out what the file is and where its header stands.

    The header is the first row that holds the mapping's required headers. An empty mapping finds it by the words that
    suppliers use, for the page that makes a mapping. Raises FileError.
    """
    size = path.stat().st_size
    if size > MAX_SIZE:
        raise FileError("too_large")
    with path.open("rb") as stream:
        start = stream.read(16)
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    if not start:
        raise FileError("empty")
    if start.startswith(ZIP):
        return _inspect_workbook(path, mapping, sha256, size)
    if start.startswith(COMPOUND):
        raise FileError("password_protected" if workbook.is_password_protected(path) else "not_a_list")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(OTHER_KINDS):
        raise FileError("not_a_list")
    return _inspect_text(path, mapping, sha256, size)


def _inspect_workbook(path: Path, mapping: Mapping[str, str], sha256: str, size: int) -> Source:
    workbook.weigh(path)
    sheets: dict[int, list[RawRow]] = {}
    for sheet, _, cells in workbook.read_heads(path):
        sheets.setdefault(sheet, []).append(cells)
    if not any(as_text(cell) for rows in sheets.values() for row in rows for cell in row):
        raise FileError("empty")
    candidates = {sheet: _find_header(rows, mapping) for sheet, rows in sheets.items()}
    for sheet, found in candidates.items():
        if isinstance(found, _Header):
            return _source(found, sha256, size, kind="xlsx", sheet=sheet)
    raise FileError(_worst(str(code) for code in candidates.values()))


def _inspect_text(path: Path, mapping: Mapping[str, str], sha256: str, size: int) -> Source:
    encoding, quotes = _check_text(path)
    with path.open(encoding=encoding, newline="") as stream:
        head = stream.read(HEAD_TEXT)
    if not head.strip("\ufeff \t\r\n;,|"):
        raise FileError("empty")
    codes = []
    for delimiter in sorted(DELIMITERS, key=head.count, reverse=True):
        found = _find_header(_head_rows(head, delimiter), mapping)
        if isinstance(found, _Header):
            quoted = quotes and _quotes_properly(path, encoding, delimiter, len(found.cells))
            return _source(
                found, sha256, size, kind="csv", encoding=encoding, delimiter=delimiter, quoted=quoted
            )
        codes.append(found)
    raise FileError(_worst(codes))


def _source(header: _Header, sha256: str, size: int, **found: object) -> Source:
    headers = [as_text(cell) for cell in header.cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MAX_COLUMNS:
        raise FileError("too_many_columns")
    known: dict[str, object] = {"encoding": "", "delimiter": "", **found}
    return Source(
        sha256=sha256, size=size, as_of=as_of_in(header.titles), headers=headers, header_line=header.line, **known
    )


def _worst(codes: Iterable[str]) -> str:
    """Of several ways to look at a file, report the one that came nearest."""
    seen = set(codes)
    return next((code for code in ("columns_missing", "too_many_columns") if code in seen), "header_missing")


# --- the header -----------------------------------------------------------------------------------------------------


def _find_header(rows: list[RawRow], mapping: Mapping[str, str]) -> _Header | str:
    """Give the header, or the code that says what is missing."""
    partly = False
    for index, row in enumerate(rows):
        names = [as_text(cell) for cell in row[: MAX_COLUMNS + 1]]
        fields = set(columns_of(names, mapping)) if mapping else set(suggest(names).values())
        enough = not missing_fields(fields) if mapping else len(fields) >= GUESSED
        if enough:
            return _Header(index + 1, row, rows[:index])
        partly = partly or len(fields) >= PARTLY
    return "columns_missing" if partly else "header_missing"


GUESSED: Final = 4  # fields that make a row a header where no mapping says so
PARTLY: Final = 2  # mapped headers that make a row a header with columns missing


def _head_rows(head: str, delimiter: str) -> list[RawRow]:
    lines = head.splitlines(keepends=True)
    if len(lines) > 1 and len(head) == HEAD_TEXT:
        lines.pop()  # cut off in the middle
    rows: list[RawRow] = []
    try:
        for row in islice(csv.reader(lines, delimiter=delimiter), HEAD):
            rows.append(list(row))
    except csv.Error:
        pass  # a quotation mark that never closes; the rows before it may do
    return rows


# --- the text -------------------------------------------------------------------------------------------------------


def _check_text(path: Path) -> tuple[str, bool]:
    """Give the encoding that reads every byte, and whether there are quotation marks at all."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise FileError("encoding")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif start.startswith(codecs.BOM_UTF8):
        encodings = ("utf-8-sig",)
    else:
        encodings = ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            return encoding, _decode_all(path, encoding)
        except UnicodeError:
            if encoding == "utf-8" and _is_damaged_utf8(path):
                break
    raise FileError("encoding")


def _decode_all(path: Path, encoding: str) -> bool:
    quotes = False
    with path.open(encoding=encoding, newline="") as stream:
        while text := stream.read(CHUNK):
            if "\0" in text:
                raise FileError("encoding" if text.count("\0") * 3 > len(text) else "not_a_list")
            quotes = quotes or '"' in text
    return quotes


MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")


def _is_damaged_utf8(path: Path) -> bool:
    """Tell UTF-8 with a broken byte from cp1252: in the first most high bytes still come in valid groups."""
    content = path.read_bytes()
    grouped = sum(len(match[0]) for match in MULTIBYTE.finditer(content))
    return grouped * 2 > len(HIGH.findall(content))


def _quotes_properly(path: Path, encoding: str, delimiter: str, width: int) -> bool:
    """Tell a file that quotes from one with loose quotation marks, which would swallow the rows behind them.

    Raises FileError `not_a_list` when neither way of reading gives whole rows.
    """
    for quoted in (True, False):
        try:
            with path.open(encoding=encoding, newline="") as stream:
                longest = max(map(len, islice(_reader(stream, delimiter, quoted=quoted), line, None)), default=0)
        except csv.Error:
            continue
    raise FileError("not_a_list")


def _reader(stream: TextIO, delimiter: str, *, quoted: bool) -> Iterator[list[str]]:
    quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    return csv.reader(_lines(stream), delimiter=delimiter, quoting=quoting, strict=quoted)


def _lines(stream: TextIO) -> Iterator[str]:
    for line in stream:
        if len(line) > MAX_LINE:
            raise FileError("too_many_columns")
        yield line


# --- the rows -------------------------------------------------------------------------------------------------------


def read_rows(path: Path, source: Source) -> Iterator[tuple[int, RawRow]]:
    """Yield data rows numbered from 1, without blank rows and totals.

    Closing the iterator early releases the file (and ends the process that reads a workbook).
    """
    rows = _workbook_rows(path, source) if source.kind == "xlsx" else _text_rows(path, source)
    number = 0
    for cells in rows:
        first = cells[0] if cells else ""
        if (not isinstance(first, str) or first[:1] in SUSPECT or first.isspace()) and _is_no_data(cells):
            continue
        number += 1
        yield number, cells


SUSPECT: Final = "tTsSeE"  # first letters of the words for a total; the empty text is part of every text
TOTAL: Final = re.compile(r"(?:(?:sub|eind)?-?tota(?:al|len)|(?:sub|grand )?total|som|sum)\b:?.*", re.IGNORECASE)


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


def _workbook_rows(path: Path, source: Source) -> Iterator[RawRow]:
    for _, _, cells in workbook.read_sheet(path, sheet=source.sheet, after=source.header_line):
        yield cells


def _text_rows(path: Path, source: Source) -> Iterator[RawRow]:
    with path.open(encoding=source.encoding, newline="") as stream:
        rows = _reader(stream, source.delimiter, quoted=source.quoted)
        yield from islice(rows, source.header_line, None)  # type: ignore[misc] -- a list of texts is a list of cells
