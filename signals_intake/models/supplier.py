from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Covenant, Organisation
from common.personal import NOT_PERSONAL, FieldClasses

if TYPE_CHECKING:
    from datetime import date


class AgreementQuerySet(models.QuerySet["SupplierAgreement"]):
    def on(self, day: date) -> AgreementQuerySet:
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class SupplierAgreement(models.Model):
    """The ground on which a supplier may deliver under a covenant. `valid_until` is the first day without it."""

    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="agreements")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    mandate = models.CharField(_("mandate"), max_length=200, blank=True)

    objects = AgreementQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {
        "valid_from": NOT_PERSONAL,
        "valid_until": NOT_PERSONAL,
        "mandate": NOT_PERSONAL,
    }

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_agreement_at_a_time",
                expressions=[
                    ("supplier", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            )
        ]


class ColumnMapping(models.Model):
    """How a supplier's own headers are to be read. The last one saved is used."""

    supplier = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mappings")
    name = models.CharField(_("name"), max_length=60)
    columns = models.JSONField(help_text="their header -> our field")
    created_at = models.DateTimeField(auto_now_add=True)

    field_classes: ClassVar[FieldClasses] = {"name": NOT_PERSONAL, "columns": NOT_PERSONAL}

    class Meta:
        ordering = ["-created_at", "-pk"]
