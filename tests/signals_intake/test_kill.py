"""A process killed anywhere in an import or in making the lists leaves nothing that the next one does not finish.

The work runs in a forked process that counts its SQL statements and kills itself before number n. Every n is tried:
killing at random times hardly ever hits the moments that matter.
"""

from __future__ import annotations

import csv
import os
import signal
import traceback
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from psycopg2 import sql

from accounts.jobs import OPEN, run_step
from accounts.models import Job, Organisation
from accounts.scope import JOB, scope
from outreach.celery import app
from signals_intake.imports.columns import PRESETS
from signals_intake.imports.staging import receive_delivery
from signals_intake.services import importing
from signals_intake.services.importing import confirm_delivery
from signals_intake.services.lists import queue_lists
from tests import servers
from tests.signals_intake.sample_city import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True)
AS_OF = date(2026, 5, 1)
PREPARED = f"prepared_{servers.WORKER}"
#: What must be the same in the end, in the words of the world: no keys, no moments.
OUTCOME = """
SELECT 'contract', c.number, d.postcode || d.number || d.suffix, h.tenant_key FROM signals_intake_contract c
  JOIN cases_household h ON h.id = c.household_id JOIN cases_dwelling d ON d.id = h.dwelling_id
UNION ALL SELECT 'person', p.name, p.birth_date::text, p.phone FROM cases_person p
UNION ALL SELECT 'balance', c.number, b.balance::text, b.months || ' ' || b.days || ' ' || b.number
  FROM signals_intake_balance b JOIN signals_intake_contract c ON c.id = b.contract_id
UNION ALL SELECT 'signal', c.number, s.signal_on::text, s.answer FROM signals_intake_signal s
  JOIN signals_intake_balance b ON b.id = s.balance_id JOIN signals_intake_contract c ON c.id = b.contract_id
UNION ALL SELECT 'delivery', d.state, d.received::text, d.imported_to::text FROM signals_intake_delivery d
UNION ALL SELECT 'staged', count(*)::text, '', '' FROM signals_intake_stagedrow
UNION ALL SELECT 'entry', h.tenant_key, e.stage, e.months::text FROM signals_intake_listentry e
  JOIN cases_household h ON h.id = e.household_id
UNION ALL SELECT 'row', c.number, r.outcome, r.exclusion FROM signals_intake_listedrow r
  JOIN signals_intake_balance b ON b.id = r.balance_id JOIN signals_intake_contract c ON c.id = b.contract_id
UNION ALL SELECT 'count', k.received::text, k.listed || ' ' || k.excluded || ' ' || k.not_due, k.rejected::text
  FROM signals_intake_listcount k
UNION ALL SELECT 'review', o.code, coalesce(v.closed_at::text, ''), '' FROM signals_intake_review v
  JOIN accounts_organisation o ON o.id = v.supplier_id
UNION ALL SELECT 'clock', h.tenant_key, k.kind, k.due_on::text FROM cases_clock k
  JOIN cases_household h ON h.id = k.household_id
UNION ALL SELECT 'message', m.topic, count(*)::text, '' FROM accounts_outboxmessage m
  WHERE m.topic <> 'job.queued' GROUP BY m.topic
UNION ALL SELECT 'job', j.kind, j.state, j.done::text FROM accounts_job j
ORDER BY 1, 2, 3, 4
"""


def write_list(path: Path) -> Path:
    """Seven rows: two, three and no months, an objection, a garage, a broken date."""
    base = ["A. Jansen", "1980-01-01", "Javastraat", "1", "", "1094 AA", "Amsterdam", "0612345678", "a@example.org"]
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(PRESETS["rivier"])
        for number, owed in enumerate(["1000.00", "1500.00", "100.00", "1200.00", "999.99", "2000.00", "1000.00"]):
            row = [f"C{number}", *base, owed, "500.00", "false", "2026-04-10", "true", "true", "false"]
            row[4] = str(number // 2 + 1)
            row[2] = "31-02-1980" if number == 2 else row[2]
            row[-1] = "true" if number == 3 else row[-1]
            writer.writerow(row)
    return path


def prepare_import(path: Path) -> int:
    with scope(JOB):
        supplier = Organisation.objects.get(code="rivier")
        delivery = receive_delivery(supplier=supplier, path=path, file_name="x", as_of=AS_OF, by=None).delivery
        return confirm_delivery(delivery=delivery, by=None).pk


def prepare_lists(path: Path) -> int:
    work(prepare_import(path))
    with scope(JOB):
        return queue_lists(as_of=AS_OF, by=None)[0].pk


def work(job_id: int) -> None:
    more = True
    while more:
        with scope(JOB):
            more = run_step(job_id=job_id)


def outcome() -> list[tuple[Any, ...]]:
    with scope(JOB), connection.cursor() as cursor:
        cursor.execute(OUTCOME)
        return cursor.fetchall()


def killed_at(number: int, job_id: int) -> bool:
    """Do the work in a fork that kills itself before statement `number`; say whether it came so far."""
    connections.close_all()
    pid = os.fork()
    if not pid:
        left = number

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*arguments)

        code = 1
        try:
            connections.close_all()  # after a browser's test the fork sees other ones than its parent, long dead
            with connection.execute_wrapper(count):
                work(job_id)
            code = 0
        except Exception:  # noqa: BLE001 -- the fork says why and ends
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the fork failed by itself"
    return os.WIFSIGNALED(status)


