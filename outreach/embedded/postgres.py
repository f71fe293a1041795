"""One PostgreSQL cluster: made whole or not at all, started, recognised, stopped."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from outreach.embedded.binaries import POSTGRES_MAJOR, postgres_bin
from outreach.embedded.places import APP_ROLE, DATABASE, OWNER_ROLE, server_identity, socket_folder
from outreach.embedded.processes import EmbeddedError, clear_away, processes_in, spawn, wait_until

if TYPE_CHECKING:
    from collections.abc import Sequence

# Said to PostgreSQL in single-user mode, one statement a line.
_BOOTSTRAP = f"""\
CREATE ROLE {OWNER_ROLE} LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOREPLICATION
CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION
CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC
GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {APP_ROLE}
"""
_ACCESS = f"""\
# The two roles of Outreach, over the socket; nobody else, the superuser included.
local all {OWNER_ROLE},{APP_ROLE} trust
local all all reject
"""
_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements and their details quote personal data; the log keeps neither.
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal"} | {
    "max_wal_senders": "0"
}


class Cluster:
    """A cluster in ``home``; with ``durable=False`` a power cut may ruin it, which is right for tests."""

    def __init__(self, home: Path, *, durable: bool = True, bootstrap: str = "") -> None:
        self.home = home
        self.data = home / "data"
        self.sockets = socket_folder(home)
        self.log = home / "postgres.log"
        self._durable = durable
        self._options = _OPTIONS | ({} if durable else _THROWAWAY)
        self._bootstrap = _BOOTSTRAP + bootstrap
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster when there is none, clear away a crashed run, start, and return when it answers."""
        self.identity = server_identity(self.home)
        self._prepare_folders()
        self.refuse_other_version()
        self.bin = postgres_bin(self.identity)
        if not self.data.exists():
            self._create()
        clear_away(self.data.resolve(), program="postgres", polite=signal.SIGINT)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        options = self._options | {"unix_socket_directories": str(self.sockets)}
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self._process = self._run([self.bin / "postgres", "-D", self.data, *arguments], log=log)
        if not wait_until(lambda: self._ready() or self._ended(), seconds=60) or self._ended():
            raise EmbeddedError(f"PostgreSQL did not start; {self.log} says why.")

    def stop(self) -> None:
        """Stop fast and clean: sessions are ended, nothing needs recovery afterwards."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def running(self) -> bool:
        """Return whether a server serves this cluster, whoever started it."""
        return self._ready() and bool(processes_in(self.data.resolve(), program="postgres"))

    def died(self) -> bool:
        """Return whether the server that this object started has ended."""
        return self._process is not None and self._process.poll() is not None

    def refuse_other_version(self) -> None:
        """Raise ``EmbeddedError`` when the data was made by another major version."""
        marker = self.data / "PG_VERSION"
        if marker.exists() and (made_by := marker.read_text().strip()) != POSTGRES_MAJOR:
            raise EmbeddedError(
                f"The data in {self.data} was made by PostgreSQL {made_by}, but Outreach runs on PostgreSQL "
                f"{POSTGRES_MAJOR}. Move that folder away, or bring it over with pg_dump and PostgreSQL {made_by}."
            )

    def _prepare_folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self.identity:
            for folder in (self.home, self.sockets):
                os.chown(folder, *self.identity)
            # What we made may be shut by our umask; to pass through is all that PostgreSQL needs.
            self.home.parent.chmod(self.home.parent.stat().st_mode | 0o011)
        expected = self.identity.uid if self.identity else os.geteuid()
        for folder in (self.home, self.sockets):
            if folder.is_symlink() or folder.stat().st_uid != expected:
                raise EmbeddedError(f"{folder} belongs to another user. Remove it, or set OUTREACH_DATA_DIR.")
            folder.chmod(0o700)

    def _create(self) -> None:
        """Make the cluster beside its place and move it there last, so that a killed start leaves no half of it."""
        scratch = self.home / "data.new"
        shutil.rmtree(scratch, ignore_errors=True)
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        hurry = [] if self._durable else ["--no-sync"]
        who = ["-U", "postgres", "-A", "reject"]
        self._finish([self.bin / "initdb", "-D", scratch, "--no-instructions", *who, *locale, *hurry])
        self._finish(
            [self.bin / "postgres", "--single", "-c", "exit_on_error=true", "-D", scratch, "postgres"],
            said=self._bootstrap,
        )
        (scratch / "pg_hba.conf").write_text(_ACCESS)
        scratch.rename(self.data)

    def _finish(self, command: list[str | Path], *, said: str = "") -> None:
        with self.log.open("ab") as log:
            process = self._run(command, log=log, stdin=subprocess.PIPE)
            process.communicate(said.encode())
        if process.returncode:
            raise EmbeddedError(f"{Path(command[0]).name} failed; {self.log} says why.")

    def _run(self, command: Sequence[str | Path], *, log: IO[bytes], **options: Any) -> subprocess.Popen[bytes]:
        """Start one of PostgreSQL's programs: unprivileged, untouched by the caller's PG variables and Ctrl-C."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        if self.identity:
            options |= {"user": self.identity.uid, "group": self.identity.gid, "extra_groups": []}
        return spawn(
            command,
            death=signal.SIGINT,
            output=log,
            cwd="/",
            env=environment | {"LC_ALL": "C.UTF-8"},
            umask=0o077,
            **options,
        )

    def _ready(self) -> bool:
        """Return whether the server says so itself: the eighth line of its pid file."""
        with contextlib.suppress(OSError, IndexError):
            return (self.data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        return False

    def _ended(self) -> bool:
        return self.died()
