import os
import resource
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from signals_intake.imports.files import FileError, inspect, read_rows
from signals_intake.imports.rows import parse_rows
from tests.signals_intake.imports.test_files import HEADER, MAPPING, code_of, rows_of
from tests.signals_intake.imports.workbooks import cell, write_workbook

NAMES = HEADER.split(";")
HEADER_ROW = '<row r="1">' + "".join(cell(f"{'ABCDEF'[i]}1", name) for i, name in enumerate(NAMES)) + "</row>"


def saved(folder: Path, rows: list[list[object]], *, epoch_1904: bool = False) -> Path:
    book = Workbook()
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    for row in rows:
        book.active.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    return path


def row(*, born: object = date(1987, 7, 22), balance: object = 958.5) -> list[object]:
    return ["C-1", "Müller-van 't Höf", born, "Overtoom 12", "1054 HJ", balance]


def test_cells_keep_their_kinds(tmp_path):
    path = saved(tmp_path, [NAMES, row(born=datetime.fromisoformat("1987-07-22T13:30:00"), balance=12)])

    assert rows_of(path) == [
        (1, ["C-1", "Müller-van 't Höf", datetime.fromisoformat("1987-07-22T13:30:00"), "Overtoom 12", "1054 HJ", 12.0])
    ]


def test_titles_blank_rows_and_a_margin_are_left_out(tmp_path):
    title = ["", "Peildatum", date(2026, 3, 1)]
    path = saved(tmp_path, [[], title, [], ["", *NAMES], ["", *row()], [], ["", *row()], ["", "Totaal", "2"]])
    source = inspect(path, MAPPING)

    assert (source.kind, source.header_line, source.as_of) == ("xlsx", 4, date(2026, 3, 1))
    assert [(number, cells[-6:]) for number, cells in read_rows(path, source)] == [(1, row()), (2, row())]


def test_what_stands_beside_the_list_is_not_read(tmp_path):
    path = saved(tmp_path, [NAMES, [*row(), "", "", "a note beside the list"]])

    parsed = list(parse_rows(read_rows(path, source := inspect(path, MAPPING)), source.headers, MAPPING))
    assert source.headers[:6] == NAMES
    assert parsed[0][0] is not None


def test_dates_of_the_1904_system_are_the_days_they_show(tmp_path):
    assert rows_of(saved(tmp_path, [NAMES, row()], epoch_1904=True))[0][1][2] == date(1987, 7, 22)


def test_a_formula_is_its_stored_result_and_never_run(tmp_path):
    sheet = cell("A2", "C-1") + cell("B2", "Jansen") + '<c r="F2"><f>1+1</f><v>12.5</v></c>'
    path = write_workbook(tmp_path / "list.xlsx", [HEADER_ROW, f'<row r="2">{sheet}</row>'])

    assert rows_of(path)[0][1][5] == 12.5


def test_a_formula_without_a_stored_result_and_an_error_are_missing_values(tmp_path):
    sheet = cell("A2", "C-1") + '<c r="B2" t="e"><v>#REF!</v></c><c r="F2"><f>1+1</f></c>'
    path = write_workbook(tmp_path / "list.xlsx", [HEADER_ROW, f'<row r="2">{sheet}</row>'])
    source = inspect(path, MAPPING)
    (_, errors, _, contract), *_ = parse_rows(read_rows(path, source), source.headers, MAPPING)

    assert contract == "C-1"
    assert {error.column for error in errors if error.code == "missing_value"} >= {"Naam", "Saldo"}


def test_booleans_arrive_as_words(tmp_path):
    path = saved(tmp_path, [[*NAMES, "Bezwaar"], [*row(), True]])

    assert rows_of(path)[0][1][-1] == "true"


def test_the_list_may_stand_on_a_later_sheet_but_not_on_a_hidden_one(tmp_path):
    book = Workbook()
    book.active.append(["Toelichting"])
    for name in ("verborgen", "lijst"):
        sheet = book.create_sheet(name)
        sheet.append(NAMES)
        sheet.append([name, *row()[1:]])
    book["verborgen"].sheet_state = "hidden"
    book.save(tmp_path / "list.xlsx")

    assert [cells[0] for _, cells in rows_of(tmp_path / "list.xlsx")] == ["lijst"]


def test_an_empty_workbook_is_empty_and_another_list_has_no_header(tmp_path):
    assert code_of(saved(tmp_path, [])) == "empty"
    assert code_of(saved(tmp_path, [["Datum", "Bedrag"], [1, 2]])) == "header_missing"
    assert code_of(saved(tmp_path, [NAMES[:4], [1, 2]])) == "columns_missing"


