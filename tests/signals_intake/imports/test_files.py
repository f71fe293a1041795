import hashlib
from datetime import date
from pathlib import Path

import pytest

from signals_intake.imports.columns import PRESETS
from signals_intake.imports.files import FileError, inspect, read_rows

MAPPING = {
    "Contract": "contract",
    "Naam": "name",
    "Geboren": "birth_date",
    "Adres": "address",
    "Postcode": "postcode",
    "Saldo": "balance",
}
HEADER = "Contract;Naam;Geboren;Adres;Postcode;Saldo"
ROW = "C-1;Müller-van 't Höf;22-07-1987;Overtoom 12;1054 HJ;€ 958,50"


def file_with(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "list"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def rows_of(path: Path, mapping: dict[str, str] = MAPPING) -> list[tuple[int, list[object]]]:
    return list(read_rows(path, inspect(path, mapping)))


def code_of(path: Path, mapping: dict[str, str] = MAPPING) -> str:
    with pytest.raises(FileError) as error:
        rows_of(path, mapping)
    assert error.value.args == (error.value.code,)
    return error.value.code


# --- encodings


@pytest.mark.parametrize(
    ("written", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_names_and_euros_survive_every_encoding(tmp_path, written, found):
    path = file_with(tmp_path, f"{HEADER}\r\n{ROW}\r\n", written)

    assert inspect(path, MAPPING).encoding == found
    assert rows_of(path) == [(1, ROW.split(";"))]


def test_big_endian_utf16_with_its_mark_is_read(tmp_path):
    path = file_with(tmp_path, b"\xfe\xff" + f"{HEADER}\n{ROW}".encode("utf-16-be"))

    assert rows_of(path) == [(1, ROW.split(";"))]


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{ROW}\n".encode("utf-16-le"),  # no mark
        f"{HEADER}\n{ROW}\n".encode("utf-32"),
        f"{HEADER}\n{ROW}\n".encode() + b"M\xfcller\n",  # UTF-8 with one broken byte
        f"{HEADER}\n".encode("cp1252") + b"C-1;M\x81ller;;;;\n",  # undefined in cp1252
        b"\xef\xbb\xbf" + f"{HEADER}\n{ROW}\n".encode("cp1252"),  # the mark lies
        b"\xff\xfe" + f"{HEADER}\n{ROW}\n".encode("utf-16-le")[:-1],  # half a letter
    ],
)
def test_what_no_encoding_reads_for_certain_is_refused(tmp_path, content):
    assert code_of(file_with(tmp_path, content)) == "encoding"


def test_one_name_that_was_damaged_earlier_does_not_refuse_a_cp1252_file(tmp_path):
    rows = "\n".join(f"C-{n};Höf;22-07-1987;Overtoom 12;1054 HJ;1,00" for n in range(9))
    path = file_with(tmp_path, f"{HEADER}\n{rows}\nC-9;MÃ¼ller;22-07-1987;Overtoom 12;1054 HJ;1,00\n", "cp1252")

    assert inspect(path, MAPPING).encoding == "cp1252"
    assert len(rows_of(path)) == 10


# --- what is not a list


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\r\n \r\n;;;\r\n", "empty"),
        (b"%PDF-1.7 ...", "not_a_list"),
        (b"<html><table><tr><td>Contract</td></tr></table>", "not_a_list"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not_a_list"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not_a_list"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        (b"PK\x03\x04" + bytes(100), "not_a_list"),
        (b"PK\x05\x06" + bytes(18), "not_a_list"),
        (b"Contract;Naam\n\x00\x01\x02\n", "not_a_list"),
        (b"Dear reader,\nnothing here.\n", "header_missing"),
        (b"Datum;Bedrag\n01-01-2026;12\n", "header_missing"),
        (b"Contract;Naam;Saldo\nC-1;Jansen;12,00\n", "columns_missing"),
    ],
)
def test_what_is_not_a_list_is_refused_with_a_code(tmp_path, content, code):
    assert code_of(file_with(tmp_path, content)) == code


def test_missing_columns_are_named_in_the_suppliers_words(tmp_path):
    path = file_with(tmp_path, "a title\nContract;Naam;Postcode\nC-1;Jansen;1054 HJ\n")

    with pytest.raises(FileError) as error:
        inspect(path, MAPPING)

    assert error.value.columns == ("Geboren", "Adres", "Saldo")


def test_a_file_over_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "list"
    with path.open("wb") as out:
        out.truncate((25 << 20) + 1)

    assert code_of(path) == "too_large"


def test_a_header_alone_is_a_list_without_rows(tmp_path):
    assert rows_of(file_with(tmp_path, HEADER)) == []
    assert rows_of(file_with(tmp_path, f"{HEADER}\r\n\r\n")) == []


def test_too_many_columns_are_refused(tmp_path):
    assert code_of(file_with(tmp_path, HEADER + ";extra" * 200 + "\n")) == "too_many_columns"
    assert code_of(file_with(tmp_path, f"{HEADER}\n{ROW}\n" + ";" * 200_000)) == "too_many_columns"


def test_hundreds_of_empty_headers_are_no_columns(tmp_path):
    assert len(rows_of(file_with(tmp_path, HEADER + ";" * 300 + "\n" + ROW + ";" * 300 + "\n"))) == 1


# --- header, titles, delimiter


