from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Max, Q

from accounts.models import Organisation, User
from accounts.permissions import Permission, may
from cases.enums import MemberKind, OfferKind
from cases.models.case import Case
from common.personal import ACCOUNT, CARE, CONTACT, NOT_PERSONAL, FieldClasses

if TYPE_CHECKING:
    from datetime import date


class TableQuerySet(models.QuerySet["NeighbourhoodTable"]):
    def of(self, user: User) -> TableQuerySet:
        """The tables of one's agency, for who keeps them."""
        membership = user.membership
        if membership is None or not may(user, Permission.TABLES):
            return self.none()
        return self.filter(agency=membership.organisation)


class NeighbourhoodTable(models.Model):
    """Organisations and initiatives of a neighbourhood that meet now and then (Outreachend besturen 2012, 1A: MSS)."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tables")
    name = models.CharField(max_length=100)
    every_weeks = models.PositiveSmallIntegerField(default=6)

    objects = TableQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {"name": NOT_PERSONAL}

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(name="table_name_once", fields=["agency", "name"]),
            models.CheckConstraint(name="a_table_meets", condition=Q(every_weeks__gte=1)),
        ]

    @property
    def next_on(self) -> date | None:
        """The day on which it would meet again, by its rhythm."""
        last = self.meetings.aggregate(last=Max("on"))["last"]
        return last + timedelta(weeks=self.every_weeks) if last else None


class TableMemberQuerySet(models.QuerySet["TableMember"]):
    def running(self) -> TableMemberQuerySet:
        return self.filter(left_on=None)

    def by_turn(self) -> TableMemberQuerySet:
        """Whose turn it is to bring a case: who never did, in the order of joining, then whose turn is longest ago."""
        return self.running().annotate(last=Max("brought__on")).order_by(F("last").asc(nulls_first=True), "pk")


class TableMember(models.Model):
    """An organisation or initiative at a table, and who comes."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    table = models.ForeignKey(NeighbourhoodTable, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=MemberKind, default=MemberKind.INFORMAL)
    contact = models.CharField(max_length=100, blank=True)
    left_on = models.DateField(null=True, blank=True)

    objects = TableMemberQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {
        "name": NOT_PERSONAL, "kind": NOT_PERSONAL, "contact": CONTACT, "left_on": NOT_PERSONAL,
    }  # fmt: skip

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(name="member_once_a_table", fields=["table", "name"], condition=Q(left_on=None))
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class TableMeeting(models.Model):
    """One meeting: new developments, how the cooperation goes, and a case that is brought by each in turn.

    The story names nobody. `case` is for whoever the file opens to; others see no trace of it. `version` counts the
    changes: who saw an older one changes nothing.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    table = models.ForeignKey(NeighbourhoodTable, on_delete=models.CASCADE, related_name="meetings")
    on = models.DateField()
    place = models.CharField(max_length=100, blank=True)
    developments = models.TextField(blank=True)
    cooperation = models.TextField(blank=True)
    brought_by = models.ForeignKey(TableMember, null=True, blank=True, on_delete=models.PROTECT, related_name="brought")
    story = models.TextField(blank=True)
    came_of_it = models.TextField(blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="table_meetings")
    version = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = {
        "on": NOT_PERSONAL, "place": NOT_PERSONAL, "developments": NOT_PERSONAL, "cooperation": NOT_PERSONAL,
        "story": CARE, "came_of_it": CARE,
    }  # fmt: skip

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(name="a_table_meets_once_a_day", fields=["table", "on"])]


class TableOffer(models.Model):
    """What somebody at a table offers or asks for, and who looks after it until something came of it."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    table = models.ForeignKey(NeighbourhoodTable, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(max_length=8, choices=OfferKind, default=OfferKind.OFFER)
    what = models.CharField(max_length=200)
    member = models.ForeignKey(TableMember, null=True, blank=True, on_delete=models.PROTECT, related_name="offers")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    result = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    field_classes: ClassVar[FieldClasses] = {
        "kind": NOT_PERSONAL, "what": ACCOUNT, "made_on": NOT_PERSONAL, "result": ACCOUNT, "ended_on": NOT_PERSONAL,
    }  # fmt: skip

    class Meta:
        ordering = [F("ended_on").desc(nulls_first=True), "-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="offer_ends_later", condition=Q(ended_on=None, result="") | Q(ended_on__gte=F("made_on"))
            )
        ]
