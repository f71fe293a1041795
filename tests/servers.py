"""The servers of a test run, started before Django reads its settings (``-p tests.servers``).

The process that was called starts one throwaway PostgreSQL and one Valkey; the workers of xdist inherit their
address and get a database and a broker number each. ``tests/conftest.py`` fills the databases.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2

from outreach.embedded import Cluster, Valkey
from outreach.embedded.places import APP_ROLE, DATABASE, OWNER_ROLE, database_url
from tests import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg2.extensions import cursor

# The migrated database from which every worker's is cloned.
TEMPLATE = DATABASE
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
NAME = f"{DATABASE}_{WORKER}"
# A test database is dropped under whatever is still connected to it.
BOOTSTRAP = f"GRANT pg_signal_backend TO {OWNER_ROLE}\n"


MEMORY, DISK = Path("/dev/shm"), Path(tempfile.gettempdir())
ROOM = 2 * 1024**3


def roomy(place: Path) -> bool:
    """Whether the servers fit there; in memory a database is cloned in 20 ms, on disk in 100."""
    return os.access(place, os.W_OK) and shutil.disk_usage(place).free > ROOM


def sweep() -> None:
    """Remove what killed runs left: a folder whose lock nobody holds belongs to nobody."""
    for base in [found for place in (MEMORY, DISK) for found in place.glob("outreach-test-*")]:
        with suppress(OSError), (base / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(base, ignore_errors=True)


def start() -> Path:
    """Start both servers for the life of this process; they die with it, however it ends."""
    base = Path(tempfile.mkdtemp(prefix="outreach-test-", dir=MEMORY if roomy(MEMORY) else DISK))
    base.chmod(0o755)
    lock = (base / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_SH)
    cluster = Cluster(base / "postgres", durable=False, bootstrap=BOOTSTRAP)
    valkey = Valkey(base / "valkey")
    made_from = template.key()
    if restored := template.restore(cluster.data):
        (base / "template").touch()

    def end() -> None:
        valkey.stop()
        worth_keeping = (base / "template").exists() and not restored
        if worth_keeping:
            drop_clones(base)
        cluster.stop()
        if worth_keeping:
            template.keep(cluster.data, made_from=made_from)
        shutil.rmtree(base, ignore_errors=True)
        lock.close()

    atexit.register(end)
    cluster.start()
    valkey.start()
    return base


def address(base: Path) -> None:
    """Give this process its own database and broker, in the words that the settings read."""
    number = 0 if WORKER == "main" else int(WORKER.removeprefix("gw")) + 1
    os.environ |= {
        "DATABASE_URL": database_url(base / "postgres", APP_ROLE, NAME),
        "DATABASE_OWNER_URL": database_url(base / "postgres", OWNER_ROLE, NAME),
        "REDIS_URL": f"unix://{base}/valkey/valkey.sock?db={number}",
        "OUTREACH_DATA_DIR": str(base / f"data-{WORKER}"),
        "OUTREACH_SECRET_KEY": "only-for-tests-" * 4,
        "OUTREACH_HTTPS": "no",
        "DJANGO_SETTINGS_MODULE": "outreach.settings",
        # Playwright runs an event loop in the thread of the test.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }


@contextmanager
def owner(base: Path) -> Iterator[cursor]:
    """The owner, beside the databases that it drops and creates."""
    with closing(psycopg2.connect(database_url(base / "postgres", OWNER_ROLE, "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as does:
            yield does


def clone(name: str = NAME, *, template: str = TEMPLATE) -> None:
    """Give this worker a new copy of a template, whoever is still connected to its old one."""
    with owner(BASE) as does:
        does.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        does.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")


def drop_clones(base: Path) -> None:
    """Leave the template alone."""
    with owner(base) as does:
        does.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{DATABASE}\\_%"])
        for (name,) in does.fetchall():
            does.execute(f"DROP DATABASE {name} WITH (FORCE)")


if "OUTREACH_TEST_SERVERS" not in os.environ:
    sweep()
    os.environ["OUTREACH_TEST_SERVERS"] = str(start())
BASE = Path(os.environ["OUTREACH_TEST_SERVERS"])
address(BASE)
