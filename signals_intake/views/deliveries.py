"""A supplier's lists: deliver, check, have processed, see what became of them. Staff look on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import JobState, OrganisationKind
from accounts.models import Organisation
from accounts.permissions import Permission, may, require
from common import dates
from common.exports import export_response
from signals_intake.enums import DeliveryState
from signals_intake.forms.deliveries import UploadForm
from signals_intake.imports.staging import WARNINGS_KEPT, discard_delivery
from signals_intake.imports.upload import receive_upload
from signals_intake.messages import FIELD_LABELS, ROW_MESSAGES, job_message
from signals_intake.models import Delivery
from signals_intake.queries.answers import missing_suppliers
from signals_intake.services.importing import confirm_delivery
from signals_intake.services.preview import count_lacking, first_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from django.http import HttpResponse
    from django.utils.functional import _StrPromise

    from accounts.http import UserRequest
    from accounts.models import Membership
    from signals_intake.models import RowIssue

PAGE, ISSUES_SHOWN = 25, 50
#: State -> kind and icon of its badge.
BADGES = {
    DeliveryState.STAGED: ("accent", "eye"),
    DeliveryState.QUEUED: ("info", "sync"),
    DeliveryState.PROCESSED: ("positive", "done"),
    DeliveryState.SUPERSEDED: ("", "swap"),
}


class WrongCell(NamedTuple):
    """What is wrong in one cell of a rejected row; the contract number is all that is kept of the row."""

    row: int
    contract: str
    column: str
    code: str
    wrong: str
    mend: str


@require_safe
def deliveries(request: UserRequest) -> HttpResponse:
    require(request.user, Permission.DELIVERY_VIEW)
    return _list_page(request, UploadForm())


@require_POST
def upload(request: UserRequest) -> HttpResponse:
    require(request.user, Permission.DELIVERY_UPLOAD)
    form = UploadForm(request)
    received = receive_upload(form=form, supplier=_home(request).organisation, by=request.user)
    if received is None:
        return _list_page(request, form, status=form.status)
    if received.duplicate and received.delivery.state == DeliveryState.SUPERSEDED:
        messages.info(
            request,
            _("You delivered this same file before, and a later one took its place. Nothing changed: that one counts."),
        )
    elif received.duplicate:
        messages.info(request, _("You delivered this same file before. Nothing changed."))
    return redirect("signals_intake:delivery", received.delivery.uuid)


@require_safe
def delivery(request: UserRequest, uuid: UUID) -> HttpResponse:
    """One page for all states of a list; while it is being processed htmx asks for the bar alone."""
    found = _find(request, uuid)
    if request.htmx:
        return _progress(request, found)
    state = DeliveryState(found.state)
    context: dict[str, Any] = {
        "delivery": with_badge(found),
        "own": may(request.user, Permission.DELIVERY_UPLOAD),
        "steps": [_("File"), _("Check"), _("Process"), _("Receipt")],
        "step": {DeliveryState.STAGED: 2, DeliveryState.QUEUED: 3}.get(state, 4),
        "mapped": _mapped(found),
        "failure": _failure(found),
        **_issues(found),
    }
    if state == DeliveryState.STAGED and context["own"]:
        context |= {"first_rows": first_rows(found), "lacking": count_lacking(found)}
    if state == DeliveryState.PROCESSED:
        context["receipts"] = found.balances.filter(signal__isnull=False).count()
    return render(request, "signals_intake/delivery.html", context)


@require_POST
def confirm(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Have it processed; also the way to try again after a failure."""
    found = _find(request, uuid)
    require(request.user, Permission.DELIVERY_UPLOAD)
    confirm_delivery(delivery=found, by=request.user)
    return redirect("signals_intake:delivery", found.uuid)


@require_POST
def discard(request: UserRequest, uuid: UUID) -> HttpResponse:
    found = _find(request, uuid)
    require(request.user, Permission.DELIVERY_UPLOAD)
    if found.state != DeliveryState.STAGED:
        messages.warning(request, _("This list is being processed already. It was not thrown away."))
        return redirect("signals_intake:delivery", found.uuid)
    discard_delivery(delivery=found)
    messages.success(request, _("The list is thrown away. Nothing of it is stored."))
    return redirect("signals_intake:deliveries")


