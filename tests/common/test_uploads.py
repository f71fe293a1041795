"""Files on their way in: limited, on disk, gone afterwards."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIRequest

from common.uploads import is_too_large

MARK = "boundary"
FIELD = f'--{MARK}\r\nContent-Disposition: form-data; name="as_of"\r\n\r\n2026-05-01\r\n'
FILE = f'--{MARK}\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n'
END = f"\r\n--{MARK}--\r\n"


class Body(io.RawIOBase):
    """A body of some text, a great many x, and some text, made while it is read."""

    def __init__(self, before: str, count: int, after: str) -> None:
        self.parts = [before.encode(), after.encode()]
        self.left = count
        self.length = len(before) + count + len(after)

    def read(self, size=-1):
        if self.parts[0]:
            chunk, self.parts[0] = self.parts[0][:size], self.parts[0][size:]
        elif self.left:
            chunk = b"x" * min(size, self.left)
            self.left -= len(chunk)
        else:
            chunk, self.parts[1] = self.parts[1][:size], self.parts[1][size:]
        return chunk


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "tmp"


def request_with(before: str, count: int, after: str = END) -> WSGIRequest:
    body = Body(before, count, after)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary={MARK}",
            "CONTENT_LENGTH": str(body.length),
            "wsgi.input": body,
        }
    )


def test_a_file_is_on_disk_until_it_is_closed(folder):
    request = request_with(FIELD + FILE, 5000)

    file = request.FILES["file"]

    assert [found.name for found in folder.iterdir()] == [Path(file.temporary_file_path()).name]
    assert (file.name, file.size, file.read()) == ("list.csv", 5000, b"x" * 5000)
    request.close()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("size", [2_000, 200_000_000])
@pytest.mark.parametrize("after", ["", END])
def test_a_file_over_the_limit_is_read_away_at_once_and_the_fields_before_it_stay(folder, settings, size, after):
    settings.MAX_LIST_BYTES = 1_000
    request = request_with(FIELD + FILE, size, after)
    start = time.monotonic()

    assert dict(request.POST) == {"as_of": ["2026-05-01"]}
    assert "file" not in request.FILES
    assert is_too_large(request)
    assert request.environ["wsgi.input"].read(10) == b""
    assert list(folder.glob("*")) == []
    assert time.monotonic() - start < 5


def test_what_follows_the_form_is_read_away_at_once(folder):
    request = request_with(FIELD + END.lstrip(), 200_000_000, "")
    start = time.monotonic()

    assert dict(request.POST) == {"as_of": ["2026-05-01"]}
    assert time.monotonic() - start < 5


def test_what_a_killed_request_left_behind_is_removed(folder):
    folder.mkdir()
    old, new = folder / "old.upload", folder / "new.upload"
    for file in (old, new):
        file.touch()
    os.utime(old, (time.time() - 7200,) * 2)

    request = request_with(FIELD + FILE, 10)
    assert "file" in request.FILES
    request.close()

    assert not old.exists()
    assert new.exists()
