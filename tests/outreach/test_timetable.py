"""The timetable of Celery: what it names exists, what must run is in it, and it reads UTC."""

from __future__ import annotations

import pytest

from accounts.scope import JOB, scope
from common import dates
from outreach.celery import app
from signals_intake.models import ListEntry
from tests.outreach.conftest import wait_for
from tests.signals_intake.small_city import City, row


@pytest.fixture
def timetable() -> dict[str, str]:
    """What runs by itself, with the task that it names."""
    app.loader.import_default_modules()
    return {name: entry["task"] for name, entry in app.conf.beat_schedule.items()}


def test_everything_in_the_timetable_is_a_task_that_workers_know(timetable):
    assert set(timetable.values()) <= set(app.tasks)


def test_the_relay_the_heartbeat_and_the_lists_run_by_themselves(timetable):
    assert timetable == {
        "relay": "accounts.relay_outbox",
        "beat": "accounts.beat",
        "lists": "signals_intake.queue_due_lists",
        "documents": "cases.forget_documents",
    }


def test_the_timetable_reads_utc():
    assert (app.conf.timezone, app.conf.enable_utc) == ("UTC", True)


def test_lists_are_made_without_anybody_asking(celery_worker_process, tmp_path):
    with scope(JOB):
        City(tmp_path).deliver("kade", dates.first_of_month(dates.today()).isoformat(), row("C1", 2))

    app.send_task("signals_intake.queue_due_lists")

    wait_for(lambda: listed() == ["two_month"])


def listed() -> list[str]:
    with scope(JOB):
        return list(ListEntry.objects.values_list("stage", flat=True))
