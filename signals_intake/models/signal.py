from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from cases.models import Dwelling, Household
from common.keys import UUID7
from common.personal import BALANCE, IDENTITY, SIGNAL, FieldClasses
from signals_intake.enums import Answer
from signals_intake.models.delivery import Delivery

if TYPE_CHECKING:
    from accounts.models import User


#: Finding or making households and contracts is done by one step at a time, so that two suppliers never make one
#: household twice; whoever takes contracts away waits for it as well.
MATCHING_LOCK = 0x6D61746368


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Contract(models.Model):
    """One tenancy contract of one supplier: a home, a garage. All of one tenant's in one dwelling are one household.

    A number that the supplier gives out again, to another tenant, is another contract (``services.contracts``).
    `dwelling` is the address it is about once its household lives elsewhere: a corporation does not read where.
    """

    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts", db_index=False)
    number = models.CharField(max_length=40)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="contracts")
    dwelling = models.ForeignKey(
        Dwelling, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    field_classes: ClassVar[FieldClasses] = {"number": IDENTITY}

    class Meta:
        constraints = [
            models.UniqueConstraint(name="contract_once_a_tenant", fields=["supplier", "number", "household"])
        ]
        triggers = [
            pgtrigger.Trigger(
                name="balance_needs_its_contract",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="gone"),  # type: ignore[no-untyped-call]
                func=f"""
                    PERFORM pg_advisory_xact_lock({MATCHING_LOCK});
                    IF EXISTS (SELECT FROM gone JOIN signals_intake_balance b ON b.contract_id = gone.id) THEN
                        RAISE foreign_key_violation USING MESSAGE = 'a balance still needs its contract';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]


# the same balance in a file that was saved again is no other version
@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old, condition=pghistory.AnyChange(exclude=["delivery", "number"])),
    pghistory.DeleteEvent(),
)
class Balance(models.Model):
    """What one contract owed at one date, as its supplier stated it: one accepted row.

    `months` are months in arrears as defined in design.md §3, `days` days in arrears at that date.
    The supplier is a copy of the contract's, for the wall. Which keys the database checks row by row, and which it
    guards otherwise: docs/adr/0009.
    """

    supplier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    contract = models.ForeignKey(
        Contract, on_delete=models.CASCADE, related_name="balances", db_index=False, db_constraint=False
    )
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="balances", db_constraint=False)
    as_of = models.DateField()
    number = models.PositiveIntegerField(help_text="row in the file")
    balance = models.DecimalField(max_digits=12, decimal_places=2)
    rent = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    months = models.PositiveSmallIntegerField()
    days = models.IntegerField()
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
    payment_pattern = models.CharField(max_length=200, blank=True)
    earlier_contact = models.CharField(max_length=200, blank=True)
    bailiff_stage = models.CharField(max_length=100, blank=True)
    bailiff_costs = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        [
            "as_of",
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
        BALANCE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_balance_a_date", fields=["contract", "as_of"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="signal_needs_its_balance",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="gone"),  # type: ignore[no-untyped-call]
                func="""
                    IF EXISTS (SELECT FROM gone JOIN signals_intake_signal s ON s.balance_id = gone.id) THEN
                        RAISE foreign_key_violation USING MESSAGE = 'a signal still needs its balance';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]


class SignalQuerySet(models.QuerySet["Signal"]):
    def of_supplier(self, user: User) -> SignalQuerySet:
        """The supplier's own signals; the wall in the database says the same once more."""
        membership = user.membership
        if membership is None or not membership.organisation.is_supplier:
            return self.none()
        return self.filter(supplier=membership.organisation)

    def for_list(self) -> SignalQuerySet:
        return self.select_related("balance__contract__dwelling", "household__dwelling")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Signal(models.Model):
    """One accepted row that reaches the covenant's threshold. Its uuid is the supplier's receipt.

    Made in the statement that makes its balance; supplier and household are copies of the contract's (docs/adr/0009).
    `answer` is all that the supplier hears; ``services.answers`` writes it when something changes.
    """

    uuid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    supplier = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="signals", db_index=False, db_constraint=False
    )
    balance = models.OneToOneField(Balance, on_delete=models.CASCADE, related_name="signal", db_constraint=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="signals", db_constraint=False)
    signal_on = models.DateField()
    picked_up_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=30, choices=Answer, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    objects = SignalQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["signal_on", "picked_up_on", "answer", "answered_on"], SIGNAL
    )

    class Meta:
        ordering = ["-signal_on", "pk"]
        indexes = [models.Index(name="signal_newest_first", fields=["-signal_on", "id"])]
        constraints = [
            models.CheckConstraint(
                name="signal_picked_up_later",
                condition=Q(picked_up_on=None) | Q(picked_up_on__gte=models.F("signal_on")),
            ),
            models.CheckConstraint(
                name="signal_answer_has_a_day",
                condition=Q(answer="", answered_on=None) | (~Q(answer="") & Q(answered_on__isnull=False)),
            ),
        ]

    @property
    def address(self) -> Dwelling:
        """The address that the supplier knows, also when the household went to live elsewhere."""
        return self.balance.contract.dwelling or self.household.dwelling
