from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from cases.enums import BreakthroughState, Skill, Stage
from cases.models.case import Case
from common import dates
from common.personal import ACCOUNT, CARE, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Specialist(models.Model):
    """That colleagues may ask somebody about something. People say so of themselves."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="skills")
    skill = models.CharField(max_length=12, choices=Skill)

    field_classes: ClassVar[FieldClasses] = {"skill": ACCOUNT}

    class Meta:
        constraints = [models.UniqueConstraint(name="one_specialist_a_skill", fields=["user", "skill"])]


class ConsultQuerySet(models.QuerySet["Consult"]):
    def open(self) -> ConsultQuerySet:
        return self.filter(closed_at=None).exclude(case__stage=Stage.CLOSED)

    def asked_of(self, user: User) -> ConsultQuerySet:
        """What somebody was asked by name or as a specialist of the agency, and may read.

        Of a specialism that is what still is open: who becomes a specialist later does not read on in old questions.
        """
        membership = user.membership
        if membership is None:
            return self.none()
        skills = Specialist.objects.filter(user=user).values("skill")
        spoke = ConsultReply.objects.filter(consult=OuterRef("pk"), by=user)
        as_specialist = Q(skill__in=skills, closed_at=None) | Exists(spoke)
        asked = self.filter(case__team__organisation=membership.organisation).exclude(asked_by=user)
        return asked.filter(Q(asked_of=user) | as_specialist)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["search"])
class Consult(models.Model):
    """A question about a household to one colleague or to a specialism of the agency.

    Who is asked reads `question` and `shown`, which is what the file said when it was asked, and nothing else until
    the case opens for them like any other (``cases.views.access``).
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consults")
    asked_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    skill = models.CharField(max_length=12, choices=Skill, blank=True)
    question = models.TextField()
    shown = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_answered = models.BooleanField(default=False, help_text="the last word is of somebody who was asked")
    outcome = models.TextField(blank=True, help_text="what whoever asked does with it")
    closed_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("question", "outcome", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ConsultQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["skill", "question", "shown", "is_answered", "outcome", "search"], CARE
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [GinIndex(name="consult_search", fields=["search"])]
        constraints = [
            models.CheckConstraint(
                name="consult_asks_a_colleague_or_a_specialism",
                condition=(Q(asked_of=None) & ~Q(skill="")) | Q(asked_of__isnull=False, skill=""),
            ),
            models.CheckConstraint(name="consult_asks_something", condition=~Q(question="")),
            models.CheckConstraint(name="nobody_asks_themselves", condition=~Q(asked_of=F("asked_by"))),
        ]

    @property
    def whom(self) -> str:
        return self.asked_of.name if self.asked_of else str(Skill(self.skill).label)


class ConsultReply(models.Model):
    """A word in the thread of a question, of somebody who was asked or of whoever asks on."""

    consult = models.ForeignKey(Consult, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = {"text": CARE}

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="reply_says_something", condition=~Q(text=""))]


class BreakthroughQuerySet(models.QuerySet["Breakthrough"]):
    def waiting(self) -> BreakthroughQuerySet:
        return self.filter(state=BreakthroughState.ASKED).exclude(case__stage=Stage.CLOSED)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Breakthrough(models.Model):
    """What a worker who is stuck asks of the team leader, and the answer."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="breakthroughs")
    asked = models.TextField()
    stuck = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    needed_by = models.DateField(null=True, blank=True)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BreakthroughState, default=BreakthroughState.ASKED)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = BreakthroughQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["asked", "stuck", "tried", "needed_by", "asked_on", "state", "answer", "answered_on"], CARE
    )

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="breakthrough_asks_something", condition=~Q(asked="")),
            models.CheckConstraint(
                name="breakthrough_answered_on_and_by",
                condition=Q(state="asked", answered_on=None, answered_by=None, answer="")
                | (~Q(state="asked") & Q(answered_by__isnull=False, answered_on__gte=F("asked_on"))),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == BreakthroughState.ASKED

    @property
    def days(self) -> int:
        """How long the answer takes, or took."""
        return ((self.answered_on or dates.today()) - self.asked_on).days

    @property
    def due_state(self) -> str:
        """``past`` once it was needed, ``soon`` on the day itself, else nothing."""
        today = dates.today()
        if not self.is_open or self.needed_by is None or self.needed_by > today:
            return ""
        return "past" if self.needed_by < today else "soon"
