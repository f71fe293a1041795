"""A task of the outbox outlives a database that fails under it and a worker that is killed under it."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from accounts.scope import JOB, scope
from outreach.celery import app
from signals_intake.models import Signal
from tests.outreach.conftest import wait_for
from tests.signals_intake.small_city import City, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases.models import Household

MAY = "2026-05-01"
WAITING = "SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"


@pytest.fixture
def household(celery_worker_process, tmp_path) -> Household:
    """A household whose signal has no answer, while a decision says what it must be."""
    with scope(JOB):
        city = City(tmp_path)
        city.deliver("kade", MAY, row("C1", 2))
        city.make_lists(MAY)
        city.decide("C1", MAY, "none")
        return city.household("C1")


def answered() -> bool:
    with scope(JOB):
        return Signal.objects.get().answer == "not_picked_up_other"


def waiting() -> list[int]:
    """The database sessions that wait for ours: that of the worker, in the middle of its task."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return [pid for (pid,) in cursor.fetchall()]


@contextmanager
def held(household: Household) -> Iterator[None]:
    """Send the task, and keep it in the middle by the row that it needs first."""
    with scope(JOB):
        type(household).objects.select_for_update().get(pk=household.pk)
        app.send_task("signals_intake.answer_supplier", kwargs={"household_id": household.pk})
        wait_for(waiting)
        yield


def test_a_task_whose_database_session_is_ended_is_done_later(celery_worker_process, household):
    with held(household), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", waiting())
        wait_for(lambda: b"Retry in" in celery_worker_process.log.read_bytes())

    wait_for(answered)


def test_a_task_whose_process_is_killed_is_done_by_the_next(celery_worker_process, household):
    worker = celery_worker_process.process.pid
    children = Path(f"/proc/{worker}/task/{worker}/children").read_text().split()
    with held(household):
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        wait_for(lambda: b"WorkerLostError" in celery_worker_process.log.read_bytes())

    wait_for(answered)
