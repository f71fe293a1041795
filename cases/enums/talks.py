from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Skill(TextChoices):
    """What somebody may be asked about as a specialist (Samen DOEN 2016, 1.3)."""

    MONEY = "money", _("income and debts")
    YOUTH = "youth", _("children and parenting")
    VIOLENCE = "violence", _("domestic violence")
    DISABILITY = "disability", _("mild intellectual disability")
    PSYCHIATRY = "psychiatry", _("psychiatry")
    ADDICTION = "addiction", _("addiction")
    HOMELESS = "homeless", _("homelessness")
    WELFARE = "welfare", _("neighbourhood and meeting people")


class Shown(TextChoices):
    """What of the file whoever asks may show with a question."""

    PEOPLE = "people", _("Who lives here, without names")
    SITUATION = "situation", _("What is going on")
    NEED = "need", _("What the household wants")
    RISK = "risk", _("What worries us")
    ACUTE = "acute", _("What presses now")


class ConsultEvent(TextChoices):
    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class BreakthroughState(TextChoices):
    """What a team leader says to a worker who is stuck."""

    ASKED = "asked", _("waits for the team leader")
    GO = "go", _("go ahead, I stand behind you")
    MINE = "mine", _("I take it up myself")
    OTHERWISE = "otherwise", _("try it in another way")
    NOT_NOW = "not_now", _("this cannot be done now")


class SafetyStep(TextChoices):
    """The five steps of the meldcode huiselijk geweld en kindermishandeling; none waits for another."""

    SIGNS = "signs", _("What we see and hear")
    CONSULT = "consult", _("Asked, without names")
    TALK = "talk", _("Talked with the people themselves")
    WEIGH = "weigh", _("Weighed")
    DECIDE = "decide", _("Decided")


class SafetyChoice(TextChoices):
    REPORT = "report", _("report to Veilig Thuis")
    BOTH = "both", _("report, and help ourselves")
    HELP = "help", _("help ourselves, no report")
    NOTHING = "nothing", _("no report and no help needed")

    @property
    def reports(self) -> bool:
        return self in {SafetyChoice.REPORT, SafetyChoice.BOTH}


class Purpose(TextChoices):
    """What a case is brought to the team for (Samen DOEN 2016, 1.11)."""

    TEST = "test", _("hold a direction against the light")
    WIDEN = "widen", _("find more ways")


class Heard(TextChoices):
    """Whether the household spoke along (Outreachend besturen 2012, F11)."""

    PRESENT = "present", _("it was there")
    BEFORE = "before", _("we asked it beforehand")
    NOT_HEARD = "not_heard", _("not this time")


class MemberKind(TextChoices):
    """Who sits at a neighbourhood table."""

    INFORMAL = "informal", _("initiative or volunteers")
    FORMAL = "formal", _("organisation with professionals")


class OfferKind(TextChoices):
    OFFER = "offer", _("offers")
    REQUEST = "request", _("asks for")
