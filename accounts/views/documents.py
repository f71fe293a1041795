from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404

from accounts.services.documents import path_of

if TYPE_CHECKING:
    from accounts.models import Document


def file_of(found: Document) -> FileResponse:
    """Answer with the file of a document that somebody may see. Raises Http404 when it is not on disk.

    It is always saved, never shown: what somebody gave us must not run as a page of ours.
    """
    path = path_of(found)
    if not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.content_type,
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"},
    )
