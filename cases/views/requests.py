"""Requests for help: who waits for screening, what is asked, and whom to tell what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, may, require
from cases.enums import RequestState, ToldHow
from cases.forms.request import AcceptForm, RefuseForm, RequestForm, ToldForm
from cases.models import HelpRequest, Service
from cases.queries.requests import known_here, others_here, team_for
from cases.services.household import KnownThereAlready
from cases.services.read import log_part
from cases.services.request import (
    HelpedByAnotherAgency,
    RequestScreenedAlready,
    ToldAlready,
    accept_request,
    note_request,
    refuse_request,
    tell_referrer,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest

#: What the read log calls a request that somebody opened.
SUBJECT = "help_request"
#: How many of those that were screened stand on the page.
SCREENED = 30


@require_safe
def requests(request: UserRequest) -> HttpResponse:
    """Show what waits for screening, who is to be told, and what was screened lately."""
    require(request.user, Permission.REQUEST_VIEW)
    found = HelpRequest.objects.of(request.user)
    context = {
        "waiting": list(found.waiting().select_related("noted_by")),
        "to_tell": list(found.to_tell().order_by("notice_on", "pk")),
        "screened": list(
            found.exclude(state=RequestState.WAITING).select_related("screened_by").order_by("-screened_at")[:SCREENED]
        ),
    }
    return render(request, "cases/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_add(request: UserRequest) -> HttpResponse:
    """Note that help is asked; with the day of an eviction it is taken up at once."""
    require(request.user, Permission.REQUEST_VIEW)
    sent = request.method == "POST"
    form = RequestForm(request.POST if sent else None)
    if not form.is_valid():
        return render(request, "cases/request_form.html", {"form": form}, status=422 if sent else 200)
    team = team_for(postcode=form.cleaned_data["postcode"], by=request.user)
    assert team is not None, "whoever notes a request works for an agency with a team"
    asked = note_request(team=team, route=form.chosen_route, by=request.user, facts=form.facts())
    if not HelpRequest.objects.of(request.user).filter(pk=asked.pk).exists():
        messages.success(request, _("Noted. It is with %(team)s, who work there.") % {"team": team.name})
        return redirect("cases:requests")
    if asked.state == RequestState.ACCEPTED:
        messages.success(request, _("Taken up at once: the day of the eviction counts down in the file."))
    else:
        messages.success(request, _("Noted. It waits for its screening."))
    return redirect("cases:request", asked.uuid)


@require_safe
def request_page(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Read a request, and what is known of whoever lives there."""
    return _page(request, _found(request, uuid))


@require_POST
def request_accept(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Take up a request; its case opens, or the open one goes on."""
    asked = _found(request, uuid, Permission.REQUEST_SCREEN)
    form = AcceptForm(request.POST, request=asked)
    if not form.is_valid():
        return _page(request, asked, accept_form=form, status=422)
    try:
        case = accept_request(request=asked, by=request.user, **form.accepted())
    except RequestScreenedAlready:
        messages.warning(request, _("A colleague screened this just before you."))
    except HelpedByAnotherAgency:
        form.add_error(None, _("Another agency helps this household already. Call them, and send this on."))
        return _page(request, asked, accept_form=form, status=422)
    except KnownThereAlready:
        form.add_error("household", _("A list names this tenant at the new address already, as another household"))
        return _page(request, asked, accept_form=form, status=422)
    else:
        messages.success(
            request, _("Taken up. The case waits for its duo.") if not case.duo else _("Taken up. The duo hears of it.")
        )
    return redirect("cases:request", asked.uuid)


@require_POST
def request_refuse(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Send a request on, with an advice."""
    asked = _found(request, uuid, Permission.REQUEST_SCREEN)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, refuse_form=form, status=422)
    try:
        refuse_request(request=asked, by=request.user, **form.refused())
    except RequestScreenedAlready:
        messages.warning(request, _("A colleague screened this just before you."))
    else:
        messages.success(request, _("Sent on. What you tell whoever asked stands ready below."))
    return redirect("cases:request", asked.uuid)


@require_POST
def request_told(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Tick off that whoever asked was told."""
    asked = _found(request, uuid)
    form = ToldForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, told_form=form, status=422)
    try:
        tell_referrer(request=asked, how=ToldHow(form.cleaned_data["how"]), by=request.user)
        messages.success(request, _("Noted: they know."))
    except ToldAlready:
        messages.warning(request, _("A colleague told them just before you."))
    return redirect("cases:request", asked.uuid)


def _found(request: UserRequest, uuid: UUID, grant: Permission = Permission.REQUEST_VIEW) -> HelpRequest:
    require(request.user, Permission.REQUEST_VIEW)
    related = ("team", "noted_by", "screened_by", "told_by", "case")
    found = get_object_or_404(HelpRequest.objects.of(request.user).select_related(*related), uuid=uuid)
    require(request.user, grant)
    return found


def _page(request: UserRequest, asked: HelpRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Draw the page; a form that was refused keeps what was typed."""
    log_part(subject=SUBJECT, subject_id=asked.uuid, user=request.user)
    waits = asked.state == RequestState.WAITING
    known = known_here(asked) if waits else []
    screens = waits and may(request.user, Permission.REQUEST_SCREEN)
    if screens:
        forms.setdefault("accept_form", AcceptForm(request=asked))
        forms.setdefault("refuse_form", RefuseForm())
    if asked.notice and asked.told_at is None:
        forms.setdefault("told_form", ToldForm())
    context = {
        "accept_form": None,
        "refuse_form": None,
        "told_form": None,
        "asked": asked,
        "known": known,
        "others": waits and others_here(asked, known),
        "screens": screens,
        "language": settings.LANGUAGE_CODE,
        "directory": Service.objects.of(request.user).running() if screens else [],
    }
    return render(request, "cases/request.html", context | forms, status=status)
