"""One pure parser per kind of cell, used by files, forms and the API alike.

Each takes a cell as a file gives it (text from CSV; text, number or date from a spreadsheet) and gives the typed value,
None for an empty cell, or raises `CellError` with a code. Nothing is guessed: what can be read in two ways is an error.
The error never holds the value, because values are personal data.
"""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from signals_intake.imports.addresses import parse_addition as parse_addition  # noqa: PLC0414 -- all parsers are here
from signals_intake.imports.addresses import parse_address as parse_address  # noqa: PLC0414
from signals_intake.imports.addresses import parse_house_number as parse_house_number  # noqa: PLC0414
from signals_intake.imports.addresses import parse_postcode as parse_postcode  # noqa: PLC0414
from signals_intake.imports.plain import CellError as CellError  # noqa: PLC0414
from signals_intake.imports.plain import CellValue as CellValue  # noqa: PLC0414
from signals_intake.imports.plain import as_text as as_text  # noqa: PLC0414
from signals_intake.imports.plain import parse_text as parse_text  # noqa: PLC0414

CENT: Final = Decimal("0.01")
MAX_AMOUNT: Final = Decimal("9999999.99")
MAX_MONTHS: Final = 1200
FIRST_YEAR: Final = 1900
SERIAL_EPOCH: Final = date(1899, 12, 30)  # Excel's day 0; right from 1 March 1900 on
FIRST_SERIAL, LAST_SERIAL = 61, 73_415  # 1 March 1900, 31 December 2100
EXACT_FLOAT: Final = 10**15  # above it Excel has already rounded the digits away

NO_DATE: Final = frozenset({"-", "00-00-0000", "0000-00-00", "00/00/0000", "00000000"})
NO_ANSWER: Final = frozenset({"", "-", "?", "onbekend", "unknown", "n.v.t.", "nvt"})
YES: Final = frozenset({"j", "ja", "y", "yes", "true", "waar", "1", "x"})
NO: Final = frozenset({"n", "nee", "no", "false", "onwaar", "0"})


ONE_WORD = re.compile(r'[!"$-*,-~]{1,30}')  # ASCII without spaces, # and +, and below every limit
EXPONENT = re.compile(r"[0-9]([.,][0-9]+)?[eE]\+[0-9]{1,3}")


def parse_contract(cell: CellValue, *, limit: int = 40) -> str:
    """Read a contract number; `invalid_number` where Excel has eaten its last digits (`1,23457E+12`)."""
    if isinstance(cell, str) and ONE_WORD.fullmatch(cell):  # most cells
        return cell
    if isinstance(cell, float) and abs(cell) >= EXACT_FLOAT:
        raise CellError("invalid_number")
    text = parse_text(cell, limit=limit)
    if "+" in text and EXPONENT.fullmatch(text):
        raise CellError("invalid_number")
    return text


def parse_phone(cell: CellValue, *, limit: int = 40) -> str:
    """Keep the number as typed, without spaces."""
    if isinstance(cell, str) and ONE_WORD.fullmatch(cell):
        return cell
    return parse_text(cell, limit=limit).replace(" ", "")


def parse_email(cell: CellValue, *, limit: int = 254) -> str:
    """Keep the address in lower case; whether it exists only a message can tell."""
    if isinstance(cell, str) and ONE_WORD.fullmatch(cell):
        return cell.lower()
    return parse_text(cell, limit=limit).lower()


# --- amounts --------------------------------------------------------------------------------------------------------

PLAIN = re.compile(r"[0-9]{1,7}[.,][0-9]{2}")
THOUSANDS = re.compile(r"[0-9]{1,3}\.[0-9]{3},[0-9]{2}")
DUTCH = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]{1,2}")
CURRENCY = re.compile(r"^(-?) ?(?:€|eur(?:o)?\b\.?) ?|\s?(?:€|eur(?:o)?)$", re.IGNORECASE)
DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2011": "-"})


def parse_amount(cell: CellValue) -> Decimal | None:
    """Read an amount in euros, in cents precision, whatever the country of its comma.

    A lone `1.234` is `ambiguous_amount`. Minus stands before, behind or as brackets. Numbers from a spreadsheet are
    rounded to cents from their shortest decimal form, so that 1043.9 is 1043.90.
    """
    if isinstance(cell, str):
        if PLAIN.fullmatch(cell):  # most cells; in range and in cents by their shape
            return Decimal(cell.replace(",", "."))
        if THOUSANDS.fullmatch(cell):
            return Decimal(cell.replace(".", "").replace(",", "."))
        return _parse_amount_text(as_text(cell))
    if cell is None:
        return None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        written = repr(cell)
        return Decimal(written) if PLAIN.fullmatch(written) else _in_range(Decimal(written))
    raise CellError("invalid_amount")


def _parse_amount_text(text: str) -> Decimal | None:
    if not text:
        return None
    text = text.translate(DASHES)
    negative = text.startswith("(") and text.endswith(")")
    text = CURRENCY.sub(r"\1", text[1:-1].strip() if negative else text).strip()
    if not negative and text[:1] == "-":
        negative, text = True, CURRENCY.sub("", text[1:].lstrip())
    elif not negative and text[-1:] == "-" and text[-2:-1].isdigit():
        negative, text = True, text[:-1]
    value = _in_range(_unsigned(text))
    return -value if negative else value


