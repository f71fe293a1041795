from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArrangementState(TextChoices):
    """What became of an arrangement about the rent."""

    RUNS = "runs", _("runs")
    KEPT = "kept", _("kept")
    BROKEN = "broken", _("broken")

    @property
    def icon(self) -> str:
        return {"runs": "handshake", "kept": "done", "broken": "close"}[self.value]


class CostsDeal(TextChoices):
    """Who pays the bailiff: a corporation for whoever takes help (Outreachend werken bij huisuitzetting 2008, 1.8)."""

    HOUSEHOLD = "household", _("the household pays")
    OFFERED = "offered", _("the corporation offers to pay if they take help")
    ACCEPTED = "accepted", _("they said yes to that offer")
    CORPORATION = "corporation", _("the corporation pays")
    LAPSED = "lapsed", _("the offer lapsed, the household pays")
