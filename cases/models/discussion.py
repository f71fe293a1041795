from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import Team, User
from cases.enums import Heard, Purpose
from cases.models.case import Case
from common.personal import ACCOUNT, CARE, FieldClasses


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def planned(self) -> DiscussionQuerySet:
        return self.filter(held_on=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Discussion(models.Model):
    """A case brought to the team: to hold a direction against the light, or to find more ways (Samen DOEN 2016, 1.11).

    Planned until it was held. `heard` says whether the household spoke along, `their_words` what it said.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="discussions")
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.WIDEN)
    question = models.TextField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    held_on = models.DateField(null=True, blank=True)
    options = models.TextField(blank=True)
    choice = models.TextField(blank=True)
    heard = models.CharField(max_length=10, choices=Heard, blank=True)
    their_words = models.TextField(blank=True)
    noted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = DiscussionQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["purpose", "question", "asked_on", "held_on", "options", "choice", "heard", "their_words"], CARE
    )

    class Meta:
        ordering = [F("held_on").desc(nulls_first=True), "-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="discussion_asks_something", condition=~Q(question="")),
            models.CheckConstraint(
                name="what_came_of_it_belongs_to_a_discussion_that_was_held",
                condition=Q(held_on=None, options="", choice="", heard="", their_words="")
                | Q(held_on__gte=F("asked_on")),
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CaseloadTalk(models.Model):
    """A talk of a team leader with one worker about the cases of that worker. Nobody is ranked and no minutes count.

    Only the two of them read it; `disagreed` is the worker's own course where it differs from the advice.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="caseload_talks")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="caseload_talks")
    leader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    words = models.TextField(blank=True, help_text="how it goes, what is asked of each other")
    advice = models.TextField(blank=True)
    disagreed = models.TextField(blank=True)

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["on", "words", "advice", "disagreed"], ACCOUNT)

    class Meta:
        ordering = ["-on", "-pk"]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CaseloadLine(models.Model):
    """A case that was gone through in such a talk, with a word."""

    talk = models.ForeignKey(CaseloadTalk, on_delete=models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="caseload_lines")
    words = models.CharField(max_length=300, blank=True)

    field_classes: ClassVar[FieldClasses] = {"words": CARE}

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="a_case_once_a_talk", fields=["talk", "case"])]
