from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q

from accounts.models import Organisation, User
from cases.enums import ClaimBasis, ClaimState
from common.personal import CLAIMED, NOT_PERSONAL, FieldClasses

if TYPE_CHECKING:
    from datetime import date


class InterventionTypeQuerySet(models.QuerySet["InterventionType"]):
    def running(self) -> InterventionTypeQuerySet:
        return self.filter(ended_on=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class InterventionType(models.Model):
    """Something an agency may claim, under the name that its desk knows. None is shipped: an agreement says which."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="intervention_types")
    name = models.CharField(max_length=100)
    basis = models.CharField(max_length=12, choices=ClaimBasis)
    ended_on = models.DateField(null=True, blank=True)

    objects = InterventionTypeQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["name", "basis", "ended_on"], NOT_PERSONAL)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_running_type_a_basis", fields=["agency", "basis"], condition=Q(ended_on=None)
            ),
            models.CheckConstraint(name="intervention_type_has_a_name", condition=~Q(name="")),
        ]


class TariffQuerySet(models.QuerySet["Tariff"]):
    def on(self, day: date) -> TariffQuerySet:
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Tariff(models.Model):
    """What one intervention of a type is worth, in euros, for some time; `valid_until` is the first day without it."""

    type = models.ForeignKey(InterventionType, on_delete=models.CASCADE, related_name="tariffs")
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = TariffQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["amount", "valid_from", "valid_until"], NOT_PERSONAL)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(name="tariff_is_not_below_zero", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="tariff_ends_later", condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from"))
            ),
            ExclusionConstraint(
                name="one_tariff_at_a_time",
                expressions=[
                    ("type", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ClaimBatch(models.Model):
    """The claim lines of an agency over some time (`until` is its last day), on their way to be paid."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claim_batches")
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=12, choices=ClaimState, default=ClaimState.DRAFT)
    moved_on = models.DateField()
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True, help_text="why it was sent back")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["since", "until", "state", "moved_on", "note"], NOT_PERSONAL)

    class Meta:
        ordering = ["-until", "-pk"]
        constraints = [models.CheckConstraint(name="claim_batch_runs_forward", condition=Q(until__gte=F("since")))]

    @property
    def is_ours(self) -> bool:
        return ClaimState(self.state).is_ours

    @property
    def icon(self) -> str:
        return ClaimState(self.state).icon


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ClaimLine(models.Model):
    """One registered thing, claimed once: `source` is its key among those of its basis, and names nobody.

    Like the read log it holds no foreign key to the case, so that a case can be destroyed and what was claimed stays.
    """

    batch = models.ForeignKey(ClaimBatch, on_delete=models.CASCADE, related_name="lines")
    type = models.ForeignKey(InterventionType, on_delete=models.PROTECT, related_name="lines")
    basis = models.CharField(max_length=12, choices=ClaimBasis)
    source = models.BigIntegerField()
    case_uuid = models.UUIDField()
    on = models.DateField()
    amount = models.DecimalField(max_digits=8, decimal_places=2)

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["basis", "on", "amount"], CLAIMED)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(name="nothing_is_claimed_twice", fields=["basis", "source"])]
