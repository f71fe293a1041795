"""Documents: files that somebody gave us, kept under their own hash outside everything that a web server serves."""

from __future__ import annotations

import os
import re
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from accounts.models import Document

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.core.files.base import File

    from accounts.models import User


def path_of(document: Document) -> Path:
    return Path(settings.MEDIA_ROOT) / document.sha256[:2] / document.sha256


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

    The file is whole under its name or not there at all: it is written beside it, flushed, then renamed.
    """
    digest, size, written = _write(file)
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

    On disk it goes after the commit, once nothing else has the same content.
    """
    path = path_of(document)
    if not Document.objects.filter(pk=document.pk).delete()[0]:
        return False

    def unlink() -> None:
        if not Document.objects.filter(sha256=document.sha256).exists():
            path.unlink(missing_ok=True)

    transaction.on_commit(unlink)
    return True


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
