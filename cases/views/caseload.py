"""Talks of a team leader and a worker about the worker's cases. The two of them read it, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership, User
from accounts.permissions import Permission, may, require
from cases.forms.caseload import CaseloadTalkForm, OwnCourseForm
from cases.models import Case
from cases.permissions import caseload_talks_for
from cases.queries.people import AGENCY_ROLES
from cases.services.caseload import go_own_course, hold_caseload_talk

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from accounts.http import UserRequest


@require_safe
def caseload(request: UserRequest) -> HttpResponse:
    """Show the talks one had; for a leader the workers of the team by name, each with the day of the last one."""
    require(request.user, Permission.TALKS)
    talks = list(caseload_talks_for(request.user).select_related("worker", "leader").prefetch_related("lines"))
    last = {talk.worker_id: talk.on for talk in reversed(talks)}
    workers = [(worker, last.get(worker.pk)) for worker in workers_of(request.user)]
    return render(request, "cases/caseload.html", {"talks": talks, "workers": workers})


@require_http_methods(["GET", "HEAD", "POST"])
def caseload_hold(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Go through the cases of one worker."""
    require(request.user, Permission.LEAD)
    worker = get_object_or_404(workers_of(request.user), uuid=uuid)
    team = request.user.membership.team if request.user.membership else None
    if team is None:
        raise Http404
    theirs = Case.objects.own(request.user).open().of_duo(worker).for_list().order_by("opened_on", "pk")
    form = CaseloadTalkForm(request.POST if request.method == "POST" else None, cases=list(theirs))
    if form.is_valid():
        hold_caseload_talk(team=team, worker=worker, by=request.user, **form.held())
        messages.success(request, _("Saved. %(who)s reads it too, and nobody else.") % {"who": worker.name})
        return redirect("cases:caseload")
    return render(
        request, "cases/caseload_hold.html", {"worker": worker, "form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def caseload_talk(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Read a talk; the worker may note where one's own course differs from the advice."""
    require(request.user, Permission.TALKS)
    found = get_object_or_404(caseload_talks_for(request.user).select_related("worker", "leader", "team"), uuid=uuid)
    mine = found.worker == request.user
    sent = request.method == "POST"
    form = OwnCourseForm(request.POST if sent else None, initial={"disagreed": found.disagreed}) if mine else None
    if form and form.is_valid():
        go_own_course(talk=found, words=form.cleaned_data["disagreed"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("cases:caseload_talk", uuid)
    open_cases = set(Case.objects.own(request.user).values_list("pk", flat=True).filter(caseload_lines__talk=found))
    lines = found.lines.select_related("case__household__dwelling").prefetch_related("case__household__people")
    shown = [(line, line.case_id in open_cases) for line in lines]
    context = {"talk": found, "lines": shown, "form": form}
    return render(request, "cases/caseload_talk.html", context, status=422 if form and form.is_bound else 200)


def workers_of(user: User) -> QuerySet[User]:
    """Give the workers of a leader's team by name; to anybody else none."""
    membership = user.membership
    if membership is None or membership.team is None or not may(user, Permission.LEAD):
        return User.objects.none()
    members = Membership.objects.running().filter(team=membership.team, role__in=AGENCY_ROLES)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).exclude(pk=user.pk).order_by("name", "pk")
