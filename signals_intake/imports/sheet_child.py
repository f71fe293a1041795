"""Read one workbook in a process of its own, so that a hostile one takes only this process down.

Run as a script: `sheet_child.py heads PATH` or `sheet_child.py rows PATH SHEET AFTER`. It caps its own memory and
processor time before it opens the file, gets no environment from its parent, and prints one JSON line a row:
`[sheet, row, cells]`, rows counted from 1. Dates are objects (`{"d": "2026-03-01"}`), booleans
the words true and false.
Exit codes: 0 read, 1 the reader itself failed, 3 not a workbook, 4 password; anything else means that it did not fit.
"""

import json
import resource
import sys
from datetime import date, datetime
from itertools import islice

MEMORY = 512 << 20  # bytes of address space
PROCESSOR = 20  # seconds
HEAD = 60  # rows of each sheet in which a header is looked for
WIDTH = 1000  # cells of a row that are passed on; the parent refuses long before
FAULT_IN_READER, NOT_A_WORKBOOK, PASSWORD, DOES_NOT_FIT = 1, 3, 4, 5


def cap() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else str(value)


def send(path: str, wanted: int | None, after: int, count: int | None) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 -- after the caps

    encode = json.JSONEncoder(default=plain, ensure_ascii=False, separators=(",", ":")).encode
    out = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 -- standard output
    book = CalamineWorkbook.from_path(path)
    for index, sheet in enumerate(book.sheets_metadata):
        if wanted not in {None, index} or sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        if wanted is None and sheet.visible != SheetVisibleEnum.Visible:
            continue
        rows = islice(book.get_sheet_by_index(index).iter_rows(), after, None if count is None else after + count)
        for number, row in enumerate(rows, start=after + 1):
            cells = ["true" if c is True else "false" if c is False else c for c in row[:WIDTH]]
            out.write(encode([index, number, cells]) + "\n")
        out.flush()


def main(mode: str, path: str, sheet: str = "", after: str = "0") -> int:
    cap()
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415 -- after the caps

    try:
        if mode == "heads":
            send(path, None, 0, HEAD)
        else:
            send(path, int(sheet), int(after), None)
    except PasswordError:
        return PASSWORD
    except CalamineError:
        return NOT_A_WORKBOOK
    except MemoryError:
        return DOES_NOT_FIT
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
