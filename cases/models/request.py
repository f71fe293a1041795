from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from accounts.models import Team, User
from accounts.permissions import Permission, may
from cases.enums import (
    TOLD_BY_OTHERS,
    DirectionCheck,
    Referrer,
    RefusalGround,
    RequestNotice,
    RequestState,
    Route,
    ToldHow,
)
from cases.models.case import Case
from common import dates
from common.names import name_key, suffix_key
from common.personal import CARE, CONTACT, IDENTITY, FieldClasses


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def of(self, user: User) -> HelpRequestQuerySet:
        """The requests of somebody's own team; of the agency for whoever works for all its teams."""
        membership = user.membership
        if membership is None or not may(user, Permission.REQUEST_VIEW):
            return self.none()
        if membership.team_id is None:
            return self.filter(team__organisation=membership.organisation)
        return self.filter(team=membership.team)

    def waiting(self) -> HelpRequestQuerySet:
        """Those that wait for screening: a day of eviction first, then who asked first."""
        soonest = models.F("eviction_on").asc(nulls_last=True)
        return self.filter(state=RequestState.WAITING).order_by(soonest, "asked_on", "pk")

    def to_tell(self) -> HelpRequestQuerySet:
        """Those about which somebody has to be told something."""
        return self.exclude(notice="").filter(told_at=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["subject", "search"])
class HelpRequest(models.Model):
    """That somebody asks for help for a household, or for themselves, before there is a case; and what we answered.

    A list is not asked: what it leads to is decided in the joint review. `fall_back` is what was agreed with whoever
    asked in case help does not come about. `notice` is what they are told next, by hand: taken up or not, then the end.
    `subject` holds the words of name, address and who asked, by which it is found; `search` those and `why`.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="help_requests")
    route = models.CharField(max_length=10, choices=Route)
    referrer = models.CharField(max_length=12, choices=Referrer, blank=True)
    asked_by = models.CharField(max_length=100, blank=True, help_text="who asked, and how to reach them")
    asked_on = models.DateField()
    name = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    addition = models.CharField(max_length=20, blank=True)
    street = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
    eviction_on = models.DateField(null=True, blank=True)
    fall_back = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.WAITING)
    screened_at = models.DateTimeField(null=True, blank=True)
    screened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=10, choices=DirectionCheck, blank=True)
    kept_by = models.CharField(max_length=100, blank=True, help_text="who keeps the direction")
    ground = models.CharField(max_length=12, choices=RefusalGround, blank=True)
    advice = models.CharField(max_length=500, blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="requests")
    notice = models.CharField(max_length=12, choices=RequestNotice, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told_how = models.CharField(max_length=10, choices=ToldHow, blank=True)
    subject = models.TextField(blank=True, editable=False)
    search = models.GeneratedField(
        expression=SearchVector("subject", config="simple", weight="A")
        + SearchVector("why", config="dutch", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = HelpRequestQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {
        **dict.fromkeys(["name", "birth_date", "postcode", "addition", "street", "subject", "search"], IDENTITY),
        **dict.fromkeys(["asked_by", "phone"], CONTACT),
        **dict.fromkeys(
            [
                "route", "referrer", "asked_on", "why", "eviction_on", "fall_back", "state", "direction", "kept_by",
                "ground", "advice", "notice", "notice_on", "told_how",
            ],
            CARE,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["asked_on", "pk"]
        indexes = [
            models.Index(name="request_of_address", fields=["postcode", "number"]),
            models.Index(name="request_newest", fields=["-noted_at", "-id"]),
            GinIndex(name="request_search", fields=["search"]),
        ]
        constraints = [
            models.CheckConstraint(name="a_list_asks_nothing", condition=~Q(route=Route.LIST)),
            models.CheckConstraint(
                name="whoever_told_us_has_a_kind",
                condition=(Q(route__in=TOLD_BY_OTHERS) & ~Q(referrer=""))
                | (~Q(route__in=TOLD_BY_OTHERS) & Q(referrer="")),
            ),
            models.CheckConstraint(
                name="request_postcode", condition=Q(postcode__regex=r"^[1-9][0-9]{3}[A-Z]{2}$")
            ),
            models.CheckConstraint(
                name="request_screened_at_and_by",
                condition=Q(state=RequestState.WAITING, screened_at=None, screened_by=None)
                | (~Q(state=RequestState.WAITING) & Q(screened_at__isnull=False, screened_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_taken_up_has_a_case",
                condition=Q(state=RequestState.ACCEPTED, case__isnull=False)
                | (~Q(state=RequestState.ACCEPTED) & Q(case=None)),
            ),
            models.CheckConstraint(
                name="nobody_is_sent_away_without_advice",
                condition=(Q(state=RequestState.REFUSED) & ~Q(ground="") & ~Q(advice=""))
                | (~Q(state=RequestState.REFUSED) & Q(ground="", advice="")),
            ),
            models.CheckConstraint(
                name="a_notice_has_its_day",
                condition=Q(notice="", notice_on=None) | (~Q(notice="") & Q(notice_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_told_at_and_by",
                condition=Q(told_at=None, told_by=None, told_how="")
                | (Q(told_at__isnull=False, told_by__isnull=False) & ~Q(told_how="") & ~Q(notice="")),
            ),
        ]  # fmt: skip

    @property
    def suffix(self) -> str:
        """The key of letter and addition, as dwellings have it."""
        return suffix_key("", self.addition)

    @property
    def tenant_key(self) -> str:
        """The key by which the files of suppliers find a household; without a date of birth only half of it."""
        return f"{name_key(self.name)}|{self.birth_date.isoformat() if self.birth_date else ''}"

    @property
    def address(self) -> str:
        door = f"{self.number}-{self.addition}" if self.addition else str(self.number)
        return f"{self.street} {door}".strip()

    @property
    def who_asked(self) -> str:
        """The kind of referrer, or the route where nobody else told us."""
        return str(Referrer(self.referrer).label if self.referrer else Route(self.route).label)

    @property
    def icon(self) -> str:
        return RequestState(self.state).icon

    @property
    def days(self) -> int:
        return (dates.today() - self.asked_on).days

    @property
    def hears(self) -> bool:
        """Whether whoever told us hears how it ended: not somebody nearby, unless that was agreed."""
        return bool(self.referrer) and (bool(self.fall_back) or not Referrer(self.referrer).is_private)

    @property
    def is_told_little(self) -> bool:
        """Whether somebody nearby asked, who is thanked and told nothing of the household."""
        return bool(self.referrer) and Referrer(self.referrer).is_private
