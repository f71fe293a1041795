from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.enums import SafetyChoice, SafetyStep
from cases.models.case import Case
from common.personal import CARE, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class SafetyNote(models.Model):
    """A line under one of the five steps, of a household in which a child or somebody else may not be safe.

    The words stand here alone: the timeline has the step and the day, so no search and no list shows them. A decision
    not to report says why and who was consulted; the decision log has the choice and the day of that.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="safety_notes")
    step = models.CharField(max_length=8, choices=SafetyStep)
    on = models.DateField()
    words = models.TextField(blank=True)
    choice = models.CharField(max_length=8, choices=SafetyChoice, blank=True)
    consulted = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_at = models.DateTimeField(null=True, blank=True)

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["step", "on", "words", "choice", "consulted"], CARE)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="only_a_decision_has_a_choice",
                condition=(Q(step="decide") & ~Q(choice="")) | (~Q(step="decide") & Q(choice="")),
            ),
            models.CheckConstraint(
                name="not_reporting_says_why_and_who_was_consulted",
                condition=~Q(choice__in=["help", "nothing"]) | (~Q(words="") & ~Q(consulted="")),
            ),
        ]

    @property
    def reports(self) -> bool:
        return self.choice in SafetyChoice.values and SafetyChoice(self.choice).reports
