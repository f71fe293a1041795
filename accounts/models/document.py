from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from accounts.models.user import User
from common.personal import CARE, NOT_PERSONAL, FieldClasses


class Document(models.Model):
    """A file that somebody gave us. It lies outside everything that a web server serves, under its own hash.

    `subject` and `subject_id` say to what it belongs; whoever may see that may see the file, through a view.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, blank=True, help_text="a code of what it belongs to")
    source = models.CharField(max_length=40)
    subject = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    keep_until = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    field_classes: ClassVar[FieldClasses] = {
        "sha256": NOT_PERSONAL,
        "content_type": NOT_PERSONAL,
        "name": CARE,
        "kind": CARE,
        "source": NOT_PERSONAL,
        "subject": NOT_PERSONAL,
        "keep_until": NOT_PERSONAL,
    }

    class Meta:
        indexes = [models.Index(name="document_subject", fields=["subject", "subject_id"])]
