"""Two people at the same moment, for real: each in a thread and a transaction of its own."""

from __future__ import annotations

import threading

from django.db import connection, transaction
from django.db.models import QuerySet

from tests.outreach.conftest import wait_for


def together(held, *calls, errors=()) -> list[object]:
    """Do these at the same moment; give what each answered, or which of these errors it met.

    Somebody else holds the row or rows until all stand before it: whoever looked before waiting saw nothing yet.
    """
    rows = held if isinstance(held, QuerySet) else type(held).objects.filter(pk=held.pk)
    said: list[object] = []

    def run(call):
        try:
            said.append(call())
        except errors as error:
            said.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    with transaction.atomic():
        list(rows.select_for_update())
        for thread in threads:
            thread.start()
        wait_for(lambda: waiting() == len(calls))
    for thread in threads:
        thread.join()
    return said


def refused(said: list[object]) -> list[object]:
    """Give the errors among these answers."""
    return [one for one in said if isinstance(one, Exception)]


def waiting() -> int:
    """Count the sessions that wait for a lock in the database of this test; a transaction sees them as they were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]
