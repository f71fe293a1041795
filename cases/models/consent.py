from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Lower

from accounts.models import Organisation, User
from cases.enums import AgreedHow, ConsentPurpose
from cases.models.case import Case
from cases.models.household import Household
from common import dates
from common.personal import CARE, FieldClasses

if TYPE_CHECKING:
    from datetime import date

#: Whoever hears something about somebody else tells that person within a month (GDPR, article 14.3).
TELL_WITHIN_MONTHS = 1


class ConsentQuerySet(models.QuerySet["Consent"]):
    def running(self) -> ConsentQuerySet:
        """Those that count today; the same rule as ``runs``."""
        return self.filter(Q(until=None) | Q(until__gt=dates.today()), withdrawn_on=None)

    def to_know(self) -> ConsentQuerySet:
        """Those by which a corporation reads in the joint review where the case stands."""
        return self.filter(purpose=ConsentPurpose.KNOWS)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Consent(models.Model):
    """A household's yes to one thing with one partner, until it takes that back; `until` is the first day without it.

    The partner is an `organisation` of the product or a `party` by name; some purposes have none. Whoever agrees again
    later gives a new consent: one row a time, one running row a purpose and partner.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=ConsentPurpose, default=ConsentPurpose.KNOWS)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    party = models.CharField(max_length=100, blank=True)
    how = models.CharField(max_length=10, choices=AgreedHow, blank=True)
    given_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["purpose", "party", "how", "given_on", "until", "withdrawn_on"], CARE
    )

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            ExclusionConstraint(
                name="one_running_consent",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("purpose", RangeOperators.EQUAL),
                    (Coalesce("organisation", 0, output_field=models.BigIntegerField()), RangeOperators.EQUAL),
                    (Lower("party"), RangeOperators.EQUAL),
                    (Func(F("given_on"), F("until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_on=None),
            ),
            models.CheckConstraint(name="consent_ends_later", condition=Q(until=None) | Q(until__gt=F("given_on"))),
            models.CheckConstraint(
                name="consent_withdrawn_on_and_by",
                condition=Q(withdrawn_on=None, withdrawn_by=None)
                | Q(withdrawn_on__gte=F("given_on"), withdrawn_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_an_organisation_reads_along", condition=~Q(purpose="knows") | Q(organisation__isnull=False)
            ),
            models.CheckConstraint(
                name="consent_is_about_one_party_or_none",
                condition=Q(purpose__in=["register", "story"], organisation=None, party="")
                | Q(~Q(purpose__in=["register", "story"]), organisation__isnull=False, party="")
                | Q(~Q(purpose__in=["register", "story"]) & ~Q(party=""), organisation=None),
            ),
        ]

    @property
    def runs(self) -> bool:
        """Whether it counts today; the same rule as ``running``."""
        return self.withdrawn_on is None and (self.until is None or self.until > dates.today())

    @property
    def who(self) -> str:
        """The partner by name; empty for what is between the household and us."""
        return self.organisation.name if self.organisation else self.party

    @property
    def icon(self) -> str:
        return ConsentPurpose(self.purpose).icon


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Gathered(models.Model):
    """Something that others told us of a household before it knew, and when the household was told of that.

    It belongs to the agency of its case: another one that helps the household later does not read it.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="gathered")
    source = models.CharField(max_length=100)
    what = models.CharField(max_length=300)
    heard_on = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=10, choices=AgreedHow, blank=True)
    told_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["source", "what", "heard_on", "told_on", "told_how"], CARE)

    class Meta:
        ordering = ["-heard_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="gathered_told_on_and_by",
                condition=Q(told_on=None, told_by=None, told_how="")
                | Q(told_on__gte=F("heard_on"), told_by__isnull=False),
            ),
            models.CheckConstraint(name="gathered_says_what_from_whom", condition=~Q(source="") & ~Q(what="")),
        ]

    @property
    def tell_before(self) -> date:
        return dates.add_months(self.heard_on, TELL_WITHIN_MONTHS)

    @property
    def is_late(self) -> bool:
        return self.told_on is None and self.tell_before < dates.today()


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Objection(models.Model):
    """What a household objects to in how we treat what we know of it, and what followed (GDPR, article 21).

    It was said to the agency of its case, which answers it.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="objections")
    made_on = models.DateField()
    about = models.CharField(max_length=500)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["made_on", "about", "answer", "answered_on"], CARE)

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="objection_answered_on_and_by",
                condition=Q(answered_on=None, answered_by=None, answer="")
                | (Q(answered_on__gte=F("made_on"), answered_by__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(name="objection_says_something", condition=~Q(about="")),
        ]
