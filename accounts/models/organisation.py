from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, ReviewModel, Role
from accounts.models.user import User
from common import dates
from common.personal import ACCOUNT, NOT_PERSONAL, FieldClasses

if TYPE_CHECKING:
    from datetime import date


class Organisation(models.Model):
    """An agency, a housing corporation, a bailiff or another party to a covenant."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    code = models.SlugField(_("code"), max_length=30, unique=True, help_text=_("short and lasting, used in commands"))
    name = models.CharField(_("name"), max_length=100)

    field_classes: ClassVar[FieldClasses] = {"kind": NOT_PERSONAL, "code": NOT_PERSONAL, "name": NOT_PERSONAL}

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_supplier(self) -> bool:
        return OrganisationKind(self.kind).is_supplier


class Team(models.Model):
    """People of one agency who work in the same areas."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=100)

    field_classes: ClassVar[FieldClasses] = {"name": NOT_PERSONAL}

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(name="team_name_once", fields=["organisation", "name"])]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Covenant(models.Model):
    """What an agency and its partners agreed. Stages and periods are data, not code (design.md §3)."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="covenants")
    name = models.CharField(_("name"), max_length=100)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    report_from_day = models.PositiveSmallIntegerField(_("report from day"), default=32)
    light_contact_from_months = models.PositiveSmallIntegerField(_("light contact from months"), default=2)
    visit_from_months = models.PositiveSmallIntegerField(_("visit from months"), default=3)
    days_of_grace = models.PositiveSmallIntegerField(_("days of grace"), default=0)
    minimum_amount = models.DecimalField(_("minimum amount (€)"), max_digits=8, decimal_places=2, default=0)
    response_window_days = models.PositiveSmallIntegerField(_("response window (days)"), default=28)
    contact_warn_days = models.PositiveSmallIntegerField(_("contact phase warns on day"), default=42)
    contact_decide_days = models.PositiveSmallIntegerField(_("contact phase asks on day"), default=56)
    monitoring_months = models.PositiveSmallIntegerField(_("monitoring (months)"), default=24)
    debt_decision_days = models.PositiveSmallIntegerField(_("decision on debt help within (days)"), default=56)
    objection_days = models.PositiveSmallIntegerField(_("objection (days)"), default=42)
    visits_per_week = models.PositiveSmallIntegerField(_("visits a week"), null=True, blank=True)
    review_model = models.CharField(max_length=1, choices=ReviewModel, default=ReviewModel.JOINT)
    retention_excluded_months = models.PositiveSmallIntegerField(default=6)
    retention_not_picked_up_months = models.PositiveSmallIntegerField(default=6)
    retention_picked_up_months = models.PositiveSmallIntegerField(default=12)
    retention_case_months = models.PositiveSmallIntegerField(default=18)

    field_classes: ClassVar[FieldClasses] = {
        "name": NOT_PERSONAL,
        "valid_from": NOT_PERSONAL,
        "valid_until": NOT_PERSONAL,
        "minimum_amount": NOT_PERSONAL,
        "review_model": NOT_PERSONAL,
    }

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="covenant_visit_after_light", condition=Q(visit_from_months__gt=F("light_contact_from_months"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Area(models.Model):
    """A range of postcodes (the four figures) under a covenant, worked by one team. Ranges do not overlap."""

    covenant = models.ForeignKey(Covenant, on_delete=models.CASCADE, related_name="areas")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="areas")
    postcode_from = models.PositiveSmallIntegerField(_("postcode from"))
    postcode_until = models.PositiveSmallIntegerField(_("postcode up to and including"))

    class Meta:
        ordering = ["postcode_from"]
        constraints = [
            models.CheckConstraint(
                name="area_range_runs_up",
                condition=Q(postcode_from__gte=1000, postcode_until__lte=9999, postcode_until__gte=F("postcode_from")),
            ),
            ExclusionConstraint(
                name="areas_do_not_overlap",
                expressions=[
                    ("covenant", RangeOperators.EQUAL),
                    (
                        Func(F("postcode_from"), F("postcode_until"), models.Value("[]"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def running(self) -> MembershipQuerySet:
        return self.at(dates.today())

    def at(self, day: date | F) -> MembershipQuerySet:
        """Those that ran on a day, also one of an outer query."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Membership(models.Model):
    """Somebody's role in an organisation, and in a team of it, for some time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships", null=True, blank=True)
    role = models.CharField(max_length=30, choices=Role)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {"role": ACCOUNT, "since": NOT_PERSONAL, "until": NOT_PERSONAL}

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            ExclusionConstraint(
                name="one_membership_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (Func(F("since"), F("until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def fits(self) -> bool:
        """Whether the role belongs in such an organisation; in a wrong place it is none."""
        return self.organisation.kind in Role(self.role).kinds
