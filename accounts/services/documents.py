"""Documents: files that somebody gave us, kept under their own hash outside everything that a web server serves."""

from __future__ import annotations

import os
import re
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Document

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.core.files.base import File

    from accounts.models import User

#: Held for one content while its file comes or goes.
CONTENT_LOCK = 0x66696C65


def path_of(document: Document) -> Path:
    return Path(settings.MEDIA_ROOT) / document.sha256[:2] / document.sha256


@transaction.atomic
def store_document(
    *,
    file: File[Any],
    subject: str,
    subject_id: UUID,
    source: str,
    by: User | None,
    kind: str = "",
    keep_until: date | None = None,
) -> Document:
    """Keep a file and note to what it belongs. The same content twice is one file on disk.

    The file is whole under its name or not there at all: it is written beside it, flushed, then renamed. Until the row
    that names it is committed nobody removes it: see ``remove_document``.
    """
    digest, size, written = _write(file)
    _hold(digest)
    document = Document(
        sha256=digest,
        size=size,
        content_type=getattr(file, "content_type", None) or "application/octet-stream",
        name=_plain_name(file.name or ""),
        kind=kind,
        source=source,
        subject=subject,
        subject_id=subject_id,
        keep_until=keep_until,
        added_by=by,
    )
    target = path_of(document)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    written.replace(target)
    document.save()
    document.refresh_from_db(fields=["uuid"])
    return document


def remove_document(*, document: Document, by: User | None) -> bool:
    """Forget a file, and say whether it was there: of two people exactly one removes it.

    On disk it goes after the commit, once nothing else has the same content. Whoever stores that content at the same
    moment is waited for: its row is not to be seen until it is committed.
    """
    path = path_of(document)
    if not Document.objects.filter(pk=document.pk).delete()[0]:
        return False

    def unlink() -> None:
        with transaction.atomic():
            _hold(document.sha256)
            if not Document.objects.filter(sha256=document.sha256).exists():
                path.unlink(missing_ok=True)

    transaction.on_commit(unlink)
    return True


def _hold(digest: str) -> None:
    """Keep everybody else off the file of one content until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [CONTENT_LOCK, digest])


def _write(file: File[Any]) -> tuple[str, int, Path]:
    """Copy to a file of a passing name; gives hash, size in bytes and that file."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as out:
        for chunk in file.chunks():
            data = chunk.encode() if isinstance(chunk, str) else chunk
            digest.update(data)
            size += out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size, Path(out.name)


def _plain_name(name: str) -> str:
    """Keep the last part of a file name, without what a header or a file system could stumble over."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r'[\x00-\x1f\x7f"]', "", last)[-120:] or "document"
