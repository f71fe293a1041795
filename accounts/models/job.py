from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.enums import JobKind, JobState
from accounts.models.user import User
from common.personal import NOT_PERSONAL, FieldClasses


class Job(models.Model):
    """A piece of work that a task does, and the only truth about it: the broker may lose everything.

    `key` names the work, so that asking for it twice gives the same job. A running job whose lease is over
    has lost its worker and is handed out again.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=JobKind)
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["kind", "key", "state", "error_code"], NOT_PERSONAL)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_job_a_key", fields=["kind", "key"], condition=Q(state__in=["queued", "running"])
            ),
            models.CheckConstraint(
                name="job_running_has_a_lease", condition=~Q(state="running") | Q(lease_until__isnull=False)
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in {JobState.QUEUED, JobState.RUNNING}
