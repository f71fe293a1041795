from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.enums import Visibility
from cases.models.case import Case
from common import dates
from common.personal import CARE, FieldClasses

if TYPE_CHECKING:
    from datetime import date

#: Who may read a warning: everybody who goes to this door, or care workers alone.
WARNED = (Visibility.CORPORATION, Visibility.CARE)


class WarningQuerySet(models.QuerySet["PinnedWarning"]):
    def on(self, day: date) -> WarningQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=day))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class PinnedWarning(models.Model):
    """A few words for whoever comes to this door next: the dog, the bell, not before eleven.

    `until` is the first day without it. It holds for the household in all its cases at this agency. Whoever goes along
    reads it too, unless `visibility` keeps it with care workers: somebody who stands at a door has to know.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="warnings")
    text = models.CharField(max_length=120)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.CORPORATION)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = WarningQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["text", "visibility", "since", "until"], CARE)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(name="warning_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="warning_ends_later", condition=Q(until=None) | Q(until__gte=F("since"))),
            models.CheckConstraint(name="warning_for_the_door_or_for_care", condition=Q(visibility__in=WARNED)),
        ]

    @property
    def holds(self) -> bool:
        """Whether it is pinned today; the same rule as ``on``."""
        return self.until is None or self.until > dates.today()

    @property
    def is_inside(self) -> bool:
        """Whether the corporation's half of the duo does not read it."""
        return self.visibility == Visibility.CARE
