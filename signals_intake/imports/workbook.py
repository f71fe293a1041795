"""Open spreadsheets without trusting them: weigh the package first, then read it in a capped process."""

import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from signals_intake.imports.cells import CellValue
from signals_intake.imports.errors import FileError
from signals_intake.imports.sheet_child import FAULT_IN_READER, NOT_A_WORKBOOK, PASSWORD

CHILD: Final = Path(__file__).with_name("sheet_child.py")
ENTRIES: Final = 2000
UNPACKED: Final = 128 << 20  # bytes; 100,000 rows of text written without shared strings are 76 million
RATIO: Final = 40  # unpacked to packed, looked at above RATIO_FROM
RATIO_FROM: Final = 8 << 20  # bytes
CELLS: Final = 3_000_000  # of 100,000 rows, thirty columns
ROWS: Final = 1 << 20  # Excel's own limit
CHUNK: Final = 1 << 18
METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
PARTS: Final = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
ENCRYPTED_NAME: Final = "EncryptedPackage".encode("utf-16-le")
ENCRYPTED_FLAG: Final = 0x1
HELD: Final = ("PATH", "LD_LIBRARY_PATH")  # all the child needs to start; no secrets


def is_password_protected(path: Path) -> bool:
    """Tell a workbook with a password (a compound file around an encrypted package) from an old .xls."""
    return ENCRYPTED_NAME in path.read_bytes()


def weigh(path: Path) -> None:
    """Unpack every entry to nowhere and count, because a zip's own directory may lie about sizes.

    Raises FileError: `not_a_list`, `password_protected`, `unpacked_too_large`.
    """
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            _check_entries(entries)
            _unpack(package, entries, packed=path.stat().st_size)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, UnicodeError, ValueError):
        raise FileError("not_a_list") from None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise FileError("unpacked_too_large")
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise FileError("password_protected")
    if any(entry.compress_type not in METHODS for entry in entries):
        raise FileError("not_a_list")
    if not {entry.filename for entry in entries} >= PARTS:
        raise FileError("not_a_list")


def _unpack(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, packed: int) -> None:
    total = cells = rows = 0
    for entry in entries:
        stated, entry.file_size = (
            entry.file_size,
            UNPACKED * 2,
        )  # read on to the true end, wherever the directory puts it
        before = total
        with package.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                cells += chunk.count(b"<c") + chunk.count(b":c")
                rows += chunk.count(b"<row") + chunk.count(b":row")
                if total > UNPACKED or (total > RATIO_FROM and total > packed * RATIO) or cells > CELLS or rows > ROWS:
                    raise FileError("unpacked_too_large")
        if total - before != stated:
            raise FileError("not_a_list")


def read_heads(path: Path) -> Iterator[tuple[int, int, list[CellValue]]]:
    """Yield (sheet, row, cells) for the first rows of every visible sheet; rows count from 1, blank ones left out."""
    return _run("heads", str(path))


def read_sheet(path: Path, *, sheet: int, after: int, width: int) -> Iterator[tuple[int, int, list[CellValue]]]:
    """Yield (sheet, row, cells) of one sheet behind a row, blank rows left out; ending early ends the process.

    What stands beside the first `width` cells is not read.
    """
    return _run("rows", str(path), str(sheet), str(after), str(width))


def _run(*arguments: str) -> Iterator[tuple[int, int, list[CellValue]]]:
    command = [sys.executable, "-I", str(CHILD), *arguments]
    environment = {name: os.environ[name] for name in HELD if name in os.environ}
    with subprocess.Popen(  # noqa: S603 -- our own script, arguments are a path and numbers
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as child:
        assert child.stdout is not None
        try:
            decode = json.JSONDecoder(object_hook=_as_date).decode
            for line in child.stdout:
                yield decode(line.decode())
            _check_exit(child.wait())
        finally:
            child.kill()


def _check_exit(code: int) -> None:
    if code == PASSWORD:
        raise FileError("password_protected")
    if code in {NOT_A_WORKBOOK, FAULT_IN_READER}:
        raise FileError("not_a_list")
    if code:
        raise FileError("unpacked_too_large")


def _as_date(value: dict[str, Any]) -> date:
    if "d" in value:
        return date.fromisoformat(value["d"])
    return datetime.fromisoformat(value["t"])
