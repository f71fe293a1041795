"""What the page about teams shows: to a team leader the own teams, to an administrator everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q

from accounts.models import Covenant, Membership, Organisation, Team
from accounts.permissions import Permission, may

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


def teams_of(user: User) -> QuerySet[Team]:
    """The teams that somebody leads: their own, or all of their organisation where they belong to none."""
    membership = user.membership
    if membership is None:
        return Team.objects.none()
    if may(user, Permission.USERS_MANAGE):
        teams = Team.objects.all()
    elif membership.team_id is None:
        teams = Team.objects.filter(organisation=membership.organisation)
    else:
        teams = Team.objects.filter(pk=membership.team_id)
    people = Membership.objects.running().select_related("user").order_by("role", "user__name")
    return teams.select_related("organisation").prefetch_related(Prefetch("memberships", people), "areas__covenant")


def covenants_of(user: User) -> QuerySet[Covenant]:
    """The covenants that hold for somebody's teams, with their areas."""
    covenants = Covenant.objects.select_related("agency").prefetch_related("areas__team")
    if may(user, Permission.USERS_MANAGE):
        return covenants
    membership = user.membership
    return covenants.filter(agency=membership.organisation) if membership else covenants.none()


def organisations_for(user: User) -> QuerySet[Organisation]:
    """Every organisation with the number of people at work there; for an administrator alone."""
    if not may(user, Permission.USERS_MANAGE):
        return Organisation.objects.none()
    running = Q(memberships__in=Membership.objects.running())
    return Organisation.objects.annotate(people=Count("memberships", filter=running)).order_by("kind", "name")


def people_for(user: User) -> QuerySet[Membership]:
    """Everybody with a running membership, by organisation; for an administrator alone."""
    if not may(user, Permission.USERS_MANAGE):
        return Membership.objects.none()
    running = Membership.objects.running().select_related("user", "organisation", "team")
    return running.order_by("organisation__name", "user__name", "pk")
