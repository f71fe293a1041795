from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from common.personal import NOT_PERSONAL, FieldClasses


class OutboxMessage(models.Model):
    """Something that happened, to be handed to a task: written in the transaction in which it happened.

    The relay sends it to the broker at least once; `ids` holds keys and codes only.
    """

    topic = models.CharField(max_length=60)
    handler = models.CharField(max_length=120)
    ids = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    field_classes: ClassVar[FieldClasses] = {"topic": NOT_PERSONAL, "handler": NOT_PERSONAL, "ids": NOT_PERSONAL}

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(name="outbox_unsent", fields=["id"], condition=Q(sent_at=None))]


class Heartbeat(models.Model):
    """The last sign of life of a part that runs by itself, for /readyz."""

    part = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    field_classes: ClassVar[FieldClasses] = {"part": NOT_PERSONAL}
