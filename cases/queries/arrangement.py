"""What was agreed about the rent, as far as whoever reads it may know: each corporation of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from accounts.enums import Role
from accounts.models import Membership, Organisation
from accounts.permissions import Permission, may
from cases.enums import ArrangementState, CostsDeal
from cases.models import Arrangement, BailiffCosts
from cases.queries.people import landlords_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models import Case


class Arranged(NamedTuple):
    """The last that is known of an arrangement with a corporation."""

    corporation: str
    state: ArrangementState
    on: date
    terms: str


class Costs(NamedTuple):
    """Who pays the bailiff of a corporation."""

    corporation: str
    deal: CostsDeal


def arranged_beside(user: User) -> dict[str, ArraySubquery]:
    """Give what was arranged and who pays the bailiff, with a question that asks after cases anyway."""
    here = Q(_readable(user), case=OuterRef("pk"))
    newest = Arrangement.objects.filter(here).order_by("corporation__name", "-agreed_on", "-pk")
    last = newest.distinct("corporation__name")
    said = JSONObject(name=F("corporation__name"), state="state", on="state_on", terms="terms")
    paid = JSONObject(name=F("corporation__name"), deal="deal")
    return {
        "arranged": ArraySubquery(last.values(said=said)),
        "costs": ArraySubquery(BailiffCosts.objects.filter(here).order_by("corporation__name").values(said=paid)),
    }


def arranged_of(case: Case, user: User) -> tuple[list[Arranged], list[Costs]]:
    """Read what came along with a case; only who sees arrears sees what was arranged about them."""
    if not may(user, Permission.SIGNAL_VIEW):
        return [], []
    arranged = [
        Arranged(one["name"], ArrangementState(one["state"]), date.fromisoformat(one["on"]), one["terms"])
        for one in case.arranged
    ]
    return arranged, [Costs(one["name"], CostsDeal(one["deal"])) for one in case.costs]


def arrangements_of(case: Case, user: User) -> QuerySet[Arrangement]:
    """Give every arrangement of a case, newest first."""
    return case.arrangements.filter(_readable(user)).select_related("corporation", "noted_by")


def bailiff_costs_of(case: Case, user: User) -> QuerySet[BailiffCosts]:
    return case.bailiff_costs.filter(_readable(user)).select_related("corporation", "noted_by")


def corporations_of(case: Case, user: User) -> QuerySet[Organisation]:
    """Give with whom something can be arranged: who has a contract or goes along; to a partner itself alone."""
    consultants = Membership.objects.running().filter(role=Role.HOUSING_CONSULTANT)
    along = consultants.filter(user__in=case.workers.current().values("user")).values("organisation")
    found = Q(pk__in=landlords_of(case.household).values("pk")) | Q(pk__in=along)
    return Organisation.objects.filter(found, _own(user, "pk")).order_by("name")


def _readable(user: User) -> Q:
    return _own(user, "corporation")


def _own(user: User, field: str) -> Q:
    membership: Any = user.membership
    return Q(**{field: membership.organisation_id}) if membership and membership.organisation.is_supplier else Q()
