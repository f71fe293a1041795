from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Household
from common.personal import CARE, IDENTITY, FieldClasses


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class NetworkPerson(models.Model):
    """Somebody around a household who may be asked along, in the household's own words."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="network")
    name = models.CharField(_("first name"), max_length=60)
    relation = models.CharField(_("who is it"), max_length=60)
    can_help_with = models.CharField(_("what could this person do"), max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    field_classes: ClassVar[FieldClasses] = {"name": IDENTITY, "relation": CARE, "can_help_with": CARE}

    class Meta:
        ordering = ["pk"]
