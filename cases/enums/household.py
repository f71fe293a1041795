from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Circumstance(TextChoices):
    """Facts about a household that keep it from a list for some time."""

    DECEASED = "deceased", _("died")
    MOVED = "moved", _("moved away")
    AGREED_PATTERN = "agreed_pattern", _("agreed payment pattern")
    TRAJECTORY = "trajectory", _("help is running already")
    DO_NOT_VISIT = "do_not_visit", _("asked not to be visited")

    @property
    def icon(self) -> str:
        return {
            "deceased": "info",
            "moved": "arrow-right",
            "agreed_pattern": "calendar",
            "trajectory": "handshake",
            "do_not_visit": "alert",
        }[self.value]


class PersonRole(TextChoices):
    MAIN_TENANT = "main_tenant", _("main tenant")
    PARTNER = "partner", _("partner")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    MEMBER = "member", _("lives here too")


class Tenure(TextChoices):
    """How a household lives where it lives."""

    CORPORATION = "corporation", _("rents from a housing corporation")
    PRIVATE = "private", _("rents from a private landlord")
    SUBLET = "sublet", _("sublets or lives in")
    OWNER = "owner", _("owns the home")
    NO_HOME = "no_home", _("has no home now")


class Language(TextChoices):
    """Languages that are spoken at the doors we know (ISO 639-1, and 639-2 where that has none)."""

    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    BERBER = "ber", _("Berber")
    BULGARIAN = "bg", _("Bulgarian")
    FRENCH = "fr", _("French")
    KURDISH = "ku", _("Kurdish")
    PAPIAMENTO = "pap", _("Papiamento")
    FARSI = "fa", _("Farsi or Dari")
    POLISH = "pl", _("Polish")
    PORTUGUESE = "pt", _("Portuguese")
    ROMANIAN = "ro", _("Romanian")
    SIGN = "sgn", _("Sign language")
    SOMALI = "so", _("Somali")
    SPANISH = "es", _("Spanish")
    SRANAN = "srn", _("Sranan")
    TIGRINYA = "ti", _("Tigrinya")
    TURKISH = "tr", _("Turkish")
    TWI = "tw", _("Twi")
    UKRAINIAN = "uk", _("Ukrainian")


class StatementKind(TextChoices):
    """What is said about a household: what it wants beside what we see, the first question beside the one behind it."""

    SITUATION = "situation", _("What is going on")
    WHY = "why", _("Why we are involved")
    NEED = "need", _("What the household wants, in its own words")
    RISK = "risk", _("What worries us")
    PRESENTING = "presenting", _("The question they came with")
    UNDERLYING = "underlying", _("The question behind it")
    STRENGTH = "strength", _("What goes well")
    PROTECTIVE = "protective", _("What or who protects them")
    PROBLEM = "problem", _("What is difficult")
    DAY = "day", _("What fills the day now")


class Relationship(TextChoices):
    """How far we have come with each other; it may go back (Outreachend besturen 2012, the relationship ladder)."""

    CONTACT = "contact", _("getting to know each other")
    TRUST = "trust", _("trust is growing")
    RECIPROCITY = "reciprocity", _("we count on each other")


class ContactStatus(TextChoices):
    """Voluntary, pressure and compulsion are degrees (Samen DOEN 2016, 1.6); to whom we went was asked nothing yet."""

    UNKNOWN = "unknown", _("not asked for yet")
    VOLUNTARY = "voluntary", _("of their own accord")
    PRESSURE = "pressure", _("under pressure")
    COMPULSORY = "compulsory", _("compulsory")

    @property
    def is_pressed(self) -> bool:
        return self in {ContactStatus.PRESSURE, ContactStatus.COMPULSORY}
