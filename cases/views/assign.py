from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from cases.forms.assign import AssignForm
from cases.queries.arrears import arrears_of
from cases.queries.people import misses_youth
from cases.services.case import CaseAlreadyAssigned, assign_duo
from cases.views.access import opens_case

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest
    from accounts.models import User
    from cases.models import Case

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_ASSIGN, own_only=True)
def case_assign(request: UserRequest, case: Case) -> HttpResponse:
    """Choose a duo. Of two team leaders one wins; the other reads who, and whom they chose."""
    sent = request.method == "POST"
    if case.assigned_at is not None:
        return _taken(request, case, case.assigned_by, status=CONFLICT if sent else 200)
    form = AssignForm(request.POST if sent else None, case=case)
    if not form.is_valid():
        context = {
            "case": case,
            "form": form,
            "arrears": arrears_of(case.household),
            "misses_youth": misses_youth(case),
        }
        return render(request, "cases/assign.html", context, status=422 if sent else 200)
    try:
        assign_duo(case=case, by=request.user, **form.cleaned_data)
    except CaseAlreadyAssigned as first:
        return _taken(request, case, first.by, status=CONFLICT)
    messages.success(request, _("This duo is on the case now. It stands on their day list."))
    return redirect("cases:list")


def _taken(request: UserRequest, case: Case, winner: User | None, *, status: int) -> HttpResponse:
    workers = case.workers.current().select_related("user").order_by("side")
    context = {"case": case, "winner": winner, "workers": workers, "mine": winner == request.user}
    return render(request, "cases/assign_taken.html", context, status=status)
