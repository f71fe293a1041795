"""How a household came to us, what it seemed to need, how we work with it, and the other times it was helped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, may
from cases.enums import Approach, Estimate, OwnStrength, Stage
from cases.forms.request import ApproachForm, EstimateForm
from cases.models import Case
from cases.permissions import episodes_of, requests_of, sight_of
from cases.queries.involved import involved_with
from cases.services.approach import estimate_case, switch_approach
from cases.views.access import opens_case

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest


@require_safe
@opens_case(Permission.REQUEST_VIEW)
def case_route(request: UserRequest, case: Case) -> HttpResponse:
    """Read how it began."""
    return _page(request, case)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_estimate(request: UserRequest, case: Case) -> HttpResponse:
    """Note what it will take, or how much own strength there is: one tap."""
    form = EstimateForm(request.POST)
    if not form.is_valid():
        return _page(request, case, status=422)
    if estimate_case(case=case, by=request.user, **form.seen()):
        messages.success(request, _("Noted. It is set beside how it ends."))
    return redirect("cases:route", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_approach(request: UserRequest, case: Case) -> HttpResponse:
    """Go on in the other way."""
    form = ApproachForm(request.POST)
    if not form.is_valid():
        return _page(request, case, approach_form=form, status=422)
    if switch_approach(case=case, by=request.user, **form.switched()):
        messages.success(request, _("From today we work in the other way. The days before stay as they were."))
    return redirect("cases:route", case.uuid)


def _page(
    request: UserRequest, case: Case, *, approach_form: ApproachForm | None = None, status: int = 200
) -> HttpResponse:
    user = request.user
    own = may(user, Permission.CASE_WRITE) and Case.objects.own(user).filter(pk=case.pk).exists()
    switches = list(case.switches.select_related("by"))
    context = {
        "case": case,
        "requests": requests_of(case, user),
        "episodes": episodes_of(case, user),
        "involved": involved_with(case) if sight_of(user).is_care else None,
        "estimates": list(Estimate),
        "strengths": list(OwnStrength),
        "switches": switches,
        "first_approach": _other(Approach(switches[0].approach)) if switches else Approach(case.approach),
        "approach_form": approach_form or ApproachForm(initial={"approach": _other(Approach(case.approach))}),
        "may_write": own and case.stage != Stage.CLOSED,
    }
    return render(request, "cases/route.html", context, status=status)


def _other(approach: Approach) -> Approach:
    return next(other for other in Approach if other != approach)
