from __future__ import annotations

import threading
import uuid
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import Http404

from accounts.services import documents
from accounts.services.documents import path_of, remove_document, store_document
from accounts.views import file_of
from tests.cases.races import waiting
from tests.factories.accounts import UserFactory
from tests.outreach.conftest import wait_for

if TYPE_CHECKING:
    from accounts.models import Document

PAGE = b"<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


def stored(content: bytes = PAGE, name: str = "letter.html") -> Document:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return store_document(file=file, subject="letter", subject_id=uuid.uuid4(), source="upload", by=None)


def test_a_document_is_kept_under_its_hash(db):
    document = stored()

    assert document.sha256 == sha256(PAGE).hexdigest()
    assert path_of(document).read_bytes() == PAGE
    assert (document.size, document.name, document.content_type) == (len(PAGE), "letter.html", "text/html")


def test_the_same_content_twice_is_one_file(db, place):
    first, second = stored(), stored()

    assert first.uuid != second.uuid
    assert [p for p in place.rglob("*") if p.is_file()] == [path_of(first)]


def test_a_file_stays_while_somebody_stores_its_content_again(committed_db):
    """Until that is committed nobody sees its row, and whoever removes the first would take the file from under it."""
    first = stored()

    def remove():
        try:
            remove_document(document=first, by=None)
        finally:
            connection.close()

    remover = threading.Thread(target=remove)
    with transaction.atomic():
        second = stored()
        remover.start()
        wait_for(lambda: waiting() or not remover.is_alive())
    remover.join()

    assert path_of(second).read_bytes() == PAGE


def test_documents_lie_outside_everything_that_is_served():
    assert not [
        folder for folder in [settings.STATIC_ROOT, *settings.STATICFILES_DIRS] if folder in settings.MEDIA_ROOT.parents
    ]
    assert not hasattr(settings, "MEDIA_URL") or settings.MEDIA_URL in {"", "/"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\list.csv", "list.csv"), ('a"b\r\nc.csv', "abc.csv"), ("x" * 200, "x" * 120)],
)
def test_a_name_loses_what_a_header_or_a_file_system_could_stumble_over(given, kept):
    assert documents._plain_name(given) == kept


def test_a_file_is_saved_and_never_shown(db):
    with closing(file_of(stored())) as got:
        assert b"".join(got.streaming_content) == PAGE

    assert got.headers["Content-Disposition"] == 'attachment; filename="letter.html"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "no-store"


def test_a_file_that_is_gone_from_disk_is_not_found(db):
    document = stored()
    path_of(document).unlink()

    with pytest.raises(Http404):
        file_of(document)


def test_only_its_own_system_user_can_read_the_folder(db, place):
    stored()

    assert place.stat().st_mode & 0o077 == 0


def test_who_added_it_is_noted(db):
    user = UserFactory()
    file = SimpleUploadedFile("a.pdf", b"%PDF")

    document = store_document(file=file, subject="letter", subject_id=uuid.uuid4(), source="upload", by=user)

    assert document.added_by == user
