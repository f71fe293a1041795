from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models import Document
from accounts.services import documents

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.http import UserRequest


@require_safe
def document(request: UserRequest, uuid: UUID) -> FileResponse:
    """Hand out a file to whoever may see what it belongs to; to anybody else it does not exist.

    It is always saved, never shown: what somebody gave us must not run as a page of ours.
    """
    found = get_object_or_404(Document, uuid=uuid)
    if not documents.may_see(document=found, user=request.user):
        raise Http404
    return file_of(found)


def file_of(found: Document) -> FileResponse:
    """Answer with the file of a document that somebody may see. Raises Http404 when it is not on disk."""
    path = documents.path_of(found)
    if not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=found.content_type,
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"},
    )
