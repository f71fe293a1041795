"""The base of every task: a transaction with the wall set for a job, and again later where the database failed."""

from __future__ import annotations

from typing import Any

from celery import Task
from celery.utils.time import get_exponential_backoff_interval
from django.db import InterfaceError, OperationalError

from accounts.outbox import relay_soon
from accounts.scope import JOB, scope

#: Seconds at most between two tries; well below the broker's visibility timeout, or it would hand out the task twice.
LONGEST_PAUSE = 60


class ScopedTask(Task):  # type: ignore[type-arg]
    """Runs its body in one scoped transaction; what it published is sent after the commit.

    A deadlock, a lock that took too long or a database that restarts rolls all of it back, and the task comes again
    later, for some fifteen minutes. Its row in the outbox is sent, so nothing else would bring it back.
    """

    abstract = True
    acks_late = True
    reject_on_worker_lost = True
    max_retries = 20

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            with scope(JOB):
                result = super().__call__(*args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            # not `autoretry_for`: that sees neither the opening of the transaction nor its commit
            raise self.retry(exc=error, countdown=self._pause()) from error
        relay_soon()
        return result

    def _pause(self) -> int:
        return get_exponential_backoff_interval(1, self.request.retries, LONGEST_PAUSE, full_jitter=False) or 1


class SteppedTask(ScopedTask):
    """Runs its body again, each time in a transaction of its own, for as long as it gives True.

    The lease of its job brings it back when a worker is lost, and counts the attempts: so the broker need not, and
    a step that kills every worker comes to an end.
    """

    abstract = True
    reject_on_worker_lost = False
    max_retries = 3

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        while super().__call__(*args, **kwargs):
            pass
