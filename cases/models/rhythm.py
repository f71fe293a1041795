from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.enums import Going, Pace
from cases.models.case import Case
from common.personal import CARE, FieldClasses


class Cadence(models.Model):
    """How often a household and its duo plan to be in touch, one at a time; another ends the one before.

    While a case rests it stays as it was, so that it goes on with the same when it is taken up again.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="cadences")
    pace = models.CharField(max_length=12, choices=Pace)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = {"pace": CARE, "since": CARE, "until": CARE}

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [models.UniqueConstraint(name="one_running_cadence", fields=["case"], condition=Q(until=None))]


class MonitoringCheck(models.Model):
    """How it went, on a day, with a household that is followed; and when is the next time."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks")
    on = models.DateField()
    going = models.CharField(max_length=10, choices=Going)
    note = models.CharField(max_length=500, blank=True)
    next_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = {"on": CARE, "going": CARE, "note": CARE, "next_on": CARE}

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(name="the_next_check_is_later", condition=Q(next_on=None) | Q(next_on__gt=F("on")))
        ]
