from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, TypedDict

import pghistory
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Membership, Team, User
from accounts.permissions import Permission, may
from cases.endings import EndResult
from cases.enums import (
    HOLDING_STAGES,
    Acute,
    Approach,
    CloseReason,
    ContactStatus,
    Estimate,
    OwnStrength,
    Relationship,
    Route,
    Stage,
    SwitchReason,
    WorkerSide,
)
from cases.models.household import Household
from common.personal import CARE, IDENTITY, FieldClasses

if TYPE_CHECKING:
    from datetime import date

    from cases.models.closing import Closing

#: Within these days after a case began help is a quick fix; later it is further help (DDAS coding rules).
QUICK_FIX = timedelta(days=30)


def dropped_out(prefix: str = "") -> Q:
    """Say of which cases the household dropped out: never reached, not wanted, or contact got lost."""
    ends = [CloseReason.NOT_REACHED, CloseReason.WANTS_NO_HELP]
    return Q(**{f"{prefix}close_reason__in": ends}) | Q(**{f"{prefix}end_result": EndResult.LOST_CONTACT})


class PinnedNow(TypedDict):
    """A warning as it comes along with its case."""

    uuid: str
    text: str
    visibility: str


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        return self.exclude(stage=Stage.CLOSED)

    def holding(self) -> CaseQuerySet:
        """Cases that hold their household back from a list."""
        return self.filter(stage__in=HOLDING_STAGES)

    def unassigned(self) -> CaseQuerySet:
        return self.filter(assigned_at=None)

    def episodes(self) -> CaseQuerySet:
        """Cases that were meant: one opened by mistake was never a time in which a household was helped."""
        return self.exclude(close_reason=CloseReason.OTHER)

    def of_duo(self, user: User) -> CaseQuerySet:
        return self.filter(Exists(CaseWorker.objects.current().filter(case=OuterRef("pk"), user=user)))

    def own(self, user: User) -> CaseQuerySet:
        """The inner ring (design.md §6): the own team's cases for staff, the own duos for a partner.

        Whoever was borrowed from another team has that one case besides. A partner who works for another organisation
        since loses the duos of before.
        """
        membership = user.membership
        if membership is None:
            return self.none()
        if may(user, Permission.CASE_VIEW):
            if membership.team_id is None:
                return self.filter(team__organisation=membership.organisation)
            if may(user, Permission.CASE_ASSIGN):  # who leads a team leads no other
                return self.filter(team=membership.team)
            borrowed = CaseWorker.objects.current().filter(user=user, side=WorkerSide.GUEST).values("case")
            at_home = Q(team__organisation=membership.organisation)
            return self.filter(Q(team=membership.team) | (Q(pk__in=borrowed) & at_home))
        if may(user, Permission.CASE_AS_DUO):
            came_with = Membership.objects.at(OuterRef("since")).filter(user=user, organisation=membership.organisation)
            duos = CaseWorker.objects.current().filter(Exists(came_with), case=OuterRef("pk"), user=user)
            return self.filter(Exists(duos))
        return self.none()

    def same_agency(self, user: User) -> CaseQuerySet:
        """The middle ring: opens after a reason."""
        membership = user.membership
        if membership is None or not may(user, Permission.CASE_WITH_REASON):
            return self.none()
        return self.filter(team__organisation=membership.organisation)

    def for_list(self) -> CaseQuerySet:
        return self.select_related("household__dwelling", "team", "director").prefetch_related(
            "household__people", models.Prefetch("workers", CaseWorker.objects.select_related("user"))
        )


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["subject", "others", "search"]
)
class Case(models.Model):
    """One household being helped by one team, from first signal to closure; at most one open case a household.

    `route` is the door by which it began; `follows` the case before it, of the same household. `estimate` and
    `own_strength` say what was seen at the beginning, to be set beside the end.
    `subject` holds the words of tenant and address by which it is found, `others` those of who else lives there, of
    whom a partner knows nothing (``cases.services.subject``); `search` is both as the database looks them up.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="cases")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cases")
    stage = models.CharField(max_length=20, choices=Stage)
    opened_on = models.DateField()
    assigned_at = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_reached_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    close_reason = models.CharField(max_length=20, choices=CloseReason, blank=True)
    end_result = models.CharField(max_length=20, choices=EndResult, blank=True)
    director = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    director_since = models.DateField(null=True, blank=True)
    kept_elsewhere = models.CharField(
        max_length=100, blank=True, help_text="who else keeps the direction; our director is in touch with them"
    )
    relationship = models.CharField(max_length=12, choices=Relationship, default=Relationship.CONTACT)
    contact_status = models.CharField(max_length=12, choices=ContactStatus, default=ContactStatus.UNKNOWN)
    contact_status_since = models.DateField(null=True, blank=True)
    pressed_by = models.CharField(max_length=100, blank=True)
    route = models.CharField(max_length=10, choices=Route, default=Route.LIST)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by")
    approach = models.CharField(max_length=10, choices=Approach, default=Approach.OUTREACH)
    estimate = models.CharField(max_length=12, choices=Estimate, blank=True)
    own_strength = models.CharField(max_length=10, choices=OwnStrength, blank=True)
    #: written by ``cases.services.crisis`` only, from the crises of the case
    acute = models.CharField(max_length=12, choices=Acute, blank=True)
    subject = models.TextField(blank=True, editable=False)
    others = models.TextField(blank=True, editable=False)
    search = models.GeneratedField(
        expression=SearchVector("subject", config="simple", weight="A")
        + SearchVector("others", config="simple", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    #: What the door found for whoever opens it (``cases.queries.file``).
    is_own: bool
    opened_today: bool
    reason_today: bool
    asked: Closing | None = None
    pinned: list[PinnedNow]
    arranged: list[dict[str, str]]
    costs: list[dict[str, str]]

    objects = CaseQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {
        "stage": CARE,
        "opened_on": CARE,
        "first_reached_on": CARE,
        "closed_on": CARE,
        "close_reason": CARE,
        "end_result": CARE,
        "relationship": CARE,
        "contact_status": CARE,
        "contact_status_since": CARE,
        "pressed_by": CARE,
        "director_since": CARE,
        "kept_elsewhere": CARE,
        "route": CARE,
        "approach": CARE,
        "estimate": CARE,
        "own_strength": CARE,
        "subject": IDENTITY,
        "others": IDENTITY,
        "search": IDENTITY,
        "acute": CARE,
    }

    class Meta:
        indexes = [
            GinIndex(name="case_search", fields=["search"]),
            models.Index(name="case_newest", fields=["-opened_on", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_open_case_a_household", fields=["household"], condition=~Q(stage="closed")
            ),
            models.CheckConstraint(
                name="case_closed_completely_or_not_at_all",
                condition=(Q(closed_on=None, closed_by=None, close_reason="") & ~Q(stage="closed"))
                | (Q(stage="closed", closed_on__isnull=False, closed_by__isnull=False) & ~Q(close_reason="")),
            ),
            models.CheckConstraint(name="only_what_ended_has_a_result", condition=Q(stage="closed") | Q(end_result="")),
            models.CheckConstraint(
                name="after_a_conversation_never_from_one_side",
                condition=Q(first_reached_on=None)
                | (
                    ~Q(close_reason__in=["not_reached", "not_picked_up", "other"])
                    & ~Q(end_result__in=["no_contact", "repeated", "unjustified", "not_picked_up"])
                ),
            ),
            models.CheckConstraint(
                name="a_quick_fix_is_quick",
                condition=~Q(end_result="quick_fix") | Q(closed_on__lte=F("opened_on") + QUICK_FIX),
            ),
            models.CheckConstraint(
                name="nobody_presses_on_who_comes_freely",
                condition=Q(contact_status__in=["pressure", "compulsory"]) | Q(pressed_by=""),
            ),
            models.CheckConstraint(
                name="case_assigned_at_and_by",
                condition=Q(assigned_at=None, assigned_by=None)
                | Q(assigned_at__isnull=False, assigned_by__isnull=False),
            ),
        ]

    @property
    def door_kind(self) -> str:
        """How the door of this household is drawn: green once it was opened."""
        return "reached" if self.first_reached_on else ""

    @property
    def prompts_suspended(self) -> bool:
        """Acute first (design.md §7.9): no prompt about own strength until it is averted, or made up for."""
        return bool(self.acute)

    @property
    def status_since(self) -> date:
        """Since when the contact is as free as it is now; until somebody notes otherwise from the beginning."""
        return self.contact_status_since or self.opened_on

    @property
    def stage_icon(self) -> str:
        return Stage(self.stage).icon

    @property
    def route_icon(self) -> str:
        return Route(self.route).icon

    @property
    def current_workers(self) -> list[CaseWorker]:
        return [worker for worker in self.workers.all() if worker.until is None]

    @property
    def duo(self) -> list[User]:
        return [worker.user for worker in self.current_workers]

    @property
    def at_work(self) -> list[User]:
        """The duo, without whoever left since and was not followed yet."""
        return [worker for worker in self.duo if worker.membership is not None]


class CaseStage(models.Model):
    """The stages a case went through, by date; lists of a past date read them. Written with the case only."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=20, choices=Stage)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    field_classes: ClassVar[FieldClasses] = {"stage": CARE, "since": CARE, "until": CARE}

    class Meta:
        constraints = [models.UniqueConstraint(name="one_running_stage", fields=["case"], condition=Q(until=None))]


class CaseWorkerQuerySet(models.QuerySet["CaseWorker"]):
    def current(self) -> CaseWorkerQuerySet:
        return self.filter(until=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CaseWorker(models.Model):
    """One of the two workers on a case, or somebody borrowed for it; no side has two at a time."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="workers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="case_work")
    side = models.CharField(max_length=10, choices=WorkerSide)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = CaseWorkerQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {"side": CARE, "since": CARE, "until": CARE}

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_worker_a_side", fields=["case", "side"], condition=Q(until=None))
        ]


class ApproachSwitch(models.Model):
    """That the way of working with a household changed, on a day; the first one follows from the route."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="switches")
    approach = models.CharField(max_length=10, choices=Approach)
    on = models.DateField()
    reason = models.CharField(max_length=10, choices=SwitchReason, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    field_classes: ClassVar[FieldClasses] = {"approach": CARE, "on": CARE, "reason": CARE}

    class Meta:
        ordering = ["on", "pk"]
