"""Claims: the batches on their way to be paid, and what may be claimed for how much. Of households only a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, may, require
from cases.enums import ClaimBasis, ClaimState
from cases.forms.claim import BatchForm, ReturnForm, TariffForm, TypeForm
from cases.models import ClaimBatch
from cases.queries.claims import subtotals
from cases.services.claim import (
    BatchMovedOn,
    NothingToClaim,
    TariffLater,
    TypeRunsAlready,
    add_type,
    discard_batch,
    end_type,
    make_batch,
    move_batch,
    set_tariff,
)
from cases.states import CLAIM
from common.exports import export_response

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from accounts.http import UserRequest
    from accounts.models import Organisation

BATCHES_A_PAGE = 24


@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: UserRequest) -> HttpResponse:
    """Show the batches, or make one."""
    agency = _agency(request, Permission.CLAIMS_MAKE)
    sent = request.method == "POST"
    form = BatchForm(request.POST if sent else None)
    if not form.is_valid():
        return _page(request, agency, form, status=422 if sent else 200)
    try:
        made = make_batch(agency=agency, by=request.user, **form.cleaned_data)
    except NothingToClaim as nothing:
        form.add_error(None, _("Nothing was registered in this time that has a tariff and was not claimed before."))
        return _page(request, agency, form, without=nothing.without, status=422)
    if made.without:
        _warn_without(request, made.without)
    return redirect("claims:batch", made.batch.uuid)


@require_safe
def claim_batch(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show what a batch holds by type, where it is, and where it can go."""
    batch = get_object_or_404(_batches(request), uuid=uuid)
    return _batch_page(request, batch)


@require_POST
def claim_move(request: UserRequest, uuid: UUID, state: str) -> HttpResponse:
    """Note where a batch is now. What a colleague noted first stays."""
    batch = get_object_or_404(_batches(request), uuid=uuid)
    form = ReturnForm(request.POST)
    if not form.is_valid() or state not in ClaimState.values:
        return _batch_page(request, batch, form=form, status=422)
    try:
        move_batch(batch=batch, state=ClaimState(state), by=request.user, **form.cleaned_data)
        messages.success(request, _("Noted."))
    except BatchMovedOn:
        messages.warning(request, _("A colleague noted something else just before you. Look how it is now."))
    return redirect("claims:batch", batch.uuid)


@require_POST
def claim_discard(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Throw away a batch that nobody else has; what it held can be claimed anew."""
    batch = get_object_or_404(_batches(request), uuid=uuid)
    try:
        discard_batch(batch=batch, by=request.user)
    except BatchMovedOn:
        messages.warning(request, _("This batch is with somebody else already."))
        return redirect("claims:batch", batch.uuid)
    messages.success(request, _("Gone. What it held can be claimed anew."))
    return redirect("claims:list")


@require_safe
def claim_export(request: UserRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Give the lines of a batch as a file: a case is a number, and nobody is named."""
    batch = get_object_or_404(_batches(request), uuid=uuid)
    headers = [_("Day"), _("Intervention"), _("Made from"), _("Case"), _("Amount (€)")]
    lines = batch.lines.select_related("type")
    rows = [
        (line.on, line.type.name, str(ClaimBasis(line.basis).label), str(line.case_uuid), line.amount) for line in lines
    ]
    return export_response(name=f"claim-{batch.since}-{batch.until}", kind=kind, headers=headers, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_types(request: UserRequest) -> HttpResponse:
    """Show what may be claimed and for how much, or add something."""
    agency = _agency(request, Permission.CLAIMS_SET)
    sent = request.method == "POST"
    form = TypeForm(request.POST if sent else None)
    if form.is_valid():
        try:
            add_type(
                agency=agency, name=form.cleaned_data["name"], basis=ClaimBasis(form.cleaned_data["basis"]),
                by=request.user,
            )  # fmt: skip
        except TypeRunsAlready:
            form.add_error("basis", _("Something is made from this already. End that one first"))
        else:
            messages.success(request, _("Added. Without a tariff nothing is claimed."))
            return redirect("claims:types")
    return _types_page(request, agency, form, status=422 if sent else 200)


@require_POST
def claim_tariff(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Give a type an amount from a day on."""
    agency = _agency(request, Permission.CLAIMS_SET)
    kind = get_object_or_404(agency.intervention_types.running(), uuid=uuid)
    form = TariffForm(request.POST, auto_id=f"{kind.uuid}_%s")
    if form.is_valid():
        try:
            set_tariff(kind=kind, by=request.user, **form.cleaned_data)
        except TariffLater:
            form.add_error("valid_from", _("A tariff begins on this day or later already. Choose a later day"))
        else:
            messages.success(request, _("Saved. What is in a batch keeps its amount."))
            return redirect("claims:types")
    return _types_page(request, agency, TypeForm(), refused={kind.uuid: form}, status=422)


@require_POST
def claim_type_end(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Claim something no longer."""
    agency = _agency(request, Permission.CLAIMS_SET)
    end_type(kind=get_object_or_404(agency.intervention_types, uuid=uuid), by=request.user)
    messages.success(request, _("This is claimed no longer. What is in a batch stays there."))
    return redirect("claims:types")


def _agency(request: UserRequest, grant: Permission) -> Organisation:
    require(request.user, grant)
    assert request.user.membership is not None, "without a membership there is no permission"
    return request.user.membership.organisation


def _batches(request: UserRequest) -> QuerySet[ClaimBatch]:
    batches = ClaimBatch.objects.filter(agency=_agency(request, Permission.CLAIMS_MAKE))
    counted = batches.select_related("moved_by").annotate(number=Count("lines"), total=Sum("lines__amount"))
    return counted.order_by("-until", "-pk")


def _warn_without(request: UserRequest, number: int) -> None:
    words = ngettext(
        "%(number)d thing has no tariff on its day and is not in it.",
        "%(number)d things have no tariff on their day and are not in it.",
        number,
    )
    messages.warning(request, words % {"number": number})


def _page(
    request: UserRequest, agency: Organisation, form: BatchForm, *, without: int = 0, status: int
) -> HttpResponse:
    if without:
        _warn_without(request, without)
    context = {
        "form": form,
        "page": Paginator(_batches(request), BATCHES_A_PAGE).get_page(request.GET.get("page")),
        "types": agency.intervention_types.running().count(),
        "may_set": may(request.user, Permission.CLAIMS_SET),
    }
    return render(request, "cases/claims.html", context, status=status)


def _batch_page(
    request: UserRequest, batch: ClaimBatch, *, form: ReturnForm | None = None, status: int = 200
) -> HttpResponse:
    following = CLAIM.after(batch.state)
    context = {
        "batch": batch,
        "subtotals": subtotals(batch),
        "onward": [state for state in following if state != ClaimState.RETURNED],
        "may_return": ClaimState.RETURNED in following,
        "form": form or ReturnForm(),
    }
    return render(request, "cases/claim_batch.html", context, status=status)


def _types_page(
    request: UserRequest,
    agency: Organisation,
    form: TypeForm,
    *,
    refused: dict[Any, TariffForm] | None = None,
    status: int,
) -> HttpResponse:
    running = agency.intervention_types.running().prefetch_related("tariffs")
    forms = [(kind, (refused or {}).get(kind.uuid) or TariffForm(auto_id=f"{kind.uuid}_%s")) for kind in running]
    context = {"form": form, "types": forms, "may_make": may(request.user, Permission.CLAIMS_MAKE)}
    return render(request, "cases/claim_types.html", context, status=status)
