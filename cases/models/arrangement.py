from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from cases.enums import ArrangementState, CostsDeal
from cases.models.case import Case
from common.personal import DEBT, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Arrangement(models.Model):
    """What a household and its corporation agreed about the rent that is owed, and whether it was kept.

    Both halves of the duo write it; each corporation reads its own. `state_on` is the day on which it was seen.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="arrangements")
    corporation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    terms = models.CharField(max_length=200, blank=True)
    agreed_on = models.DateField()
    state = models.CharField(max_length=10, choices=ArrangementState, default=ArrangementState.RUNS)
    state_on = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["terms", "agreed_on", "state", "state_on"], DEBT)

    class Meta:
        ordering = ["-agreed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_running_arrangement_a_corporation",
                fields=["case", "corporation"],
                condition=Q(state=ArrangementState.RUNS),
            ),
            models.CheckConstraint(name="arrangement_ends_later", condition=Q(state_on__gte=F("agreed_on"))),
        ]

    @property
    def runs(self) -> bool:
        return self.state == ArrangementState.RUNS

    @property
    def icon(self) -> str:
        return ArrangementState(self.state).icon


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class BailiffCosts(models.Model):
    """Who pays what a bailiff costs that a corporation sent, as far as it has come with that."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bailiff_costs")
    corporation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True, help_text="euros")
    deal = models.CharField(max_length=12, choices=CostsDeal)
    deal_on = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["amount", "deal", "deal_on"], DEBT)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="bailiff_costs_once_a_corporation", fields=["case", "corporation"]),
            models.CheckConstraint(name="a_bailiff_costs_something", condition=Q(amount=None) | Q(amount__gte=0)),
        ]
