from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast, Left
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Covenant, Job, Organisation, Team, User
from cases.models import Case, Household
from common.personal import CARE, NOT_PERSONAL, SIGNAL, FieldClasses
from signals_intake.enums import Decision, DepartureReason, Exclusion, ListStage, RowOutcome
from signals_intake.models.signal import Balance

if TYPE_CHECKING:
    from accounts.models import Membership
    from cases.models import Dwelling


class ArrearsList(models.Model):
    """The two- and three-month lists of one covenant at one date, with the rules they were made by."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="lists")
    as_of = models.DateField()
    made_at = models.DateTimeField(null=True, blank=True)
    rules = models.JSONField(default=dict)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = {"as_of": NOT_PERSONAL, "rules": NOT_PERSONAL}

    class Meta:
        ordering = ["-as_of"]
        constraints = [models.UniqueConstraint(name="one_list_a_date", fields=["covenant", "as_of"])]


class ListCount(models.Model):
    """How the rows of one supplier divide on one list: the parts add up to `received`."""

    arrears_list = models.ForeignKey(ArrearsList, on_delete=models.CASCADE, related_name="counts")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    received = models.PositiveIntegerField()
    listed = models.PositiveIntegerField()
    listed_earlier = models.PositiveIntegerField()
    excluded = models.PositiveIntegerField()
    not_due = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_count_a_supplier", fields=["arrears_list", "supplier"]),
            models.CheckConstraint(
                name="every_row_in_exactly_one",
                condition=Q(
                    received=models.F("listed")
                    + models.F("listed_earlier")
                    + models.F("excluded")
                    + models.F("not_due")
                    + models.F("rejected")
                ),
            ),
        ]


class EntryQuerySet(models.QuerySet["ListEntry"]):
    def of(self, membership: Membership | None) -> EntryQuerySet:
        """A team's entries for staff; for people of a corporation those with a row of theirs."""
        if membership is None:
            return self.none()
        if membership.organisation.is_supplier:
            return self.of_supplier(membership.organisation_id)
        if membership.team_id is not None:
            return self.filter(team=membership.team)
        return self.filter(team__organisation=membership.organisation)

    def of_supplier(self, supplier: int | OuterRef) -> EntryQuerySet:
        """Those whom a row of this supplier put on the list; a lower contract of another's tenant is not one."""
        return self.filter(
            Exists(ListedRow.objects.filter(entry=OuterRef("pk"), supplier=supplier, outcome=RowOutcome.LISTED))
        )

    def in_review(self, review: Review) -> EntryQuerySet:
        return self.filter(arrears_list=review.arrears_list_id).of_supplier(review.supplier_id)

    def undecided(self) -> EntryQuerySet:
        return self.filter(decision=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ListEntry(models.Model):
    """A household newly on a list, for the stage of its highest row that is neither rejected nor excluded."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    arrears_list = models.ForeignKey(ArrearsList, on_delete=models.CASCADE, related_name="entries")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="list_entries")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=ListStage)
    months = models.PositiveSmallIntegerField()
    known_case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    proposal = models.CharField(max_length=15, choices=Decision)

    objects = EntryQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {"stage": SIGNAL, "proposal": SIGNAL}

    class Meta:
        ordering = ["-months", "pk"]
        constraints = [models.UniqueConstraint(name="household_once_a_list", fields=["arrears_list", "household"])]
        indexes = [models.Index(name="entry_household", fields=["household", "arrears_list"])]


class RowQuerySet(models.QuerySet["ListedRow"]):
    def of(self, membership: Membership | None) -> RowQuerySet:
        """A supplier's own rows; for staff those in the areas of their team, of their agency without a team.

        A row that came on no list has no team, so its postcode says whose it is.
        """
        if membership is None:
            return self.none()
        if membership.organisation.is_supplier:
            return self.filter(supplier=membership.organisation)
        if membership.team_id is None:
            return self.filter(arrears_list__covenant__agency=membership.organisation)
        postcode = Cast(Left(OuterRef("household__dwelling__postcode"), 4), models.IntegerField())
        areas = Area.objects.alias(postcode=postcode).filter(
            covenant=OuterRef("arrears_list__covenant"), team=membership.team_id,
            postcode_from__lte=models.F("postcode"), postcode_until__gte=models.F("postcode"),
        )  # fmt: skip
        return self.filter(Q(entry__team=membership.team_id) | Q(Exists(areas), entry=None))


class ListedRow(models.Model):
    """One row of two months or more on the list of its date, and what became of it."""

    arrears_list = models.ForeignKey(ArrearsList, on_delete=models.CASCADE, related_name="rows")
    supplier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    balance = models.ForeignKey(Balance, on_delete=models.CASCADE, related_name="listed")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="listed_rows")
    entry = models.ForeignKey(ListEntry, null=True, on_delete=models.CASCADE, related_name="rows")
    months = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=15, choices=RowOutcome)
    exclusion = models.CharField(max_length=20, choices=Exclusion, blank=True)
    is_due_elsewhere = models.BooleanField(
        default=False, help_text="not due because of what the household owes another supplier"
    )

    objects = RowQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {"outcome": SIGNAL, "exclusion": SIGNAL, "is_due_elsewhere": SIGNAL}

    class Meta:
        constraints = [
            models.UniqueConstraint(name="row_once_a_list", fields=["arrears_list", "balance"]),
            models.CheckConstraint(
                name="excluded_says_why",
                condition=(Q(outcome="excluded") & ~Q(exclusion="")) | (~Q(outcome="excluded") & Q(exclusion="")),
            ),
            models.CheckConstraint(name="listed_has_an_entry", condition=~Q(outcome="listed") | Q(entry__isnull=False)),
            models.CheckConstraint(
                name="due_elsewhere_is_not_due", condition=Q(is_due_elsewhere=False) | Q(outcome="not_due")
            ),
        ]

    @property
    def address(self) -> Dwelling:
        """The address that the supplier knows, also when the household went to live elsewhere."""
        return self.balance.contract.dwelling or self.household.dwelling


class Deliberation(models.Model):
    """Who decided on an entry, when and why, in which meeting; a new row each time somebody decides.

    Without a meeting, when one of the agency decides about a household of several corporations and says not in which,
    only staff read it.
    """

    entry = models.ForeignKey(ListEntry, on_delete=models.CASCADE, related_name="deliberations")
    review = models.ForeignKey("Review", null=True, on_delete=models.SET_NULL, related_name="+")
    supplier = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", help_text="of the review"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=20, choices=DepartureReason, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    field_classes: ClassVar[FieldClasses] = {"reason": CARE, "note": CARE}


# the earlier version is what is kept: what was replaced matters, and an insert makes no event
@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ReviewDecision(models.Model):
    """What both organisations decided on one entry. It works at once; a later decision replaces it.

    A household with contracts of two corporations is talked about in two meetings and has one decision, which the wall
    lets either of them at. `said` stands behind the wall of its own meeting: to the other corporation it is None.
    `opened_case` is the case that did not exist before.
    """

    entry = models.OneToOneField(ListEntry, on_delete=models.CASCADE, related_name="decision")
    decision = models.CharField(max_length=15, choices=Decision)
    said = models.ForeignKey(Deliberation, null=True, on_delete=models.SET_NULL, related_name="+")
    postponed_until = models.DateField(_("until"), null=True, blank=True)
    decided_at = models.DateTimeField()
    opened_case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = {"decision": SIGNAL, "postponed_until": SIGNAL}

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="postponed_has_a_day",
                condition=Q(decision="postpone", postponed_until__isnull=False)
                | (~Q(decision="postpone") & Q(postponed_until=None)),
            )
        ]


class ReviewQuerySet(models.QuerySet["Review"]):
    def of(self, membership: Membership | None) -> ReviewQuerySet:
        """The meetings of one's corporation; for staff those about a household of theirs."""
        if membership is None:
            return self.none()
        if membership.organisation.is_supplier:
            return self.filter(supplier=membership.organisation)
        entries = ListEntry.objects.of(membership).filter(arrears_list=OuterRef("arrears_list"))
        return self.filter(Exists(entries.of_supplier(OuterRef(OuterRef("supplier")))))


class Review(models.Model):
    """The meeting of the agency and one corporation about their rows on one list."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    arrears_list = models.ForeignKey(ArrearsList, on_delete=models.CASCADE, related_name="reviews")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reviews")
    participants = models.ManyToManyField(User, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_review_a_list", fields=["arrears_list", "supplier"])]


class SignOff(models.Model):
    """One organisation's yes to a review; two of them close it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="sign_offs")
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="of the review")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_sign_off_a_side", fields=["review", "organisation"])]
