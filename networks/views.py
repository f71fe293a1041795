from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, may
from cases.views.access import opens_case
from networks.forms import PersonForm
from networks.models import NetworkPerson
from networks.services import add_person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.NETWORK_VIEW)
def people(request: UserRequest, case: Case) -> HttpResponse:
    """The people around a household, for care staff alone."""
    sent = request.method == "POST"
    may_write = case.is_own and may(request.user, Permission.NETWORK_WRITE)
    if sent and not may_write:
        raise PermissionDenied("NETWORK_WRITE")
    form = PersonForm(request.POST if sent else None)
    if form.is_valid():
        add_person(household=case.household, by=request.user, **form.cleaned_data)
        messages.success(request, _("Added to the network."))
        return redirect("networks:people", case.uuid)
    context = {
        "case": case,
        "form": form,
        "people": NetworkPerson.objects.filter(household=case.household),
        "may_write": may_write,
    }
    return render(request, "networks/people.html", context, status=422 if sent else 200)
