"""What stands in the way at services, added up without names, and where households wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Q

from accounts.enums import Role
from accounts.models import Membership, User
from cases.enums import ObstacleKind
from cases.models import Case, Obstacle, PolicySignal, Referral
from common.dates import add_months, today
from reporting.permissions import DISTANT_ROLES
from reporting.small_cells import is_small

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from cases.models.case import CaseQuerySet

#: How far back an obstacle counts that is out of the way.
MONTHS_BACK = 12
OWNERS = (Role.TEAM_LEADER, Role.MANAGER)


@dataclass(frozen=True)
class Barrier:
    """How many households met one kind of obstacle at one service; None is hidden."""

    party: str
    kind: str
    households: int | None
    waiting_days: int | None

    @property
    def label(self) -> str:
        return str(ObstacleKind(self.kind).label)


@dataclass(frozen=True)
class Waiting:
    """How many households wait for one organisation, and the longest for how many days; None is hidden."""

    party: str
    households: int | None
    days: int | None


def barriers_for(user: User) -> list[Barrier]:
    """Add up the obstacles of the last year in one's reach, the most households first; no total gives a hidden away."""
    since = add_months(today(), -MONTHS_BACK)
    now = Q(ended_on=None, case__closed_on=None)  # with its case an obstacle ends too
    lately = now | Q(ended_on__gte=since) | Q(ended_on=None, case__closed_on__gte=since)
    met = Obstacle.objects.filter(lately, case__in=_cases(user)).order_by()
    rows = met.values_list("party", "kind").annotate(
        households=Count("case__household", distinct=True), first=Min("since", filter=now),
        service=Max("service"),
    )  # fmt: skip
    found = [
        Barrier(party, kind, *_shown(user, households, first))
        for party, kind, households, first, service in rows
        if _may_name(user, households, service)
    ]
    return sorted(found, key=lambda row: (-(row.households or 0), row.party, row.kind))


def waiting_for(user: User) -> list[Waiting]:
    """Add up the referrals in one's reach whose next step is somebody else's."""
    waiting = Referral.objects.waiting().filter(case__in=_cases(user).open()).order_by()
    rows = waiting.values_list("party").annotate(
        households=Count("case__household", distinct=True), first=Min("state_on"), service=Max("service")
    )
    found = [
        Waiting(party, *_shown(user, households, first))
        for party, households, first, service in rows
        if _may_name(user, households, service)
    ]
    return sorted(found, key=lambda row: (-(row.households or 0), row.party))


def signals_of(user: User) -> QuerySet[PolicySignal]:
    """Give what one's agency took up with policy, first what still waits for its answer."""
    membership = user.membership
    signals = PolicySignal.objects.select_related("owner", "answered_by").order_by("answered_on", "raised_on", "pk")
    return signals.filter(agency=membership.organisation) if membership else signals.none()


def owners_for(user: User) -> QuerySet[User]:
    """Give who of the agency can take something up with policy."""
    membership = user.membership
    organisation = membership.organisation if membership else None
    members = Membership.objects.running().filter(role__in=OWNERS, organisation=organisation)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name", "pk")


def _cases(user: User) -> CaseQuerySet:
    """Give the cases whose numbers somebody sees: of the own team; of the agency for who sees no case at all."""
    membership = user.membership
    if membership is None or Role(membership.role) not in DISTANT_ROLES:
        return Case.objects.own(user)
    return Case.objects.filter(team__organisation=membership.organisation)


def _may_name(user: User, households: int, service: int | None) -> bool:
    """Say whether this reader may see where: what a worker typed for a few households may name one of them."""
    membership = user.membership
    distant = membership is None or Role(membership.role) in DISTANT_ROLES
    return service is not None or not (distant and is_small(households))


def _shown(user: User, households: int, first: date | None) -> tuple[int | None, int | None]:
    """Give the number and the longest wait in days, unless the group is too small for this reader."""
    membership = user.membership
    assert membership is not None
    if Role(membership.role) in DISTANT_ROLES and is_small(households):
        return None, None
    return households, (today() - first).days if first else None
