from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.models import Team, User
from cases.enums import GatheringKind
from cases.models.case import Case
from common.personal import CARE, IDENTITY, NOT_PERSONAL, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Gathering(models.Model):
    """A walk-in hour, training or activity of a team. Nobody needs a file: first names will do, or only a number."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="gatherings")
    kind = models.CharField(max_length=10, choices=GatheringKind)
    on = models.DateField()
    place = models.CharField(max_length=100, blank=True)
    about = models.CharField(max_length=200, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of people, if somebody counted")
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["kind", "on", "place", "about"], NOT_PERSONAL)

    class Meta:
        ordering = ["-on", "-pk"]

    @property
    def people(self) -> int:
        """How many came: as counted, and never fewer than are named; prefetch ``guests`` on lists."""
        return max(self.number or 0, len(self.guests.all()))


class GuestQuerySet(models.QuerySet["Guest"]):
    def to_follow_up(self) -> GuestQuerySet:
        """Of whom something was promised that is not done. With a file it is a task there."""
        return self.filter(case=None, followed_on=None).exclude(follow_up="")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Guest(models.Model):
    """Somebody who came, by first name; with a `case` only if there is one already."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="guests")
    first_name = models.CharField(max_length=50)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="guest_of")
    follow_up = models.CharField(max_length=200, blank=True)
    followed_on = models.DateField(null=True, blank=True)
    followed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = GuestQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {"first_name": IDENTITY, "follow_up": CARE, "followed_on": CARE}

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="guest_followed_on_and_by",
                condition=Q(followed_on=None, followed_by=None)
                | Q(followed_on__isnull=False, followed_by__isnull=False),
            )
        ]
