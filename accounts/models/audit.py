from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models

from accounts.enums import ReadReason, Role
from accounts.models.user import User
from common.personal import LOGGED, NOT_PERSONAL, FieldClasses


class ReadLog(models.Model):
    """One opening of somebody's file: who, when, which and why. It only grows, by grants and by trigger.

    It holds no foreign key to what was read, so that destroying a case leaves its log (retention 5 years).
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    subject = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    reason = models.CharField(max_length=20, choices=ReadReason)
    explanation = models.CharField(max_length=200, blank=True)

    field_classes: ClassVar[FieldClasses] = {
        "role": LOGGED,
        "subject": NOT_PERSONAL,
        "reason": LOGGED,
        "explanation": LOGGED,
    }

    class Meta:
        indexes = [models.Index(name="readlog_subject", fields=["subject", "subject_id", "at"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def role_label(self) -> str:
        """The role somebody had then; a code that is no role any more stays readable."""
        return str(Role(self.role).label) if self.role in Role.values else self.role
