"""Static files as production serves them: hashed names, compressed, and one stylesheet instead of thirty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.storage import Storage

    Paths = dict[str, tuple[Storage, str]]

STYLESHEET = "css/outreach.css"
IMPORT = re.compile(
    r'^@import url\("(?P<file>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?(?: (?P<media>[^;]+))?;\n',
    re.MULTILINE,
)


class OutreachStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Replaces the ``@import`` lines of the stylesheet by the files they name, before names are hashed.

    Without collectstatic (development, tests without a browser) nothing is joined and the imports simply work. The
    files are read from where they were found, never from an earlier result, so running twice gives the same.
    """

    def post_process(self, *args: Any, **kwargs: Any) -> Iterator[tuple[str, str | None, object]]:
        """Join, then hash and compress as WhiteNoise does."""
        paths: Paths = args[0] if args else kwargs["paths"]
        if STYLESHEET in paths and not kwargs.get("dry_run"):
            joined = join_imports(paths)
            self.delete(STYLESHEET)
            self.save(STYLESHEET, ContentFile(joined.encode()))
            paths[STYLESHEET] = (self, STYLESHEET)
        yield from super().post_process(*args, **kwargs)


def join_imports(paths: Paths) -> str:
    """Return the stylesheet with each imported file in place of its line, inside its layer or medium.

    The stylesheet lies in the same folder as the files with addresses of fonts in them, so those stay true;
    ``KeyError`` when a file that is imported does not exist.
    """
    folder = STYLESHEET.rpartition("/")[0]

    def inline(found: re.Match[str]) -> str:
        css = _read(paths, f"{folder}/{found['file']}")
        if found["layer"]:
            css = f"@layer {found['layer']} {{\n{css}}}\n"
        return f"@media {found['media']} {{\n{css}}}\n" if found["media"] else css

    return IMPORT.sub(inline, _read(paths, STYLESHEET))


def _read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        content: bytes = file.read()
    return content.decode()
