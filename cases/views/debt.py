"""The chain of debt help, and what a household gives up on purpose to keep something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from cases.enums import ChainKind, ChainState, ItemState
from cases.forms.debt import LookForm, PaperForm, ReportForm, StepForm, TradeOffForm
from cases.models import DebtPaper
from cases.services.checklist import LineChangedMeanwhile
from cases.services.debt import (
    StepEndedAlready,
    StepRunsAlready,
    report_step,
    set_paper,
    start_step,
)
from cases.services.trade_off import TradeOffEnded, give_up, look_again
from cases.views.access import opens_case
from cases.views.money import money_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def step_start(request: UserRequest, case: Case) -> HttpResponse:
    """Begin a step of the chain."""
    form = StepForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            start_step(
                case=case, kind=ChainKind(said["kind"]), party=said["party"],
                conversation_on=said["conversation_on"], by=request.user,
            )  # fmt: skip
        except StepRunsAlready:
            form.add_error("kind", _("This runs already. It stands on this page"))
        else:
            messages.success(request, _("Begun. What it needs stands below it."))
            return redirect("cases:money", case.uuid)
    return money_page(request, case, step_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def step_report(request: UserRequest, case: Case, step: UUID) -> HttpResponse:
    """Note that a step was handed over, or how it ended."""
    found = get_object_or_404(case.debt_steps.select_related("case__household", "case__team__organisation"), uuid=step)
    sent = request.method == "POST"
    form = ReportForm(request.POST if sent else None, step=found)
    if not form.is_valid():
        context = {"case": case, "step": found, "form": form}
        return render(request, "cases/debt_step.html", context, status=422 if sent else 200)
    said = form.cleaned_data | {"state": ChainState(form.cleaned_data["state"])}
    try:
        report_step(step=found, by=request.user, **said)
        messages.success(request, _("Saved. It stands in the file."))
    except StepEndedAlready:
        messages.warning(request, _("A colleague noted the end of this just before you."))
    return redirect("cases:money", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def paper_tap(request: UserRequest, case: Case, paper: UUID) -> HttpResponse:
    """Note in one tap that a paper is there, or that it is not needed."""
    papers = DebtPaper.objects.select_related("step__case")
    found = get_object_or_404(papers, uuid=paper, step__case=case)
    form = PaperForm(request.POST)
    if not form.is_valid():
        return money_page(request, case, refused_paper=(found, request.POST.get("note", "")), status=422)
    said = form.cleaned_data
    note = said["note"] if "note" in request.POST else None
    try:
        set_paper(
            paper=found, state=ItemState(said["do"]), seen=said["seen"], due_on=said["due_on"], note=note,
            by=request.user,
        )  # fmt: skip
    except LineChangedMeanwhile as error:
        who = error.by.name if error.by else _("Somebody")
        messages.warning(request, _("%(who)s changed this just before you. Look how it is now.") % {"who": who})
        return money_page(request, case, refused_paper=(found, said["note"]), status=409)
    return redirect(f"{reverse('cases:money', args=[case.uuid])}#papers")


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def trade_off_add(request: UserRequest, case: Case) -> HttpResponse:
    """Note what the household gives up on purpose."""
    form = TradeOffForm(request.POST)
    if not form.is_valid():
        return money_page(request, case, trade_form=form, status=422)
    give_up(case=case, by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted. You look at it again together."))
    return redirect("cases:money", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def trade_off_look(request: UserRequest, case: Case, trade_off: UUID) -> HttpResponse:
    """Note what was said when it was looked at again."""
    found = get_object_or_404(case.trade_offs.select_related("case"), uuid=trade_off)
    form = LookForm(request.POST)
    if not form.is_valid():
        return money_page(request, case, look_form=(found, form), status=422)
    try:
        look_again(trade_off=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. It stands in the file."))
    except TradeOffEnded:
        messages.warning(request, _("A colleague noted the end of this just before you."))
    return redirect("cases:money", case.uuid)
