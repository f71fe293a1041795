"""The files of the project, as the rules read them."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


ROOT = Path(__file__).parents[2]
APPS = ["outreach", "reporting", "signals_intake", "visits", "networks", "cases", "accounts", "common"]
OURS = tuple(f"{app}/" for app in APPS)
#: These rules name what they forbid.
HERE = "tests/house_rules/"


def committed() -> list[Path]:
    """Every file of the project, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def texts(*patterns: str, within: str | tuple[str, ...] = "") -> Iterator[tuple[str, str]]:
    """Name and text of the files of these kinds and folders, these rules aside."""
    for path in committed():
        name = str(path.relative_to(ROOT))
        if not name.startswith(HERE) and name.startswith(within) and any(path.match(pattern) for pattern in patterns):
            yield name, path.read_text(encoding="utf-8", errors="replace")


def found(expression: str, *patterns: str, within: str | tuple[str, ...] = "") -> list[str]:
    """Give ``file:line`` of every line that matches."""
    line = re.compile(expression)
    return [
        f"{name}:{number}"
        for name, text in texts(*patterns, within=within)
        for number, words in enumerate(text.splitlines(), 1)
        if line.search(words)
    ]


def functions(name: str, text: str) -> Iterator[ast.Call]:
    """Every call in a module of the function or method `name`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
            yield node
