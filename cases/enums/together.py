from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Carrier(TextChoices):
    """Who does what was agreed (Samen DOEN 2016, 3: the executor of an action)."""

    PROFESSIONAL = "professional", _("a colleague")
    HOUSEHOLD = "household", _("the household")
    NETWORK = "network", _("family, friends or neighbours")
    VOLUNTEER = "volunteer", _("a volunteer")
    STUDENT = "student", _("a student")
    AGENCY = "agency", _("another organisation")


class TaskEvent(TextChoices):
    """What the timeline tells of a task."""

    ADDED = "added", _("agreed")
    CHANGED = "changed", _("changed")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class TaskAnswer(TextChoices):
    """What a contact tells of something that was agreed before."""

    HAPPENED = "happened", _("It happened")
    NOT_YET = "not_yet", _("Not yet")
    DROPPED = "dropped", _("No longer needed")


class DropReason(TextChoices):
    """Why something agreed leaves the list without having happened; one tap."""

    NOT_NEEDED = "not_needed", _("no longer needed")
    NOT_WANTED = "not_wanted", _("the household does not want it")
    DECLINED = "declined", _("whoever was asked said no")
    OTHERWISE = "otherwise", _("solved in another way")
    NOT_POSSIBLE = "not_possible", _("it cannot be done")
    MISTAKE = "mistake", _("noted by mistake")
    GOES_ON = "goes_on", _("somebody else goes on with it")


class ServiceArea(TextChoices):
    """Where a service works, seen from the teams that look for it."""

    AREA = "area", _("in our area")
    CITY = "city", _("the whole city")
    ELSEWHERE = "elsewhere", _("elsewhere")


class AgreedHow(TextChoices):
    """How the household said yes, or was told."""

    TALK = "talk", _("in a conversation")
    PHONE = "phone", _("by phone")
    WRITTEN = "written", _("in writing")
    MESSAGE = "message", _("by text message")


class ReferralState(TextChoices):
    """How far a referral has come. The first three wait for somebody; without an answer it stays where it is."""

    SENT = "sent", _("asked")
    ACCEPTED = "accepted", _("accepted")
    ARRIVED = "arrived", _("help has begun")
    RESULT = "result", _("came to a result")
    REFUSED = "refused", _("turned away")
    NOT_TAKEN_UP = "not_taken_up", _("not taken up")

    @property
    def icon(self) -> str:
        return {"sent": "mail", "accepted": "handshake", "arrived": "door-open", "result": "done"}.get(self, "close")


OPEN_REFERRALS = (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.ARRIVED)


class Scale(TextChoices):
    """Heavier help or pressure when it goes wrong, and back when that is over (Samen DOEN 2016, 1.6)."""

    UP = "up", _("scaled up")
    DOWN = "down", _("scaled down")


class Keeper(TextChoices):
    """Who keeps the direction after scaling."""

    WE = "we", _("we keep it")
    THEY = "they", _("they take it over")
    TOGETHER = "together", _("we keep it together")


class ObstacleKind(TextChoices):
    """What stands in the way at a service (Samen DOEN 2016, 1.7)."""

    CRITERION = "criterion", _("a condition that the household does not meet")
    WAITING_LIST = "waiting_list", _("a waiting list")
    REFUSAL = "refusal", _("turned away")
    NO_PLACE = "no_place", _("no place, such as emergency shelter")
    OTHER = "other", _("something else")
