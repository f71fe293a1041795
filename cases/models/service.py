from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from cases.enums import ServiceArea
from common import dates
from common.personal import NOT_PERSONAL, FieldClasses

if TYPE_CHECKING:
    from datetime import date


SEARCHED = ("name", "what_for", "conditions", "reach")


def stale_before() -> date:
    """Give the day before which a check is too old to trust."""
    return dates.add_months(dates.today(), -settings.DIRECTORY_STALE_MONTHS)


class ServiceQuerySet(models.QuerySet["Service"]):
    def of(self, user: User) -> ServiceQuerySet:
        """The directory of somebody's agency."""
        membership = user.membership
        return self.filter(agency=membership.organisation) if membership else self.none()

    def running(self) -> ServiceQuerySet:
        return self.filter(ended_on=None)

    def stale(self) -> ServiceQuerySet:
        return self.running().filter(verified_on__lt=stale_before())

    def matching(self, words: str) -> ServiceQuerySet:
        """Those that have every word somewhere, also as a part of a longer one."""
        found = self
        for word in words.split():
            found = found.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SEARCHED)))
        return found


class Service(models.Model):
    """A service or initiative that households can be sent to, in the area or elsewhere. Local ones come and go."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(_("name"), max_length=100)
    what_for = models.CharField(max_length=300, blank=True)
    conditions = models.CharField(max_length=300, blank=True)
    reach = models.CharField(max_length=300, blank=True)
    area = models.CharField(max_length=10, choices=ServiceArea, default=ServiceArea.AREA)
    verified_on = models.DateField()
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    objects = ServiceQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {
        "name": NOT_PERSONAL,
        "what_for": NOT_PERSONAL,
        "conditions": NOT_PERSONAL,
        "reach": NOT_PERSONAL,
        "area": NOT_PERSONAL,
        "verified_on": NOT_PERSONAL,
        "ended_on": NOT_PERSONAL,
    }

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("agency", Lower("name"), name="service_name_once", condition=Q(ended_on=None))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stale(self) -> bool:
        """Whether nobody checked it for longer than the setting says."""
        return self.verified_on < stale_before()
