"""Dutch for whoever runs pytest by itself, before Django looks for it (``-p tests.translations``).

``make setup`` compiles the same with ``pybabel``.
"""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "locale"


def compile_translations() -> None:
    """Write each .mo that is missing or older than its .po; workers of xdist may all do it at once."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as words:
                catalogue = read_po(words)
            scratch = target.with_suffix(f".{os.getpid()}.mo")
            with scratch.open("wb") as compiled:
                write_mo(compiled, catalogue)
            scratch.replace(target)


compile_translations()
