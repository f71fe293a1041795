"""Files on their way in: written to disk while they arrive, never larger than allowed, gone with the request."""

from __future__ import annotations

import io
import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    Upload = UploadedFile[Any]
else:
    Upload = UploadedFile  # takes no type argument when it runs

HEAD, CHUNK, MARGIN = 1 << 16, 1 << 16, 1 << 20  # bytes; the margin is for the form around a file
LEFT_BEHIND = 60 * 60  # seconds after which a file here belongs to a request that was killed


class PassingFile(Upload):
    """An upload on disk; closing removes it."""

    def temporary_file_path(self) -> str:
        return str(self.file.name)  # type: ignore[union-attr]  # open as long as this object is used


class DiskUploadHandler(FileUploadHandler):
    """Stops at MAX_LIST_BYTES: the file is then missing from the form, and `is_too_large` says why.

    The rest of the body is read and thrown away, since a browser shows no answer before it has sent everything.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 -- as Django calls it
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        """Read only the fields at the start of a body that is far too long.

        Django would exhaust the rest line by line, which takes ten minutes for 200 MB without a line end.
        """
        if content_length <= settings.MAX_LIST_BYTES + MARGIN:
            return None
        self.request.upload_is_too_large = True  # type: ignore[union-attr]
        head = input_data.read(HEAD)
        while input_data.read(CHUNK):
            pass
        parser = MultiPartParser({**META, "CONTENT_LENGTH": str(len(head))}, io.BytesIO(head), [], encoding)
        return parser.parse()[0], MultiValueDict()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = PassingFile(
            NamedTemporaryFile(dir=_folder(), suffix=".upload"),  # noqa: SIM115 -- closed with the request
            self.file_name, self.content_type, 0, self.charset, self.content_type_extra,
        )  # fmt: skip

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.MAX_LIST_BYTES:
            self.file.close()
            self.request.upload_is_too_large = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> PassingFile:
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


def is_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was cut off. Read the form's data first: that is what reads the body."""
    return getattr(request, "upload_is_too_large", False)


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "tmp"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in folder.glob("*.upload"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < time.time() - LEFT_BEHIND:
                file.unlink()
    return folder
