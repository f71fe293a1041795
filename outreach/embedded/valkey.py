"""The embedded Valkey: on a Unix socket, every write in its log, nothing ever evicted."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from typing import TYPE_CHECKING

from outreach.embedded.binaries import valkey_bin
from outreach.embedded.places import socket_folder, valkey_home
from outreach.embedded.processes import EmbeddedError, clear_away, spawn, wait_until

if TYPE_CHECKING:
    from pathlib import Path


class Valkey:
    """A server in ``home`` that ends with the process that started it."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or valkey_home()
        self.socket = socket_folder(self.home) / "valkey.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and return when it answers. Raises ``EmbeddedError`` when it does not."""
        program = valkey_bin()
        for folder in (self.home, self.socket.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                raise EmbeddedError(f"{folder} belongs to another user. Remove it, or set OUTREACH_DATA_DIR.")
        # One that is still on its way out would take the new one's socket with it.
        clear_away(self.home.resolve(), program=program.resolve().name, polite=signal.SIGTERM)
        log = self.home / "valkey.log"
        with log.open("ab") as output:
            self._process = spawn([program, *self._arguments()], death=signal.SIGTERM, output=output)
        if not wait_until(lambda: self._answers() or self.died(), seconds=30) or self.died():
            raise EmbeddedError(f"Valkey did not start; {log} says why.")

    def died(self) -> bool:
        """Return whether the server that this object started has ended."""
        return self._process is not None and self._process.poll() is not None

    def stop(self) -> None:
        """Stop; what was written is on disk."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _arguments(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        return [part for name, value in options.items() for part in (f"--{name}", value)]

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
