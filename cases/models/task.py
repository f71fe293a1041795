from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.enums import OPEN_REFERRALS, Carrier, DropReason
from cases.models.case import Case
from cases.models.debt import DebtStep
from cases.models.referral import Referral
from cases.models.scaling import Scaling
from cases.models.tags import TAG_CLASSES, Tagged
from common import dates
from common.personal import CARE, FieldClasses


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> TaskQuerySet:
        return self.filter(done_at=None)

    def to_do(self) -> TaskQuerySet:
        """What is open and no visit, which ticks itself off."""
        return self.open().filter(is_visit=False)

    def to_tick(self) -> TaskQuerySet:
        """What one can say "done" to. Asking after a referral ends with its answer, or that would be forgotten."""
        return self.exclude(referral__state__in=OPEN_REFERRALS)

    def of(self, user: User) -> TaskQuerySet:
        """What this person looks after or does as a student."""
        return self.filter(Q(owner=user) | Q(student=user))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Task(Tagged):
    """Something promised to a household or to be done for it: who does it, by when, and who looks after it.

    `owner` is the worker who looks after it; what a professional does, its owner does. Without `due_on` it has no day
    yet. It leaves the list at `done_at`: it happened or, with a `drop_reason`, it did not need to.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    what = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tasks")
    carrier = models.CharField(max_length=12, choices=Carrier, default=Carrier.PROFESSIONAL)
    carried_by = models.CharField(max_length=100, blank=True, help_text="who that is, in words")
    student = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="student_tasks")
    is_promise = models.BooleanField(default=False, help_text="promised to the household")
    is_visit = models.BooleanField(default=False, help_text="stands on the owner's day list")
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups")
    scaling = models.ForeignKey(Scaling, null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups")
    debt_step = models.ForeignKey(DebtStep, null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups")
    asked_on = models.DateField(null=True, blank=True, help_text="when a contact last found it not done yet")
    done_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.CharField(max_length=12, choices=DropReason, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TaskQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {
        "what": CARE,
        "due_on": CARE,
        "carrier": CARE,
        "carried_by": CARE,
        "is_promise": CARE,
        "is_visit": CARE,
        "asked_on": CARE,
        "drop_reason": CARE,
        **TAG_CLASSES,
    }

    class Meta:
        ordering = ["due_on", "pk"]  # without a day last, as PostgreSQL sorts
        indexes = [models.Index(name="task_open", fields=["owner", "due_on"], condition=Q(done_at=None))]
        constraints = [
            models.CheckConstraint(
                name="student_does_a_student_task", condition=Q(student=None) | Q(carrier="student")
            ),
            models.CheckConstraint(
                name="dropped_task_is_off_the_list", condition=Q(drop_reason="") | Q(done_at__isnull=False)
            ),
        ]

    @property
    def is_own_work(self) -> bool:
        """Whether its owner does it; what somebody else does is nobody's to be red about."""
        return self.carrier == Carrier.PROFESSIONAL

    @property
    def state(self) -> str:
        """``past`` when overdue, ``soon`` on the day itself, else nothing; of somebody else's task never ``past``."""
        day = dates.today()
        if self.due_on is None or self.due_on > day:
            return ""
        return "past" if self.due_on < day and self.is_own_work else "soon"

    @property
    def who(self) -> str:
        """Who does it, in words."""
        if self.is_own_work:
            return self.owner.name
        label = str(Carrier(self.carrier).label)
        name = self.student.name if self.student else self.carried_by
        return f"{label}: {name}" if name else label

    @property
    def icon(self) -> str:
        """A door, a handshake for what was promised, else a flag."""
        return "door-open" if self.is_visit else "handshake" if self.is_promise else "flag"
