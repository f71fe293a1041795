from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Route(TextChoices):
    """By which door a household came to us; all five, so that what came of them can be set side by side."""

    LIST = "list", _("from an arrears list")
    NOTICE = "notice", _("by a notice that something threatens")
    REFERRAL = "referral", _("sent to us by somebody")
    SELF = "self", _("asked for help itself")
    ROUND = "round", _("found on our own round")

    @property
    def icon(self) -> str:
        return {"list": "table", "notice": "gavel", "referral": "arrow-right", "self": "person", "round": "route"}[self]


#: Routes on which somebody else tells us of a household, and hears what came of it.
TOLD_BY_OTHERS = (Route.NOTICE, Route.REFERRAL)


class Referrer(TextChoices):
    """Who sends households to us, as a kind; figures tell what came of each."""

    GP = "gp", _("GP")
    CARE = "care", _("care or treatment")
    POLICE = "police", _("police")
    SCHOOL = "school", _("school")
    TEAM = "team", _("neighbourhood team")
    WORK_INCOME = "work_income", _("work and income")
    YOUTH = "youth", _("youth care")
    CORPORATION = "corporation", _("housing corporation")
    BAILIFF = "bailiff", _("bailiff")
    SUPPLIER = "supplier", _("energy, water or health insurer")
    NEIGHBOUR = "neighbour", _("neighbour")
    FAMILY = "family", _("family or friends")
    VOLUNTEER = "volunteer", _("volunteer or key figure")
    RESIDENT = "resident", _("somebody we help")
    OTHER = "other", _("somebody else")

    @property
    def is_private(self) -> bool:
        """Somebody nearby, who hears nothing of a household unless that was agreed."""
        return self in {Referrer.NEIGHBOUR, Referrer.FAMILY, Referrer.VOLUNTEER, Referrer.RESIDENT}


class RequestState(TextChoices):
    WAITING = "waiting", _("waits for screening")
    ACCEPTED = "accepted", _("taken up")
    REFUSED = "refused", _("sent on")

    @property
    def icon(self) -> str:
        return {"waiting": "clock", "accepted": "handshake", "refused": "arrow-right"}[self]


class DirectionCheck(TextChoices):
    """Who keeps the direction over a household that we are asked to help (Samen DOEN 2016, 1.2 phase 1)."""

    NOBODY = "nobody", _("nobody yet")
    WE = "we", _("we do already")
    OTHERS = "others", _("somebody else")
    UNKNOWN = "unknown", _("asked, and not known")


class RefusalGround(TextChoices):
    """Why a request is not taken up; the first three are grounds of Samen DOEN 2016 (1.2, phase 1)."""

    COMPULSORY = "compulsory", _("compulsory help is called for")
    ACUTE = "acute", _("an acute crisis, in which others act at once")
    CHILD_UNSAFE = "child_unsafe", _("a child is clearly not safe")
    ELSEWHERE = "elsewhere", _("somebody else keeps the direction")
    ORDINARY = "ordinary", _("an ordinary service is enough")
    SPECIALIST = "specialist", _("specialised help fits better")
    AREA = "area", _("outside our area")
    OTHER = "other", _("another reason")


class RequestNotice(TextChoices):
    """What whoever asked us is told: that we do not take it up; or that we did, and later how it ended."""

    REFUSED = "refused", _("we do not take it up")
    TAKEN_UP = "taken_up", _("we took it up")
    ENDED = "ended", _("our help has ended")
    DROPPED_OUT = "dropped_out", _("we lost contact, or it was not wanted")


class ToldHow(TextChoices):
    PHONE = "phone", _("by phone")
    MAIL = "mail", _("by e-mail")
    LETTER = "letter", _("by letter")
    TALK = "talk", _("in a conversation")


class Estimate(TextChoices):
    """What a household will need, as seen at the beginning (Activering Sociale Netwerken 2014, 1.3)."""

    SHORT = "short", _("short help, with their own network")
    LONGER = "longer", _("a finger on the pulse for longer")
    SPECIALIST = "specialist", _("specialised help")


class OwnStrength(TextChoices):
    """How much a household can do itself, as seen at the beginning; it opens and closes nothing."""

    MUCH = "much", _("does much itself")
    BESIDE = "beside", _("with somebody beside them")
    LITTLE = "little", _("little can be asked now")
