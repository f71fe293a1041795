"""Databases, worker processes and the browser of the tests.

Ordinary tests ask for ``db``: one transaction, rolled back. Tests that commit (browser, worker, walls, kills)
ask for ``committed_db``, ``live_server`` or ``celery_worker_process`` and leave their database to be dropped
and cloned anew. All run as the application role.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from outreach.embedded.processes import spawn
from tests import servers
from tests.web import web_server

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from pytest_django.live_server_helper import LiveServer

hypothesis_settings.register_profile("outreach", deadline=None)  # a busy machine is no fault of the code
hypothesis_settings.load_profile("outreach")

REPOSITORY = Path(__file__).parents[1]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> None:
    """Migrate the template once in a run, whichever worker comes first; then clone it."""
    with django_db_blocker.unblock(), (servers.BASE / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (servers.BASE / "template").exists():
            migrate_template()
            (servers.BASE / "template").touch()
        # PostgreSQL clones a database only while nobody else does.
        servers.clone()
    TransactionTestCase._fixture_teardown = lambda _self: renew_database()


def migrate_template() -> None:
    """Run the migrations in the database that all are cloned from."""
    database = connections["default"]
    database.settings_dict["NAME"] = servers.TEMPLATE
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        database.close()
        database.settings_dict["NAME"] = servers.NAME


def renew_database() -> None:
    """Put the migrated state in place of what a test committed; some 20 ms, where the role may not TRUNCATE."""
    connections.close_all()
    with (servers.BASE / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        servers.clone()


@pytest.fixture(autouse=True)
def dutch() -> None:
    """Begin every test in the language of a visitor who chose none, whatever the last request left behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def ambient_scope(request) -> None:
    """Let the ORM calls of an ordinary test see the suppliers' rows; requests and tasks set a scope of their own."""
    if "db" in request.fixturenames and "transactional_db" not in request.fixturenames:
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.scope', 'job', true)")


@pytest.fixture
def committed_db(transactional_db) -> None:
    """A database in which the test commits for real; other processes and threads see it too."""


class WorkerProcess:
    """A real Celery worker on the database and broker of this test, in a process group of its own."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, seconds: float = 60) -> None:
        """Start and return when it takes tasks."""
        command = [sys.executable, "-m", "celery", "-A", "outreach", "worker", "--concurrency=1", "--loglevel=info"]
        with self.log.open("wb") as log:
            self.process = spawn(
                [*command, "--without-gossip", "--without-mingle"], death=signal.SIGTERM, output=log, cwd=REPOSITORY
            )
        deadline = time.monotonic() + seconds
        while b" ready." not in self.log.read_bytes():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the worker did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL the worker and its children, as a lost machine would."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def live_server(transactional_db) -> Iterator[LiveServer]:
    """A web server on a database in which the test commits for real, in place of the one of pytest-django."""
    with web_server() as server:
        yield server


@pytest.fixture
def celery_worker_process(committed_db, tmp_path) -> Iterator[WorkerProcess]:
    """A running worker; ``kill()`` and ``start()`` as often as the test likes."""
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.flushdb()
    worker = WorkerProcess(tmp_path / "worker.log")
    worker.start()
    yield worker
    worker.kill()
    broker.flushdb()
    broker.close()


@pytest.fixture
def no_pango(monkeypatch) -> None:
    """A machine on which WeasyPrint cannot find its libraries: importing it raises what the loader raises."""

    class Missing:
        def find_spec(self, name, _path=None, _target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict[str, object]:
    """Debian's Chromium, on loopback only."""
    program = shutil.which("chromium") or "/usr/bin/chromium"
    return {**browser_type_launch_args, "executable_path": program, "args": CHROMIUM_FLAGS}
