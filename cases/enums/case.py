from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where a case stands. In the first group an open case holds the household back from a list (design.md §3)."""

    CONTACT = "contact", _("seeking contact")
    VISITING = "visiting", _("visiting")
    GUIDANCE = "guidance", _("guidance")
    LIGHT_CONTACT = "light_contact", _("light contact")
    MONITORING = "monitoring", _("monitoring")
    MINIMAL_CONTACT = "minimal_contact", _("minimal contact")
    CLOSED = "closed", _("closed")

    @property
    def icon(self) -> str:
        return {
            "contact": "search",
            "visiting": "door-open",
            "guidance": "handshake",
            "light_contact": "phone",
            "monitoring": "eye",
            "minimal_contact": "pause",
            "closed": "done",
        }[self.value]


#: Stages in which the case holds its household back from a list; in the other open stages it is listed again.
HOLDING_STAGES = (Stage.CONTACT, Stage.VISITING, Stage.GUIDANCE)


class CloseReason(TextChoices):
    WANTS_NO_HELP = "wants_no_help", _("wants no help now")
    AGREED = "agreed", _("both agree that it is enough")
    SOLVED = "solved", _("solved")
    PAID = "paid", _("paid or agreed an arrangement")
    MOVED = "moved", _("moved away")
    DECEASED = "deceased", _("died")
    HANDED_OVER = "handed_over", _("handed over and accepted")
    NOT_PICKED_UP = "not_picked_up", _("not to be picked up")
    NOT_REACHED = "not_reached", _("never reached, after consultation")
    SILENT = "silent", _("nothing heard for a year, decided in the team")
    OTHER = "other", _("other")


class WorkerSide(TextChoices):
    AGENCY = "agency", _("agency")
    HOUSE = "house", _("housing corporation")
    SECOND = "second", _("second from the agency")
    GUEST = "guest", _("from another team, for this case alone")


class ClockKind(TextChoices):
    RESPONSE = "response", _("response window")
    FIRST_CONVERSATION = "first_conversation", _("first conversation")
    CONTACT_PHASE = "contact_phase", _("contact phase")
    MONITORING = "monitoring", _("monitoring")
    TEAM_TALK = "team_talk", _("before the team")
    EVICTION = "eviction", _("eviction day")
    CUT_OFF = "cut_off", _("day of the cut-off")
    URGENT_CONVERSATION = "urgent_conversation", _("first conversation under a threat")
    CRISIS_ATTEMPT = "crisis_attempt", _("first attempt in the crisis")
    DEBT_DECISION = "debt_decision", _("decision on debt help")
    SIGN_OF_LIFE = "sign_of_life", _("next sign of life")
    CHECK = "check", _("next check")

    @property
    def is_legal(self) -> bool:
        """The law's terms know no pause, and move off Sundays and holidays."""
        return self in {ClockKind.FIRST_CONVERSATION, ClockKind.URGENT_CONVERSATION, ClockKind.DEBT_DECISION}

    @property
    def is_countdown(self) -> bool:
        """Days that somebody else set: counted down in words on top of everything."""
        return self in {ClockKind.EVICTION, ClockKind.CUT_OFF}

    @property
    def is_plan(self) -> bool:
        """Days that a worker and a household planned: nobody is late for a plan (design.md §7.5)."""
        return self in {ClockKind.SIGN_OF_LIFE, ClockKind.CHECK}

    @property
    def is_patient(self) -> bool:
        """Nobody is late for a plan, nor for a door that stays closed: that term asks for a talk, in no red."""
        return self.is_plan or self is ClockKind.CONTACT_PHASE


class Approach(TextChoices):
    """How we work with a household (Activering Sociale Netwerken 2014, 1.1); it may change on the way."""

    OUTREACH = "outreach", _("we go to them")
    REGULAR = "regular", _("they come to us")


class SwitchReason(TextChoices):
    """Why the way of working changed; who drops out of the regular way is visited, not let go."""

    MISSED = "missed", _("does not come, or comes late")
    PAPERS = "papers", _("the papers are never right")
    STOPPED = "stopped", _("stopped after a first talk")
    AVOIDS = "avoids", _("keeps away from help")
    COMES = "comes", _("comes of its own accord now")
    WISH = "wish", _("the household wants it so")
