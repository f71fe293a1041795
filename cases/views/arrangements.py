"""What was agreed with a corporation about the rent, and who pays its bailiff: both halves of the duo write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, may
from cases.enums import ArrangementState, CostsDeal, Stage
from cases.forms.arrangement import ENDS, ArrangementEndForm, ArrangementForm, BailiffCostsForm
from cases.queries.arrangement import arrangements_of, bailiff_costs_of, corporations_of
from cases.queries.arrears import arrears_of
from cases.services.arrangement import (
    ArrangementEndedAlready,
    ArrangementRunsAlready,
    arrange,
    end_arrangement,
    note_bailiff_costs,
)
from cases.views.access import opens_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.SIGNAL_VIEW)
def case_arrangements(request: UserRequest, case: Case) -> HttpResponse:
    """Read what was agreed about the rent, or note an arrangement."""
    if request.method != "POST":
        return _page(request, case)
    if not _may_note(request, case):
        raise PermissionDenied("VISIT_LOG")
    form = ArrangementForm(request.POST, corporations=corporations_of(case, request.user), prefix="new")
    if form.is_valid():
        try:
            arrange(case=case, by=request.user, **form.cleaned_data)
        except ArrangementRunsAlready:
            form.add_error("terms", _("An arrangement with this corporation runs. Say first whether it was kept"))
        else:
            messages.success(request, _("Noted. It stands in the file beside what is owed."))
            return redirect("cases:arrangements", case.uuid)
    return _page(request, case, form=form, status=422)


@require_POST
@opens_case(Permission.SIGNAL_VIEW, Permission.VISIT_LOG, own_only=True)
def arrangement_end(request: UserRequest, case: Case, arrangement: UUID) -> HttpResponse:
    """Note that an arrangement was kept to its end, or broken."""
    found = get_object_or_404(arrangements_of(case, request.user).select_related("case"), uuid=arrangement)
    form = ArrangementEndForm(request.POST)
    if not form.is_valid():
        return _page(request, case, refused=(found, form), status=422)
    state = ArrangementState(form.cleaned_data["state"])
    try:
        end_arrangement(arrangement=found, state=state, on=form.cleaned_data["on"], by=request.user)
    except ArrangementEndedAlready:
        messages.warning(request, _("A colleague noted the end of this just before you."))
    return redirect("cases:arrangements", case.uuid)


@require_POST
@opens_case(Permission.SIGNAL_VIEW, Permission.VISIT_LOG, own_only=True)
def bailiff_costs(request: UserRequest, case: Case) -> HttpResponse:
    """Note who pays the bailiff."""
    form = BailiffCostsForm(request.POST, corporations=corporations_of(case, request.user), prefix="costs")
    if not form.is_valid():
        return _page(request, case, costs_form=form, status=422)
    said = form.cleaned_data | {"deal": CostsDeal(form.cleaned_data["deal"])}
    note_bailiff_costs(case=case, by=request.user, **said)
    messages.success(request, _("Noted. It stands in the file beside what is owed."))
    return redirect("cases:arrangements", case.uuid)


def _may_note(request: UserRequest, case: Case) -> bool:
    return case.is_own and may(request.user, Permission.VISIT_LOG)


def _page(
    request: UserRequest, case: Case, *, refused: Any = (None, None), status: int = 200, **forms: Any
) -> HttpResponse:
    """Draw the page; a form that was refused keeps what was typed."""
    user = request.user
    is_open = _may_note(request, case) and case.stage != Stage.CLOSED
    corporations = corporations_of(case, user)
    if is_open and corporations:
        forms.setdefault("form", ArrangementForm(corporations=corporations, prefix="new"))
        forms.setdefault("costs_form", BailiffCostsForm(corporations=corporations, prefix="costs"))
    context = {
        "case": case,
        "is_open": is_open,
        "arrears": arrears_of(case.household),
        "arrangements": [
            (one, refused[1] if one == refused[0] else ArrangementEndForm(auto_id=f"{one.uuid}_%s"))
            for one in arrangements_of(case, user)
        ],
        "ends": [(state.value, state.label) for state in ENDS],
        "costs": bailiff_costs_of(case, user),
    }
    return render(request, "cases/arrangements.html", context | forms, status=status)
