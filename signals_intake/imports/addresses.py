"""Where somebody lives: postcode, house number and what stands behind it, in cells of their own or in one."""

import re
from datetime import date, time, timedelta
from typing import Final

from signals_intake.imports.plain import CellError, CellValue, as_text, parse_text

MAX_HOUSE_NUMBER: Final = 99_999
POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Za-z]{2})")
NEVER_ISSUED: Final = frozenset({"SA", "SD", "SS"})


def parse_postcode(cell: CellValue) -> str:
    """Read a Dutch postcode as `1092LS`; the letters SA, SD and SS were never issued."""
    match = POSTCODE.fullmatch(cell) if isinstance(cell, str) else None  # most cells
    if not match:
        text = as_text(cell)
        if not text:
            return ""
        match = POSTCODE.fullmatch(text)
    if not match or (letters := match[2].upper()) in NEVER_ISSUED:
        raise CellError("invalid_postcode")
    return match[1] + letters


SUFFIX_WORD = (
    r"(?:[A-Za-z]{1,3}|[IVXivx]{1,5}|[A-Za-z]?[0-9]{1,4}[A-Za-z]{0,3}"
    r"|huis|hoog|sous|boven|onder|beneden|achter|voor|links|rechts|zwart|rood)"
)
SUFFIX = rf"(?: ?[-/]? ?{SUFFIX_WORD}(?: ?[-/ ] ?{SUFFIX_WORD}){{0,2}})?"
HOUSE_NUMBER = re.compile(rf"([0-9]{{1,5}})(?![0-9])({SUFFIX})\.?")
YEAR_IN_NAME = r"(?:Plein|Laan|Park|Straat|Weg|Singel) (?:1[5-9][0-9]{2})(?=[ ][0-9])"  # Plein 1940 12
ADDRESS = re.compile(
    rf"(?P<street>{YEAR_IN_NAME}|.*?[^\W\d_].*?)[ ](?:nr\.? ?|no\.? )?"
    rf"(?P<number>[0-9]{{1,5}})(?![0-9])(?P<suffix>{SUFFIX})\.?",
    re.IGNORECASE,
)
USUAL_ADDRESS = re.compile(r"([A-Za-z' ]*[A-Za-z]) ([0-9]{1,3})(?: ([A-Za-z]{1,3}|[0-9]{1,4}))?")
POSTCODE_BEHIND = re.compile(r"(?:,| {1,3})\s*[1-9][0-9]{3} ?[A-Z]{2}\b.*$")


EXCEL_DAY = re.compile(r"[0-9]{1,2}-(?:jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)", re.IGNORECASE)


def _made_a_date(cell: CellValue, text: str) -> bool:
    """Tell what Excel makes of `12-2` unasked."""
    return isinstance(cell, (date, time, timedelta)) or EXCEL_DAY.fullmatch(text) is not None


def parse_addition(cell: CellValue, *, limit: int = 20) -> str:
    """Read a house letter or addition; `invalid_number` where Excel has made a date of it."""
    text = parse_text(cell, limit=limit)
    if text and _made_a_date(cell, text):
        raise CellError("invalid_number")
    return text


def parse_house_number(cell: CellValue) -> tuple[int, str] | None:
    """Read a house number and what is glued to it: `12A` is 12 and A; None for an empty cell."""
    text = as_text(cell)
    if not text:
        return None
    match = HOUSE_NUMBER.fullmatch(text)
    if not match or _made_a_date(cell, text):
        raise CellError("invalid_number")
    return _number(match[1]), match[2].strip(" -/")


def parse_address(cell: CellValue, *, limit: int = 200) -> tuple[str, int | None, str]:
    """Split one cell into street, number and addition; the number is None where there is none."""
    return split_address(parse_text(cell, limit=limit))


def split_address(text: str) -> tuple[str, int | None, str]:
    """Split an address already read as text."""
    if match := USUAL_ADDRESS.fullmatch(text):
        return match[1], _number(match[2]), match[3] or ""
    match = ADDRESS.fullmatch(text) or ADDRESS.fullmatch(POSTCODE_BEHIND.sub("", text))
    if not match:
        return text, None, ""
    return match["street"].rstrip(" ,"), _number(match["number"]), match["suffix"].strip(" -/")


def _number(digits: str) -> int:
    number = int(digits)
    if not 0 < number <= MAX_HOUSE_NUMBER:
        raise CellError("invalid_number")
    return number
