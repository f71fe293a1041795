"""The page of what a household says yes to, what we heard before it knew, and what it objects to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, may
from cases.enums import Stage
from cases.forms.consent import ConsentForm, FollowedForm, GatheredForm, ObjectionForm, ToldForm
from cases.models import Gathered, Objection
from cases.permissions import consents_of, gathered_of, objections_of, of_agency
from cases.queries.file import is_latest
from cases.queries.people import landlords_of
from cases.services.case import CaseAlreadyClosed
from cases.services.consent import (
    ObjectionAnswered,
    ToldAlready,
    answer_objection,
    give_consent,
    note_gathered,
    note_objection,
    tell_gathered,
    withdraw_consent,
)
from cases.views.access import opens_case

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import Case


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CIRCUMSTANCE_VIEW)
def case_consents(request: UserRequest, case: Case) -> HttpResponse:
    """Read it all, or note a yes. Also of a closed case: a corporation can ask after its household."""
    if request.method != "POST":
        return _page(request, case)
    if not _writes(request, case):
        raise PermissionDenied("CASE_WRITE")
    _stop_when_over(case)
    form = ConsentForm(request.POST, household=case.household)
    if not form.is_valid():
        return _page(request, case, consent_form=form, status=422)
    consent = give_consent(household=case.household, case=case, by=request.user, **form.cleaned_data)
    noted = _("%(name)s may know from now on that you help.") % {"name": consent.who}
    messages.success(request, noted if consent.organisation and consent.purpose == "knows" else _("Noted."))
    return redirect("cases:consents", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def consent_withdraw(request: UserRequest, case: Case, consent: UUID) -> HttpResponse:
    """Note that the household takes a consent back. What a colleague noted a moment before is noted."""
    _stop_when_over(case)
    withdraw_consent(consent=get_object_or_404(case.household.consents, uuid=consent), case=case, by=request.user)
    messages.success(request, _("Taken back. It counts no more from this moment."))
    return redirect("cases:consents", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def gathered_add(request: UserRequest, case: Case) -> HttpResponse:
    """Note what others told us of a household."""
    _stop_when_over(case)
    form = GatheredForm(request.POST)
    if not form.is_valid():
        return _page(request, case, heard_form=form, status=422)
    note_gathered(case=case, by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted. Tell the household at the next contact, within a month at the latest."))
    return redirect("cases:consents", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def gathered_told(request: UserRequest, case: Case, heard: UUID) -> HttpResponse:
    """Note that the household was told."""
    _stop_when_over(case)
    found = get_object_or_404(Gathered.objects.filter(of_agency(case)), uuid=heard)
    form = ToldForm(request.POST, heard=found)
    if not form.is_valid():
        return _page(request, case, told_form=form, status=422)
    try:
        tell_gathered(heard=found, case=case, by=request.user, **form.cleaned_data)
        messages.success(request, _("Noted. The household knows."))
    except ToldAlready:
        messages.warning(request, _("A colleague noted this just before you."))
    return redirect("cases:consents", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def objection_add(request: UserRequest, case: Case) -> HttpResponse:
    """Note what the household objects to."""
    _stop_when_over(case)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _page(request, case, objection_form=form, status=422)
    note_objection(case=case, by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted. It stays open until it says here what followed."))
    return redirect("cases:consents", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def objection_answer(request: UserRequest, case: Case, objection: UUID) -> HttpResponse:
    """Note what followed an objection."""
    _stop_when_over(case)
    found = get_object_or_404(Objection.objects.filter(of_agency(case)), uuid=objection)
    form = FollowedForm(request.POST, auto_id=f"{found.uuid}_%s")
    if not form.is_valid():
        return _page(request, case, followed_forms={found.uuid: form}, status=422)
    try:
        answer_objection(objection=found, case=case, by=request.user, **form.cleaned_data)
        messages.success(request, _("Noted."))
    except ObjectionAnswered:
        messages.warning(request, _("A colleague noted this just before you."))
    return redirect("cases:consents", case.uuid)


def _writes(request: UserRequest, case: Case) -> bool:
    return case.is_own and may(request.user, Permission.CASE_WRITE)


def _goes_on(case: Case) -> bool:
    return case.stage != Stage.CLOSED or is_latest(case)


def _stop_when_over(case: Case) -> None:
    """Send whoever writes back to the file when another case goes on (``opens_case``)."""
    if not _goes_on(case):
        raise CaseAlreadyClosed


def _page(
    request: UserRequest,
    case: Case,
    *,
    told_form: ToldForm | None = None,
    followed_forms: dict[UUID, FollowedForm] | None = None,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """Draw the page; a form that was refused keeps what was typed."""
    household, refused = case.household, followed_forms or {}
    consents = consents_of(case, request.user)
    may_note = _writes(request, case) and _goes_on(case)
    if may_note:
        forms.setdefault("consent_form", ConsentForm(household=household, initial=_likely(case)))
        forms.setdefault("heard_form", GatheredForm())
        forms.setdefault("objection_form", ObjectionForm())
    context = {
        "case": case,
        "running": [consent for consent in consents if consent.runs],
        "over": [consent for consent in consents if not consent.runs],
        "gathered": [
            (heard, told_form if told_form and told_form.heard == heard else ToldForm(heard=heard))
            for heard in gathered_of(case, request.user)
        ],
        "objections": [
            (objection, refused.get(objection.uuid) or FollowedForm(auto_id=f"{objection.uuid}_%s"))
            for objection in objections_of(case, request.user)
        ],
        "may_note": may_note,
    }
    return render(request, "cases/consents.html", context | forms, status=status)


def _likely(case: Case) -> dict[str, Any]:
    """Fill in the landlord where there is one: a yes to that is the one most asked."""
    landlords = list(landlords_of(case.household)[:2])
    return {"organisation": landlords[0].uuid} if len(landlords) == 1 else {}
