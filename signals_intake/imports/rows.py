"""From raw rows to typed rows, or to errors without values.

Speed comes from doing little per row: each mapped column has a memory of the cells it has already read, a row is one
sweep over those memories, and only a row with a fault takes the slow way that names every fault.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from operator import call, itemgetter
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from signals_intake.imports.addresses import split_address
from signals_intake.imports.cells import CellError, CellValue, as_text
from signals_intake.imports.columns import FIELDS, columns_of, missing_fields

REMEMBERED: Final = 4096  # cells a column keeps
REMEMBERED_DAYS: Final = 40_000
UNIQUE: Final = frozenset({"contract", "name", "phone", "email", "balance"})
NOT_AFTER_TODAY: Final = frozenset({"birth_date", "oldest_unpaid_on", "reminder_on"})


class Row(NamedTuple):
    """One accepted row: a contract, its tenant and dwelling, and what is owed at the list's date."""

    number: int
    contract: str
    name: str
    birth_date: date | None
    street: str
    house_number: int | None
    house_letter: str
    addition: str
    address: str
    postcode: str
    city: str
    phone: str
    email: str
    balance: Decimal
    rent: Decimal | None
    months_reported: int | None
    oldest_unpaid_on: date | None
    reminder_on: date | None
    personal_contact: bool | None
    help_offered: bool | None
    objection: bool | None
    arrangement: bool | None
    legal_person: bool | None
    other_claims: Decimal | None
    balance_includes_other: bool | None
    bailiff_stage: str
    earlier_contact: str
    payment_pattern: str
    bailiff_costs: Decimal | None


class RowError(NamedTuple):
    """A fault in one cell: the row, the supplier's own header and a code, never the value."""

    row: int
    column: str
    code: str


ParsedRow = tuple[Row | None, list[RowError], list[RowError], str | None]


class _Memory(dict[CellValue, Any]):
    """What a column's cells mean, each read once; takes no more when full. Faults are not remembered."""

    __slots__ = ("parse", "room")

    def __init__(self, parse: Callable[[CellValue], Any], room: int) -> None:
        self.parse = parse
        self.room = room

    def __missing__(self, cell: CellValue) -> Any:
        value = self.parse(cell)
        if self.room:
            self.room -= 1
            self[cell] = value
        return value


def reader_of(name: str, latest: date) -> Callable[[CellValue], Any]:
    """Give what reads a column's cells: its memory, or the parser where a cell hardly ever comes twice."""
    parse = FIELDS[name].parse
    if name in UNIQUE:
        return parse
    if name not in NOT_AFTER_TODAY:
        return _Memory(parse, REMEMBERED).__getitem__

    def not_after(cell: CellValue) -> date | None:
        value: date | None = parse(cell)
        if value is not None and value > latest:
            raise CellError("future_date")
        return value

    return _Memory(not_after, REMEMBERED_DAYS).__getitem__


def _nothing(value: Any) -> Callable[[CellValue], Any]:
    """Give what reads the empty cell of a column that is not there."""
    cells: dict[CellValue, Any] = {"": value}
    return cells.__getitem__


_PLACE: Final = {name: place for place, name in enumerate(FIELDS)}  # of each field in a list of values
CONTRACT, NAME, BIRTH_DATE, POSTCODE, BALANCE, LEGAL_PERSON = (
    _PLACE[name] for name in ("contract", "name", "birth_date", "postcode", "balance", "legal_person")
)
LONGEST_ADDITION: Final = FIELDS["addition"].limit or 0  # characters
REQUIRED: Final = [(name, _PLACE[name]) for name, field in FIELDS.items() if field.required]
STREET, HOUSE_NUMBER, HOUSE_LETTER, ADDITION, ADDRESS = (
    _PLACE[name] for name in ("street", "house_number", "house_letter", "addition", "address")
)

Fault = tuple[str, str]  # our field, code


