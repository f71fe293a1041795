from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.enums import ClockKind
from cases.models.case import Case
from cases.models.household import Household
from common import dates
from common.personal import CARE, FieldClasses

if TYPE_CHECKING:
    from datetime import date


SOON = timedelta(days=2)


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> ClockQuerySet:
        return self.filter(stopped_on=None, paused_on=None)

    def warning(self, *, on: date) -> ClockQuerySet:
        return self.running().filter(warn_on__lte=on)

    def overdue(self, *, on: date) -> ClockQuerySet:
        return self.running().filter(due_on__lt=on)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Clock(models.Model):
    """Anything with an owner, a start, a day on which it is due, pauses and a stop (design.md §3).

    The start day is day 0. Changed through ``cases.services.clock`` only.
    """

    kind = models.CharField(max_length=30, choices=ClockKind)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="clocks")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="clocks")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="clocks")
    started_on = models.DateField()
    warn_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    hour = models.TimeField(null=True, blank=True, help_text="of a day that others set")
    paused_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)

    objects = ClockQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["kind", "started_on", "warn_on", "due_on", "hour", "paused_on", "stopped_on"], CARE
    )

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                name="one_running_clock", fields=["household", "kind"], condition=Q(stopped_on=None)
            ),
            models.CheckConstraint(name="clock_runs_forward", condition=Q(due_on__gte=F("started_on"))),
            models.CheckConstraint(
                name="clock_law_knows_no_pause",
                condition=Q(paused_on=None)
                | ~Q(kind__in=["first_conversation", "urgent_conversation", "debt_decision"]),
            ),
        ]

    @property
    def state(self) -> str:
        """``past`` when overdue, ``soon`` from the warning day or two days before the end, else nothing.

        What is only planned is never ``past``, and neither is seeking contact: not being reached yet is no fault.
        """
        day = dates.today()
        if self.is_plan:
            return "soon" if day >= self.due_on else ""
        if self.due_on < day and not self.is_patient:
            return "past"
        return "soon" if day >= (self.warn_on or self.due_on - SOON) else ""

    @property
    def is_countdown(self) -> bool:
        return ClockKind(self.kind).is_countdown

    @property
    def is_plan(self) -> bool:
        return ClockKind(self.kind).is_plan

    @property
    def is_patient(self) -> bool:
        return ClockKind(self.kind).is_patient

    @property
    def days(self) -> int:
        """How many days it is until the end; below 0 when that is past."""
        return (self.due_on - dates.today()).days

    @property
    def week(self) -> int:
        """Count the weeks since the start; the first is week 1."""
        return (dates.today() - self.started_on).days // 7 + 1
