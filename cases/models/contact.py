from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cases.enums import Agreement, ContactKind, DayPart, DoorStep, Outcome, Present
from cases.models.case import Case
from cases.models.household import Household
from cases.models.tags import TAG_CLASSES, Tagged
from common.personal import CARE, FieldClasses

if TYPE_CHECKING:
    from datetime import datetime

NOON, EVENING = 12, 18


def day_part_of(moment: datetime) -> DayPart:
    """Morning < 12 ≤ afternoon < 18 ≤ evening, in local time (DDAS vroegsignalering)."""
    hour = timezone.localtime(moment).hour
    return DayPart.MORNING if hour < NOON else DayPart.AFTERNOON if hour < EVENING else DayPart.EVENING


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ContactAttempt(Tagged):
    """One attempt to reach a household: one per household, kind and day part.

    A home visit is one attempt with door steps; a note left is a second one, of kind note.
    `reached` is an exchange in both directions with an adult of the household, also when the answer is no. Being there
    (presence) counts as contact and asks for nothing. `by` logged it, `along` are the colleagues who were there too.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="attempts")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=20, choices=ContactKind)
    at = models.DateTimeField()
    on = models.DateField()
    day_part = models.CharField(max_length=10, choices=DayPart)
    reached = models.BooleanField()
    door_steps = ArrayField(models.CharField(max_length=20, choices=DoorStep), default=list, blank=True)
    present = ArrayField(models.CharField(max_length=20, choices=Present), default=list, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    agreements = ArrayField(models.CharField(max_length=20, choices=Agreement), default=list, blank=True)
    story = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    along = models.ManyToManyField(User, related_name="+", blank=True)

    field_classes: ClassVar[FieldClasses] = {
        "kind": CARE,
        "on": CARE,
        "day_part": CARE,
        "story": CARE,
        "door_steps": CARE,
        "present": CARE,
        "outcome": CARE,
        "agreements": CARE,
        "reached": CARE,
        **TAG_CLASSES,
    }

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(name="one_attempt_a_day_part", fields=["household", "kind", "on", "day_part"]),
            models.CheckConstraint(name="attempt_note_reaches_nobody", condition=~Q(kind="note", reached=True)),
            models.CheckConstraint(
                name="being_there_has_no_aim", condition=~Q(kind="presence") | Q(outcome="", agreements=[])
            ),
        ]
