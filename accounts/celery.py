"""The base of every task: a transaction with the wall set for a job."""

from __future__ import annotations

from typing import Any

from celery import Task

from accounts.outbox import relay_soon
from accounts.scope import JOB, scope


class ScopedTask(Task):  # type: ignore[type-arg]
    """Runs its body in one scoped transaction; what it published is sent after the commit."""

    abstract = True
    acks_late = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with scope(JOB):
            result = super().__call__(*args, **kwargs)
        relay_soon()
        return result


class SteppedTask(ScopedTask):
    """Runs its body again, each time in a transaction of its own, for as long as it gives True."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        while super().__call__(*args, **kwargs):
            pass
