from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mode(TextChoices):
    """How something is done (the window of social discipline; Outreachend besturen 2012, X8)."""

    WITH = "with", _("with them")
    FOR = "for", _("for them")
    BY = "by", _("by us, under pressure")
    NOT = "not", _("not: left alone on purpose")


class Rung(TextChoices):
    """Whose strength an action leans on, from the own to a service for one household."""

    OWN = "own", _("own strength")
    NETWORK = "network", _("the network")
    GENERAL = "general", _("a service for everybody")
    INDIVIDUAL = "individual", _("a service for this household")


class Outreach(TextChoices):
    """Three ways of outreach work (Samen DOEN 2016, 1.17)."""

    COMMUNITY = "community", _("community: taking part")
    SUPPORT = "support", _("support: staying beside them")
    BROKER = "broker", _("broker: getting stalled help to move")
