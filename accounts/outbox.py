"""What leaves a transaction: written in it as a row, sent by the relay after it, at least once.

This is the one place that talks to the broker. A lost broker loses nothing: the rows stay until they are sent.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from accounts.events import TOPICS, subscribers
from accounts.models import OutboxMessage

if TYPE_CHECKING:
    from celery import Celery

logger = logging.getLogger(__name__)
BATCH = 100


def publish(topic: str, **ids: int) -> None:
    """Write one row a subscriber. Ids only: whatever is written here leaves for the broker.

    Raises ValueError for an unknown topic or other ids than the topic has.
    """
    if topic not in TOPICS or set(ids) != set(TOPICS[topic]):
        raise ValueError(f"{topic} carries {TOPICS.get(topic)}")
    OutboxMessage.objects.bulk_create(
        OutboxMessage(topic=topic, handler=handler, ids=ids) for handler in subscribers(topic)
    )


def send(handler: str, **ids: int) -> None:
    """Hand work to the broker outside the outbox: only for what runs again soon anyway (the relay itself)."""
    app: Celery = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- Celery's documented way
    app.send_task(handler, kwargs=ids, ignore_result=True)


def relay(*, batch: int = BATCH) -> int:
    """Send what is waiting, oldest first, and say how many were sent.

    Rows are claimed with SKIP LOCKED, so relays may run side by side. A row is marked after its message is at the
    broker: a crash in between sends it again, and handlers stand that.
    """
    with transaction.atomic():
        waiting = OutboxMessage.objects.filter(sent_at=None).select_for_update(skip_locked=True)
        messages = list(waiting.order_by("pk")[:batch])
        for message in messages:
            send(message.handler, **message.ids)
        OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).update(sent_at=timezone.now())
    return len(messages)


def relay_soon() -> None:
    """Send at once if the broker answers; else leave it to the next beat. Never fails and never waits long."""
    if connection.in_atomic_block:
        return
    try:
        if OutboxMessage.objects.filter(sent_at=None).exists():
            relay()
    except Exception:  # noqa: BLE001 -- whatever is wrong with the broker, the request has been served
        logger.warning("outbox: the broker does not answer; the relay will try again")
