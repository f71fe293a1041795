"""The as-of date (*peildatum*) in the title lines above a list."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from signals_intake.imports.cells import CellError, CellValue, as_text, parse_date

MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
SAYS_AS_OF: Final = re.compile(
    r"\b(?:per|peildatum|as of|as-of date|as at|(?:stand|saldi?) op|d\.d\.)(?![^\W\d_])", re.IGNORECASE
)
A_DATE: Final = re.compile(
    r"[ :]*(?:is )?(?:(?P<digits>[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4})"
    r"|(?P<day>[0-9]{1,2}) (?P<month>[a-z]{3,9})\.? (?P<year>[0-9]{4}))(?![0-9])",
    re.IGNORECASE,
)


def as_of_in(titles: Iterable[Sequence[CellValue]]) -> date | None:
    """Find the one date that a title calls its as-of date; None when there is none, or more than one."""
    found = {day for row in titles for day in _dates_in(row)}
    return found.pop() if len(found) == 1 else None


def _dates_in(row: Sequence[CellValue]) -> Iterable[date]:
    """Look behind each as-of word, across cells: `Peildatum` and its date may stand side by side."""
    text = " ".join(_as_title(cell) for cell in row)
    for word in SAYS_AS_OF.finditer(text):
        if (match := A_DATE.match(text, word.end())) and (day := _read(match)):
            yield day


def _as_title(cell: CellValue) -> str:
    return cell.strftime("%d-%m-%Y") if isinstance(cell, (date, datetime)) else as_text(cell)


def _read(match: re.Match[str]) -> date | None:
    digits = match["digits"]
    if not digits:
        month = MONTHS.get(match["month"].lower(), 0)
        digits = f"{match['day']}-{month}-{match['year']}"
    try:
        return parse_date(digits)
    except CellError:
        return None
