from __future__ import annotations

import re
import zlib

import pytest
from django.test import RequestFactory

from common.pdf import PDF_PACKAGES, PdfUnavailable, make_pdf, pdf_response

PAGE = '<!doctype html><html lang="nl"><head><title>Kaartje</title></head><body><h1>Kaartje</h1></body></html>'


def unpacked(body: bytes) -> bytes:
    """The objects of a PDF, which lie compressed in streams."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL)
    return body + b"".join(zlib.decompressobj().decompress(s) for s in streams if s[:1] == b"x")


def test_a_page_becomes_a_pdf_with_its_title():
    body = make_pdf(PAGE)

    assert body.startswith(b"%PDF-")
    assert b"pdfuaid" in unpacked(body)
    assert b"/StructTreeRoot" in unpacked(body)


def test_a_print_fetches_nothing(caplog):
    asked = ["http://127.0.0.1:9/picture.png", "file:///etc/hostname"]
    pictures = "".join(f'<img src="{address}" alt="">' for address in asked)

    body = make_pdf(PAGE.replace("<h1>", f"{pictures}<h1>"))

    assert body.startswith(b"%PDF-")
    assert [address for address in asked if f"disallowed protocol: {address}" in caplog.text] == asked


def test_without_the_libraries_it_says_so(no_pango):
    with pytest.raises(PdfUnavailable):
        make_pdf(PAGE)


def test_without_the_libraries_the_page_says_what_to_install(no_pango, db):
    request = RequestFactory().get("/")

    answer = pdf_response(request, "404.html", {}, name="letter")

    assert answer.status_code == 503
    assert all(package in answer.content.decode() for package in PDF_PACKAGES.split())
