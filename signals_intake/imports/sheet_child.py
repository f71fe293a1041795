"""Read one workbook in a process of its own, so that a hostile one takes only this process down.

Run as a script: `sheet_child.py heads PATH` or `sheet_child.py rows PATH SHEET AFTER WIDTH`. It caps its own memory and
processor time before it opens the file, gets no environment from its parent, and prints one JSON line a row:
`[sheet, row, cells]`, rows counted from 1, blank ones left out. Dates are objects (`{"d": "2026-03-01"}`), booleans
the words true and false.
Exit codes: 0 read, 1 the reader itself failed, 3 not a workbook, 4 password; anything else means that it did not fit.
"""

import json
import resource
import sys
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MEMORY = 512 << 20  # bytes of address space
PROCESSOR = {"heads": 5, "rows": 20}  # seconds; the heads come first and refuse what is made to be slow
HEAD = 60  # rows of each sheet in which a header is looked for
WIDEST = 1000  # cells of a row that are passed on; the parent refuses long before
LONGEST = 1000  # characters of a cell that are passed on; the parent refuses long before
FAULT_IN_READER, NOT_A_WORKBOOK, PASSWORD, DOES_NOT_FIT = 1, 3, 4, 5


def cap(processor: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def plain(value: object) -> object:
    """Give what JSON has no word for."""
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else str(value)


def send(
    book: "CalamineWorkbook", sheet: int, *, after: int = 0, count: int | None = None, width: int = WIDEST
) -> None:
    encode = json.JSONEncoder(default=plain, ensure_ascii=False, separators=(",", ":")).encode
    rows = islice(book.get_sheet_by_index(sheet).iter_rows(), after, None if count is None else after + count)
    # Standard output as it is would refuse what Excel allows: half a letter.
    with open(1, "w", encoding="utf-8", errors="replace", closefd=False) as out:
        for number, row in enumerate(rows, start=after + 1):
            if row.count("") < len(row):
                out.write(encode([sheet, number, [fitting(cell) for cell in row[:width]]]) + "\n")


def fitting(cell: object) -> object:
    if isinstance(cell, str):
        return cell if len(cell) <= LONGEST else cell[:LONGEST]
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell


def read(mode: str, path: str, *numbers: str) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 -- after the caps

    book = CalamineWorkbook.from_path(path)
    if mode == "rows":
        sheet, after, width = map(int, numbers)
        send(book, sheet, after=after, width=width)
        return
    for index, sheet_data in enumerate(book.sheets_metadata):
        if sheet_data.typ == SheetTypeEnum.WorkSheet and sheet_data.visible == SheetVisibleEnum.Visible:
            send(book, index, count=HEAD)


def main(mode: str, path: str, *numbers: str) -> int:
    cap(PROCESSOR[mode])
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415 -- after the caps

    try:
        read(mode, path, *numbers)
    except PasswordError:
        return PASSWORD
    except CalamineError:
        return NOT_A_WORKBOOK
    except MemoryError:
        return DOES_NOT_FIT
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
