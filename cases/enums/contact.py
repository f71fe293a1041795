from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common import dates

if TYPE_CHECKING:
    from datetime import date


class ContactKind(TextChoices):
    """National contact kinds (DDAS vroegsignalering) and two of our own; the code is ours, `national` gives theirs."""

    VISIT = "visit", _("home visit")
    NOTE = "note", _("note under the door")
    PHONE = "phone", _("phone call")
    LETTER = "letter", _("letter")
    MESSAGE = "message", _("text message or chat")
    MAIL = "mail", _("e-mail")
    APPOINTMENT = "appointment", _("appointment at the office")
    PRESENCE = "presence", _("being there: coffee, a chat, flowers")
    GROUP = "group", _("walk-in hour or group")

    @property
    def national(self) -> str:
        """Theirs, or nothing for our own kinds: being there has no aim, so it is no attempt about a signal."""
        return {
            "visit": "Huisbezoek",
            "note": "Kaartje",
            "phone": "Telefoon",
            "letter": "Brief",
            "message": "SMS/Whatsapp",
            "mail": "Mail",
            "appointment": "Afspraak op locatie",
        }.get(self.value, "")


#: What counts as an attempt about a signal, for whoever is outside.
NATIONAL_CONTACTS = tuple(kind for kind in ContactKind if kind.national)


class DayPart(TextChoices):
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")


class DoorStep(TextChoices):
    ENTRANCE = "entrance", _("Rang at the entrance")
    FLAT = "flat", _("Knocked at the flat door")
    NEIGHBOURS = "neighbours", _("Spoke with neighbours")


class Present(TextChoices):
    TENANT = "tenant", _("The tenant")
    PARTNER = "partner", _("Partner or housemate")
    FAMILY = "family", _("Family or neighbours")
    OTHER = "other", _("Somebody else")
    NOBODY = "nobody", _("Nobody")


class Outcome(TextChoices):
    """How it went, in words that respect a no."""

    WANTS_TO_TALK = "wants_to_talk", _("Wants to talk on")
    SOLVES_IT = "solves_it", _("Sorts it out without us")
    PAID = "paid", _("Has paid or agreed an arrangement")
    WANTS_NO_HELP = "wants_no_help", _("Wants no help now")
    UNDECIDED = "undecided", _("Does not know yet")
    NOT_HOME = "not_home", _("Nobody home")
    MOVED = "moved", _("Does not live here any more")


class Agreement(TextChoices):
    OFFICE = "office", _("Appointment at the office")
    ARRANGEMENT = "arrangement", _("Payment arrangement")
    REFERRED = "referred", _("Referred on")
    LOOK_INTO = "look_into", _("We look into something")


class Acute(TextChoices):
    """What presses in a case now: a threat that runs, or what was lost by it. Of several the first named here."""

    EVICTION = "eviction", _("eviction threatens")
    EVICTED = "evicted", _("evicted")
    CUT_OFF = "cut_off", _("cut-off threatens")
    WITHOUT = "without", _("cut off")

    @property
    def is_of_the_home(self) -> bool:
        """A corporation in the duo knows of these: the eviction is its own."""
        return self in {Acute.EVICTION, Acute.EVICTED}


class Threat(TextChoices):
    """A threatening situation (Wgs, article 4.2)."""

    EVICTION = "eviction", _("eviction")
    GAS = "gas", _("gas cut off")
    ELECTRICITY = "electricity", _("electricity cut off")
    HEAT = "heat", _("heat cut off")
    WATER = "water", _("water cut off")
    INSURANCE = "insurance", _("health insurance ended")

    @property
    def acute(self) -> Acute:
        return Acute.EVICTION if self is Threat.EVICTION else Acute.CUT_OFF

    @property
    def lost(self) -> Acute:
        return Acute.EVICTED if self is Threat.EVICTION else Acute.WITHOUT


class Pace(TextChoices):
    """How often a household and its duo plan to be in touch; a plan, no target (Sociale netwerken 2014, 1.7)."""

    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month")
    WHEN_NEEDED = "when_needed", _("when needed")

    def after(self, day: date) -> date | None:
        """Give the day of the next sign of life; when needed has none."""
        if self is Pace.MONTHLY:
            return dates.add_months(day, 1)
        weeks = {Pace.WEEKLY: 1, Pace.FORTNIGHTLY: 2}.get(self)
        return day + timedelta(weeks=weeks) if weeks else None


class Going(TextChoices):
    """How it goes at a check of a household that is followed; not worse is a success."""

    WELL = "well", _("it goes well")
    SAME = "same", _("it did not get worse")
    WORRY = "worry", _("there are worries")


class GatheringKind(TextChoices):
    WALK_IN = "walk_in", _("walk-in hour")
    TRAINING = "training", _("training")
    ACTIVITY = "activity", _("activity")
