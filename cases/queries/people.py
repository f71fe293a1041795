"""Who can do what for a case: workers with their load, partners, landlords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from cases.enums import Skill, Stage
from cases.models import Case, CaseWorker, Specialist

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.models import Household


AGENCY_ROLES = (Role.SOCIAL_WORKER, Role.DEBT_COUNSELLOR, Role.TEAM_LEADER)


def with_load(members: QuerySet[Membership]) -> QuerySet[User]:
    """Give these people by name, never ranked, each with the open cases they are on now (`load`) and their `role`.

    `knows` are the skills that colleagues may ask them about.
    """
    theirs = members.filter(user=OuterRef("pk"))
    on_now = Q(case_work__until=None, case_work__isnull=False) & ~Q(case_work__case__stage=Stage.CLOSED)
    return (
        User.objects.filter(Exists(theirs), is_active=True)
        .annotate(
            role=Subquery(theirs.values("role")[:1]),
            house=Subquery(theirs.values("organisation__name")[:1]),
            load=Count("case_work", filter=on_now),
            knows=ArraySubquery(Specialist.objects.filter(user=OuterRef("pk")).order_by("pk").values("skill")),
        )
        .order_by("name", "pk")
    )


def workers_for(case: Case) -> QuerySet[User]:
    """Give whoever of the case's team may be the agency's half of a duo."""
    return with_load(Membership.objects.running().filter(team=case.team, role__in=AGENCY_ROLES))


def colleagues_for(case: Case) -> QuerySet[User]:
    """Give whoever of the case's team may come beside its duo: a worker, or an expert by experience."""
    roles = (*AGENCY_ROLES, Role.EXPERT_BY_EXPERIENCE)
    return with_load(Membership.objects.running().filter(team=case.team, role__in=roles))


def guests_for(case: Case) -> QuerySet[User]:
    """Give whoever of another team of the agency may be borrowed for a case; a leader leads the own team alone."""
    roles = (Role.SOCIAL_WORKER, Role.DEBT_COUNSELLOR)
    others = Membership.objects.running().filter(team__organisation=case.team.organisation, role__in=roles)
    return with_load(others.exclude(team=case.team))


def landlords_of(household: Household) -> QuerySet[Organisation]:
    """Give the corporations that hold a contract of this household."""
    return Organisation.objects.filter(pk__in=household.contracts.values("supplier"))


def partners_for(case: Case) -> QuerySet[User]:
    """Give the housing consultants of the corporations that hold a contract of this household."""
    consultants = Membership.objects.running().filter(role=Role.HOUSING_CONSULTANT)
    return with_load(consultants.filter(organisation__in=landlords_of(case.household)))


def known_first(people: QuerySet[User], case: Case) -> QuerySet[User]:
    """Put first who worked with this household before (`known`): for them nothing has to be told again."""
    times = Case.objects.episodes().filter(household=case.household_id).exclude(pk=case.pk)
    before = CaseWorker.objects.filter(case__in=times, user=OuterRef("pk"))
    return people.annotate(known=Exists(before)).order_by("-known", "name", "pk")


def misses_youth(case: Case) -> bool:
    """Say whether a child lives here and nobody who works on the case now may be asked about children."""
    here = case.workers.current().values("user")
    return case.household.has_minor and not Specialist.objects.filter(user__in=here, skill=Skill.YOUTH).exists()


def students_for(case: Case) -> QuerySet[User]:
    """Give the students and trainees of the case's team."""
    return with_load(Membership.objects.running().filter(team=case.team, role=Role.TRAINEE))
