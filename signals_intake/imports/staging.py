"""From an uploaded file to staged rows: read, checked, and nobody's yet. Nothing else of the file is kept."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction

from accounts.scope import wait_for_others
from common import dates, statistics
from common.names import name_key, suffix_key
from signals_intake.enums import DeliveryState
from signals_intake.imports import columns, files, rows
from signals_intake.models import ColumnMapping, Delivery, RejectedRow, RowIssue, SupplierAgreement
from signals_intake.services import months

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path
    from typing import TypeVar

    from accounts.models import Organisation, User

    T = TypeVar("T")

#: As `_cells` gives them, in a temporary table first: COPY FROM knows no row-level security.
_ARRIVING = (*rows.Row._fields, "tenant_key", "suffix")
_MAKE_TABLE = f"""
CREATE TEMP TABLE arriving ON COMMIT DROP AS
SELECT {", ".join("street AS address" if name == "address" else name for name in _ARRIVING)}
FROM signals_intake_stagedrow WITH NO DATA
"""  # noqa: S608 -- made of the names above
_TEXTS = "contract, name, tenant_key, street, house_letter, addition, address, suffix, postcode, city, phone, email"
_TEXTS += ", payment_pattern, earlier_contact, bailiff_stage"
_COPY = f"COPY arriving ({', '.join(_ARRIVING)}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({_TEXTS}))"
_KEPT = ", ".join(name for name in _ARRIVING if name not in {"address", "street"})
_STAGE = f"""
INSERT INTO signals_intake_stagedrow (supplier_id, delivery_id, street, {_KEPT})
SELECT %(supplier)s, %(delivery)s, coalesce(nullif(street, ''), '?'), {_KEPT} FROM arriving
"""  # noqa: S608 -- made of the names above
#: Every error is kept, since a rejected row says what to mend. A full ledger warns of everybody who owes nothing.
WARNINGS_KEPT = 10_000
#: More than this is not a list with mistakes: 25 MB of separators would be millions of them. Refused as a whole.
MOST_ERRORS = 200_000
SAVED_AT_ONCE = 2000


class DeliveryRefused(Exception):  # noqa: N818 -- errors are facts
    """The file as a whole cannot be taken; `code` says why, and nothing was stored.

    `columns` names the supplier's own headers that are not in it, where that is what is wrong.
    """

    def __init__(self, code: str, columns: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.columns = columns


class Received(NamedTuple):
    delivery: Delivery
    duplicate: bool


@transaction.atomic
def receive_delivery(
    *, supplier: Organisation, path: Path, file_name: str, as_of: date | None, by: User | None
) -> Received:
    """Read a list and stage its rows for the preview. The same file again gives the first one, and changes nothing.

    The as-of date comes from the file or from whoever uploads, never from today. Raises DeliveryRefused.
    """
    mapping = mapping_of(supplier=supplier, path=path)
    try:
        source = files.inspect(path, mapping.columns)
    except files.FileError as error:
        raise DeliveryRefused(error.code, error.columns) from None
    day = _as_of(found=source.as_of, given=as_of)
    if not SupplierAgreement.objects.on(day).filter(supplier=supplier).exists():
        raise DeliveryRefused("no_agreement")
    wait_for_others()  # the same file may be on its way in
    delivery, is_new = Delivery.objects.get_or_create(
        supplier=supplier,
        as_of=day,
        sha256=source.sha256,
        defaults={
            "mapping": mapping, "size": source.size, "file_name": file_name[-120:], "uploaded_by": by,
            "as_of_from_file": source.as_of is not None,
            "dropped_columns": rows.dropped_columns(source.headers, mapping.columns),
            "columns": {source.headers[place]: field
                        for field, place in columns.columns_of(source.headers, mapping.columns).items()},
        },
    )  # fmt: skip
    if is_new:
        _stage(delivery=delivery, path=path, source=source)
    return Received(delivery, duplicate=not is_new and delivery.state != DeliveryState.STAGED)


def mapping_of(*, supplier: Organisation, path: Path) -> ColumnMapping:
    """Give the supplier's mapping; for a new supplier one guessed from the words in its headers, and saved."""
    mapping = ColumnMapping.objects.filter(supplier=supplier).first()
    if mapping:
        return mapping
    try:
        source = files.inspect(path, {})
    except files.FileError as error:
        raise DeliveryRefused(error.code, error.columns) from None
    guess = columns.suggest(source.headers)
    if columns.missing_fields(guess.values()):
        raise DeliveryRefused("columns_missing")
    return ColumnMapping.objects.create(supplier=supplier, name=source.kind, columns=guess)


