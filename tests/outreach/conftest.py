"""Embedded servers of their own for tests that start, stop and kill them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from outreach.embedded import Cluster
from outreach.embedded.places import postgres_home
from tests.servers import MEMORY, roomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPOSITORY = Path(__file__).parents[2]
HOLD = """
import sys
from outreach.embedded import ensure_postgres
with ensure_postgres():
    print("in", flush=True)
    sys.stdin.read()
"""


class Installation:
    """A data folder and what runs in it, all in processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {name: value for name, value in os.environ.items() if name not in SERVED}
        self.environment["OUTREACH_DATA_DIR"] = str(folder)
        self.cluster = Cluster(postgres_home(folder))
        self._started: list[subprocess.Popen[str]] = []

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=REPOSITORY,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=REPOSITORY,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def hold(self) -> subprocess.Popen[str]:
        """A process that uses the server until its standard input ends."""
        process = self.start("-c", HOLD)
        assert process.stdout.readline() == "in\n"
        return process

    def postmaster(self) -> int:
        return int((self.cluster.data / "postmaster.pid").read_text().split()[0])

    def keeper(self) -> int:
        return int((self.cluster.home / "keeper.lock").read_text())

    def end(self) -> None:
        for process in self._started:
            process.kill()
            process.communicate()
        wait_for(lambda: not self.cluster.running())


SERVED = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "OUTREACH_SECRET_KEY", "OUTREACH_HTTPS", "OUTREACH_DEMO"}
SERVED |= {"PORT", "MAKELEVEL", "MAKEFLAGS", "UV_CACHE_DIR", "OUTREACH_TEST_SERVERS", "OUTREACH_DATA_DIR"}


def wait_for(condition: Callable[[], object], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def let_go(process: subprocess.Popen[str]) -> None:
    """End a holder in peace."""
    process.communicate("")
    assert process.returncode == 0


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def new_installation() -> Iterator[Callable[..., Installation]]:
    """Make installations in folders that any user may pass through, as PostgreSQL is not root."""
    base = Path(tempfile.mkdtemp(prefix="outreach-", dir=MEMORY if roomy(MEMORY) else None))
    base.chmod(0o755)
    made: list[Installation] = []

    def make(name: str = "var") -> Installation:
        made.append(Installation(base / name))
        return made[-1]

    yield make
    for installation in made:
        installation.end()
    shutil.rmtree(base)


@pytest.fixture
def installation(new_installation) -> Installation:
    return new_installation()
