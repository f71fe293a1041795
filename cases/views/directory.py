"""Who else there is: services and initiatives, and where households of the team wait for one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, require
from cases.forms.directory import ServiceForm
from cases.models import Case, Referral, Service
from cases.services.service import ServiceExists, add_service, change_service, end_service, verify_service

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest

SERVICES_A_PAGE = 50


class Chase(NamedTuple):
    """An organisation and the households that wait for it, the longest first."""

    party: str
    service: Service | None
    referrals: list[Referral]

    @property
    def late(self) -> int:
        return sum(referral.is_late for referral in self.referrals)


@require_safe
def waiting_elsewhere(request: UserRequest) -> HttpResponse:
    """Show whom to call: every organisation that households of the team wait for, the longest wait first."""
    require(request.user, Permission.REFERRAL_VIEW)
    waiting = Referral.objects.open().filter(case__in=Case.objects.own(request.user).open())
    found = waiting.select_related("service", "case__household__dwelling").prefetch_related("case__household__people")
    ordered = sorted(found, key=lambda referral: (referral.party.lower(), referral.state_on))
    by_party = [list(them) for _name, them in groupby(ordered, key=lambda referral: referral.party.lower())]
    chases = [Chase(them[0].party, them[0].service, them) for them in by_party]
    chases.sort(key=lambda chase: min(referral.state_on for referral in chase.referrals))
    context = {"chases": chases, "total": sum(len(chase.referrals) for chase in chases)}
    return render(request, "cases/waiting.html", context | {"late": sum(chase.late for chase in chases)})


@require_safe
def directory(request: UserRequest) -> HttpResponse:
    """Look for a service by words."""
    require(request.user, Permission.DIRECTORY)
    words, stale = request.GET.get("q", "").strip()[:100], request.GET.get("show") == "stale"
    running = Service.objects.of(request.user).running()
    found = (running.stale() if stale else running).matching(words).select_related("verified_by")
    context = {
        "page": Paginator(found, SERVICES_A_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "query": urlencode({"q": words} | ({"show": "stale"} if stale else {})),
        "stale": stale,
        "stale_total": running.stale().count(),
    }
    return render(request, "cases/directory.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def service_add(request: UserRequest) -> HttpResponse:
    """Add a service to the directory."""
    require(request.user, Permission.DIRECTORY)
    sent = request.method == "POST"
    form = ServiceForm(request.POST if sent else None, initial={"name": request.GET.get("name", "")})
    if form.is_valid():
        assert request.user.membership is not None
        try:
            service = add_service(agency=request.user.membership.organisation, by=request.user, **form.cleaned_data)
        except ServiceExists:
            form.add_error("name", _("The directory has this already"))
        else:
            messages.success(request, _("%(name)s stands in the directory.") % {"name": service.name})
            return redirect("cases:directory")
    return render(request, "cases/service.html", {"form": form}, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def service_change(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Bring a service up to date."""
    require(request.user, Permission.DIRECTORY)
    service = get_object_or_404(Service.objects.of(request.user).running(), uuid=uuid)
    sent = request.method == "POST"
    initial = {name: getattr(service, name) for name in ServiceForm.base_fields}
    form = ServiceForm(request.POST if sent else None, initial=initial)
    if form.is_valid():
        try:
            change_service(service=service, by=request.user, **form.cleaned_data)
        except ServiceExists:
            form.add_error("name", _("The directory has this already"))
        else:
            messages.success(request, _("Saved, and checked today."))
            return redirect("cases:directory")
    return render(request, "cases/service.html", {"form": form, "service": service}, status=422 if sent else 200)


@require_POST
def service_verify(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Note that what the directory says is still right."""
    require(request.user, Permission.DIRECTORY)
    service = get_object_or_404(Service.objects.of(request.user).running(), uuid=uuid)
    verify_service(service=service, by=request.user)
    messages.success(request, _("%(name)s is right as of today.") % {"name": service.name})
    return redirect("cases:directory")


@require_POST
def service_end(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Take a service that is no more out of the directory."""
    require(request.user, Permission.DIRECTORY)
    service = get_object_or_404(Service.objects.of(request.user).running(), uuid=uuid)
    end_service(service=service, by=request.user)
    messages.success(request, _("%(name)s is out of the directory.") % {"name": service.name})
    return redirect("cases:directory")
