"""What is good to know about a household: what holds for some time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, may
from cases.enums import Stage
from cases.forms.circumstance import CircumstanceForm
from cases.models import Case, HouseholdCircumstance
from cases.permissions import circumstances_of, consents_of
from cases.queries.file import is_latest
from cases.services.case import CaseAlreadyClosed
from cases.services.circumstance import CircumstanceHoldsAlready, end_circumstance, mark_circumstance
from cases.views.access import opens_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CIRCUMSTANCE_VIEW)
def case_circumstances(request: UserRequest, case: Case) -> HttpResponse:
    """Read it all, or note a circumstance. Also of a closed case: its household can come back on a list."""
    sent = request.method == "POST"
    if sent:
        _must_be_latest(case)
    if sent and not _may_note(request, case):
        raise PermissionDenied("CASE_WRITE")
    form = CircumstanceForm(request.POST if sent else None)
    if not form.is_valid():
        return _page(request, case, form, status=422 if sent else 200)
    try:
        mark_circumstance(household=case.household, by=request.user, **form.cleaned_data)
    except CircumstanceHoldsAlready:
        form.add_error("kind", _("This was noted already and still holds. It stands in the list on this page"))
        return _page(request, case, form, status=422)
    messages.success(request, _("Noted. It holds from today."))
    return redirect("cases:circumstances", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def circumstance_end(request: UserRequest, case: Case, circumstance: UUID) -> HttpResponse:
    """Let a circumstance end today. What a colleague ended a moment before is ended."""
    _must_be_latest(case)
    found = get_object_or_404(HouseholdCircumstance, uuid=circumstance, household=case.household)
    end_circumstance(circumstance=found, by=request.user)
    messages.success(request, _("This no longer holds. The household comes on the next list it belongs on."))
    return redirect("cases:circumstances", case.uuid)


def _may_note(request: UserRequest, case: Case) -> bool:
    latest = case.stage != Stage.CLOSED or is_latest(case)
    return case.is_own and latest and may(request.user, Permission.CASE_WRITE)


def _must_be_latest(case: Case) -> None:
    """Refuse to write from an old case what is another's to note. Raises CaseAlreadyClosed."""
    if case.stage == Stage.CLOSED and not is_latest(case):
        raise CaseAlreadyClosed


def _page(request: UserRequest, case: Case, form: CircumstanceForm, *, status: int) -> HttpResponse:
    circumstances = circumstances_of(case.household, request.user)
    context = {
        "case": case,
        "form": form,
        "now": [circumstance for circumstance in circumstances if circumstance.holds],
        "before": [circumstance for circumstance in circumstances if not circumstance.holds],
        "consents": [consent for consent in consents_of(case, request.user) if consent.runs],
        "may_note": _may_note(request, case),
    }
    return render(request, "cases/circumstances.html", context, status=status)
