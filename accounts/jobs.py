"""Jobs: work that is done step by step, each step in its own transaction, by whoever holds the lease.

A step does a bounded piece and notes in the job how far it came, in one transaction. So a killed worker leaves whole
steps behind, and the next one goes on where the last commit was.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import JobKind, JobState
from accounts.models import Job
from accounts.outbox import publish
from accounts.scope import wait_for_others

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User

    Step = Callable[[Job], bool]

MOST_ATTEMPTS = 10
OPEN = [JobState.QUEUED, JobState.RUNNING]
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
    while True:
        job = Job.objects.filter(kind=kind, key=key, state__in=OPEN).first()
        if job is not None:
            return job
        with suppress(IntegrityError), transaction.atomic():  # somebody asked in the same moment: look again
            job = Job.objects.create(kind=kind, key=key, asked_by=by, total=total, lease_until=_lease())
            publish("job.queued", job_id=job.pk)
            return job


def run_step(*, job_id: int) -> bool:
    """Do one step in the transaction that is open, and say whether there is more to do.

    The first step only claims the job: an attempt counts also when the worker dies in its first piece of work. The
    row lock keeps two workers from doing the same step; the second waits and finds the first one's progress.
    """
    wait_for_others()
    job = Job.objects.select_for_update().get(pk=job_id)
    if not job.is_open:
        return False
    if job.state == JobState.QUEUED:
        job.state, job.attempts = JobState.RUNNING, job.attempts + 1
        finished = False
    else:
        finished = _work(job)
    job.lease_until = _lease()
    job.save(update_fields=["state", "done", "total", "attempts", "lease_until", "error_code", "finished_at"])
    return not finished


def _work(job: Job) -> bool:
    """Do one piece and say whether the job is over, done or failed; a failed piece leaves nothing behind."""
    try:
        with transaction.atomic():
            finished = _steps[JobKind(job.kind)](job)
    except JobFailed as error:
        job.state, job.error_code, job.finished_at = JobState.FAILED, error.code, timezone.now()
        return True
    if finished:
        job.state, job.done, job.finished_at = JobState.DONE, job.total, timezone.now()
    return finished


def hand_out_lost_jobs() -> int:
    """Queue again every open job whose lease is over: its worker or its message is gone. Ten attempts at most.

    A job that merely waits in a long queue is queued twice then, which costs no attempt; the row lock and the
    progress in it stand that. A job in the middle of a step is locked, and so not lost.
    """
    lost = Job.objects.filter(state__in=OPEN, lease_until__lt=timezone.now()).select_for_update(skip_locked=True)
    for job in lost:
        if job.attempts >= MOST_ATTEMPTS:
            job.state, job.error_code, job.finished_at = JobState.FAILED, "gave_up", timezone.now()
        else:
            job.state, job.lease_until = JobState.QUEUED, _lease()
            publish("job.queued", job_id=job.pk)
        job.save(update_fields=["state", "error_code", "finished_at", "lease_until"])
    return len(lost)


def _lease() -> datetime:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
