from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from common.exports import DANGEROUS, export_response, safe_text, write_csv, write_xlsx

#: What a spreadsheet takes for a formula or a command, wherever it starts.
STARTS = st.sampled_from([*DANGEROUS, " =", "'=", "\t=", "=HYPERLINK(", '"=1+1"'])
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.builds(str.__add__, STARTS, st.text(st.characters(exclude_categories=["Cs", "Cc"]))),
)


def cells_of_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def restored(cell: str) -> str:
    """Take away the apostrophe that we put before dangerous text."""
    return cell[1:] if safe_text(cell) != cell else cell


def is_live(cell: str) -> bool:
    return cell.lstrip(" ").startswith(DANGEROUS)


@given(TEXTS)
def test_no_live_formula_leaves_as_csv_and_every_text_comes_back(text):
    _header, [cell] = cells_of_csv(write_csv(["Name"], [[text]]))

    assert not is_live(cell)
    assert restored(cell) == text


@given(TEXTS)
def test_headers_are_no_formulas_either(text):
    assert not is_live(cells_of_csv(write_csv([text], []))[0][0])


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_row_keeps_its_cells(texts):
    assert [restored(cell) for cell in cells_of_csv(write_csv(["a"], [texts]))[1]] == texts


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=50), STARTS)
def test_a_workbook_holds_text_and_no_formula(text, start):
    body = write_xlsx(["Name"], [[start.strip("\t\r\n\0") + text]])

    sheet = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert b"<f>" not in sheet
    assert rows[1][0] == start.strip("\t\r\n\0") + text


def test_a_workbook_keeps_dates_amounts_and_numbers():
    body = write_xlsx(["Day", "Owed", "Months", "None"], [[date(2026, 5, 1), Decimal("1234.50"), 3, None]])

    [_, row] = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()

    assert row[:3] == [date(2026, 5, 1), 1234.5, 3]


def test_amounts_in_csv_are_exact():
    assert cells_of_csv(write_csv(["Owed"], [[Decimal("-0.10")]]))[1] == ["-0.10"]


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_a_table_is_saved_under_its_name(kind, start):
    answer = export_response(name="answers", kind=kind, headers=["a"], rows=[])

    assert isinstance(answer, HttpResponse)
    assert answer.content.startswith(start)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="answers.{kind}"'
