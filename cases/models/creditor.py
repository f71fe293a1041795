from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.enums import CreditorState
from cases.models.case import Case
from cases.models.household import Person
from common.personal import DEBT, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Creditor(models.Model):
    """Somebody whom a household owes money. Only the name has to be known; what comes later is filled in later.

    `demand` is what the creditor wants, `aim` what the household wants. Without `owed_by` it is the household's.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="creditors")
    name = models.CharField(max_length=100)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True, help_text="euros")
    file_number = models.CharField(max_length=50, blank=True)
    demand = models.CharField(max_length=300, blank=True)
    aim = models.CharField(max_length=300, blank=True)
    owed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="debts")
    state = models.CharField(max_length=10, choices=CreditorState, default=CreditorState.OPEN)
    state_on = models.DateField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["name", "amount", "file_number", "demand", "aim", "state", "state_on"], DEBT
    )

    class Meta:
        ordering = [models.F("amount").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(name="creditor_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="nobody_owes_less_than_nothing", condition=Q(amount=None) | Q(amount__gte=0)),
        ]

    @property
    def icon(self) -> str:
        return CreditorState(self.state).icon
