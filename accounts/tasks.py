"""Tasks of the house itself: relay, heartbeat, jobs."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts.celery import ScopedTask, SteppedTask


@shared_task(name="accounts.relay_outbox")
def relay_outbox_task() -> None:
    """Send what waits in the outbox. Has no scope: the outbox belongs to no supplier."""
    from accounts.outbox import relay  # noqa: PLC0415 -- task is a leaf

    while relay():
        pass


@shared_task(name="accounts.beat", base=ScopedTask, max_retries=0)  # the next one comes in ten seconds
def beat_task() -> None:
    """Note that beat and a worker are alive, and hand out again what a killed worker left."""
    from accounts.jobs import hand_out_lost_jobs  # noqa: PLC0415 -- task is a leaf
    from accounts.models import Heartbeat  # noqa: PLC0415 -- task is a leaf

    Heartbeat.objects.update_or_create(part="beat", defaults={"at": timezone.now()})
    hand_out_lost_jobs()


@shared_task(name="accounts.run_job", base=SteppedTask)
def run_job_task(*, job_id: int) -> bool:
    from accounts.jobs import run_step  # noqa: PLC0415 -- task is a leaf

    return run_step(job_id=job_id)


@shared_task(name="accounts.send_mail", base=ScopedTask)
def send_mail_task(*, mail_id: int) -> None:
    from accounts.mail import send_mail  # noqa: PLC0415 -- task is a leaf

    send_mail(mail_id=mail_id)
