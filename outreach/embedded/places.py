"""Where the embedded servers keep what they write, computed and never started.

Every process must come to the same answer on its own, so nothing here depends on the moment or the shell.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import secrets
import stat
from pathlib import Path
from urllib.parse import quote

from outreach.embedded.processes import Identity

REPOSITORY = Path(__file__).resolve().parents[2]
APP_ROLE = "outreach_app"
OWNER_ROLE = "outreach_owner"
DATABASE = "outreach"
# For a checkout that the uid of PostgreSQL may not enter.
REFUGE = Path("/var/lib/outreach")
# AF_UNIX ends at 107 bytes; the longest name below is ".s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


def data_dir() -> Path:
    """Return the folder that holds everything written: ``OUTREACH_DATA_DIR``, else ``var/`` of the checkout."""
    return Path(os.environ.get("OUTREACH_DATA_DIR") or REPOSITORY / "var").absolute()


def postgres_home(base: Path | None = None) -> Path:
    """Return the folder of the cluster and its socket: below ``base``, or in the refuge."""
    base = base or data_dir()
    return home_for(base, server_identity(base / "postgres"))


def home_for(base: Path, identity: Identity | None) -> Path:
    """Return the same for a server that runs as ``identity``."""
    if identity is None or reachable(base.parent, by=identity):
        return base / "postgres"
    return REFUGE / short_hash(base)


def server_identity(home: Path) -> Identity | None:
    """Return who PostgreSQL must run as, or ``None`` for "as we are", which is every case but root."""
    if os.geteuid() != 0:
        return None
    if (home / "data").exists() and (owner := (home / "data").stat()).st_uid:
        return Identity(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(user.pw_uid, user.pw_gid)
    return Identity(65534, 65534)


def reachable(folder: Path, *, by: Identity) -> bool:
    """Return whether that user may pass through every existing folder down to ``folder``, links followed."""
    return all(_may_enter(step, by) for step in [folder.resolve(), *folder.resolve().parents] if step.exists())


def _may_enter(folder: Path, who: Identity) -> bool:
    status = folder.stat()
    if status.st_uid == who.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == who.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def socket_folder(home: Path) -> Path:
    """Return the folder for the sockets of ``home``: itself, or a short one in /tmp when the path is too long.

    Not ``$TMPDIR`` and not ``$XDG_RUNTIME_DIR``: they differ between shells, and all must meet at one socket.
    """
    if len(os.fsencode(home)) <= LONGEST_SOCKET_FOLDER:
        return home
    return Path("/tmp") / f"outreach-{short_hash(home)}"  # noqa: S108 -- made 0700 and its owner checked


def database_urls() -> tuple[str, str]:
    """Return the addresses of the embedded database for the application role and for the owner."""
    folder = socket_folder(postgres_home())
    return database_url(folder, APP_ROLE), database_url(folder, OWNER_ROLE)


def database_url(folder: Path, role: str, name: str = DATABASE) -> str:
    """Return the address of one database behind the socket in ``folder``."""
    return f"postgresql://{role}@/{name}?host={quote(str(folder))}"


def valkey_home() -> Path:
    """Return the folder of the embedded Valkey."""
    return data_dir() / "valkey"


def redis_url() -> str:
    """Return the address of the embedded Valkey as redis-py reads it."""
    return f"unix://{quote(str(socket_folder(valkey_home()) / 'valkey.sock'))}?db=0"


def secret_key() -> str:
    """Return the secret of this data folder, made at first use; only for the embedded default.

    Two processes may make it together: the link decides which one counts, and both read that.
    """
    place = data_dir() / "secret-key"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f"secret-key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            place.hardlink_to(draft)
        draft.unlink()
    return place.read_text()


def short_hash(path: Path) -> str:
    """Return twelve characters that stand for ``path``."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
