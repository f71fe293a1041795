"""What leaves a transaction: written in it as a row, sent by the relay after it, until its handler has done it.

This is the one place that talks to the broker. A lost broker loses nothing: a row is sent again until its work is done.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.events import TOPICS, subscribers
from accounts.models import OutboxMessage

if TYPE_CHECKING:
    from celery import Celery
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)
BATCH = 100
MOST_ATTEMPTS = 10
#: Of a task: which row of the outbox it does.
HEADER = "outbox"


def publish(topic: str, **ids: int) -> None:
    """Write one row a subscriber. Ids only: whatever is written here leaves for the broker.

    Raises ValueError for an unknown topic or other ids than the topic has.
    """
    if topic not in TOPICS or set(ids) != set(TOPICS[topic]):
        raise ValueError(f"{topic} carries {TOPICS.get(topic)}")
    OutboxMessage.objects.bulk_create(
        OutboxMessage(topic=topic, handler=handler, ids=ids) for handler in subscribers(topic)
    )


def relay(*, batch: int = BATCH) -> int:
    """Send what is due, oldest first, and say how many were sent.

    Rows are claimed with SKIP LOCKED, so relays may run side by side. A row is marked after its message is at the
    broker: a crash in between sends it again, and handlers stand that. So does whatever was sent and not done when
    its pause is over: the message or its worker is gone, or waits in a long queue.
    """
    with transaction.atomic():
        messages = list(due().select_for_update(skip_locked=True).order_by("pk")[:batch])
        for message in messages:
            _send(message)
            message.sent_at, message.attempts = timezone.now(), message.attempts + 1
            message.next_at = message.sent_at + _pause(message.attempts)
        OutboxMessage.objects.bulk_update(messages, ["sent_at", "attempts", "next_at"])
    return len(messages)


def relay_soon() -> None:
    """Send at once if the broker answers; else leave it to the next beat. Never fails and never waits long."""
    if connection.in_atomic_block:
        return
    try:
        if due().exists():
            relay()
    except Exception:  # noqa: BLE001 -- whatever is wrong with the broker, the request has been served
        logger.warning("outbox: the broker does not answer; the relay will try again")


def due() -> QuerySet[OutboxMessage]:
    """Give what is to be sent, for the first time or again, up to the tenth."""
    return OutboxMessage.objects.filter(done_at=None, attempts__lt=MOST_ATTEMPTS, next_at__lte=timezone.now())


def mark_done(message_id: int) -> None:
    """Note in the transaction of a handler that it did its work; a message that came twice is done once."""
    OutboxMessage.objects.filter(pk=message_id, done_at=None).update(done_at=timezone.now(), error_code="")


def mark_failed(message_id: int, error: Exception) -> None:
    """Note, outside the transaction that failed, what kind of error it was; its words may hold what nobody may read."""
    OutboxMessage.objects.filter(pk=message_id, done_at=None).update(error_code=type(error).__name__[:60])


def _send(message: OutboxMessage) -> None:
    app: Celery = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- Celery's documented way
    app.send_task(message.handler, kwargs=message.ids, headers={HEADER: message.pk}, ignore_result=True)


def _pause(attempts: int) -> timedelta:
    """Twice as long every time: ten attempts take some seventeen hours, with a lease of a minute."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS * 2 ** (attempts - 1))
