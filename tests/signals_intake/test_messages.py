"""Every code that can stand where a supplier looks has a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

import signals_intake
from signals_intake.imports import staging
from signals_intake.imports.columns import FIELDS
from signals_intake.imports.errors import CODES
from signals_intake.messages import FIELD_LABELS, FILE_MESSAGES, JOB_MESSAGES, ROW_MESSAGES
from signals_intake.models import Delivery
from tests.factories.accounts import sign_in
from tests.factories.lists import list_file, rows, uploader

ROOM = Path(signals_intake.__file__).parent
SOURCE = "".join(path.read_text() for path in [*ROOM.glob("imports/*.py"), *ROOM.glob("services/*.py")])


def test_every_reason_to_refuse_a_list_has_a_sentence():
    refused = set(re.findall(r'DeliveryRefused\("([a-z_]+)"', SOURCE))

    assert set(FILE_MESSAGES) == CODES | refused


def test_every_reason_for_a_failed_import_has_a_sentence():
    assert set(re.findall(r'JobFailed\("([a-z_]+)"', SOURCE)) <= set(JOB_MESSAGES)


def test_every_code_of_a_cell_says_what_is_wrong_and_how_to_mend_it():
    rows_py = (ROOM / "imports/rows.py").read_text()
    said = re.findall(r'CellError\("([a-z_]+)"', SOURCE)
    said += re.findall(r'(?:append\(\("\w+", |\(name, |width - 1, |header\("balance"\), | return )"([a-z_]+)"', rows_py)
    said += re.findall(r"'(months_[a-z]+)', false", SOURCE)

    assert set(said) == set(ROW_MESSAGES)


def test_every_field_has_a_label():
    assert list(FIELD_LABELS) == [name for name in FIELD_LABELS if name in FIELDS]
    assert set(FIELD_LABELS) == set(FIELDS)


def of_many_parts() -> bytes:
    """A workbook of more parts than any list has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in ["[Content_Types].xml", "xl/workbook.xml", *map(str, range(2000))]:
            package.writestr(name, "")
    return out.getvalue()


LIST = list_file(rows(1)).read()
BROKEN = {
    "not_a_list": b"%PDF-1.7",
    "too_large": LIST + b" " * 10_000,
    "encoding": LIST.decode().encode("utf-16-le"),
    "empty": list_file([]).read(),
    "header_missing": b"who,what\nme,nothing\n",
    "columns_missing": LIST.replace(b"balance_due", b"saldo"),
    "password_protected": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "too_many_columns": list_file(rows(1), extra=tuple(f"column {n}" for n in range(200))).read(),
    "too_many_errors": list_file([*rows(1), *rows(1)]).read(),  # a contract that is there twice
    "unpacked_too_large": of_many_parts(),
    "as_of_differs": b"Arrears per 01-04-2026\n" + LIST,
    "no_agreement": LIST,
    "as_of_missing": LIST,
}


@pytest.mark.parametrize("code", FILE_MESSAGES)
def test_a_broken_file_is_refused_with_its_sentence(db, client, settings, monkeypatch, code):
    monkeypatch.setattr(staging, "MOST_ERRORS", 0)
    settings.MAX_LIST_BYTES = 10_000 if code == "too_large" else settings.MAX_LIST_BYTES
    sign_in(client, uploader())
    as_of = {"no_agreement": "2019-12-31", "as_of_missing": ""}.get(code, "2026-05-01")

    file = SimpleUploadedFile("list.csv", BROKEN[code])
    response = client.post(reverse("signals_intake:upload"), {"as_of": as_of, "file": file})

    errors = [error for field in response.context["form"].errors.as_data().values() for error in field]
    assert [error.code for error in errors] == [code]
    assert response.status_code == (413 if code == "too_large" else 422)
    assert escape(errors[0].messages[0]) in response.content.decode()
    assert not Delivery.objects.exists()


def test_a_refusal_names_the_columns_that_are_missing(db, client):
    sign_in(client, uploader())

    file = SimpleUploadedFile("list.csv", BROKEN["columns_missing"])
    response = client.post(reverse("signals_intake:upload"), {"as_of": "2026-05-01", "file": file})

    assert "balance_due" in response.context["form"].errors["file"][0]
