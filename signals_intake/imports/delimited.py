"""Text files with a delimiter: which encoding reads every byte, and whether quotation marks mean what they should."""

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from signals_intake.imports.errors import FileError

DELIMITERS: Final = ";,\t|"
MAX_LINE: Final = 100_000  # characters
HEAD_TEXT: Final = 1 << 17  # characters in which a header is looked for
CHUNK: Final = 1 << 18
MULTIBYTE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
ASCII: Final = bytes(range(128))


def check_text(path: Path) -> tuple[str, bool]:
    """Give the encoding that reads every byte, and whether there are quotation marks at all.

    A byte-order mark decides; else strict UTF-8; else cp1252, unless the file is UTF-8 with damage, which would turn
    every accented name into two wrong letters. Raises FileError `encoding` or `not_a_list`.
    """
    for encoding in _candidates(path):
        try:
            return encoding, _decode_all(path, encoding)
        except UnicodeError:
            if encoding == "utf-8" and _is_damaged_utf8(path):
                break
    raise FileError("encoding")


def _candidates(path: Path) -> tuple[str, ...]:
    with path.open("rb") as stream:
        start = stream.read(4)
    if start in {codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE}:
        return ()
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if start.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    return ("utf-8", "cp1252")


def _decode_all(path: Path, encoding: str) -> bool:
    quotes = False
    with path.open(encoding=encoding, newline="") as stream:
        while text := stream.read(CHUNK):
            if zeros := text.count("\0"):
                raise FileError("encoding" if zeros * 3 > len(text) else "not_a_list")  # UTF-16 without its mark
            quotes = quotes or '"' in text
    return quotes


def _is_damaged_utf8(path: Path) -> bool:
    """Tell UTF-8 with a broken byte from cp1252: most of its high bytes still stand in valid groups."""
    content = path.read_bytes()
    grouped = sum(len(match[0]) for match in MULTIBYTE.finditer(content))
    return grouped * 2 > len(content.translate(None, ASCII))


def head_of(path: Path, encoding: str) -> str:
    """Read the first lines, whole ones where the text is longer."""
    with path.open(encoding=encoding, newline="") as stream:
        head = stream.read(HEAD_TEXT)
        return head if len(head) < HEAD_TEXT else head[: head.rfind("\n") + 1] or head


def head_rows(head: str, delimiter: str, count: int) -> Iterator[list[str]]:
    """Yield the first rows; ends early at a quotation mark that never closes, as the rows before it may do."""
    try:
        yield from islice(csv.reader(head.splitlines(keepends=True), delimiter=delimiter), count)
    except csv.Error:
        return


def quotes_properly(path: Path, encoding: str, delimiter: str, *, header_line: int, width: int) -> bool:
    """Tell a file that quotes from one with loose quotation marks, which would swallow the rows behind them.

    A loose mark is only believed when the rows without quoting are no wider than the header. Raises FileError
    `not_a_list` when neither reading gives whole rows.
    """
    for quoted in (True, False):
        try:
            with path.open(encoding=encoding, newline="") as stream:
                rows = islice(read(stream, delimiter, quoted=quoted), header_line, None)
                widest = max(map(len, rows), default=0)
        except csv.Error:
            continue
        if quoted or widest <= width:
            return quoted
    raise FileError("not_a_list")


def read(stream: TextIO, delimiter: str, *, quoted: bool) -> Iterator[list[str]]:
    """Iterate rows; strict, so that text behind a closing quotation mark is a csv.Error and not a longer cell."""
    if quoted:
        return csv.reader(_lines(stream), delimiter=delimiter, strict=True)
    return csv.reader(_lines(stream), delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _lines(stream: TextIO) -> Iterator[str]:
    for line in stream:
        if len(line) > MAX_LINE:
            raise FileError("too_many_columns")
        yield line
