"""Ticking off the lists of a crisis, writing down its calls, and the versions of the lists themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, require
from cases.enums import ItemKind, Threat
from cases.forms.crisis import CallForm, ChecklistForm, ItemForm
from cases.models import Checklist
from cases.models.shipped import shipped
from cases.services.checklist import LineChangedMeanwhile
from cases.services.crisis_lists import (
    ChecklistChangedMeanwhile,
    log_call,
    save_checklist,
    set_item,
)
from cases.views.access import opens_case
from cases.views.crisis import crisis_of, crisis_page

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def crisis_item(request: UserRequest, case: Case, crisis: UUID, item: UUID) -> HttpResponse:
    """Tick off one line. When a colleague was first the page says who, and keeps the note that was typed."""
    found = crisis_of(case, crisis)
    line = found.items.filter(uuid=item).first()
    if line is None:
        raise Http404
    line.crisis = found
    form = ItemForm(request.POST)
    if not form.is_valid():
        return crisis_page(request, case, found, refused=(line, request.POST.get("note", ""), _wrong(form)), status=422)
    state, reason = form.cleaned_data["do"]
    note = form.cleaned_data["note"] if "note" in request.POST else None
    try:
        set_item(item=line, state=state, reason=reason, seen=form.cleaned_data["seen"], note=note, by=request.user)
    except LineChangedMeanwhile as meanwhile:
        name = meanwhile.by.name if meanwhile.by else ""
        why = _("%(name)s changed this just before you. Look, and choose again.") % {"name": name}
        return crisis_page(request, case, found, refused=(line, note or "", why), status=422)
    return redirect(reverse("cases:crisis_one", args=[case.uuid, found.uuid]) + f"#{line.kind}")


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def crisis_call(request: UserRequest, case: Case, crisis: UUID) -> HttpResponse:
    """Write down a call."""
    found, form = crisis_of(case, crisis), CallForm(request.POST)
    if not form.is_valid():
        return crisis_page(request, case, found, call_form=form, status=422)
    log_call(crisis=found, by=request.user, **form.cleaned_data)
    return redirect(reverse("cases:crisis_one", args=[case.uuid, found.uuid]) + "#calls")


@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: UserRequest) -> HttpResponse:
    """Make another version of the organisation's lists; the crises that run keep theirs."""
    require(request.user, Permission.CHECKLIST_EDIT)
    membership = request.user.membership
    assert membership is not None
    versions = list(Checklist.objects.filter(organisation=membership.organisation).select_related("made_by"))
    newest, sent = next(iter(versions), None), request.method == "POST"
    form = ChecklistForm(request.POST if sent else None, lists=_lists(newest), newest=newest)
    context = {"form": form, "versions": versions, "organisation": membership.organisation}
    if not form.is_valid():
        return render(request, "cases/checklist.html", context, status=422 if sent else 200)
    try:
        saved = save_checklist(organisation=membership.organisation, by=request.user, **form.cleaned_data)
    except ChecklistChangedMeanwhile:
        form.add_error("steps", _("Somebody else saved another version meanwhile. Open this page again and compare"))
        return render(request, "cases/checklist.html", context, status=422)
    messages.success(request, _("Version %(number)d holds for crises from now.") % {"number": saved.number})
    return redirect("cases:checklist")


def _wrong(form: ItemForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _lists(newest: Checklist | None) -> dict[str, list[str]]:
    """Give the lists that hold now."""
    if newest:
        return {"steps": newest.steps, "papers": newest.papers, "bring": newest.bring}
    kinds = {"steps": ItemKind.STEP, "papers": ItemKind.PAPER, "bring": ItemKind.BRING}
    return {name: [str(line.label) for line in shipped(kind, Threat.EVICTION)] for name, kind in kinds.items()}
