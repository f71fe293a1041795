from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.enums import LinkOutcome
from common.personal import LOGGED, NOT_PERSONAL, FieldClasses


class PersonalLink(models.Model):
    """A door for somebody without an account. Only the SHA-256 of its code is kept; the code is shown once."""

    code_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    field_classes: ClassVar[FieldClasses] = {"code_hash": NOT_PERSONAL, "purpose": NOT_PERSONAL}

    class Meta:
        constraints = [models.CheckConstraint(name="link_expires_later", condition=Q(expires_at__gt=F("created_at")))]


class PersonalLinkUse(models.Model):
    """One try at a link, also a refused one; without a link where the code was nobody's."""

    link = models.ForeignKey(PersonalLink, null=True, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10, choices=LinkOutcome)

    field_classes: ClassVar[FieldClasses] = {"at": LOGGED, "outcome": LOGGED}
