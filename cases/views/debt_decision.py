"""A decision on debt help: written, taken by the mandate holder, and on paper for the household."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, may, require
from cases.forms.debt import DecisionForm
from cases.services.debt_decision import (
    DecisionChangedMeanwhile,
    DecisionIncomplete,
    send_decision,
    write_decision,
)
from cases.views.access import opens_case
from common.pdf import pdf_response

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case

#: Somebody was first.
CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def case_debt_decision(request: UserRequest, case: Case) -> HttpResponse:
    """Write the decision; the mandate holder may take and send it at once."""
    sent, wants_to_send = request.method == "POST", "send" in request.POST
    if wants_to_send:
        require(request.user, Permission.DEBT_DECIDE)
    draft = case.debt_decisions.select_related("written_by").filter(sent_on=None).first()
    form = DecisionForm(request.POST if sent else None, draft=draft)
    if not form.is_valid():
        return _page(request, case, form, status=422 if sent else 200)
    said = form.cleaned_data
    try:
        draft = write_decision(case=case, words=form.words(), seen=said["seen"], by=request.user)
        if wants_to_send:
            send_decision(decision=draft, seen=draft.version, on=said["sent_on"], by=request.user)
    except DecisionChangedMeanwhile:
        form.add_error(None, _("A colleague changed or sent it just before you. Copy your words, then look at theirs"))
        return _page(request, case, form, status=CONFLICT)
    except DecisionIncomplete as error:
        return _incomplete(request, case, error.field)
    messages.success(request, _("Sent. It stays as it is.") if wants_to_send else _("Saved. It was not sent yet."))
    return redirect("cases:money", case.uuid)


@require_safe
@opens_case(Permission.STORY_VIEW)
def debt_decision_pdf(request: UserRequest, case: Case, decision: UUID) -> HttpResponse:
    """Put the decision on paper, in the language of the installation: the household reads it."""
    found = get_object_or_404(case.debt_decisions.select_related("mandate_holder", "written_by"), uuid=decision)
    context = {"case": case, "decision": found, "agency": case.team.organisation}
    with translation.override(settings.LANGUAGE_CODE):
        return pdf_response(request, "cases/debt_decision_print.html", context, name=_("decision-on-debt-help"))


def _incomplete(request: UserRequest, case: Case, field: str) -> HttpResponse:
    """Say what is missing; what was typed is saved by now."""
    draft = case.debt_decisions.get(sent_on=None)
    data = request.POST.copy()
    data["seen"] = str(draft.version)
    form = DecisionForm(data, draft=draft)
    form.ask(field, _("The household reads this. Without it nothing is sent"))
    return _page(request, case, form, status=422)


def _page(request: UserRequest, case: Case, form: DecisionForm, *, status: int) -> HttpResponse:
    drafts = case.debt_decisions.filter(sent_on=None).select_related("written_by")
    context = {
        "case": case,
        "form": form,
        "theirs": drafts.first() if status == CONFLICT else None,
        "may_decide": may(request.user, Permission.DEBT_DECIDE),
    }
    return render(request, "cases/debt_decision.html", context, status=status)
