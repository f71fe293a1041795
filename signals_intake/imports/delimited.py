"""Text files with a delimiter: which encoding reads every byte, and whether quotation marks mean what they should."""

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from signals_intake.imports.errors import FileError

DELIMITERS: Final = ";,\t|"
MAX_LINE: Final = 100_000  # characters
HEAD_TEXT: Final = 1 << 17  # characters in which a header is looked for
CHUNK: Final = 1 << 18
ASCII: Final = bytes(range(128))
UNDEFINED: Final = b"\x81\x8d\x8f\x90\x9d"  # in cp1252


def check_text(path: Path) -> tuple[str, bool]:
    """Give the encoding that reads every byte, and whether there are quotation marks at all.

    A byte-order mark decides; else strict UTF-8; else cp1252, unless the file is UTF-8 with damage, which would turn
    every accented name into two wrong letters. Raises FileError `encoding` or `not_a_list`.
    """
    content = path.read_bytes()
    quotes = b'"' in content
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise FileError("encoding")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _sure_of("utf-16", content), quotes
    if zeros := content.count(0):
        raise FileError("encoding" if zeros * 3 > len(content) else "not_a_list")  # UTF-16 without its mark
    if content.startswith(codecs.BOM_UTF8):
        return _sure_of("utf-8-sig", content), quotes
    try:
        return _sure_of("utf-8", content), quotes
    except FileError:
        if _is_damaged_utf8(content) or content.translate(None, UNDEFINED) != content:
            raise
    return "cp1252", quotes


def _sure_of(encoding: str, content: bytes) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), CHUNK):
            decoder.decode(content[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeError:
        raise FileError("encoding") from None
    return encoding


def _is_damaged_utf8(content: bytes) -> bool:
    """Tell UTF-8 with a broken byte from cp1252: most of its high bytes still stand in valid groups."""
    plain = len(content) - len(content.translate(None, ASCII))
    grouped = len(content.decode(errors="ignore").encode()) - plain
    return grouped * 2 > len(content) - plain


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
