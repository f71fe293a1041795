"""Fail when a text of the sources has no finished Dutch translation. Nothing in the checkout is changed.

Extracts as ``makemessages`` does, in a scratch folder of links to the sources, and compares with ``locale/``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po

REPOSITORY = Path(__file__).resolve().parents[1]
LANGUAGE = "nl"
NOT_SOURCES = {"locale", "node_modules", "static", "tests", "var"}


def extracted(scratch: Path) -> Path:
    """Return the catalogue that ``makemessages`` makes of the sources as they are now."""
    for source in REPOSITORY.iterdir():
        if source.name not in NOT_SOURCES and not source.name.startswith("."):
            (scratch / source.name).symlink_to(source)
    if (REPOSITORY / "locale").exists():
        shutil.copytree(REPOSITORY / "locale", scratch / "locale")
    else:
        (scratch / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE, "--no-obsolete", "--symlinks"]
    subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own interpreter
    return scratch / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def unfinished(catalogue: Path) -> list[str]:
    """Return a line for every text without a translation or with a guessed one."""
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    found = []
    for message in messages:
        words = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.fuzzy or not all(words):
            text = message.id if isinstance(message.id, str) else message.id[0]
            place = ":".join(str(part) for part in message.locations[0]) if message.locations else "?"
            found.append(f"{place}: {'fuzzy' if message.fuzzy else 'missing'}: {text}")
    return found


def main() -> None:
    """Print what is missing; exit code 1 when anything is."""
    with tempfile.TemporaryDirectory() as scratch:
        found = unfinished(extracted(Path(scratch)))
    for line in found:
        sys.stderr.write(f"{line}\n")
    if found:
        sys.exit(f"{len(found)} texts have no finished translation in locale/{LANGUAGE}.")


if __name__ == "__main__":
    main()