def discard_delivery(*, delivery: Delivery) -> None:
    """Forget a staged delivery and all its rows, as if it had not been uploaded."""
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.STAGED).delete()


def _as_of(*, found: date | None, given: date | None) -> date:
    if found and given and found != given:
        raise DeliveryRefused("as_of_differs")
    if not (found or given):
        raise DeliveryRefused("as_of_missing")
    return found or given  # type: ignore[return-value]  # one of the two is there


def _stage(*, delivery: Delivery, path: Path, source: files.Source) -> None:
    reading = _Reading(_parsed(delivery, path, source))
    with connection.cursor() as cursor:
        cursor.execute(_MAKE_TABLE)
        cursor.copy_expert(_COPY, reading, 1 << 18)  # by place: the debug cursor knows no name
        cursor.execute(_STAGE, {"supplier": delivery.supplier_id, "delivery": delivery.pk})
        cursor.execute("DROP TABLE arriving")
    statistics.refresh_grown("signals_intake_stagedrow", by=reading.received)
    if reading.failed:
        raise DeliveryRefused(reading.failed.code)
    if not reading.received:
        raise DeliveryRefused("empty")
    _save_wrong(delivery, reading)
    months.note_disagreements(delivery=delivery)
    delivery.received, delivery.rejected = reading.received, len(reading.rejects)
    delivery.save(update_fields=["received", "rejected"])


def _save_wrong(delivery: Delivery, reading: _Reading) -> None:
    """Write what was wrong, a part at a time: there may be far more of it than fits in memory as objects."""
    ours = {"supplier_id": delivery.supplier_id, "delivery": delivery}
    for found, is_error in ((reading.errors, True), (reading.warnings, False)):
        for part in _parts(found):
            RowIssue.objects.bulk_create(
                RowIssue(**ours, number=row, column=column, code=code, is_error=is_error) for row, column, code in part
            )
    for rejects in _parts(reading.rejects):
        RejectedRow.objects.bulk_create(
            RejectedRow(**ours, number=number, contract=contract) for number, contract in rejects
        )


def _parts(found: list[T]) -> Iterator[list[T]]:
    return (found[start : start + SAVED_AT_ONCE] for start in range(0, len(found), SAVED_AT_ONCE))


def _parsed(delivery: Delivery, path: Path, source: files.Source) -> Iterator[rows.ParsedRow]:
    """Read the rows; a date may lie as late as the list itself, whatever this machine's clock says."""
    latest = max(dates.today(), delivery.as_of)
    return rows.parse_rows(files.read_rows(path, source), source.headers, delivery.columns, today=latest)


class _Reading:
    """The parsed rows as a file for COPY; notes what was wrong on the way, and holds nothing else."""

    def __init__(self, parsed: Iterator[rows.ParsedRow]) -> None:
        self.received = 0
        self.failed: files.FileError | None = None
        self.errors: list[rows.RowError] = []
        self.warnings: list[rows.RowError] = []
        self.rejects: list[tuple[int, str]] = []  # row, contract or empty
        self._lines = self._write(parsed)
        self._rest = ""

    def read(self, size: int) -> str:
        parts, length = [self._rest], len(self._rest)
        while length < size and (line := self._next()):
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        self._rest = text[size:]
        return text[:size]

    def _next(self) -> str:
        """Keep the file's own error: the driver would replace it by one of its own."""
        try:
            return next(self._lines, "")
        except files.FileError as error:
            self.failed = error
            return ""

    def _write(self, parsed: Iterator[rows.ParsedRow]) -> Iterator[str]:
        out = io.StringIO()
        writer = csv.writer(out)
        for row, errors, warnings, contract in parsed:
            self.received += 1
            if errors or warnings:
                self._note(errors, warnings)
            if row is None:
                self.rejects.append((self.received, contract or ""))
                continue
            writer.writerow(_cells(row))
            if out.tell() > 1 << 16:
                yield out.getvalue()
                out.seek(0)
                out.truncate()
        yield out.getvalue()

    def _note(self, errors: list[rows.RowError], warnings: list[rows.RowError]) -> None:
        self.errors += errors
        if len(self.errors) > MOST_ERRORS:
            raise files.FileError("too_many_errors")
        if len(self.warnings) < WARNINGS_KEPT:
            self.warnings += warnings


def _cells(row: rows.Row) -> tuple[object, ...]:
    """Give the row as it is, and the keys by which its tenant and its front door are found."""
    born = row.birth_date.isoformat() if row.birth_date else "company"
    return (*row, f"{name_key(row.name)}|{born}", suffix_key(row.house_letter, row.addition))
