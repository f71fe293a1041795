"""The files of the project, as the rules read them."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import lru_cache
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
    """Every call in a module of the function or method `name`; reading a module as a tree is dear, so few are."""
    if name not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
            yield node


@lru_cache(maxsize=1)
def tree(text: str) -> ast.Module:
    return ast.parse(text)


def writes(column: str, text: str) -> bool:
    """Say whether a module writes this column of a model (``Case.stage``), or one of that name on a row of any kind."""
    model, field = column.split(".")
    if not re.search(rf"\b{field}\b ?[=,]", text):
        return False
    for node in ast.walk(tree(text)):
        if isinstance(node, ast.Assign):
            targets = [one for target in node.targets for one in getattr(target, "elts", [target])]
            if any(isinstance(one, ast.Attribute) and one.attr == field for one in targets):
                return True
        if isinstance(node, ast.Call) and field in {keyword.arg for keyword in node.keywords}:
            called = ast.unparse(node.func)
            if called == model or called.endswith(".update") or called.startswith(f"{model}.objects.create"):
                return True
    return False
