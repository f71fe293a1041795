from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals_intake.imports.columns import FIELDS, PRESETS, suggest
from signals_intake.imports.rows import Row, dropped_columns, parse_rows

HEADERS = ["Nr", "Naam", "Geboren", "Straat", "Huisnr", "Letter", "Toev", "Postcode", "Saldo", "Huur", "Bezwaar", "BV"]
FIELDS_OF_HEADERS = [
    *("contract", "name", "birth_date", "street", "house_number", "house_letter", "addition", "postcode"),
    *("balance", "rent", "objection", "legal_person"),
]
MAPPING = dict(zip(HEADERS, FIELDS_OF_HEADERS, strict=True))
GOOD = {
    "Nr": "C-1",
    "Naam": "J. de Vries",
    "Geboren": "22-07-1987",
    "Straat": "Overtoom",
    "Huisnr": "12",
    "Postcode": "1054 HJ",
    "Saldo": "1.234,56",
    "Huur": "500,00",
    "Bezwaar": "N",
}
TODAY = date(2026, 6, 1)


def line(**cells):
    return [{**GOOD, **cells}.get(header, "") for header in HEADERS]


def parse(*lines):
    return list(parse_rows(enumerate(lines, start=1), HEADERS, MAPPING, today=TODAY))


def faults(*lines):
    return [(error.row, error.column, error.code) for _, errors, _, _ in parse(*lines) for error in errors]


def test_a_row_has_one_attribute_for_every_field():
    assert list(Row._fields) == ["number", *FIELDS]


def test_a_good_row_is_typed():
    ((row, errors, warnings, contract),) = parse(line())

    assert (errors, warnings, contract) == ([], [], "C-1")
    assert (row.number, row.birth_date, row.house_number) == (1, date(1987, 7, 22), 12)
    assert (row.balance, row.rent, row.objection) == (Decimal("1234.56"), Decimal("500.00"), False)


def test_columns_that_are_not_there_are_unknown_and_not_no():
    ((row, *_),) = parse(line())

    assert (row.personal_contact, row.help_offered, row.reminder_on, row.months_reported) == (None, None, None, None)
    assert (row.phone, row.email, row.bailiff_stage) == ("", "", "")


@pytest.mark.parametrize("header", ["Nr", "Naam", "Geboren", "Huisnr", "Postcode", "Saldo"])
def test_a_required_cell_left_empty_rejects_the_row(header):
    assert faults(line(**{header: " "})) == [(1, header, "missing_value")]


def test_every_fault_of_a_row_is_named_in_the_order_of_the_file():
    broken = line(Naam="", Geboren="31-02-1980", Huisnr="nul", Postcode="?", Saldo="n.n.b.", Bezwaar="soms")

    assert faults(broken) == [
        (1, "Naam", "missing_value"),
        (1, "Geboren", "invalid_date"),
        (1, "Huisnr", "invalid_number"),
        (1, "Postcode", "invalid_postcode"),
        (1, "Saldo", "invalid_amount"),
        (1, "Bezwaar", "invalid_boolean"),
    ]


def test_a_rejected_row_gives_its_contract_number_if_it_can_be_read():
    assert parse(line(Saldo="?"))[0][3] == "C-1"
    assert parse(line(Nr=""))[0][3] is None
    assert parse(line(Nr="1,2E+12"))[0][3] is None


def test_a_birth_date_ahead_is_a_future_date():
    assert faults(line(Geboren="02-06-2026")) == [(1, "Geboren", "future_date")]
    assert faults(line(Geboren="01-06-2026")) == []


def test_a_legal_person_needs_no_birth_date():
    assert faults(line(Geboren="", BV="J")) == []
    assert faults(line(Geboren="", BV="N")) == [(1, "Geboren", "missing_value")]
    assert faults(line(Geboren="", BV="")) == [(1, "Geboren", "missing_value")]


def test_the_same_contract_twice_rejects_the_second_row():
    (first, *_), (second, errors, _, contract) = parse(line(), line(Saldo="1,00"))

    assert first is not None
    assert (second, contract) == (None, "C-1")
    assert [error.code for error in errors] == ["duplicate_contract"]


def test_a_rejected_row_counts_as_the_first_of_its_contract():
    assert faults(line(Saldo="?"), line()) == [(1, "Saldo", "invalid_amount"), (2, "Nr", "duplicate_contract")]


def test_rows_without_a_contract_are_not_each_others_duplicates():
    assert [code for _, _, code in faults(line(Nr=""), line(Nr=""))] == ["missing_value", "missing_value"]


