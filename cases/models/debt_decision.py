from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.enums import DebtOutcome
from cases.models.case import Case
from common.personal import CARE, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class DebtDecision(models.Model):
    """A decision on debt help: written by a worker, taken and sent by the mandate holder, then fixed.

    Until it is sent `version` counts the changes: who saw an older one changes nothing. After it was sent the database
    refuses every change; it goes only as a whole, with its case. `objection_until` is the last day on which the
    household can object (Awb, article 6:7).
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="debt_decisions")
    outcome = models.CharField(max_length=10, choices=DebtOutcome, blank=True)
    assessment = models.TextField(blank=True, help_text="what we found")
    weighing = models.TextField(blank=True, help_text="what weighed in, and why it came out so")
    help_given = models.TextField(blank=True, help_text="which help, or what else there is")
    version = models.PositiveSmallIntegerField(default=0)
    written_on = models.DateField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mandate_holder = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    objection_until = models.DateField(null=True, blank=True)

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["outcome", "assessment", "weighing", "help_given", "written_on", "sent_on", "objection_until"], CARE
    )

    class Meta:
        ordering = ["-written_on", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_decision_being_written", fields=["case"], condition=Q(sent_on=None)),
            models.CheckConstraint(
                name="a_sent_decision_is_whole",
                condition=Q(sent_on=None, mandate_holder=None, objection_until=None)
                | (
                    Q(sent_on__isnull=False, mandate_holder__isnull=False, objection_until__gt=F("sent_on"))
                    & ~Q(outcome="")
                    & ~Q(assessment="")
                    & ~Q(weighing="")
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="sent_is_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sent_on__isnull=False),
            )
        ]

    @property
    def is_award(self) -> bool:
        return self.outcome == DebtOutcome.AWARD
