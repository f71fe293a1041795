"""The two- and three-month lists: per date, and one of them row by row, with the sum that must come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, may, require
from common import dates
from common.exports import export_response
from signals_intake.enums import ListStage, RowOutcome
from signals_intake.forms.lists import MakeListsForm
from signals_intake.models import Review
from signals_intake.queries.lists import (
    counts_of,
    find_list,
    is_being_made,
    list_lines,
    lists_for,
    newest_delivery,
    outcome_counts,
    readable,
    rows_of,
)
from signals_intake.services.lists import queue_lists

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from accounts.models import Membership
    from common.exports import Cell
    from signals_intake.models import ArrearsList
    from signals_intake.queries.lists import Row

LISTS_A_PAGE, ROWS_A_PAGE = 12, 50
#: As many as somebody prints; where a list is longer, the paper says so and the file has them all.
ROWS_ON_PAPER = 1000


class Filter(NamedTuple):
    """Which rows of a list are asked for; what is not known is not filtered on."""

    outcome: str
    stage: str
    supplier: str

    @property
    def query(self) -> str:
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self._asdict().items() if value})
        return query.urlencode()


@require_safe
def lists(request: UserRequest) -> HttpResponse:
    """Show the lists per date. While one is being made, htmx asks for the table alone."""
    membership = _membership(request)
    context = _table(request, membership)
    if request.htmx:
        return render(request, "signals_intake/_lists_table.html", context)
    form = MakeListsForm(initial={"as_of": newest_delivery() or dates.first_of_month(dates.today())})
    return _lists_page(request, context, form)


@require_POST
def lists_make(request: UserRequest) -> HttpResponse:
    """Have the lists of a date made; asking twice makes them once."""
    membership = _membership(request)
    require(request.user, Permission.LIST_START)
    form = MakeListsForm(request.POST)
    if not form.is_valid():
        return _lists_page(request, _table(request, membership), form, status=422)
    queue_lists(as_of=form.cleaned_data["as_of"], by=request.user)
    on = date_format(form.cleaned_data["as_of"], "j F Y")
    messages.success(request, _("The lists of %(on)s are being made. You may leave this page.") % {"on": on})
    return redirect("signals_intake:lists")


@require_safe
def list_detail(request: UserRequest, uuid: UUID) -> HttpResponse:
    """Show one list: the sum per corporation, then every row with its reason."""
    membership = _membership(request)
    found = _find(membership, uuid)
    counts, totals = counts_of(found, membership)
    chosen = _filter(request)
    every_outcome = rows_of(found, membership, **chosen._replace(outcome="")._asdict())
    rows = rows_of(found, membership, **chosen._asdict())
    on_paper = request.GET.get("rows") == "all"
    page = Paginator(rows, ROWS_ON_PAPER if on_paper else ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "list": found,
        "counts": counts,
        "totals": totals,
        "outcomes": _outcomes(outcome_counts(every_outcome, membership), chosen),
        "stages": ListStage.choices,
        "filter": chosen,
        "page": page,
        "rows": readable(page.object_list, found, membership),
        "reviews": Review.objects.of(membership).filter(arrears_list=found).select_related("supplier"),
        "house": membership.organisation.is_supplier,
    }
    return render(request, "signals_intake/list.html", context)


@require_safe
def list_export(request: UserRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Give the rows that the page shows, all of them, as a file."""
    membership = _membership(request)
    found = _find(membership, uuid)
    rows = rows_of(found, membership, **_filter(request)._asdict())
    headers = [
        _("Stage"), _("Outcome"), _("Name"), _("Street"), _("Number"), _("Postcode"), _("City"), _("Corporation"),
        _("Contract number"), _("Complete months"), _("Amount owed"), _("Why"), _("Decision"),
    ]  # fmt: skip
    cells = _cells(readable(rows, found, membership))
    return export_response(name=f"list-{found.as_of}", kind=kind, headers=headers, rows=cells)


def _membership(request: UserRequest) -> Membership:
    require(request.user, Permission.LIST_VIEW)
    membership = request.user.membership
    assert membership is not None, "without a membership there is no permission"
    return membership


def _find(membership: Membership, uuid: UUID) -> ArrearsList:
    found = find_list(membership, uuid)
    if found is None:
        raise Http404
    return found


def _table(request: UserRequest, membership: Membership) -> dict[str, Any]:
    page = Paginator(lists_for(membership), LISTS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "lines": list_lines(page.object_list, membership),
        "being_made": is_being_made(page.object_list),
        "may_start": may(request.user, Permission.LIST_START),
        "house": membership.organisation.is_supplier,
    }


def _lists_page(
    request: UserRequest, context: dict[str, Any], form: MakeListsForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "signals_intake/lists.html", context | {"form": form}, status=status)


def _filter(request: UserRequest) -> Filter:
    outcome, stage = request.GET.get("outcome", ""), request.GET.get("stage", "")
    return Filter(
        outcome if outcome in RowOutcome.values else "",
        stage if stage in ListStage.values else "",
        request.GET.get("supplier", ""),
    )


def _outcomes(counts: dict[str, int], chosen: Filter) -> list[dict[str, Any]]:
    """Give the choices above the table, each with its number of rows and the address that shows them."""
    choices = [("", _("All"), sum(counts.values()))]
    choices += [(outcome.value, str(outcome.label), counts[outcome.value]) for outcome in RowOutcome]
    return [
        {
            "label": label,
            "number": number,
            "query": chosen._replace(outcome=value).query,
            "current": value == chosen.outcome,
        }
        for value, label, number in choices
    ]


def _cells(rows: list[Row]) -> Iterator[list[Cell]]:
    for line in rows:
        row, dwelling = line.row, line.dwelling
        yield [
            line.stage, str(line.outcome.label), line.name, dwelling.street, dwelling.door, dwelling.postcode,
            dwelling.city, row.supplier.name, row.balance.contract.number, row.months, row.balance.balance, line.why,
            line.decision,
        ]  # fmt: skip