def test_another_kind_of_zip_is_no_list(tmp_path):
    with zipfile.ZipFile(tmp_path / "list", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")

    assert code_of(tmp_path / "list") == "not_a_list"


def test_a_cut_off_workbook_is_no_list(tmp_path):
    path = saved(tmp_path, [NAMES, row()])
    path.write_bytes(path.read_bytes()[:-200])

    assert code_of(path) == "not_a_list"


def readers() -> list[Path]:
    """Find the reading processes of this one."""
    children = [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]
    return [Path("/proc") / pid for pid in children if b"sheet_child" in (Path("/proc") / pid / "cmdline").read_bytes()]


def test_reading_may_end_early_and_leaves_no_process(tmp_path):
    path = saved(tmp_path, [NAMES, *[row()] * 3000])
    rows = read_rows(path, inspect(path, MAPPING))

    assert next(rows)[0] == 1
    assert len(readers()) == 1
    rows.close()
    assert readers() == []


def test_the_reader_gets_none_of_our_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "do not pass on")
    path = saved(tmp_path, [NAMES, *[row()] * 3000])
    rows = read_rows(path, inspect(path, MAPPING))
    next(rows)
    (reader,) = readers()

    assert b"do not pass on" not in (reader / "environ").read_bytes()
    rows.close()


# --- hostile workbooks: refused within two seconds, and this process stays small


def spent() -> float:
    """Give the processor time of this process and its readers, in seconds: a busy machine does not count."""
    mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def refused(path: Path) -> str:
    """Give the code; the time and the memory are part of the promise."""
    start, before = spent(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code = code_of(path)
    assert spent() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10  # kilobytes
    return code


def test_a_bomb_of_repeated_rows_is_refused(tmp_path):
    line = "<row>" + "<c><v>1</v></c>" * 500 + "</row>"
    path = write_workbook(tmp_path / "list.xlsx", [HEADER_ROW, *(line * 100 for _ in range(80))])

    assert path.stat().st_size < 600_000  # 60 MB unpacked
    assert refused(path) == "unpacked_too_large"


@pytest.mark.parametrize("line", ["<row>" + "<c><v>1</v></c>" * 500 + "</row>", "<row></row>" * 5000])
def test_a_bomb_padded_to_look_well_packed_is_refused_for_its_cells_or_rows(tmp_path, line):
    path = write_workbook(tmp_path / "list.xlsx", [HEADER_ROW, *(line for _ in range(100_000_000 // len(line)))])
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/noise", os.urandom(4 << 20))

    assert refused(path) == "unpacked_too_large"


def test_a_cell_of_megabytes_is_too_long_and_does_not_fill_this_process(tmp_path):
    sheet = cell("A2", "C-1") + cell("B2", "x" * (20 << 20))
    path = write_workbook(tmp_path / "list.xlsx", [HEADER_ROW, f'<row r="2">{sheet}</row>'])
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/noise", os.urandom(1 << 20))
    source = inspect(path, MAPPING)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (_, errors, _, _), *_ = parse_rows(read_rows(path, source), source.headers, MAPPING)

    assert ("Naam", "too_long") in {(error.column, error.code) for error in errors}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 << 10  # kilobytes


def test_a_stray_cell_in_the_last_row_of_the_sheet_costs_little(tmp_path):
    last = '<row r="1048576">' + cell("A1048576", "Totaal") + "</row>"
    path = write_workbook(tmp_path / "list.xlsx", [HEADER_ROW, last])
    start = spent()

    assert rows_of(path) == []
    assert spent() - start < 5


def test_two_cells_far_apart_are_refused(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    assert refused(write_workbook(tmp_path / "list.xlsx", [HEADER_ROW, far])) == "unpacked_too_large"


def test_a_directory_that_lies_about_sizes_is_seen_through(tmp_path):
    line = "<row>" + "<c><v>1</v></c>" * 500 + "</row>"
    path = write_workbook(tmp_path / "list.xlsx", [HEADER_ROW, *(line * 100 for _ in range(80))])
    content = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))

    assert refused(path) == "unpacked_too_large"


def test_entities_that_multiply_are_not_expanded(tmp_path):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{entities}]>'
    path = write_workbook(
        tmp_path / "list.xlsx", [HEADER_ROW, f'<row r="2">{cell("A2", "&l9;")}</row>'], before=doctype
    )

    start = spent()
    try:
        longest = max(len(str(value)) for _, cells in rows_of(path) for value in cells)
    except FileError:
        longest = 0
    assert longest < 100
    assert spent() - start < 2


def test_an_outside_entity_is_not_fetched(tmp_path):
    (tmp_path / "secret").write_text("top secret")
    doctype = f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    path = write_workbook(tmp_path / "list.xlsx", [HEADER_ROW, f'<row r="2">{cell("A2", "&x;")}</row>'], before=doctype)

    try:
        found = str(rows_of(path))
    except FileError as error:
        found = error.code
    assert "top secret" not in found


def test_thousands_of_entries_are_refused(tmp_path):
    path = saved(tmp_path, [NAMES, row()])
    with zipfile.ZipFile(path, "a") as package:
        for number in range(2001):
            package.writestr(f"xl/media/{number}", "")

    assert refused(path) == "unpacked_too_large"


def test_an_encrypted_entry_asks_for_a_password(tmp_path):
    path = saved(tmp_path, [NAMES, row()])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    assert code_of(path) == "password_protected"
