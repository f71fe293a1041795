"""What a worker does today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, Value

from cases.enums import ContactKind, Stage
from cases.models import Case, CaseStage, ContactAttempt, HelpRequest, HouseholdCircumstance, Task
from cases.permissions import sight_of
from cases.queries.board import crisis_first, with_progress
from cases.queries.warnings import pinned_beside

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models.case import CaseQuerySet


def stops_of(user: User, *, on: date) -> CaseQuerySet:
    """Give the doors of one day, what presses first and then what waits longest.

    A visit that is due, of the own duo or promised by this person; and a case that came to the duo and was not tried
    since its stage began, as long as no visit is planned for it: a letter of before is no visit. Each has ``visit_on``
    (None without a planned visit), ``due_visits``, who asked us and why, ``do_not_visit`` and ``pinned``: whoever goes
    to the door reads that wish and those warnings first, a partner too.
    """
    planned = Task.objects.filter(case=OuterRef("pk"), is_visit=True, done_at=None)
    due = planned.filter(due_on__lte=on)
    duo = Case.objects.of_duo(user).filter(pk=OuterRef("pk"))
    began = CaseStage.objects.filter(case=OuterRef("case"), until=None).values("since")[:1]
    tried = ContactAttempt.objects.filter(case=OuterRef("pk"), on__gte=Subquery(began))
    fresh = Q(stage__in=[Stage.CONTACT, Stage.LIGHT_CONTACT]) & ~Exists(tried)
    return (
        with_progress(Case.objects.own(user).open())
        .select_related("household__profile")
        .filter((Exists(duo) & (Exists(due) | (fresh & ~Exists(planned)))) | Exists(due.filter(owner=user)))
        .annotate(
            **pinned_beside(user),
            visit_on=Subquery(due.order_by("due_on").values("due_on")[:1]),
            do_not_visit=Exists(
                HouseholdCircumstance.objects.asked_no_visits(on=on).filter(household=OuterRef("household"))
            ),
            **_who_asked(user),
        )
        .prefetch_related(
            Prefetch("tasks", Task.objects.filter(is_visit=True, done_at=None, due_on__lte=on), to_attr="due_visits")
        )
        .order_by(
            crisis_first(of_the_home=sight_of(user).is_partner), F("visit_on").asc(nulls_last=True), "assigned_at", "pk"
        )
    )


def _who_asked(user: User) -> dict[str, Subquery | Value]:
    """Say for whose asking we come (``asked_who``, ``asked_why``), of the newest request, to care staff alone."""
    if not sight_of(user).is_care:
        return {"asked_who": Value(""), "asked_why": Value("")}
    newest = HelpRequest.objects.filter(case=OuterRef("pk")).order_by("-asked_on", "-pk")
    return {
        f"asked_{name}": Subquery(newest.values(field)[:1]) for name, field in [("who", "asked_by"), ("why", "why")]
    }


def doors_done(user: User, *, on: date) -> QuerySet[ContactAttempt]:
    """Give the visits that this person logged or went along on, on a day."""
    along = ContactAttempt.along.through.objects.filter(contactattempt=OuterRef("pk"), user=user)
    there = Q(by=user) | Exists(along)
    visits = ContactAttempt.objects.filter(there, kind=ContactKind.VISIT, on=on, case__in=Case.objects.own(user))
    return visits.select_related("case", "household__dwelling").prefetch_related("household__people").order_by("at")


def visits_ahead(user: User, *, after: date) -> QuerySet[Task]:
    """Give the next visit of each case that is planned after a day, in the own duos or promised by this person.

    A visit that both of a duo have on their list is one.
    """
    cases = Case.objects.own(user).open()
    mine = Q(owner=user) | Q(case__in=cases.of_duo(user))
    planned = Task.objects.filter(mine, case__in=cases, is_visit=True, done_at=None, due_on__gt=after)
    first = planned.order_by("case", "due_on", "pk").distinct("case")
    return (
        Task.objects.filter(pk__in=first.values("pk"))
        .select_related("case__household__dwelling")
        .prefetch_related("case__household__people")
    )
