from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.enums import Keeper, Scale
from cases.models.case import Case
from common import dates
from common.personal import CARE, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Scaling(models.Model):
    """That a household was scaled up to heavier help or pressure, or down from it: to whom and on what grounds.

    `known` is what was known at that moment, so that a later reader can judge the choice by it.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="scalings")
    scale = models.CharField(max_length=5, choices=Scale)
    party = models.CharField(max_length=100)
    reason = models.CharField(max_length=500, blank=True)
    known = models.CharField(max_length=500, blank=True)
    keeper = models.CharField(max_length=10, choices=Keeper, default=Keeper.WE)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    field_classes: ClassVar[FieldClasses] = {
        "scale": CARE,
        "party": CARE,
        "reason": CARE,
        "known": CARE,
        "keeper": CARE,
        "asked_on": CARE,
        "answered_on": CARE,
        "answer": CARE,
    }

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="scaling_answered_later",
                condition=Q(answered_on=None, answer="") | Q(answered_on__gte=F("asked_on")),
            ),
        ]

    @property
    def days(self) -> int:
        """How long the answer takes, or took."""
        return ((self.answered_on or dates.today()) - self.asked_on).days