class _Reader:
    """Reads the rows of one file; remembers cells and the contracts already seen."""

    def __init__(self, headers: list[str], mapping: Mapping[str, str], latest: date) -> None:
        self.places = places = columns_of(headers, mapping)
        if missing := missing_fields(places):
            raise ValueError(f"no column for {', '.join(missing)}")
        self.headers = headers
        self.width = absent = len(headers)  # behind the last cell `fitted` puts an empty one
        self.plan = [
            (places[name], reader_of(name, latest)) if name in places else (absent, _nothing(field.empty))
            for name, field in FIELDS.items()
        ]
        self.seen: set[str] = set()

    def read(self, rows: Iterable[tuple[int, list[CellValue]]]) -> Iterator[ParsedRow]:
        width, full = self.width, self.width + 1
        readers = [reader for _, reader in self.plan]
        gather = itemgetter(*(place for place, _ in self.plan))
        for number, cells in rows:
            fitted = [*cells, ""] if len(cells) == width else self.fitted(cells)
            try:
                values = list(map(call, readers, gather(fitted)))
            except CellError:
                yield self.rejected(number, fitted)
                continue
            faults = self.faults(values)
            if faults or len(fitted) != full:
                yield None, self.errors(number, faults, fitted), [], values[CONTRACT] or None
            else:
                warnings = [] if values[BALANCE] > 0 else [RowError(number, self.header("balance"), "no_arrears")]
                yield Row(number, *values), [], warnings, values[CONTRACT]

    def fitted(self, cells: list[CellValue]) -> list[CellValue]:
        """Give the row the header's width and one empty cell for absent columns; filled cells beyond stay behind it."""
        row = [*cells[: self.width], *[""] * (self.width - len(cells)), ""]
        return [*row, *(cell for cell in cells[self.width :] if as_text(cell))]

    def faults(self, values: list[Any]) -> list[Fault]:
        """Check what is missing and what concerns several cells; puts street, number and addition in their places."""
        faults = []
        contract = values[CONTRACT]
        if contract in self.seen:
            faults.append(("contract", "duplicate_contract"))
        elif contract:
            self.seen.add(contract)
        if not (contract and values[NAME] and values[POSTCODE]) or values[BALANCE] is None:
            faults += [(name, "missing_value") for name, place in REQUIRED if values[place] in {None, ""}]
        if values[BIRTH_DATE] is None and values[LEGAL_PERSON] is not True:
            faults.append(("birth_date", "missing_value"))
        if code := settle_dwelling(values):
            faults.append(("house_number" if "house_number" in self.places else "address", code))
        return faults

    def rejected(self, number: int, fitted: list[CellValue]) -> ParsedRow:
        """Name every fault of a row that has at least one unreadable cell."""
        faults: list[Fault] = []
        values: list[Any] = []
        for name, (place, read) in zip(FIELDS, self.plan, strict=True):
            try:
                values.append(read(fitted[place]))
            except CellError as error:
                values.append(None)
                faults.append((name, error.code))
        unread = {name for name, _ in faults}
        faults += [fault for fault in self.faults(values) if fault[0] not in unread]
        return None, self.errors(number, faults, fitted), [], values[CONTRACT] or None

    def errors(self, number: int, faults: list[Fault], fitted: list[CellValue]) -> list[RowError]:
        """Give faults in the order of the file; a row longer than its header is `too_long` at the last one."""
        ordered = sorted((self.places[name], code) for name, code in faults)
        if len(fitted) > self.width + 1:
            ordered.append((self.width - 1, "too_long"))
        return [RowError(number, self.headers[place], code) for place, code in ordered]

    def header(self, field: str) -> str:
        return self.headers[self.places[field]]


def settle_dwelling(values: list[Any]) -> str | None:
    """Put street, number and addition in their places, from their own cells or from the one-cell address.

    What is glued to a number (`12A`) is its addition, or its letter beside an addition. Gives a code when that fails.
    """
    found = values[HOUSE_NUMBER]
    if found is None:
        return _settle_from_address(values)
    values[HOUSE_NUMBER], glued = found
    if not glued:
        return None
    if len(glued) > LONGEST_ADDITION:
        return "too_long"
    if not values[ADDITION]:
        values[ADDITION] = glued
    elif not values[HOUSE_LETTER] and len(glued) == 1 and glued.isalpha():
        values[HOUSE_LETTER] = glued
    else:
        return "invalid_number"
    return None


def _settle_from_address(values: list[Any]) -> str | None:
    if not values[ADDRESS]:
        return "missing_value"
    try:
        street, number, addition = split_address(values[ADDRESS])
    except CellError as error:
        return error.code
    if number is None:
        return "missing_value"
    if len(addition) > LONGEST_ADDITION:
        return "too_long"
    values[HOUSE_NUMBER] = number
    values[STREET] = values[STREET] or street
    values[ADDITION] = values[ADDITION] or addition
    return None


def parse_rows(
    rows: Iterable[tuple[int, list[CellValue]]],
    headers: list[str],
    mapping: Mapping[str, str],
    *,
    today: date | None = None,
) -> Iterator[ParsedRow]:
    """Yield for each row: the row or None when rejected, its errors, its warnings, its contract number if readable.

    `today` bounds dates that cannot lie ahead; without it, today in Amsterdam. Raises ValueError when the mapping
    leaves a required field without a column, which `inspect` has ruled out.
    """
    reader = _Reader(headers, mapping, today or datetime.now(ZoneInfo("Europe/Amsterdam")).date())
    return reader.read(rows)


def dropped_columns(headers: list[str], mapping: Mapping[str, str]) -> list[str]:
    """Name the columns that are not read: unknown ones, and a second one for the same field."""
    read = set(columns_of(headers, mapping).values())
    return [header for place, header in enumerate(headers) if header and place not in read]
