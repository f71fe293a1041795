"""A square that a phone reads, for paper."""

from __future__ import annotations

from base64 import b64encode

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_image(text: str) -> str:
    """Draw `text` as a QR code: an SVG in a ``data:`` address, so that nothing has to be fetched."""
    drawn: bytes = qrcode.make(text, image_factory=SvgPathImage, border=2).to_string()
    return f"data:image/svg+xml;base64,{b64encode(drawn).decode()}"
