from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from cases.enums import ObstacleKind
from cases.models.case import Case
from cases.models.referral import Referral
from cases.models.service import Service
from common import dates
from common.personal import CARE, NOT_PERSONAL, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Obstacle(models.Model):
    """What stood in a household's way at a service. Counted by service and kind they make a signal for policy."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="obstacles")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="obstacles")
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.CASCADE, related_name="obstacles")
    party = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=ObstacleKind)
    what = models.CharField(max_length=300, blank=True)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    #: What was raised about it (``cases.queries.obstacles``).
    signal: PolicySignal | None = None

    field_classes: ClassVar[FieldClasses] = {
        "party": CARE,
        "kind": CARE,
        "what": CARE,
        "since": CARE,
        "ended_on": CARE,
    }

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_lasting_obstacle", fields=["case", "party", "kind"], condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="obstacle_ends_later", condition=Q(ended_on=None) | Q(ended_on__gte=F("since"))
            ),
        ]

    @property
    def days(self) -> int:
        """How long the household waits, or waited."""
        return ((self.ended_on or dates.today()) - self.since).days


class PolicySignal(models.Model):
    """That obstacles of one kind at one service ask for more than a worker can do: who takes it on, what came of it.

    It holds no name of a household; its words are of the leader or manager who raised it.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policy_signals")
    party = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=ObstacleKind)
    words = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="policy_signals")
    raised_on = models.DateField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = {
        "party": NOT_PERSONAL,
        "kind": NOT_PERSONAL,
        "words": NOT_PERSONAL,
        "raised_on": NOT_PERSONAL,
        "answer": NOT_PERSONAL,
        "answered_on": NOT_PERSONAL,
    }

    class Meta:
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_running_policy_signal", fields=["agency", "party", "kind"], condition=Q(answered_on=None)
            ),
            models.CheckConstraint(
                name="policy_signal_answered_on_and_by",
                condition=Q(answered_on=None, answered_by=None, answer="")
                | (Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]
