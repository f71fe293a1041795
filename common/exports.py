"""One writer for every table that leaves the product as CSV or XLSX, safe against formulas."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter
from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | datetime | bool | None

#: A spreadsheet runs a text that starts with one of these, in its normal or full width form.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_text(value: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run (OWASP, formula injection).

    Also before text that looks as if that was done: so whoever takes one apostrophe away reads what was written.
    """
    return f"'{value}" if value.lstrip(" '").startswith(DANGEROUS) else value


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_text(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write UTF-8 with a byte order mark and semicolons, which Dutch spreadsheets open without questions."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_text(header) for header in headers])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write one sheet; text is always a text cell, dates and amounts keep their type."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, (number, column), cell, day=day, money=money)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _write_cell(sheet: Worksheet, place: tuple[int, int], cell: Cell, *, day: Format, money: Format) -> None:
    if isinstance(cell, date) and not isinstance(cell, datetime):
        # a sheet knows no zones
        sheet.write_datetime(*place, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
    elif isinstance(cell, Decimal):
        sheet.write_number(*place, float(cell), money)
    elif isinstance(cell, int) and not isinstance(cell, bool):
        sheet.write_number(*place, cell)
    elif cell is not None:
        sheet.write_string(*place, cell.isoformat() if isinstance(cell, datetime) else str(cell))


def export_response(*, name: str, kind: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Answer with the table as a file; `kind` is ``csv`` or ``xlsx``, `name` has no extension and no personal data."""
    body = write_xlsx(headers, rows) if kind == "xlsx" else write_csv(headers, rows)
    content_type = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    )
