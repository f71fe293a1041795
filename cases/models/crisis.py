from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from cases.enums import (
    Acute,
    CrisisEnd,
    EndReason,
    ItemKind,
    ItemState,
    LegalStage,
    NotNeeded,
    Threat,
    ToldBy,
)
from cases.models.case import Case
from cases.models.shipped import Shipped
from common.personal import CARE, NOT_PERSONAL, FieldClasses


class Checklist(models.Model):
    """An organisation's own lists for a crisis; another version stands beside it, none is changed.

    Without one the lists of ``cases.models.shipped`` hold. What comes after a loss is the product's alone.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="checklists")
    number = models.PositiveSmallIntegerField()
    steps = ArrayField(models.CharField(max_length=200))
    papers = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    bring = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = {"steps": NOT_PERSONAL, "papers": NOT_PERSONAL, "bring": NOT_PERSONAL}

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="checklist_number_once", fields=["organisation", "number"]),
        ]


class CrisisQuerySet(models.QuerySet["Crisis"]):
    def running(self) -> CrisisQuerySet:
        return self.filter(end="")

    def unsettled(self) -> CrisisQuerySet:
        """Ended, while what comes after it is not: phase two after an averted one, a home after an eviction."""
        return self.exclude(end="").filter(settled_on=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Crisis(models.Model):
    """Something that threatens a household: from the day we knew until it was averted or happened, and what came after.

    Changed through ``cases.services.crisis`` only. `checklist` is the version it began with; None is the shipped one.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="crises")
    threat = models.CharField(max_length=12, choices=Threat)
    day = models.DateField(null=True, blank=True)
    hour = models.TimeField(null=True, blank=True)
    legal_stage = models.CharField(max_length=12, choices=LegalStage, blank=True)
    stage_on = models.DateField(null=True, blank=True, help_text="the day of that stage, as the letter says")
    stage_noted_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(max_length=12, choices=ToldBy, blank=True)
    claim = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True, help_text="euros")
    bailiff = models.CharField(max_length=100, blank=True, help_text="who executes it, and their file number")
    note = models.CharField(max_length=300, blank=True)
    known_on = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checklist = models.ForeignKey(Checklist, null=True, on_delete=models.PROTECT, related_name="crises")
    end = models.CharField(max_length=8, choices=CrisisEnd, blank=True)
    end_reason = models.CharField(max_length=16, choices=EndReason, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_up = models.CharField(max_length=300, blank=True, help_text="on purpose, to keep the home")
    help_found = models.CharField(max_length=300, blank=True)
    help_again = models.CharField(max_length=300, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = CrisisQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        [
            "threat", "day", "hour", "legal_stage", "stage_on", "told_by", "claim", "bailiff", "note", "known_on",
            "end", "end_reason", "ended_on", "given_up", "help_found", "help_again", "settled_on",
        ],
        CARE,
    )  # fmt: skip

    class Meta:
        ordering = [models.F("day").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(name="one_running_crisis_a_threat", fields=["case", "threat"], condition=Q(end="")),
            models.CheckConstraint(name="an_hour_is_of_a_day", condition=Q(hour=None) | Q(day__isnull=False)),
            models.CheckConstraint(
                name="crisis_ended_completely_or_not_at_all",
                condition=Q(end="", end_reason="", ended_on=None, ended_by=None, given_up="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(end="") & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="crisis_settled_on_and_by_after_its_end",
                condition=Q(settled_on=None, settled_by=None)
                | (Q(settled_on__isnull=False, settled_by__isnull=False) & ~Q(end="")),
            ),
        ]

    @property
    def acute(self) -> Acute | None:
        """What this crisis makes of its case now."""
        if not self.end:
            return Threat(self.threat).acute
        return Threat(self.threat).lost if self.end == CrisisEnd.LOST and self.settled_on is None else None

    @property
    def lost_label(self) -> str:
        return str(Threat(self.threat).lost.label)

    @property
    def lead_days(self) -> int | None:
        """The days that were left between our knowing and the end."""
        return (self.ended_on - self.known_on).days if self.ended_on else None


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CrisisItem(models.Model):
    """A line on one of the lists of a crisis: open, done, or not needed for a reason.

    The words are the organisation's own (`what`), or those of the product in the language of the reader (`code`).
    `version` counts the changes: who saw an older one changes nothing.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=ItemKind)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16, choices=Shipped, blank=True)
    what = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=ItemState, default=ItemState.OPEN)
    reason = models.CharField(max_length=12, choices=NotNeeded, blank=True)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = {
        "kind": CARE, "code": CARE, "what": CARE, "state": CARE, "reason": CARE, "note": CARE,
    }  # fmt: skip

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(name="crisis_item_place", fields=["crisis", "kind", "position"]),
            models.CheckConstraint(name="crisis_item_says_something", condition=~Q(code="", what="")),
            models.CheckConstraint(
                name="crisis_item_left_out_for_a_reason",
                condition=(Q(state="not_needed") & ~Q(reason="")) | (~Q(state="not_needed") & Q(reason="")),
            ),
            models.CheckConstraint(
                name="crisis_item_changed_at_and_by",
                condition=Q(changed_at=None, changed_by=None) | Q(changed_at__isnull=False, changed_by__isnull=False),
            ),
        ]

    @property
    def label(self) -> str:
        return str(Shipped(self.code).label) if self.code else self.what


class CrisisCall(models.Model):
    """Who was called about a crisis, what was said and what comes next; a line that stays as it is."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="calls")
    who = models.CharField(max_length=100)
    said = models.CharField(max_length=300, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = {"who": CARE, "said": CARE, "next_step": CARE}

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="crisis_call_to_somebody", condition=~Q(who=""))]