def test_the_header_is_found_behind_titles_whatever_its_case_and_spaces(tmp_path):
    titles = "Woonstichting X;;;\nAchterstand per 1 maart 2026\n\n"
    path = file_with(tmp_path, titles + "CONTRACT; naam ;geboren;ADRES;Post code;\u00a0saldo\n" + ROW)
    source = inspect(path, MAPPING)

    assert (source.header_line, source.as_of) == (4, date(2026, 3, 1))
    assert source.headers[:2] == ["CONTRACT", "naam"]
    assert [number for number, _ in rows_of(path)] == [1]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_gives_the_header(tmp_path, delimiter):
    text = f"{HEADER}\nC-1;Jansen;22-07-1987;Overtoom 12;1054 HJ;1.00\n".replace(";", delimiter)
    path = file_with(tmp_path, "a title, with commas, many, of, them, and; more | of \t it\n" + text)

    assert inspect(path, MAPPING).delimiter == delimiter
    assert rows_of(path)[0][1][0] == "C-1"


def test_size_and_hash_are_of_the_bytes(tmp_path):
    path = file_with(tmp_path, f"{HEADER}\n{ROW}\n", "cp1252")
    source = inspect(path, MAPPING)

    assert source.size == path.stat().st_size
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_without_a_mapping_the_header_is_found_by_the_words_suppliers_use(tmp_path):
    path = file_with(tmp_path, f"Titel\n{HEADER};Iets\n{ROW};1\n")

    assert inspect(path, {}).headers == [*HEADER.split(";"), "Iets"]


@pytest.mark.parametrize("supplier", PRESETS)
def test_a_preset_needs_its_own_columns(tmp_path, supplier):
    assert code_of(file_with(tmp_path, "a;b\n1;2\n"), PRESETS[supplier]) == "header_missing"


# --- rows


@pytest.mark.parametrize(
    "line",
    [
        "",
        ";;;;;",
        " ; ;\t;;;",
        "Totaal;172 huurders",
        "TOTAAL:;;;;;12.345,67",
        "totaal 172 huurders",
        "Total;2;;;;1",
        "Subtotaal;;;;;1",
        "Eindtotaal;;;;;1",
        "Som;;;;;1",
        ";Totaal;;;;1",
    ],
)
def test_blank_lines_and_totals_are_no_rows(tmp_path, line):
    path = file_with(tmp_path, f"{HEADER}\n{ROW}\n{line}\n{ROW}\n{line}\n")

    assert rows_of(path) == [(1, ROW.split(";")), (2, ROW.split(";"))]


@pytest.mark.parametrize("first", ["Totaal", "Som", "Total", "Sommer-1", "T-17", "Eind"])
def test_a_contract_that_looks_like_a_total_is_a_row(tmp_path, first):
    assert len(rows_of(file_with(tmp_path, f"{HEADER}\n{ROW.replace('C-1', first)}\n"))) == 1


def test_quoted_cells_hold_delimiters_quotes_and_line_ends(tmp_path):
    path = file_with(tmp_path, HEADER + '\n"C;1";"Jan ""de"" Vries";22-07-1987;"Overtoom\n12";1054 HJ;1,00\n' + ROW)

    assert [cells[:2] for _, cells in rows_of(path)] == [["C;1", 'Jan "de" Vries'], ["C-1", ROW.split(";")[1]]]


@pytest.mark.parametrize("name", ['"Jan" de Vries', '"Jan de Vries', 'Jan "de Vries'])
def test_a_loose_quotation_mark_swallows_no_rows(tmp_path, name):
    odd = ROW.replace("Müller-van 't Höf", name)
    path = file_with(tmp_path, "\n".join([HEADER, ROW, odd, *[ROW] * 3000]))

    assert len(rows_of(path)) == 3002
    assert rows_of(path)[1] == (2, odd.split(";"))


def test_a_quotation_mark_that_never_closes_in_a_file_that_quotes_is_refused(tmp_path):
    quoted = ROW.replace("Müller-van 't Höf", '"Höf; C."')
    path = file_with(tmp_path, "\n".join([HEADER, quoted, ROW.replace("Müller", '"Müller'), *[ROW] * 50]))

    assert code_of(path) == "not_a_list"


def test_reading_streams_and_may_end_early(tmp_path):
    path = file_with(tmp_path, "\n".join([HEADER, *[ROW] * 1000]))
    rows = read_rows(path, inspect(path, MAPPING))

    assert next(rows)[0] == 1
    rows.close()
    path.unlink()


@pytest.mark.parametrize(
    ("title", "as_of"),
    [
        ("Huurachterstanden per 01-03-2026", date(2026, 3, 1)),
        ("Peildatum 01-04-2026", date(2026, 4, 1)),
        ("PEILDATUM: 2026-04-01", date(2026, 4, 1)),
        ("Peildatum;01-04-2026", date(2026, 4, 1)),
        ("Stand op 1 april 2026", date(2026, 4, 1)),
        ("Achterstanden d.d. 1/4/2026", date(2026, 4, 1)),
        ("Arrears as of 1 April 2026", date(2026, 4, 1)),
        ("Peildatum 01-04-2026, afgedrukt op 03-04-2026", date(2026, 4, 1)),
        ("per 01-04-2026, peildatum 01-05-2026", None),
        ("Afgedrukt op 03-04-2026", None),
        ("Periode 01-03-2026 t/m 01-04-2026", None),
        ("Peildatum 31-04-2026", None),
        ("Huur per maand 2026", None),
        ("Bedragen per 1000 euro", None),
        ("Operator 01-04-2026", None),
    ],
)
def test_the_as_of_date_is_only_what_a_title_calls_so(tmp_path, title, as_of):
    assert inspect(file_with(tmp_path, f"{title}\n{HEADER}\n{ROW}"), MAPPING).as_of == as_of