@pytest.mark.parametrize("balance", ["0,00", "-12,50", "(1,00)"])
def test_a_row_without_arrears_is_accepted_with_a_warning(balance):
    ((row, errors, warnings, _),) = parse(line(Saldo=balance))

    assert (row is not None, errors) == (True, [])
    assert warnings == [(1, "Saldo", "no_arrears")]


@pytest.mark.parametrize(
    ("number", "letter", "addition", "expected"),
    [
        ("12", "", "", (12, "", "")),
        ("12", "A", "2", (12, "A", "2")),
        ("12A", "", "", (12, "", "A")),
        ("12A", "", "2", (12, "A", "2")),
        ("12-2", "", "", (12, "", "2")),
        (12.0, "", 2.0, (12, "", "2")),
    ],
)
def test_what_is_glued_to_a_house_number_is_kept(number, letter, addition, expected):
    ((row, *_),) = parse(line(Huisnr=number, Letter=letter, Toev=addition))

    assert (row.house_number, row.house_letter, row.addition) == expected


def test_a_glued_addition_beside_another_is_not_guessed():
    assert faults(line(Huisnr="12-2", Toev="hs")) == [(1, "Huisnr", "invalid_number")]
    assert faults(line(Huisnr="12A", Letter="B", Toev="2")) == [(1, "Huisnr", "invalid_number")]


def test_an_address_in_one_cell_fills_street_number_and_addition():
    mapping = {**MAPPING, "Straat": "address"}
    del mapping["Huisnr"], mapping["Toev"]
    lines = [line(Straat="2e Jan Steenstraat 5-III"), line(Nr="C-2", Straat="Overtoom")]
    (row, *_), (_, errors, _, _) = parse_rows(enumerate(lines, 1), HEADERS, mapping, today=TODAY)

    assert (row.street, row.house_number, row.addition) == ("2e Jan Steenstraat", 5, "III")
    assert row.address == "2e Jan Steenstraat 5-III"
    assert errors == [(2, "Straat", "missing_value")]


def test_a_short_row_lacks_its_last_cells_and_a_long_one_is_refused():
    assert parse(line()[:10])[0][0] is not None
    assert faults(line()[:8]) == [(1, "Saldo", "missing_value")]
    assert parse([*line(), "", " "])[0][0] is not None
    assert faults([*line(), "", "more"]) == [(1, "BV", "too_long")]


def test_the_raw_row_is_left_as_it_was():
    raw = line()
    parse(raw)

    assert raw == line()


def test_headers_may_stand_in_any_order_case_and_spacing():
    headers = [" ".join(header.upper()) for header in reversed(HEADERS)]
    ((row, *_),) = parse_rows([(1, line()[::-1])], headers, MAPPING, today=TODAY)

    assert (row.contract, row.balance) == ("C-1", Decimal("1234.56"))


def test_of_two_columns_for_one_field_the_first_is_read_and_the_second_named_as_dropped():
    headers = [*HEADERS, "Saldo", "Opmerking", ""]
    ((row, *_),) = parse_rows([(1, [*line(), "1,00", "x", ""])], headers, MAPPING, today=TODAY)

    assert row.balance == Decimal("1234.56")
    assert dropped_columns(headers, MAPPING) == ["Saldo", "Opmerking"]


def test_a_mapping_without_a_required_column_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="balance"):
        parse_rows([], HEADERS[:8], MAPPING)


def test_memory_of_cells_is_bounded_and_changes_nothing():
    lines = [
        line(Nr=f"C-{n}", Saldo=f"{n},25", Geboren=f"{n % 28 + 1}-{n % 12 + 1}-{1930 + n % 80}") for n in range(9000)
    ]
    rows = [row for row, *_ in parse(*lines)]

    assert [row.balance for row in rows] == [Decimal(n) + Decimal("0.25") for n in range(9000)]


@settings(deadline=None, derandomize=True)
@given(cells=st.lists(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.dates(), st.none()), max_size=15))
def test_any_row_is_either_accepted_or_has_errors(cells):
    ((row, errors, _, _),) = parse(cells)

    assert (row is None) == bool(errors)
    assert all(error.column in HEADERS for error in errors)


@pytest.mark.parametrize("supplier", PRESETS)
def test_the_words_of_the_presets_are_suggested_to_a_new_supplier(supplier):
    preset = PRESETS[supplier]

    assert suggest([*preset, "Opmerking", "internal_risk_score", "BSN"]) == preset


def test_a_field_is_suggested_once():
    assert suggest(["Saldo", "Achterstand", "Telefoon", "Mobiel"]) == {"Saldo": "balance", "Telefoon": "phone"}


def test_presets_and_mappings_speak_of_our_fields():
    assert {field for preset in PRESETS.values() for field in preset.values()} <= set(FIELDS)
