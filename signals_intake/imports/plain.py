"""What every reader of cells starts from: the kinds of value a file gives, its text without traces, its one error."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

CellValue = str | int | float | date | datetime | time | timedelta | None

EXCEL_ERRORS: Final = frozenset(
    f"#{word}"
    for word in re.split(r"\s+", "N/A N/B REF! VERW! VALUE! WAARDE! DIV/0! DEEL/0! NAME? NAAM? NUM! GETAL! NULL! LEEG!")
)


class CellError(ValueError):
    """A cell that cannot be read; `code` says why, in a closed list of words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def as_text(cell: CellValue) -> str:
    """Give the cell as one clean line: no control or direction characters, single spaces, composed letters."""
    text = cell if isinstance(cell, str) else _number_as_text(cell)
    if not text.isprintable():
        text = "".join(
            c if c.isprintable() or c == "\u200c" else " " if c.isspace() or unicodedata.category(c) == "Cc" else ""
            for c in text
        )
    text = " ".join(text.split())
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    elif text[:1] == "#" and text in EXCEL_ERRORS:
        return ""
    return text


def _number_as_text(cell: CellValue) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return str(cell)


def parse_text(cell: CellValue, *, limit: int = 200) -> str:
    """Read free text; `too_long` above the limit (characters)."""
    if isinstance(cell, str) and cell.isascii() and cell.isprintable() and cell[:1] != "#":  # most cells
        text = " ".join(cell.split())
    else:
        text = as_text(cell)
    if len(text) > limit:
        raise CellError("too_long")
    return text
