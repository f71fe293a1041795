"""Who works on a case: hand it to a colleague, borrow somebody of another team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from cases.enums import Stage, WorkerSide
from cases.forms.duo import BorrowForm, HandOnForm, JoinForm
from cases.queries.people import misses_youth
from cases.services.duo import WorkerLeftAlready, WorksOnItAlready, borrow, give_back, hand_on, join
from cases.views.access import opens_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case, CaseWorker

#: Whose place need not be taken by somebody else.
MAY_LEAVE = (WorkerSide.GUEST, WorkerSide.SECOND)


@require_safe
@opens_case(Permission.CASE_ASSIGN, own_only=True)
def case_duo(request: UserRequest, case: Case) -> HttpResponse:
    """Who works on the case now and who did before; a case without a duo is given one first."""
    if case.assigned_at is None:
        return redirect("cases:assign", case.uuid)
    return _page(request, case, status=200)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_ASSIGN, own_only=True)
def duo_hand_on(request: UserRequest, case: Case, worker: UUID) -> HttpResponse:
    """Put a colleague in the place of somebody of the duo."""
    leaving = get_object_or_404(case.workers.current().exclude(side=WorkerSide.GUEST), uuid=worker)
    sent = request.method == "POST"
    form = HandOnForm(request.POST if sent else None, worker=leaving)
    if not form.is_valid():
        context = {"case": case, "form": form, "leaving": leaving}
        return render(request, "cases/duo_hand_on.html", context, status=422 if sent else 200)
    try:
        hand_on(worker=leaving, by=request.user, **form.cleaned_data)
    except (WorkerLeftAlready, WorksOnItAlready):
        messages.warning(request, _("A colleague changed the duo just before you. This is how it is now."))
    else:
        messages.success(request, _("Handed on, with the tasks and clocks of this case."))
    return redirect("cases:duo", case.uuid)


@require_POST
@opens_case(Permission.CASE_ASSIGN, own_only=True)
def duo_join(request: UserRequest, case: Case) -> HttpResponse:
    """Put a second colleague of the team beside whoever is there."""
    form = JoinForm(request.POST, case=case)
    if not form.is_valid():
        return _page(request, case, join_form=form, status=422)
    try:
        join(case=case, by=request.user, **form.cleaned_data)
    except WorksOnItAlready:
        messages.warning(request, _("A colleague changed the duo just before you. This is how it is now."))
    else:
        messages.success(request, _("From now on they go together."))
    return redirect("cases:duo", case.uuid)


@require_POST
@opens_case(Permission.CASE_ASSIGN, own_only=True)
def duo_borrow(request: UserRequest, case: Case) -> HttpResponse:
    """Let somebody of another team help in this case."""
    form = BorrowForm(request.POST, case=case)
    if not form.is_valid():
        return _page(request, case, form=form, status=422)
    try:
        borrow(case=case, by=request.user, **form.cleaned_data)
    except WorksOnItAlready:
        messages.warning(request, _("Somebody of another team helps here already."))
    else:
        messages.success(request, _("This case is now one of theirs too, and no other case of the team."))
    return redirect("cases:duo", case.uuid)


@require_POST
@opens_case(Permission.CASE_ASSIGN, own_only=True)
def duo_give_back(request: UserRequest, case: Case, worker: UUID) -> HttpResponse:
    """End what somebody was borrowed or joined for; ended by a colleague a moment before is ended."""
    leaving = get_object_or_404(case.workers.filter(side__in=MAY_LEAVE), uuid=worker)
    try:
        give_back(worker=leaving, by=request.user)
    except WorkerLeftAlready:
        pass
    else:
        messages.success(request, _("Done. What they had to do is yours or the director’s."))
    return redirect("cases:duo", case.uuid)


def _page(
    request: UserRequest,
    case: Case,
    *,
    status: int,
    form: BorrowForm | None = None,
    join_form: JoinForm | None = None,
) -> HttpResponse:
    workers: list[CaseWorker] = list(case.workers.all().select_related("user").order_by("since", "pk"))
    context = {
        "case": case,
        "form": form or BorrowForm(case=case),
        "join_form": join_form or JoinForm(case=case),
        "now": [worker for worker in workers if worker.until is None],
        "before": [worker for worker in workers if worker.until is not None],
        "misses_youth": case.stage != Stage.CLOSED and misses_youth(case),
        "sides": {worker.side for worker in workers if worker.until is None},
    }
    return render(request, "cases/duo.html", context, status=status)
