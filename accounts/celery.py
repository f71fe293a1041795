"""The base of every task: a transaction with the wall set for a job, and again later where the database failed."""

from __future__ import annotations

from typing import Any

from celery import Task
from celery.utils.time import get_exponential_backoff_interval
from django.db import InterfaceError, OperationalError

from accounts.outbox import HEADER, mark_done, mark_failed, relay_soon
from accounts.scope import JOB, scope

#: Seconds at most between two tries; well below the broker's visibility timeout, or it would hand out the task twice.
LONGEST_PAUSE = 60


class ScopedTask(Task):  # type: ignore[type-arg]
    """Runs its body in one scoped transaction, which also marks its row of the outbox as done.

    What it published is sent after the commit. A deadlock, a lock that took too long or a database that restarts rolls
    all of it back, and the task comes again soon. After any other error, or when its worker is lost, its row in the
    outbox brings it back later.
    """

    abstract = True
    acks_late = True
    max_retries = 20

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        message_id = (self.request.headers or {}).get(HEADER)
        try:
            with scope(JOB):
                result = super().__call__(*args, **kwargs)
                if message_id is not None:
                    mark_done(message_id)
        except (OperationalError, InterfaceError) as error:
            # not `autoretry_for`: that sees neither the opening of the transaction nor its commit
            raise self.retry(exc=error, countdown=self._pause()) from error
        except Exception as error:
            if message_id is not None:
                mark_failed(message_id, error)
            raise
        relay_soon()
        return result

    def _pause(self) -> int:
        return get_exponential_backoff_interval(1, self.request.retries, LONGEST_PAUSE, full_jitter=False) or 1


class SteppedTask(ScopedTask):
    """Runs its body again, each time in a transaction of its own, for as long as it gives True.

    Its first transaction claims the job, whose lease from then on brings it back when a worker is lost.
    """

    abstract = True
    max_retries = 3

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        while super().__call__(*args, **kwargs):
            pass
