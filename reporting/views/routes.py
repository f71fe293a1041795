"""By which routes households come, what came of it, who comes back: in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require
from reporting.permissions import reach_of
from reporting.queries.routes import (
    CASE_MONTHS,
    REQUEST_MONTHS,
    estimates_for,
    requests_for,
    returns_for,
    strengths_for,
)

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import UserRequest


@require_safe
def routes(request: UserRequest) -> HttpResponse:
    """Read what came of whoever was sent to us, by who sent them."""
    require(request.user, Permission.ROUTES_FIGURES)
    reach = reach_of(request.user)
    rows, together = requests_for(reach)
    context = {
        "rows": [row for row in rows if row.whole is not None],
        "too_few": bool(rows),
        "together": together,
        "returns": returns_for(reach),
        "estimates": estimates_for(reach),
        "strengths": strengths_for(reach),
        "hides_small": reach.hides_small,
        "request_months": REQUEST_MONTHS,
        "case_months": CASE_MONTHS,
    }
    return render(request, "reporting/routes.html", context)
