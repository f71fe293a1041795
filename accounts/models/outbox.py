from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.personal import ACCOUNT, NOT_PERSONAL, FieldClasses


class OutboxMessage(models.Model):
    """Something that happened, to be handed to a task: written in the transaction in which it happened.

    It is done when its handler's transaction is, and until then the broker gets it again, after ever longer pauses
    (``accounts.outbox``). `ids` holds keys and codes only; `error_code` is the kind of error that came last.
    """

    topic = models.CharField(max_length=60)
    handler = models.CharField(max_length=120)
    ids = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True)

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["topic", "handler", "ids", "error_code"], NOT_PERSONAL)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(name="outbox_open", fields=["next_at"], condition=Q(done_at=None))]


class Mail(models.Model):
    """A letter by e-mail, written in the transaction that asks for it and sent by a task after it.

    What it says is gone once it was sent: it may hold a link that opens an account.
    """

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    field_classes: ClassVar[FieldClasses] = {"to": ACCOUNT, "subject": NOT_PERSONAL, "text": ACCOUNT}

    class Meta:
        constraints = [
            models.CheckConstraint(name="mail_says_nothing_once_sent", condition=Q(sent_at=None) | Q(to="", text=""))
        ]


class Heartbeat(models.Model):
    """The last sign of life of a part that runs by itself, for /readyz."""

    part = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    field_classes: ClassVar[FieldClasses] = {"part": NOT_PERSONAL}
