from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.permissions import Permission, may
from cases.models import Breakthrough, Case, CaseloadTalk, Consult

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models.consult import BreakthroughQuerySet, ConsultQuerySet


def consults_for(user: User) -> ConsultQuerySet:
    """Give the questions that somebody may read: asked by them, asked of them, or in a case that is their own."""
    membership = user.membership
    if membership is None or not may(user, Permission.TALKS):
        return Consult.objects.none()
    asked_of = Consult.objects.asked_of(user).values("pk")
    near = Consult.objects.filter(case__team__organisation=membership.organisation)
    return near.filter(Q(asked_by=user) | Q(pk__in=asked_of) | Q(case__in=Case.objects.own(user)))


def may_end(consult: Consult, user: User) -> bool:
    """Whoever asked ends a question; a team leader may, so that one of somebody who left does not stay."""
    return consult.asked_by == user or may(user, Permission.LEAD)


def breakthroughs_for(user: User) -> BreakthroughQuerySet:
    """Give what workers of one's own team asked of their leader, for who leads."""
    if not may(user, Permission.LEAD):
        return Breakthrough.objects.none()
    return Breakthrough.objects.filter(case__in=Case.objects.own(user))


def caseload_talks_for(user: User) -> QuerySet[CaseloadTalk]:
    """Give the talks that somebody had about their own cases, or held as a leader: the two of them read it.

    Whoever left the agency reads them no more.
    """
    membership = user.membership
    if membership is None or not may(user, Permission.TALKS):
        return CaseloadTalk.objects.none()
    return CaseloadTalk.objects.filter(Q(worker=user) | Q(leader=user), team__organisation=membership.organisation)
