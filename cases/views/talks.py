"""The page of the file on which colleagues think along: questions, the team leader, decisions, safety, the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, may
from cases.enums import BreakthroughState, Stage
from cases.forms.consult import BreakthroughForm, ConsultForm, LeaderAnswerForm
from cases.services.breakthrough import BreakthroughAnswered, answer_breakthrough, ask_breakthrough
from cases.services.consult import NobodyKnowsThis, ask_colleagues
from cases.views.access import opens_case

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case, Decision


@require_safe
@opens_case(Permission.TALKS)
def case_talks(request: UserRequest, case: Case) -> HttpResponse:
    """Read what was asked, advised and decided."""
    may_write = case.is_own and may(request.user, Permission.CASE_WRITE)
    context = {
        "case": case,
        "consults": case.consults.select_related("asked_of", "asked_by").prefetch_related("replies__by"),
        "breakthroughs": case.breakthroughs.select_related("asked_by", "answered_by"),
        "decisions": _versions(case),
        "discussions": case.discussions.select_related("asked_by", "noted_by"),
        "safety": case.safety_notes.exists(),
        "meetings": case.table_meetings.select_related("table"),
        "may_write": may_write,
        "is_open": may_write and case.stage != Stage.CLOSED,
        "may_lead": case.is_own and may(request.user, Permission.LEAD),
    }
    return render(request, "cases/talks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def consult_ask(request: UserRequest, case: Case) -> HttpResponse:
    """Ask a colleague or a specialism."""
    must_be_open(case)
    sent = request.method == "POST"
    form = ConsultForm(request.POST if sent else None, case=case, by=request.user)
    if form.is_valid():
        try:
            ask_colleagues(case=case, by=request.user, **form.asked())
        except NobodyKnowsThis:
            form.add_error("whom", _("Nobody else can be asked about this any more. Choose somebody else"))
        else:
            messages.success(request, _("Asked. The answer stands here, and on the page you open with."))
            return redirect("cases:talks", case.uuid)
    title, save = _("Ask a colleague"), _("Ask this")
    return form_page(request, case, form, title=title, save=save, icon="message")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def breakthrough_ask(request: UserRequest, case: Case) -> HttpResponse:
    """Ask the team leader for what one cannot do alone."""
    must_be_open(case)
    form = BreakthroughForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ask_breakthrough(case=case, by=request.user, **form.cleaned_data)
        messages.success(request, _("Asked. It stands on the page your team leader opens with."))
        return redirect("cases:talks", case.uuid)
    return form_page(request, case, form, title=_("Ask your team leader"), save=_("Ask this"), icon="flag")


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.LEAD, own_only=True)
def breakthrough_answer(request: UserRequest, case: Case, breakthrough: UUID) -> HttpResponse:
    """Answer a worker who is stuck."""
    found = get_object_or_404(case.breakthroughs.select_related("asked_by", "case__household"), uuid=breakthrough)
    form = LeaderAnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"case": case, "breakthrough": found, "form": form}
        return render(request, "cases/breakthrough.html", context, status=status)
    try:
        state = BreakthroughState(form.cleaned_data["state"])
        answer_breakthrough(request=found, state=state, answer=form.cleaned_data["answer"], by=request.user)
        messages.success(
            request, _("Answered. It stands in the file, and on the list of %(who)s.") % {"who": found.asked_by.name}
        )
    except BreakthroughAnswered:
        messages.warning(request, _("A colleague answered this just before you."))
    return redirect("cases:talks", case.uuid)


def _versions(case: Case) -> list[list[Decision]]:
    """Give each decision as its versions, the last one first."""
    found = list(case.decisions.select_related("decided_by", "advised_by", "written_by"))
    by_key = {decision.pk: decision for decision in found}
    replaced = {decision.replaces_id for decision in found}
    chains = []
    for decision in found:
        if decision.pk not in replaced:
            chain = [decision]
            while chain[-1].replaces_id:
                chain.append(by_key[chain[-1].replaces_id])
            chains.append(chain)
    return chains


def must_be_open(case: Case) -> None:
    """Raise PermissionDenied for a closed case: nobody would see what is asked there."""
    if case.stage == Stage.CLOSED:
        raise PermissionDenied("closed")


def form_page(request: UserRequest, case: Case, form: forms.Form, **words: Any) -> HttpResponse:
    """Draw a form of this part of the file; one that was refused keeps what was typed."""
    context = {"case": case, "form": form, "lead": "", "back_to": "cases:talks"} | words
    return render(request, "cases/talk_form.html", context, status=422 if form.is_bound else 200)
