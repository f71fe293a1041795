"""Who can do what for a case: workers with their load, partners, landlords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from cases.enums import Stage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.models import Case, Household


AGENCY_ROLES = (Role.SOCIAL_WORKER, Role.DEBT_COUNSELLOR, Role.TEAM_LEADER)


def with_load(members: QuerySet[Membership]) -> QuerySet[User]:
    """Give these people by name, never ranked, each with the open cases they are on now (`load`) and their `role`."""
    theirs = members.filter(user=OuterRef("pk"))
    on_now = Q(case_work__until=None, case_work__isnull=False) & ~Q(case_work__case__stage=Stage.CLOSED)
    return (
        User.objects.filter(Exists(theirs), is_active=True)
        .annotate(
            role=Subquery(theirs.values("role")[:1]),
            house=Subquery(theirs.values("organisation__name")[:1]),
            load=Count("case_work", filter=on_now),
        )
        .order_by("name", "pk")
    )


def workers_for(case: Case) -> QuerySet[User]:
    """Give whoever of the case's team may be the agency's half of a duo."""
    return with_load(Membership.objects.running().filter(team=case.team, role__in=AGENCY_ROLES))


def agency_workers(case: Case) -> QuerySet[User]:
    """Give whoever of the whole agency may work on a case: one of another team is borrowed for it."""
    agency = case.team.organisation_id
    return with_load(Membership.objects.running().filter(organisation=agency, role__in=AGENCY_ROLES))


def landlords_of(household: Household) -> QuerySet[Organisation]:
    """Give the corporations that hold a contract of this household."""
    return Organisation.objects.filter(pk__in=household.contracts.values("supplier"))


def partners_for(case: Case) -> QuerySet[User]:
    """Give the housing consultants of the corporations that hold a contract of this household."""
    consultants = Membership.objects.running().filter(role=Role.HOUSING_CONSULTANT)
    return with_load(consultants.filter(organisation__in=landlords_of(case.household)))


def students_for(case: Case) -> QuerySet[User]:
    """Give the students and trainees of the case's team."""
    return with_load(Membership.objects.running().filter(team=case.team, role=Role.TRAINEE))
