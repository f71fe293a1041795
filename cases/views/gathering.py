"""Walk-in hours, trainings and activities of one's own team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, require
from cases.enums import GatheringKind
from cases.forms.gathering import GatheringForm, GuestForm
from cases.models import Case, Gathering, Guest
from cases.services.gathering import follow_up, hold_gathering, welcome

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from accounts.models import Team

SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: UserRequest) -> HttpResponse:
    """Read which groups there were and what is to be followed up, or note one."""
    team = _team(request)
    sent = request.method == "POST"
    form = GatheringForm(request.POST if sent else None)
    if sent and form.is_valid():
        said = form.cleaned_data | {"kind": GatheringKind(form.cleaned_data["kind"])}
        return redirect("cases:group", hold_gathering(team=team, by=request.user, **said).uuid)
    context = {
        "form": form,
        "gatherings": team.gatherings.prefetch_related("guests")[:SHOWN],
        "open": Guest.objects.to_follow_up().filter(gathering__team=team).select_related("gathering"),
    }
    return render(request, "cases/groups.html", context, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Read who came, or note somebody."""
    found = get_object_or_404(_team(request).gatherings.select_related("noted_by"), uuid=uuid)
    sent = request.method == "POST"
    cases = Case.objects.own(request.user).of_duo(request.user).open()
    form = GuestForm(
        request.POST if sent else None,
        cases=cases.select_related("household__dwelling").prefetch_related("household__people"),
    )
    if not form.is_valid():
        context = {"gathering": found, "guests": found.guests.select_related("followed_by", "case"), "form": form}
        return render(request, "cases/group.html", context, status=422 if sent else 200)
    welcome(gathering=found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted."))
    return redirect("cases:group", found.uuid)


@require_POST
def guest_done(request: UserRequest, uuid: UUID, guest: UUID) -> HttpResponse:
    """Tick off what was to be done. What a colleague ticked off a moment before is done."""
    gathering = get_object_or_404(Gathering, uuid=uuid, team=_team(request))
    follow_up(guest=get_object_or_404(gathering.guests, uuid=guest), by=request.user)
    return redirect("cases:group", gathering.uuid)


def _team(request: UserRequest) -> Team:
    """Give the own team. Raises PermissionDenied for who does not work in one or writes in no case."""
    require(request.user, Permission.CASE_WRITE)
    membership = request.user.membership
    if membership is None or membership.team is None:
        raise PermissionDenied("no team")
    return membership.team
