"""Fail when ``locale/`` and the texts of the sources differ: a text is missing, guessed, empty or left over.

``--write`` puts the texts of the sources into ``locale/`` instead: new ones empty or guessed (fuzzy), left ones gone.
Extracts as ``makemessages`` does, in a copy of the sources: it writes a file beside each template.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from babel.messages.catalog import Message

REPOSITORY = Path(__file__).resolve().parents[1]
LANGUAGE = "nl"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"
NOT_SOURCES = {"locale", "node_modules", "static", "tests", "var"}
QUIET = ["--no-wrap", "--no-location", "--no-obsolete"]  # a diff shows texts, not lines that moved


def extract(scratch: Path, *options: str) -> Path:
    """Return the catalogue that ``makemessages`` makes of the sources as they are now."""
    sources = [path for path in REPOSITORY.iterdir() if path.name not in NOT_SOURCES and not path.name.startswith(".")]
    for source in sources:
        if source.is_dir():
            shutil.copytree(source, scratch / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    (scratch / CATALOGUE).parent.mkdir(parents=True)
    if (REPOSITORY / CATALOGUE).exists():
        shutil.copy(REPOSITORY / CATALOGUE, scratch / CATALOGUE)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE, *options]
    subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own interpreter
    return scratch / CATALOGUE


def fault(message: Message) -> str:
    """Name what keeps a translation from being finished; empty when nothing does."""
    words = message.string if isinstance(message.string, tuple | list) else [message.string]
    if message.fuzzy:
        return "new or changed, only guessed"
    return "" if all(words) else "not translated"


def unfinished(catalogue: Path) -> list[str]:
    """Return a line for every text without a finished translation and every translation without its text."""
    with catalogue.open("rb") as file:
        found = read_po(file)
    lines = [(message, fault(message)) for message in found if message.id]
    lines += [(message, "no longer in the sources") for message in found.obsolete.values()]
    return [f"{place(message)}: {why}: {text(message)}" for message, why in lines if why]


def place(message: Message) -> str:
    """Say where the text stands first."""
    return "{}:{}".format(*message.locations[0]) if message.locations else str(CATALOGUE)


def text(message: Message) -> str:
    """Return the source text, of a plural the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def check() -> None:
    """Print every difference; exit code 1 when there is any."""
    with tempfile.TemporaryDirectory() as scratch:
        found = unfinished(extract(Path(scratch), "--no-wrap"))
    for line in found:
        sys.stderr.write(f"{line}\n")
    if found:
        sys.exit(f"{len(found)} texts: run scripts/check_translations.py --write, then finish {CATALOGUE}.")


def write() -> None:
    """Bring ``locale/`` up to the sources, without the date that would change at each run."""
    with tempfile.TemporaryDirectory() as scratch:
        words = extract(Path(scratch), *QUIET).read_text()
    (REPOSITORY / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    (REPOSITORY / CATALOGUE).write_text(re.sub(r'^"POT-Creation-Date:.*\n', "", words, flags=re.MULTILINE))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="bring locale/ up to the sources")
    (write if parser.parse_args().write else check)()
