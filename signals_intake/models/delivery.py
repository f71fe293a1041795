from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Job, Organisation, User
from common import dates
from common.personal import NOT_PERSONAL, STAGED, FieldClasses
from signals_intake.enums import DeliveryState
from signals_intake.models.supplier import ColumnMapping, SupplierAgreement


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def counting(self) -> DeliveryQuerySet:
        """Deliveries whose rows are the supplier's statement for their date."""
        return self.filter(state=DeliveryState.PROCESSED)

    def visible_to(self, user: User) -> DeliveryQuerySet:
        """A supplier's own, which the wall says once more; for staff those under a covenant of their agency."""
        membership = user.membership
        if membership is None:
            return self.none()
        if membership.organisation.is_supplier:
            return self.filter(supplier=membership.organisation)
        agreed = SupplierAgreement.objects.filter(
            supplier=OuterRef("supplier"), covenant__agency=membership.organisation
        )
        return self.filter(Exists(agreed))

    def for_list(self) -> DeliveryQuerySet:
        return self.select_related("supplier", "job")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Delivery(models.Model):
    """One list of one supplier, stating its balances at one date. The file itself is not kept, its hash is."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deliveries")
    mapping = models.ForeignKey(ColumnMapping, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file_name = models.CharField(max_length=120, blank=True)
    as_of = models.DateField()
    as_of_from_file = models.BooleanField(default=True, help_text="else somebody filled it in")
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.STAGED)
    received = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    imported_to = models.PositiveIntegerField(default=0, help_text="rows up to this number are processed")
    dropped_columns = models.JSONField(default=list)
    columns = models.JSONField(default=dict, help_text="their header -> our field, as read in this file")
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(default=dates.now)
    processed_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = DeliveryQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {
        "sha256": NOT_PERSONAL,
        "file_name": STAGED,
        "as_of": NOT_PERSONAL,
        "as_of_from_file": NOT_PERSONAL,
        "state": NOT_PERSONAL,
        "dropped_columns": NOT_PERSONAL,
        "columns": NOT_PERSONAL,
    }

    class Meta:
        ordering = ["-as_of", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(name="same_file_once", fields=["supplier", "as_of", "sha256"]),
            models.UniqueConstraint(
                name="one_statement_a_date", fields=["supplier", "as_of"], condition=Q(state="processed")
            ),
            models.CheckConstraint(name="rejected_are_received", condition=Q(rejected__lte=F("received"))),
        ]

    @property
    def accepted(self) -> int:
        return self.received - self.rejected


class StagedRow(models.Model):
    """A readable row between upload and processing: typed, but not yet anybody's. Gone once processed.

    The database does not check its keys: a hundred thousand rows that live for a minute are made by one statement.
    """

    pk = models.CompositePrimaryKey("delivery_id", "number")
    supplier = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="staged", db_index=False, db_constraint=False
    )
    number = models.PositiveIntegerField()
    contract = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    tenant_key = models.CharField(max_length=420)
    birth_date = models.DateField(null=True)
    street = models.CharField(max_length=200)
    house_number = models.PositiveIntegerField()
    house_letter = models.CharField(max_length=10)
    addition = models.CharField(max_length=20)
    suffix = models.CharField(max_length=32)
    postcode = models.CharField(max_length=6)
    city = models.CharField(max_length=100)
    phone = models.CharField(max_length=40)
    email = models.CharField(max_length=254)
    balance = models.DecimalField(max_digits=12, decimal_places=2)
    rent = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    months_reported = models.IntegerField(null=True)
    oldest_unpaid_on = models.DateField(null=True)
    reminder_on = models.DateField(null=True)
    personal_contact = models.BooleanField(null=True)
    help_offered = models.BooleanField(null=True)
    objection = models.BooleanField(null=True)
    arrangement = models.BooleanField(null=True)
    legal_person = models.BooleanField(null=True)
    other_claims = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    balance_includes_other = models.BooleanField(null=True)
    payment_pattern = models.CharField(max_length=200)
    earlier_contact = models.CharField(max_length=200)
    bailiff_stage = models.CharField(max_length=100)
    bailiff_costs = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        [
            "contract",
            "name",
            "tenant_key",
            "birth_date",
            "street",
            "house_letter",
            "addition",
            "suffix",
            "postcode",
            "city",
            "phone",
            "email",
            "balance",
            "rent",
            "oldest_unpaid_on",
            "reminder_on",
            "personal_contact",
            "help_offered",
            "objection",
            "arrangement",
            "legal_person",
            "other_claims",
            "balance_includes_other",
            "payment_pattern",
            "earlier_contact",
            "bailiff_stage",
            "bailiff_costs",
        ],
        STAGED,
    )


class RowIssue(models.Model):
    """What is wrong, or odd, in one cell: row, column and code. Never the value, since values are personal data."""

    supplier = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="issues")
    number = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    code = models.CharField(max_length=30)
    is_error = models.BooleanField()

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["column", "code", "is_error"], NOT_PERSONAL)

    class Meta:
        ordering = ["number", "pk"]


class RejectedRow(models.Model):
    """A row that could not be read. One that names its contract counts as owing (design.md §3, arrears episode)."""

    supplier = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="rejects", db_index=False)
    number = models.PositiveIntegerField()
    contract = models.CharField(max_length=40, blank=True)

    field_classes: ClassVar[FieldClasses] = {"contract": STAGED}

    class Meta:
        constraints = [models.UniqueConstraint(name="rejected_row_once", fields=["delivery", "number"])]