def copy_database(source: str, target: str) -> None:
    """Let go of both databases and make `target` a copy of `source`."""
    connections.close_all()
    owner = settings.DATABASE_OWNER
    with closing(psycopg2.connect(host=owner["HOST"], user=owner["USER"], dbname="postgres")) as admin:
        admin.autocommit = True
        with admin.cursor() as cursor:
            names = {"source": sql.Identifier(source), "target": sql.Identifier(target)}
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {target} WITH (FORCE)").format(**names))
            cursor.execute(sql.SQL("CREATE DATABASE {target} TEMPLATE {source} STRATEGY file_copy").format(**names))


@pytest.fixture
def drop_prepared() -> Iterator[None]:
    yield
    copy_database("template1", PREPARED)


@pytest.mark.assurance
@pytest.mark.parametrize("prepare", [prepare_import, prepare_lists])
def test_killed_before_any_statement_the_work_ends_as_if_nothing_had_happened(
    prepare, tmp_path, monkeypatch, drop_prepared
):
    monkeypatch.setattr(importing, "CHUNK", 4)  # two steps, so that half of it may be there
    call_command("seed_demo", "--no-signals")
    job_id = prepare(write_list(tmp_path / "list.csv"))
    copy_database(servers.NAME, PREPARED)
    work(job_id)
    undisturbed = outcome()
    assert {row[0] for row in undisturbed} >= {"contract", "balance", "signal", "job"}

    number = 1
    while True:
        copy_database(PREPARED, servers.NAME)
        was_killed = killed_at(number, job_id)
        work(job_id)
        assert outcome() == undisturbed, f"killed before statement {number}"
        if not was_killed:
            break
        number += 1

    assert number > 20
    with scope(JOB):
        assert Job.objects.get(pk=job_id).state == "done"


#: Where a real worker is stopped: what is prepared, the lock that stops it, and the statement at which it then stands.
STOPS = {
    "import": (prepare_import, f"SELECT pg_advisory_lock({importing.MATCHING_LOCK})", "pg_advisory"),
    "lists, all rows written": (
        prepare_lists, "LOCK TABLE signals_intake_arrearslist IN SHARE MODE", 'UPDATE "signals_intake_arrearslist"',
    ),
    "lists, made but for the answers": (
        prepare_lists, "LOCK TABLE signals_intake_signal IN SHARE MODE", "WITH fresh AS",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "stop", ["import", *(pytest.param(stop, marks=pytest.mark.assurance) for stop in STOPS if stop != "import")]
)
def test_a_real_worker_killed_in_the_middle_is_followed_by_one_that_finishes(
    stop, tmp_path, monkeypatch, drop_prepared, request
):
    prepare, lock, statement = STOPS[stop]
    monkeypatch.setenv("OUTREACH_JOB_LEASE_SECONDS", "1")
    call_command("seed_demo", "--no-signals")
    job_id = prepare(write_list(tmp_path / "list.csv"))
    copy_database(servers.NAME, PREPARED)
    work(job_id)
    undisturbed = outcome()
    copy_database(PREPARED, servers.NAME)
    prepared = results()
    worker = request.getfixturevalue("celery_worker_process")

    with held(lock):
        app.send_task("accounts.relay_outbox")
        wait_for(lambda: statement in waiting())
        worker.kill()
    wait_for(lambda: not others())
    assert results() == prepared
    worker.start()
    wait_for(lease_is_over, seconds=10)
    app.send_task("accounts.beat")  # as beat does every ten seconds, and nothing else
    wait_for(job_is_over)

    assert outcome() == undisturbed


@contextmanager
def held(lock: str) -> Iterator[None]:
    """Keep the worker from going on, at a place we know."""
    owner = settings.DATABASE_OWNER
    address = {"host": owner["HOST"], "user": owner["USER"], "dbname": servers.NAME}
    with closing(psycopg2.connect(**address)) as other, other.cursor() as cursor:
        cursor.execute(lock)
        yield


def results() -> list[tuple[Any, ...]]:
    """Everything but how far the job is."""
    return [row for row in outcome() if row[0] != "job"]


def waiting() -> str:
    """Give the statement of the worker that waits for a lock, if it does."""
    return "".join(query for query, event in others() if event == "Lock")


def others() -> list[tuple[str, str | None]]:
    """What the other sessions of the application do: those of the worker, for as long as the server knows of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query, wait_event_type FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        return cursor.fetchall()


def lease_is_over() -> bool:
    with scope(JOB):
        return Job.objects.filter(lease_until__lt=timezone.now()).exists()


def job_is_over() -> bool:
    with scope(JOB):
        return not Job.objects.filter(state__in=OPEN).exists()
