"""One function that makes a PDF of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.http import HttpRequest


class PdfUnavailable(Exception):  # noqa: N818 -- errors are facts
    """The libraries that WeasyPrint needs are not on this machine."""


#: What an administrator of a Debian machine installs.
PDF_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"


def make_pdf(html: str) -> bytes:
    """Turn HTML into PDF/UA; nothing is fetched from anywhere, what is asked for is left out.

    Raises PdfUnavailable where Pango is missing: WeasyPrint is imported only here.
    """
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 -- slow import, and it needs libraries outside Python
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        raise PdfUnavailable from error
    sheets = [CSS(filename=path) for name in ("css/pdf.css",) if (path := finders.find(name))]
    nothing = URLFetcher(allowed_protocols=["data"])
    return bytes(HTML(string=html, url_fetcher=nothing).write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1"))


def pdf_response(request: HttpRequest, template: str, context: dict[str, Any], *, name: str) -> HttpResponse:
    """Answer with the template as PDF, or with a page that says what to install."""
    try:
        body = make_pdf(render_to_string(template, context, request))
    except PdfUnavailable:
        return render(request, "ui/pdf_unavailable.html", {"packages": PDF_PACKAGES}, status=503)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
