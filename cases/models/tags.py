from __future__ import annotations

from django.db import models

from cases.enums import Mode, Outreach, Rung
from common.personal import CARE


class Tagged(models.Model):
    """Something that may say how it was done; all of it may stay empty, also the reason of what asks for one."""

    mode = models.CharField(max_length=5, choices=Mode, blank=True)
    rung = models.CharField(max_length=10, choices=Rung, blank=True)
    outreach = models.CharField(max_length=10, choices=Outreach, blank=True)
    mode_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def tags(self) -> list[str]:
        """How it is done, on whose strength it leans and in which way of outreach, as far as that was said."""
        said = [(self.mode, Mode), (self.rung, Rung), (self.outreach, Outreach)]
        return [str(choices(value).label) for value, choices in said if value]


TAG_CLASSES = dict.fromkeys(["mode", "rung", "outreach", "mode_reason"], CARE)
