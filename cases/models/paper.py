from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.enums import AgreedHow
from cases.models.case import Case
from common.personal import CARE, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class HandoverPack(models.Model):
    """What went along to whoever helps a household next, with its yes.

    `content` is what the paper says (``cases.queries.paper.pack_of``), so that it stays as it was given.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="packs")
    party = models.CharField(max_length=100)
    agreed_on = models.DateField()
    agreed_how = models.CharField(max_length=10, choices=AgreedHow, blank=True)
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(["party", "agreed_on", "agreed_how", "content"], CARE)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(name="pack_is_for_somebody", condition=~Q(party=""))]