@require_safe
def rejected(request: UserRequest, uuid: UUID, kind: str) -> HttpResponse:
    found = _find(request, uuid)
    headers = [_("Row"), _("Contract number"), _("Column"), _("Code"), _("What is wrong"), _("How to mend it")]
    return export_response(
        name=f"rejected-rows-{found.supplier.code}-{found.as_of}", kind=kind, headers=headers,
        rows=_rejected(found, found.issues.filter(is_error=True)),
    )  # fmt: skip


def with_badge(found: Delivery) -> Delivery:
    """Give it what a template shows: the badge of its state, or of its failed job."""
    state = DeliveryState(found.state)
    kind, icon = BADGES[state]
    label = str(state.label)
    if _failure(found):
        kind, icon, label = "negative", "alert", _("not processed")
    found.badge = {"kind": kind, "icon": icon, "label": label}  # type: ignore[attr-defined]
    return found


def _list_page(request: UserRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    page = Paginator(Delivery.objects.visible_to(request.user).for_list(), PAGE).get_page(request.GET.get("page"))
    for shown in page:
        with_badge(shown)
    home = _home(request)
    own = may(request.user, Permission.DELIVERY_UPLOAD)
    context = {
        "page": page,
        "own": own,
        "form": form,
        "asks_date": form.asks_date or (own and _files_lack_their_date(home.organisation)),
        "is_bailiff": home.organisation.kind == OrganisationKind.BAILIFF,
        "missing": [] if home.organisation.is_supplier else _missing(home.organisation),
    }
    return render(request, "signals_intake/deliveries.html", context, status=status)


def _missing(agency: Organisation) -> list[str]:
    """Name the corporations whose list of this month is still to come."""
    codes = missing_suppliers(as_of=dates.today(), agency=agency)
    return list(Organisation.objects.filter(code__in=codes).order_by("name").values_list("name", flat=True))


def _files_lack_their_date(supplier: Organisation) -> bool:
    """Whether the newest list said no date itself; then the next one will not either."""
    newest = supplier.deliveries.order_by("-uploaded_at").values_list("as_of_from_file", flat=True).first()
    return newest is False


def _progress(request: UserRequest, found: Delivery) -> HttpResponse:
    """Give the bar as it is now; once there is no more progress, have the browser load the page anew."""
    response = render(request, "signals_intake/_progress.html", {"delivery": found})
    if found.state != DeliveryState.QUEUED or _failure(found):
        response["HX-Refresh"] = "true"
    return response


def _failure(found: Delivery) -> str:
    """Say why processing ended, in the state in which nothing more happens by itself."""
    job = found.job
    if found.state == DeliveryState.QUEUED and job is not None and job.state == JobState.FAILED:
        return str(job_message(job.error_code))
    return ""


def _mapped(found: Delivery) -> list[tuple[str, _StrPromise]]:
    """List their headers with our names for them, in our order: the stored mapping has none."""
    headers = {field: header for header, field in found.columns.items()}
    return [(headers[field], label) for field, label in FIELD_LABELS.items() if field in headers]


def _issues(found: Delivery) -> dict[str, Any]:
    errors = list(_rejected(found, found.issues.filter(is_error=True)[:ISSUES_SHOWN]))
    warnings = found.issues.filter(is_error=False).values_list("code").annotate(rows=Count("number", distinct=True))
    return {
        "errors": errors,
        "errors_cut": len(errors) == ISSUES_SHOWN,
        "warnings": [(ROW_MESSAGES[code], rows, rows >= WARNINGS_KEPT) for code, rows in warnings.order_by("code")],
    }


def _rejected(found: Delivery, issues: Iterable[RowIssue]) -> Iterator[WrongCell]:
    issues = list(issues)
    numbers = {issue.number for issue in issues}
    contracts = dict(found.rejects.filter(number__in=numbers).values_list("number", "contract"))
    for issue in issues:
        said = ROW_MESSAGES[issue.code]
        contract = contracts.get(issue.number, "")
        yield WrongCell(issue.number, contract, issue.column, issue.code, str(said.wrong), str(said.mend))


def _find(request: UserRequest, uuid: UUID) -> Delivery:
    require(request.user, Permission.DELIVERY_VIEW)
    return get_object_or_404(Delivery.objects.visible_to(request.user).for_list().select_related("mapping"), uuid=uuid)


def _home(request: UserRequest) -> Membership:
    """Give the membership; whoever has a grant has one."""
    membership = request.user.membership
    assert membership is not None, "a grant comes with a membership"
    return membership
