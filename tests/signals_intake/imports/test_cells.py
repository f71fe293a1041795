from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals_intake.imports import cells
from signals_intake.imports.cells import CellError
from tests.signals_intake.imports.golden_cells import CODES, GOLDEN

STEADY = settings(deadline=None, derandomize=True)  # the same on every machine, however busy
CENTS = st.integers(min_value=-999_999_999, max_value=999_999_999)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
ANY_CELL = st.one_of(
    st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.none()
)
PARSERS = sorted({parser for parser, _, _ in GOLDEN})


@pytest.mark.parametrize(("parser", "cell", "expected"), GOLDEN)
def test_a_cell_is_read_as_the_golden_table_says(parser, cell, expected):
    parse = getattr(cells, parser)

    if isinstance(expected, str) and expected in CODES:
        with pytest.raises(CellError) as error:
            parse(cell)
        assert error.value.code == expected
    else:
        value = parse(cell)
        assert (value, type(value)) == (expected, type(expected))


def test_the_golden_table_is_large():
    assert len(GOLDEN) >= 150


def grouped(cents: int, thousands: str, decimal: str) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{f'{whole:,}'.replace(',', thousands)}{decimal}{rest:02d}"


@STEADY
@given(cents=CENTS)
def test_dutch_and_english_writing_give_the_same_amount(cents):
    amount = Decimal(cents) / 100

    for thousands, decimal in [(".", ","), (",", "."), ("", ","), ("", "."), (" ", ",")]:
        assert cells.parse_amount(grouped(cents, thousands, decimal)) == amount


@STEADY
@given(cents=CENTS)
def test_an_amount_survives_currency_brackets_and_trailing_minus(cents):
    amount, plain = Decimal(-abs(cents)) / 100, grouped(abs(cents), ".", ",")

    for written in [f"({plain})", f"€ -{plain}", f"-€ {plain}", f"{plain}-", f"- {plain} EUR"]:
        assert cells.parse_amount(written) == amount


@STEADY
@given(cents=CENTS)
def test_a_spreadsheet_number_is_the_amount_it_shows(cents):
    assert cells.parse_amount(cents / 100) == Decimal(cents) / 100


@STEADY
@given(day=DAYS)
def test_every_day_is_read_in_every_writing(day):
    for written in ["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y%m%d", "%d-%m-%Y 00:00:00"]:
        assert cells.parse_date(day.strftime(written)) == day
    assert cells.parse_date(f"{day.day}-{day.month}-{day.year}") == day


@pytest.mark.parametrize("parser", PARSERS)
@STEADY
@given(cell=ANY_CELL)
def test_any_cell_gives_a_value_or_a_code_of_the_list(parser, cell):
    code = None
    try:
        getattr(cells, parser)(cell)
    except CellError as error:
        code = error.code

    assert code in {None, *CODES}


def test_an_error_says_nothing_of_the_value():
    with pytest.raises(CellError) as error:
        cells.parse_amount("Jansen 1980")

    assert "Jansen" not in f"{error.value!r} {error.value.args}"


@pytest.mark.parametrize("evil", ["a" + " 1a" * 60 + " !", " ".join(["aa 11 aaa 11"] * 15) + "!!", "a 1 " * 49 + "!"])
def test_an_address_made_to_be_slow_is_not(evil):
    start = process_time()
    cells.parse_address(evil[:200])

    assert process_time() - start < 0.2  # seconds
