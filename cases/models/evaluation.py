from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.endings import AnsweredOn, LookingBack
from cases.models.case import Case
from common.personal import CARE, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Evaluation(models.Model):
    """What a household thinks of the help, in its own words, with the answer of whoever helped."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evaluations")
    on = models.DateField()
    given = models.CharField(max_length=10, choices=AnsweredOn, default=AnsweredOn.TABLE)
    helped = models.CharField(max_length=10, choices=LookingBack, blank=True)
    heard = models.CharField(max_length=10, choices=LookingBack, blank=True)
    words = models.TextField(blank=True)
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["on", "given", "helped", "heard", "words", "answer"], CARE)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="an_evaluation_says_something", condition=~Q(helped="") | ~Q(heard="") | ~Q(words="")
            )
        ]
