from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.models import User
from cases.enums import OPEN_REFERRALS, AgreedHow, ReferralState
from cases.models.case import Case
from cases.models.service import Service
from common import dates
from common.personal import CARE, FieldClasses

if TYPE_CHECKING:
    from cases.models.task import Task

#: Who was asked and says nothing, or accepted and does not begin, is asked again after some time.
WAITS_FOR_THEM = (ReferralState.SENT, ReferralState.ACCEPTED)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def open(self) -> ReferralQuerySet:
        return self.filter(state__in=OPEN_REFERRALS)

    def waiting(self) -> ReferralQuerySet:
        """Those in which another organisation has the next step."""
        return self.filter(state__in=WAITS_FOR_THEM)

    def late(self) -> ReferralQuerySet:
        """Those in which it has had that step for longer than the setting says; the same rule as ``is_late``."""
        return self.waiting().filter(state_on__lt=dates.today() - timedelta(days=settings.REFERRAL_ANSWER_DAYS))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Referral(models.Model):
    """A household sent on to somebody else, and what came of it. Without an answer it stays open.

    `party` is the name at the time, also of a service in the directory. `shared` is what was handed over, which takes
    the household's yes.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="referrals")
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    party = models.CharField(max_length=100)
    why = models.CharField(max_length=500, blank=True)
    is_warm = models.BooleanField(default=False, help_text="handed over to somebody by name")
    shared = models.CharField(max_length=300, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_how = models.CharField(max_length=10, choices=AgreedHow, blank=True)
    sent_on = models.DateField()
    sent_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, choices=ReferralState, default=ReferralState.SENT)
    state_on = models.DateField()
    accepted_by = models.CharField(max_length=100, blank=True)
    result = models.CharField(max_length=500, blank=True)

    objects = ReferralQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {
        "party": CARE,
        "why": CARE,
        "is_warm": CARE,
        "shared": CARE,
        "agreed_on": CARE,
        "agreed_how": CARE,
        "sent_on": CARE,
        "state": CARE,
        "state_on": CARE,
        "accepted_by": CARE,
        "result": CARE,
    }

    class Meta:
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "case", Lower("party"), name="one_open_referral_a_party", condition=Q(state__in=OPEN_REFERRALS)
            ),
            models.CheckConstraint(name="referral_moves_on_in_time", condition=Q(state_on__gte=F("sent_on"))),
            models.CheckConstraint(
                name="referral_agreed_on_and_how",
                condition=Q(agreed_on=None, agreed_how="") | (Q(agreed_on__isnull=False) & ~Q(agreed_how="")),
            ),
            models.CheckConstraint(
                name="nothing_is_handed_over_without_a_yes", condition=Q(shared="") | Q(agreed_on__isnull=False)
            ),
            models.CheckConstraint(
                name="warm_handover_is_to_somebody",
                condition=~Q(is_warm=True, state=ReferralState.ACCEPTED, accepted_by=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REFERRALS

    @property
    def icon(self) -> str:
        return ReferralState(self.state).icon

    @property
    def asking(self) -> Task | None:
        """The task of asking after it, while it waits."""
        open_tasks = [task for task in self.follow_ups.all() if task.done_at is None]
        return open_tasks[0] if self.is_open and open_tasks else None

    @property
    def days(self) -> int:
        """How old it is; of one that ended, how long it took."""
        return ((dates.today() if self.is_open else self.state_on) - self.sent_on).days

    @property
    def days_in_state(self) -> int:
        return (dates.today() - self.state_on).days

    @property
    def is_late(self) -> bool:
        return self.state in WAITS_FOR_THEM and self.days_in_state > settings.REFERRAL_ANSWER_DAYS
