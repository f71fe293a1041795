"""Photos of people on their way in: read with suspicion, drawn anew, small and square. Nothing of the file is kept."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageOps

#: Pixels a side; what a camera may give at most, and what is unpacked whole; what a browser can draw.
SIDE, MAX_PIXELS, MAX_WHOLE, FORMATS = 256, 50_000_000, 12_000_000, ("JPEG", "PNG", "WEBP")
MAX_BYTES = 8 * 1024 * 1024
PAPER = (255, 255, 255)


class NotAPhoto(Exception):  # noqa: N818 -- errors are facts
    """The file is no picture that we read, or far too large a one."""


def square_photo(file: IO[Any]) -> bytes:
    """Cut the middle out of a picture and give it as a JPEG of 256 by 256, upright, without what a camera writes along.

    The size that the file claims is looked at before anything is unpacked. Raises NotAPhoto.
    """
    try:
        with Image.open(file, formats=FORMATS) as found:
            if found.width * found.height > (MAX_PIXELS if found.format == "JPEG" else MAX_WHOLE):
                raise NotAPhoto
            found.draft("RGB", (2 * SIDE, 2 * SIDE))  # unpacks a JPEG no larger than needed
            found.thumbnail((4 * SIDE, 4 * SIDE))
            square = ImageOps.fit(ImageOps.exif_transpose(found).convert("RGBA"), (SIDE, SIDE))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPhoto from error
    clean = Image.new("RGB", (SIDE, SIDE), PAPER)  # a new picture: no EXIF, no comment, no profile
    clean.paste(square, mask=square)
    out = BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()