def _dots_group(digits: str) -> str:
    return digits.replace(".", "").replace(",", ".")


def _commas_group(digits: str) -> str:
    return digits.replace(",", "")


def _dots_or_comma(digits: str) -> str:
    return digits.replace(",", ".")


def _all_group(digits: str) -> str:
    return re.sub(r"[^0-9]", "", digits)


def _ambiguous(_digits: str) -> str:
    raise CellError("ambiguous_amount")


WRITTEN: Final = (  # the ways to write an amount; the first that fits counts
    (DUTCH, _dots_group),
    (re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]{1,2}"), _commas_group),
    (re.compile(r"0|[1-9][0-9]*"), str),
    (re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+)[.,](?:-{1,2}|=)"), _all_group),  # 12,-
    (re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})"), _all_group),  # 1.234.567
    (re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}"), _ambiguous),  # 1.234: a thousand and something, or one and a bit
    (re.compile(r"(?:0|[1-9][0-9]*)[.,][0-9]{3,20}"), _dots_or_comma),  # what a database or a float dump writes
    (re.compile(r"[.,][0-9]{2}"), _dots_or_comma),  # ,50
)
SPACED: Final = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,].*)?")


def _unsigned(text: str) -> Decimal:
    digits = text.replace(" ", "") if SPACED.fullmatch(text) else text
    for pattern, plain in WRITTEN:
        if pattern.fullmatch(digits):
            return Decimal(plain(digits))
    raise CellError("invalid_amount")


def _in_range(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) > MAX_AMOUNT:
        raise CellError("invalid_amount")
    return value.quantize(CENT, ROUND_HALF_UP)


# --- dates ----------------------------------------------------------------------------------------------------------

DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
WRITTEN_OUT: Final = len("dd-mm-yyyy")
MIDNIGHT = re.compile(r"[T ]0{1,2}:00(?::00(?:\.0+)?)?Z?$")


def parse_date(cell: CellValue) -> date | None:
    """Read a date: day first or year first, never month first, never two-digit years; spreadsheet dates and serials."""
    if isinstance(cell, (int, float)):
        return _date_from_number(cell)
    if isinstance(cell, date):
        return _in_years(cell.date() if isinstance(cell, datetime) else cell)
    text = as_text(cell)
    if ":" in text:
        text = MIDNIGHT.sub("", text)
    return _date_from_text(text) if text and text not in NO_DATE else None


def _date_from_text(text: str) -> date:
    if len(text) == WRITTEN_OUT and text[4] == text[7] == "-" and text.isascii():  # most cells of one country ...
        return _iso(text)
    if len(text) == WRITTEN_OUT and text[2] == text[5] == "-" and text.isascii():  # ... and of the other
        return _iso(f"{text[6:]}-{text[3:5]}-{text[:2]}")
    if match := DAY_FIRST.fullmatch(text):
        return _date(match[4], match[3], match[1])
    if match := YEAR_FIRST.fullmatch(text):
        return _date(match[1], match[3] or match[5], match[4] or match[6])
    raise CellError("invalid_date")


def _date_from_number(cell: float) -> date:
    """Read a date typed as a number: Excel's serial day, or yyyymmdd."""
    if isinstance(cell, bool) or not abs(cell) < EXACT_FLOAT:  # not a number is not below anything
        raise CellError("invalid_date")
    whole = int(cell)
    if FIRST_SERIAL <= whole <= LAST_SERIAL:
        return SERIAL_EPOCH + timedelta(days=whole)
    if whole == cell and (match := YEAR_FIRST.fullmatch(str(whole))):
        return _date(match[1], match[5], match[6])
    raise CellError("invalid_date")


def _date(year: str, month: str, day: str) -> date:
    try:
        return _in_years(date(int(year), int(month), int(day)))
    except ValueError:
        raise CellError("invalid_date") from None


def _iso(text: str) -> date:
    try:
        return _in_years(date.fromisoformat(text))
    except ValueError:
        raise CellError("invalid_date") from None


def _in_years(value: date) -> date:
    if value.year < FIRST_YEAR:
        raise CellError("invalid_date")
    return value


# --- answers, counts ------------------------------------------------------------------------------------------------


def parse_boolean(cell: CellValue) -> bool | None:
    """Read yes or no in Dutch, English or as a cross; empty and "unknown" are None, never no."""
    text = as_text(cell).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    if text in NO_ANSWER:
        return None
    raise CellError("invalid_boolean")


COUNT = re.compile(r"(-?)([0-9]{1,4})(?:[.,][0-9]{1,2})?")


def parse_months(cell: CellValue) -> int | None:
    """Read a number of months, in complete months: 2,5 is 2, and a credit (-1) is 0."""
    text = as_text(cell)
    if not text:
        return None
    match = COUNT.fullmatch(text)
    if not match or (months := int(match[2])) > MAX_MONTHS:
        raise CellError("invalid_number")
    return 0 if match[1] else months
