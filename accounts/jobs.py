"""Jobs: work that is done step by step, each step in its own transaction, by whoever holds the lease.

A step does a bounded piece and notes in the job how far it came, in one transaction. So a killed worker leaves whole
steps behind, and the next one goes on where the last commit was.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import JobKind, JobState
from accounts.models import Job
from accounts.outbox import publish

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User

    Step = Callable[[Job], bool]

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 10
_steps: dict[JobKind, Step] = {}


class JobFailed(Exception):  # noqa: N818 -- errors are facts
    """A step cannot be done, and doing it again will not help. `code` is shown to whoever asked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def register(kind: JobKind, step: Step) -> None:
    """Name the function that does one step of such a job; it gives True when the job is finished."""
    _steps[kind] = step


@transaction.atomic
def queue_job(*, kind: JobKind, key: str, by: User | None, total: int = 0) -> Job:
    """Ask for work once: while such a job is open, asking again gives the same one."""
    job = Job.objects.filter(kind=kind, key=key, state__in=[JobState.QUEUED, JobState.RUNNING]).first()
    if job is None:
        try:
            with transaction.atomic():
                job = Job.objects.create(kind=kind, key=key, asked_by=by, total=total, lease_until=_lease())
        except IntegrityError:  # somebody asked in the same moment
            return Job.objects.get(kind=kind, key=key, state__in=[JobState.QUEUED, JobState.RUNNING])
        publish("job.queued", job_id=job.pk)
    return job


def run_step(*, job_id: int) -> bool:
    """Do one step in the transaction that is open, and say whether there is more to do.

    The row lock keeps two workers from doing the same step; the second finds the first one's progress.
    """
    job = Job.objects.select_for_update().get(pk=job_id)
    if not job.is_open:
        return False
    if job.state == JobState.QUEUED:
        job.state, job.attempts = JobState.RUNNING, job.attempts + 1
    job.lease_until = _lease()
    try:
        with transaction.atomic():
            finished = _steps[JobKind(job.kind)](job)
    except JobFailed as error:
        job.state, job.error_code, job.finished_at = JobState.FAILED, error.code, timezone.now()
        finished = True
    else:
        if finished:
            job.state, job.done, job.finished_at = JobState.DONE, job.total, timezone.now()
    job.save(update_fields=["state", "done", "total", "attempts", "lease_until", "error_code", "finished_at"])
    return not finished


def hand_out_lost_jobs() -> int:
    """Queue again every open job whose lease is over: its worker or its message is gone. Ten attempts at most.

    A job that merely waits in a long queue is queued twice then; the row lock and the progress in it stand that.
    """
    lost = Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING], lease_until__lt=timezone.now())
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.FAILED, error_code="gave_up", finished_at=timezone.now()
    )
    ids = list(lost.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Job.objects.filter(pk__in=ids).update(state=JobState.QUEUED, lease_until=_lease())
    for job_id in ids:
        publish("job.queued", job_id=job_id)
    return len(ids)


def _lease() -> datetime:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
