"""What is pinned on a file for whoever comes to the door next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, may
from cases.enums import Stage
from cases.forms.warning import WarningForm
from cases.permissions import may_take_off, sight_of
from cases.queries.warnings import warnings_of
from cases.services.warning import pin_warning, take_off_warning
from cases.views.access import opens_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case()
def case_warnings(request: UserRequest, case: Case) -> HttpResponse:
    """Read what is pinned and what was, or pin something: whoever goes to the door may, a partner too."""
    sent, may_pin = request.method == "POST", case.is_own and may(request.user, Permission.VISIT_LOG)
    if sent and not may_pin:
        raise PermissionDenied("VISIT_LOG")
    form = WarningForm(request.POST if sent else None, chooses=sight_of(request.user).is_care)
    if form.is_valid():
        pin_warning(case=case, by=request.user, **form.cleaned_data)
        messages.success(request, _("Pinned. Whoever comes to the door next reads it first."))
        return redirect("cases:warnings", case.uuid)
    found = [(warning, may_take_off(warning, request.user)) for warning in warnings_of(case, request.user)]
    context = {
        "case": case,
        "form": form if may_pin and case.stage != Stage.CLOSED else None,
        "now": [(warning, may_pin and mine) for warning, mine in found if warning.holds],
        "before": [warning for warning, _mine in found if not warning.holds],
    }
    return render(request, "cases/warnings.html", context, status=422 if sent else 200)


@require_POST
@opens_case(Permission.VISIT_LOG, own_only=True)
def warning_off(request: UserRequest, case: Case, warning: UUID) -> HttpResponse:
    """Take a warning off in one press. What a colleague took off a moment before is off."""
    found = get_object_or_404(warnings_of(case, request.user), uuid=warning)
    if not may_take_off(found, request.user):
        raise PermissionDenied("CASE_WRITE")
    take_off_warning(warning=found, by=request.user)
    messages.success(request, _("Taken off. The file says that it was there."))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("cases:warnings", case.uuid)
