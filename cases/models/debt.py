from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.enums import RUNNING_STEPS, ChainKind, ChainState, ItemState, SwitchReason
from cases.models.case import Case
from cases.models.shipped import Shipped
from common import dates
from common.personal import CARE, DEBT, FieldClasses


class DebtStepQuerySet(models.QuerySet["DebtStep"]):
    def running(self) -> DebtStepQuerySet:
        return self.filter(state__in=RUNNING_STEPS)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class DebtStep(models.Model):
    """A step of the chain of debt help, from our desk to somebody else's, and how it ended.

    `party` has it or will have it; `accepted_by` is who there took it over. Earlier handovers stand on the timeline.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="debt_steps")
    kind = models.CharField(max_length=15, choices=ChainKind)
    state = models.CharField(max_length=12, choices=ChainState, default=ChainState.PREPARING)
    party = models.CharField(max_length=100, blank=True)
    accepted_by = models.CharField(max_length=100, blank=True)
    started_on = models.DateField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)
    dropped_why = models.CharField(max_length=10, choices=SwitchReason, blank=True)

    objects = DebtStepQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["kind", "state", "party", "accepted_by", "started_on", "handed_on", "ended_on", "result", "dropped_why"], DEBT
    )

    class Meta:
        ordering = ["started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_running_step_a_kind", fields=["case", "kind"], condition=Q(state__in=RUNNING_STEPS)
            ),
            models.CheckConstraint(
                name="handed_over_to_somebody_on_a_day",
                condition=~Q(state="handed_over") | (Q(handed_on__isnull=False) & ~Q(party="")),
            ),
            models.CheckConstraint(
                name="why_it_was_dropped_is_of_a_drop_out", condition=Q(state="dropped_out") | Q(dropped_why="")
            ),
            models.CheckConstraint(
                name="a_step_that_ended_has_a_day",
                condition=Q(state__in=RUNNING_STEPS, ended_on=None)
                | (~Q(state__in=RUNNING_STEPS) & Q(ended_on__gte=F("started_on"))),
            ),
        ]  # fmt: skip

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_STEPS

    @property
    def icon(self) -> str:
        return ChainState(self.state).icon

    @property
    def papers_left(self) -> int:
        return sum(paper.state == ItemState.OPEN for paper in self.papers.all())


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class DebtPaper(models.Model):
    """A paper that an application asks for, with the day on which it must be there.

    The words are the organisation's own (`what`), or those of the product in the language of the reader (`code`).
    `version` counts the changes: who saw an older one changes nothing.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    step = models.ForeignKey(DebtStep, on_delete=models.CASCADE, related_name="papers")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16, choices=Shipped, blank=True)
    what = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=ItemState, default=ItemState.OPEN)
    note = models.CharField(max_length=200, blank=True)
    version = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["code", "what", "due_on", "state", "note"], DEBT)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="debt_paper_place", fields=["step", "position"]),
            models.CheckConstraint(name="debt_paper_says_something", condition=~Q(code="", what="")),
            models.CheckConstraint(
                name="debt_paper_changed_at_and_by",
                condition=Q(changed_at=None, changed_by=None) | Q(changed_at__isnull=False, changed_by__isnull=False),
            ),
        ]

    @property
    def label(self) -> str:
        return str(Shipped(self.code).label) if self.code else self.what

    @property
    def urgency(self) -> str:
        """``past`` when it should have been there, ``soon`` on the day itself, else nothing."""
        day = dates.today()
        if self.state != ItemState.OPEN or self.due_on is None or self.due_on > day:
            return ""
        return "past" if self.due_on < day else "soon"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class TradeOff(models.Model):
    """Something that a household gave up on purpose to keep something else, until it is looked at again.

    Less grip on money for the home is a choice and no step back (Samen DOEN 2016, the second story of chapter 8).
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="trade_offs")
    given_up = models.CharField(max_length=300)
    why = models.CharField(max_length=300, blank=True)
    chosen_on = models.DateField()
    look_on = models.DateField(help_text="when it is looked at again")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True, help_text="what was said when it was last looked at")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["given_up", "why", "chosen_on", "look_on", "words", "ended_on"], CARE
    )

    class Meta:
        ordering = ["chosen_on", "pk"]
        constraints = [
            models.CheckConstraint(name="trade_off_says_what", condition=~Q(given_up="")),
            models.CheckConstraint(name="trade_off_is_looked_at_later", condition=Q(look_on__gt=F("chosen_on"))),
            models.CheckConstraint(
                name="trade_off_ended_on_and_by",
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
            ),
        ]
