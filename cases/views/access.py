"""The door of a case: who it opens for, and that every opening is logged (design.md §6)."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.enums import ReadReason
from accounts.permissions import require
from cases.forms.access import ReasonForm
from cases.queries.file import within_reach
from cases.services.case import CaseAlreadyClosed
from cases.services.read import open_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from accounts.http import UserRequest
    from accounts.permissions import Permission
    from cases.models import Case

    CaseView = Callable[Concatenate[UserRequest, Case, ...], HttpResponseBase]
    UuidView = Callable[Concatenate[UserRequest, UUID, ...], HttpResponseBase]


def opens_case(*grants: Permission, own_only: bool = False) -> Callable[[CaseView], UuidView]:
    """Find the case through its three rings and hand it to the view.

    Own opens and is logged once a day. Of the same agency it opens after a reason, until the end of the day; before
    that the answer is the form that asks for one (403). Everything else does not exist (404). `grants` are needed
    besides; with `own_only` a reason is not enough, because something would be written. Who writes in a case that was
    closed in the meantime comes back to the file.
    """

    def decorate(view: CaseView) -> UuidView:
        @wraps(view)
        def door(request: UserRequest, uuid: UUID, **others: UUID) -> HttpResponseBase:
            case = get_object_or_404(within_reach(request.user), uuid=uuid)
            if not case.is_own and not case.reason_today:
                return _ask_reason(request, case, ReasonForm(), status=403)
            if not case.is_own and own_only:
                raise PermissionDenied("own_only")
            for grant in grants:
                require(request.user, grant)
            if not case.opened_today:
                open_file(case=case, user=request.user, reason=ReadReason.OWN)
            try:
                return view(request, case, **others)
            except CaseAlreadyClosed:
                messages.warning(request, _("A colleague closed this case just before you."))
                return redirect("cases:detail", case.uuid)

        return door

    return decorate


@require_POST
def case_reason(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Take the reason for opening a case of the same agency; it holds until the end of the day."""
    case = get_object_or_404(within_reach(request.user), uuid=uuid)
    if case.is_own:
        return redirect("cases:detail", uuid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _ask_reason(request, case, form, status=422)
    open_file(
        case=case,
        user=request.user,
        reason=ReadReason(form.cleaned_data["reason"]),
        explanation=form.cleaned_data["explanation"],
    )
    return redirect("cases:detail", uuid)


def _ask_reason(request: UserRequest, case: Case, form: ReasonForm, *, status: int) -> HttpResponse:
    """Show the form, and of the case nothing but its team."""
    context = {"uuid": case.uuid, "team": case.team, "form": form}
    return render(request, "cases/reason.html", context, status=status)
