from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.enums import IncomeState
from cases.models.case import Case
from cases.models.provisions import Provision
from common import dates
from common.personal import DEBT, FieldClasses


class IncomeLineQuerySet(models.QuerySet["IncomeLine"]):
    def gained(self) -> IncomeLineQuerySet:
        """What came in since somebody looked at the table."""
        return self.filter(state=IncomeState.HAS, gained__gt=0)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class IncomeLine(models.Model):
    """What a household has or may have of one thing on the list of ``cases.models.provisions``, or of another (`what`).

    `gained` is euros a month that came in because it was looked at; what they had before is no gain and has none.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="income_lines")
    code = models.CharField(max_length=20, choices=Provision, blank=True)
    what = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=IncomeState)
    applied_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    gained = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = IncomeLineQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["code", "what", "state", "applied_on", "answered_on", "gained"], DEBT
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_line_a_provision", fields=["case", "code", "what"]),
            models.CheckConstraint(
                name="income_is_of_the_list_or_in_words",
                condition=(Q(what="") & ~Q(code="")) | (Q(code="") & ~Q(what="")),
            ),
            models.CheckConstraint(
                name="applied_for_on_a_day", condition=~Q(state="applied") | Q(applied_on__isnull=False)
            ),
            models.CheckConstraint(
                name="answered_after_it_was_applied_for",
                condition=Q(answered_on=None) | Q(answered_on__gte=F("applied_on")),
            ),
            models.CheckConstraint(
                name="only_what_they_have_is_gained", condition=Q(gained=None) | Q(state="has", gained__gte=0)
            ),
        ]

    @property
    def label(self) -> str:
        return str(Provision(self.code).label) if self.code else self.what

    @property
    def icon(self) -> str:
        return IncomeState(self.state).icon

    @property
    def days(self) -> int | None:
        """How long the household waits for an answer, or waited."""
        return ((self.answered_on or dates.today()) - self.applied_on).days if self.applied_on else None
