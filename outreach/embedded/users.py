"""Many processes, one embedded PostgreSQL: the first starts it, the last one out stops it.

Three locks in the cluster's folder, each held by the kernel and so gone with its holder, SIGKILL included:

``users.lock``   shared by everybody who uses the server; exclusive only while it is being stopped for good
``start.lock``   exclusive while somebody looks whether the server runs and starts it
``keeper.lock``  exclusive for the life of the keeper, the one parent of the server (see ``keeper``)
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from outreach.embedded.places import REFUGE, REPOSITORY, data_dir, postgres_home
from outreach.embedded.postgres import Cluster
from outreach.embedded.processes import EmbeddedError, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class PostgresUser:
    """One user of the embedded server, from ``enter`` to ``leave``."""

    def __init__(self, home: Path | None = None) -> None:
        self.cluster = Cluster(home or postgres_home())
        self._lock: int | None = None

    def enter(self) -> None:
        """Take part, and start the server when it does not run. Raises ``EmbeddedError`` when it cannot."""
        try:
            settle(self.cluster.home)
            self.cluster.refuse_other_version()
            self._lock = _open_lock(self.cluster.home / "users.lock")
        except PermissionError as error:
            raise EmbeddedError(
                f"{error.filename} belongs to another user. Run this as that user, or set OUTREACH_DATA_DIR."
            ) from error
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        self.mend()

    def mend(self) -> None:
        """See to it that the server runs; cheap when it does, and right again after SIGKILL of anything."""
        with self.alone():
            if keeper_pid(self.cluster.home) and self.cluster.running():
                return
            # A keeper whose server died is on its way out.
            if not wait_until(lambda: keeper_pid(self.cluster.home) is None, seconds=40):
                raise EmbeddedError(f"PostgreSQL in {self.cluster.home} neither runs nor stops.")
            _start_keeper(self.cluster.home)

    def leave(self) -> None:
        """Go; the last one out waits until the server has stopped, so that nothing is left as the command ends."""
        if self._lock is None:
            return
        try:
            with self.alone():
                if _try_lock(self._lock, fcntl.LOCK_EX) and (keeper := keeper_pid(self.cluster.home)):
                    os.kill(keeper, signal.SIGTERM)
                    wait_until(lambda: keeper_pid(self.cluster.home) is None, seconds=40)
        finally:
            os.close(self._lock)
            self._lock = None

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock of those who start something; also for what only one may do with a new database."""
        with _locked(self.cluster.home / "start.lock"):
            yield


@contextlib.contextmanager
def ensure_postgres() -> Iterator[PostgresUser]:
    """Have the embedded server for a while: start it when none runs, leave it as it was found."""
    user = PostgresUser()
    try:
        user.enter()
        yield user
    finally:
        user.leave()


def settle(home: Path) -> None:
    """Make the folder of the cluster, and tell an old cluster in the refuge from ours.

    The refuge is named after the path of the checkout. When that was deleted and cloned anew, the data of its
    earlier life are put aside, not served: both sides carry the same word, and a new clone has none.
    """
    before = os.umask(0o022)
    try:
        home.mkdir(parents=True, exist_ok=True)
        if home.parent != REFUGE:
            return
        ours = data_dir() / "postgres.elsewhere"
        with _locked(home.with_suffix(".lock")):
            theirs = home / "belongs-to"
            if ours.exists() and theirs.exists() and ours.read_text() == theirs.read_text():
                return
            if theirs.exists():
                home.rename(home.with_suffix(f".{time.time_ns()}"))
                home.mkdir()
            word = secrets.token_hex(16)
            ours.parent.mkdir(parents=True, exist_ok=True)
            for file in (theirs, ours):
                file.write_text(word)
    finally:
        os.umask(before)


def keeper_pid(home: Path) -> int | None:
    """Return the process that keeps the server, or ``None``; true whatever was killed, as the lock decides."""
    lock = _open_lock(home / "keeper.lock")
    try:
        if _try_lock(lock, fcntl.LOCK_SH):
            return None
        text = os.pread(lock, 20, 0).decode().strip()
        return int(text) if text else None
    finally:
        os.close(lock)


def _start_keeper(home: Path) -> None:
    """Start the keeper on its own, outside our session and free of our death, and wait for its word."""
    starter = subprocess.run(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "outreach.embedded.keeper", str(home)],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
        check=False,
    )
    word = starter.stdout.strip()
    if word != "ready":
        raise EmbeddedError(word or f"PostgreSQL in {home} did not start.")


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = _open_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _try_lock(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
