"""The work of a row in the outbox outlives a lost broker, a database that fails under it and a worker that is killed."""

from __future__ import annotations

import os
import signal
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
import pytest
import redis
from django.conf import settings
from django.db import connection

from accounts.models import OutboxMessage
from accounts.outbox import due, publish, relay
from accounts.scope import JOB, scope
from outreach.celery import app
from signals_intake.models import Signal
from tests import servers
from tests.outreach.conftest import wait_for
from tests.signals_intake.small_city import City, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases.models import Household

pytestmark = pytest.mark.django_db(transaction=True)
MAY = "2026-05-01"
WAITING = "SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() <> pid"


@pytest.fixture
def short_lease(monkeypatch, settings) -> None:
    """What is lost is sent again after a second, by the worker and by this process."""
    monkeypatch.setenv("OUTREACH_JOB_LEASE_SECONDS", "1")
    settings.JOB_LEASE_SECONDS = 1


@pytest.fixture
def worker(short_lease, request):
    return request.getfixturevalue("celery_worker_process")


@pytest.fixture
def household(worker, tmp_path) -> Household:
    """A household whose signal has no answer, while a decision says what it must be."""
    with scope(JOB):
        city = City(tmp_path)
        city.deliver("kade", MAY, row("C1", 2))
        city.make_lists(MAY)
        city.decide("C1", MAY, "none")
        OutboxMessage.objects.all().delete()
        return city.household("C1")


def tell(household: Household) -> None:
    with scope(JOB):
        publish("case.changed", household_id=household.pk)


def done() -> bool:
    with scope(JOB):
        answered = Signal.objects.get().answer == "not_picked_up_other"
    return answered and not OutboxMessage.objects.filter(done_at=None).exists()


def sent_again() -> None:
    """Let the worker's own relay find what was sent and never done."""
    wait_for(lambda: due().exists())
    app.send_task("accounts.relay_outbox")


def waiting() -> list[int]:
    """The database sessions that wait for another: that of the worker, in the middle of its task."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return [pid for (pid,) in cursor.fetchall()]


@contextmanager
def held(household: Household) -> Iterator[None]:
    """Tell of a change, have it sent, and keep the worker in the middle by the row that it needs first."""
    owner = settings.DATABASE_OWNER
    address = {"host": owner["HOST"], "user": owner["USER"], "dbname": servers.NAME}
    with closing(psycopg2.connect(**address)) as other, other.cursor() as cursor:
        cursor.execute("SELECT FROM cases_household WHERE id = %s FOR UPDATE", [household.pk])
        tell(household)
        app.send_task("accounts.relay_outbox")
        wait_for(waiting)
        yield


def test_a_task_whose_database_session_is_ended_is_done_later(worker, household):
    with held(household), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", waiting())
        wait_for(lambda: b"Retry in" in worker.log.read_bytes())

    wait_for(done)


def test_a_task_whose_process_is_killed_is_sent_again(worker, household):
    parent = worker.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    with held(household):
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        wait_for(lambda: b"WorkerLostError" in worker.log.read_bytes())
    assert not done()

    sent_again()

    wait_for(done)


def test_what_a_broker_lost_is_sent_again(worker, household):
    worker.kill()
    tell(household)
    assert relay() == 2
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    worker.start()
    assert not done()

    sent_again()

    wait_for(done)
