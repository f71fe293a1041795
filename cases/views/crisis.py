"""The part of the file about a crisis: what threatens, what is known, how it ended and what came after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, may
from cases.enums import EndReason, ItemKind, ItemState, NotNeeded, Stage, Threat
from cases.forms.crisis import CallForm, CrisisForm, EndForm, FactsForm, SettleForm
from cases.models import Case, Crisis
from cases.queries.paper import people_to_call
from cases.services.case import CaseAlreadyClosed
from cases.services.crisis import (
    CrisisEndedAlready,
    CrisisRunsAlready,
    change_crisis,
    end_crisis,
    settle_crisis,
    start_crisis,
)
from cases.views.access import opens_case
from cases.views.papers import print_paper

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import ContactAttempt, CrisisItem


class Lines(NamedTuple):
    """One list of a crisis, and how many of its lines are open."""

    kind: ItemKind
    items: list[CrisisItem]

    @property
    def left(self) -> int:
        return sum(item.state == ItemState.OPEN for item in self.items)


@require_safe
@opens_case(Permission.STORY_VIEW)
def case_crisis(request: UserRequest, case: Case, crisis: UUID | None = None) -> HttpResponse:
    """Read one crisis: the one that is asked for, else what runs and comes first, else what was last."""
    found = crisis_of(case, crisis) if crisis else _most_pressing(case)
    return crisis_page(request, case, found)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def crisis_start(request: UserRequest, case: Case) -> HttpResponse:
    """Note that something threatens."""
    sent = request.method == "POST"
    form = CrisisForm(request.POST if sent else None)
    if not form.is_valid():
        return render(request, "cases/crisis_form.html", {"case": case, "form": form}, status=422 if sent else 200)
    try:
        started = start_crisis(
            case=case, threat=Threat(form.cleaned_data["threat"]), facts=form.facts(), by=request.user
        )
    except CrisisRunsAlready:
        form.add_error("threat", _("This is known already. It stands under “Crisis”"))
        return render(request, "cases/crisis_form.html", {"case": case, "form": form}, status=422)
    except CaseAlreadyClosed:
        messages.warning(request, _("This case is closed. A crisis is noted in an open case."))
        return redirect("cases:crisis", case.uuid)
    messages.success(request, _("Noted. It stands on top of the file, of the day list and of the home page."))
    return redirect("cases:crisis_one", case.uuid, started.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def crisis_change(request: UserRequest, case: Case, crisis: UUID) -> HttpResponse:
    """Bring the day, the legal stage and what else is known up to date."""
    found, sent = crisis_of(case, crisis), request.method == "POST"
    form = FactsForm(request.POST if sent else None, crisis=found)
    if not form.is_valid():
        context = {"case": case, "crisis": found, "form": form}
        return render(request, "cases/crisis_form.html", context, status=422 if sent else 200)
    try:
        change_crisis(crisis=found, facts=form.facts(), by=request.user)
    except CrisisEndedAlready:
        messages.warning(request, _("This crisis has ended. What is known of it stays as it was."))
    else:
        messages.success(request, _("Saved."))
    return redirect("cases:crisis_one", case.uuid, found.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def crisis_end(request: UserRequest, case: Case, crisis: UUID) -> HttpResponse:
    """Say how it ended, and why."""
    found, sent = crisis_of(case, crisis), request.method == "POST"
    form = EndForm(request.POST if sent else None, crisis=found)
    if not form.is_valid():
        context = {"case": case, "crisis": found, "form": form}
        return render(request, "cases/crisis_end.html", context, status=422 if sent else 200)
    said = form.cleaned_data
    try:
        end_crisis(
            crisis=found, reason=EndReason(said["reason"]), on=said["ended_on"], given_up=said["given_up"],
            by=request.user,
        )  # fmt: skip
    except CrisisEndedAlready:
        messages.warning(request, _("A colleague noted just before you how it ended."))
    return redirect("cases:crisis_one", case.uuid, found.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def crisis_settle(request: UserRequest, case: Case, crisis: UUID) -> HttpResponse:
    """Say that what came after is settled: who helps now, or that there is a home again."""
    found, form = crisis_of(case, crisis), SettleForm(request.POST)
    if not form.is_valid():
        return crisis_page(request, case, found, settle_form=form, status=422)
    try:
        settle_crisis(crisis=found, by=request.user, **form.cleaned_data)
    except CrisisEndedAlready:
        messages.warning(request, _("A colleague was just before you, or the crisis runs still."))
    return redirect("cases:crisis_one", case.uuid, found.uuid)


@require_safe
@opens_case(Permission.STORY_VIEW)
def crisis_pdf(request: UserRequest, case: Case, crisis: UUID) -> HttpResponse:
    """Put the lists on paper, for the kitchen table: the household reads what to do, and nothing that we noted."""
    found = crisis_of(case, crisis)
    context = {"case": case, "crisis": found, "lists": _lists_of(found), "people": people_to_call(case)}
    return print_paper(request, "cases/crisis_print.html", context, name=gettext_lazy("What we do now"))


def crisis_page(
    request: UserRequest,
    case: Case,
    crisis: Crisis | None,
    *,
    call_form: CallForm | None = None,
    settle_form: SettleForm | None = None,
    refused: tuple[CrisisItem | None, str, str] = (None, "", ""),
    status: int = 200,
) -> HttpResponse:
    """Draw the page; what was refused keeps what was typed (`refused`: a line, its note, and why)."""
    own = Case.objects.own(request.user).filter(pk=case.pk).exists()
    may_end = own and may(request.user, Permission.CASE_WRITE)
    context: dict[str, Any] = {
        "case": case,
        "crisis": crisis,
        "others": [other for other in case.crises.all() if other != crisis],
        "clocks": case.clocks.filter(stopped_on=None),
        "may_write": may_end and case.stage != Stage.CLOSED,
        "may_end": may_end,
        "may_edit": may(request.user, Permission.CHECKLIST_EDIT),
        "call_form": call_form or CallForm(),
        "settle_form": settle_form or SettleForm(),
        "refused": refused,
        "reasons": NotNeeded.choices,
    }
    if crisis is not None:
        context |= {"lists": _lists_of(crisis), "calls": crisis.calls.select_related("by"), "said": _last_word(crisis)}
    return render(request, "cases/crisis.html", context, status=status)


def crisis_of(case: Case, crisis: UUID) -> Crisis:
    found = case.crises.select_related("noted_by", "ended_by", "settled_by", "checklist").filter(uuid=crisis).first()
    if found is None:
        raise Http404
    found.case = case
    return found


def _most_pressing(case: Case) -> Crisis | None:
    crises = list(case.crises.select_related("noted_by", "ended_by", "settled_by", "checklist"))
    running = [crisis for crisis in crises if not crisis.end]
    return next(iter(running), None) or max(crises, key=lambda crisis: crisis.pk, default=None)


def _lists_of(crisis: Crisis) -> list[Lines]:
    """Give the lists that have lines; what follows a loss first."""
    items = list(crisis.items.select_related("changed_by"))
    for item in items:
        item.crisis = crisis
    kinds = [ItemKind.AFTER, ItemKind.STEP, ItemKind.PAPER, ItemKind.BRING]
    lists = [Lines(kind, [item for item in items if item.kind == kind]) for kind in kinds]
    return [lines for lines in lists if lines.items]


def _last_word(crisis: Crisis) -> tuple[ContactAttempt, bool] | None:
    """Give the last time that the household said whether it wants help, and whether it is to be asked again."""
    attempt = crisis.case.attempts.filter(reached=True).exclude(outcome="").first()
    if attempt is None:
        return None
    noted = crisis.stage_noted_at
    return attempt, noted is not None and not crisis.end and attempt.at < noted
