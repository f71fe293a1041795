"""Who works on a case: somebody takes over, or a colleague of another team is borrowed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from cases.enums import WorkerSide
from cases.forms.assign import TakeOverForm
from cases.services.workers import WorksOnItAlready, give_back, take_over
from cases.views.access import opens_case
from cases.views.talks import must_be_open

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.LEAD, own_only=True)
def case_workers(request: UserRequest, case: Case) -> HttpResponse:
    """Read who worked on a case since when, and let somebody take over or work along."""
    must_be_open(case)
    if case.assigned_at is None:
        return redirect("cases:assign", case.uuid)
    form = TakeOverForm(request.POST if request.method == "POST" else None, case=case)
    if form.is_valid():
        try:
            side, worker = WorkerSide(form.cleaned_data["side"]), form.cleaned_data["worker"]
            take_over(case=case, side=side, worker=worker, by=request.user)
            messages.success(
                request, _("%(who)s works on it from today. Introduce them together.") % {"who": worker.name}
            )
            return redirect("cases:workers", case.uuid)
        except WorksOnItAlready:
            form.add_error("worker", _("This colleague works on it already"))
    workers = list(case.workers.select_related("user").order_by("-since", "-pk"))
    context = {
        "case": case,
        "form": form,
        "now": [worker for worker in workers if worker.until is None],
        "before": [worker for worker in workers if worker.until is not None],
    }
    return render(request, "cases/workers.html", context, status=422 if form.is_bound else 200)


@require_POST
@opens_case(Permission.LEAD, own_only=True)
def case_give_back(request: UserRequest, case: Case) -> HttpResponse:
    """End that a second colleague works along."""
    give_back(case=case, by=request.user)
    messages.success(request, _("Noted. The file closes for this colleague."))
    return redirect("cases:workers", case.uuid)
