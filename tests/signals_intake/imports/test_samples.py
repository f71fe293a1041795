"""The eighteen sample files of three corporations, against the answers written with them."""

import json
from datetime import date
from pathlib import Path

import pytest

from signals_intake.imports.columns import PRESETS
from signals_intake.imports.files import inspect, read_rows
from signals_intake.imports.rows import Row, RowError, dropped_columns, parse_rows
from tests.tools.sample_lists import write_lists

SAMPLES = Path(__file__).parents[2] / "data" / "arrears"
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["months"]
FILES = sorted(path.name for path in SAMPLES.glob("20*"))
TODAY = date(2026, 9, 1)  # after the last of them
CODES = {
    "no_contract": "missing_value",
    "bad_amount": "invalid_amount",
    "bad_date": "invalid_date",
    "bad_postcode": "invalid_postcode",
    "shifted": "invalid_amount",
}


def read(name: str) -> tuple[list[Row], list[RowError], int]:
    path, mapping = SAMPLES / name, PRESETS[supplier(name)]
    source = inspect(path, mapping)
    rows, errors, count = [], [], 0
    for row, row_errors, _, _ in parse_rows(read_rows(path, source), source.headers, mapping, today=TODAY):
        count += 1
        errors += row_errors
        rows += [row] if row else []
    return rows, errors, count


def supplier(name: str) -> str:
    return Path(name).stem.rsplit("-", 1)[1]


def test_all_eighteen_are_here():
    assert len(FILES) == 18


@pytest.mark.parametrize("name", FILES)
def test_rows_and_rejected_rows_are_exactly_those_of_the_truth(name):
    truth = TRUTH[name[:7]]
    rows, errors, count = read(name)

    broken = {int(row): CODES[fault["kind"]] for row, fault in truth["broken"][supplier(name)].items()}
    assert count == truth["rows"][supplier(name)]
    assert {error.row: error.code for error in errors} == broken
    assert len(errors) == len(broken)
    assert len(rows) == count - len(broken)


@pytest.mark.parametrize("name", FILES)
def test_the_as_of_date_and_surplus_columns_are_found(name):
    source = inspect(SAMPLES / name, PRESETS[supplier(name)])

    as_of = None if supplier(name) == "rivier" else date.fromisoformat(f"{name[:7]}-01")
    dropped = {"kade": ["Opmerking"], "oost": [], "rivier": ["internal_risk_score"]}[supplier(name)]
    assert source.as_of == as_of
    assert dropped_columns(source.headers, PRESETS[supplier(name)]) == dropped


@pytest.mark.parametrize("name", FILES)
def test_a_rejected_row_still_names_its_contract_where_it_can(name):
    path, mapping = SAMPLES / name, PRESETS[supplier(name)]
    source = inspect(path, mapping)
    parsed = parse_rows(read_rows(path, source), source.headers, mapping, today=TODAY)
    named = {number: contract for number, (row, _, _, contract) in enumerate(parsed, start=1) if row is None}

    broken = TRUTH[name[:7]]["broken"][supplier(name)]
    assert named == {
        int(row): None if fault["kind"] == "no_contract" else fault["contract"] for row, fault in broken.items()
    }


def test_three_ways_of_writing_give_the_same_kind_of_row():
    kade, oost, rivier = (read(f"2026-03-{name}")[0] for name in ("kade.csv", "oost.xlsx", "rivier.csv"))

    assert (kade[0].street, kade[0].house_number, kade[0].birth_date) == ("Meer en Vaart", 259, date(1987, 7, 22))
    for row in (kade[0], oost[0], rivier[0]):
        assert row.postcode.isalnum()
        assert row.balance.as_tuple().exponent == row.rent.as_tuple().exponent == -2
        assert row.reminder_on == date(2026, 2, 12)
        assert (row.help_offered, row.objection) == (True, False)


def test_an_address_in_one_cell_names_the_same_dwellings_as_the_address_register():
    lines = (SAMPLES / "addresses.csv").read_text(encoding="utf-8").splitlines()[1:]
    dwellings = {tuple(line.split(";")[:5]) for line in lines}

    for row in read("2026-04-oost.xlsx")[0]:
        assert (row.street, str(row.house_number), "", row.addition, row.postcode) in dwellings


def test_the_generator_writes_these_files(tmp_path):
    write_lists(tmp_path, tenants=900)

    for path in tmp_path.glob("*"):
        if path.suffix != ".xlsx":  # a workbook holds the time of writing
            assert path.read_bytes() == (SAMPLES / path.name).read_bytes()
