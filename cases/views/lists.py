from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, may, require
from cases.models import Case
from cases.queries.board import COLUMNS, for_board, in_column, with_progress
from common import dates

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.utils.functional import _StrPromise

    from accounts.http import UserRequest
    from accounts.models import User
    from cases.models.case import CaseQuerySet
    from cases.queries.board import Column

ROWS_A_PAGE = 50


class Filter(NamedTuple):
    key: str
    label: str | _StrPromise


class FilledColumn(NamedTuple):
    column: Column
    cards: list[Case]
    total: int

    @property
    def rest(self) -> int:
        return self.total - len(self.cards)


@require_safe
def case_list(request: UserRequest) -> HttpResponse:
    """The board for whoever assigns, else the own cases; ``?show=`` chooses a part as a list."""
    user, show = request.user, request.GET.get("show", "")
    partner = may(user, Permission.CASE_AS_DUO)
    if may(user, Permission.CASE_ASSIGN) and not show:
        return _board(request)
    if not partner:
        require(user, Permission.CASE_VIEW)
    filters = _filters(user)
    chosen = show if show in dict(filters) else filters[0].key
    rows = with_progress(_chosen(user, chosen), visits_only=partner)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page, "cases": page.object_list, "filters": filters, "chosen": chosen, "today": dates.today(),
        "partner": partner, "may_note": may(user, Permission.REQUEST_VIEW),
    }  # fmt: skip
    return render(request, "cases/list.html", context)


def _board(request: UserRequest) -> HttpResponse:
    cards: dict[str, list[Any]] = defaultdict(list)
    for case in for_board(Case.objects.own(request.user)):
        cards[case.column].append(case)  # type: ignore[attr-defined]
    columns = [
        FilledColumn(column, found, found[0].of if found else 0)
        for column in COLUMNS
        for found in [cards[column.key]]
    ]  # fmt: skip
    context = {"columns": columns, "total": sum(column.total for column in columns), "today": dates.today()}
    return render(request, "cases/board.html", context)


def _filters(user: User) -> list[Filter]:
    """Say which parts this person can choose; the first is shown unasked."""
    if may(user, Permission.CASE_AS_DUO):
        return [Filter("mine", _("My cases"))]
    mine, team = Filter("mine", _("My cases")), Filter("team", _("Of the team"))
    first = [mine, team] if may(user, Permission.VISIT_LOG) else [team]
    columns = [Filter(column.key, column.label) for column in COLUMNS] if may(user, Permission.CASE_ASSIGN) else []
    return [*first, *columns, Filter("closed", _("Closed"))]


def _chosen(user: User, show: str) -> CaseQuerySet:
    own = Case.objects.own(user)
    if show == "closed":
        return own.exclude(pk__in=own.open())
    if show == "mine":
        return own.open().of_duo(user)
    column = next((column for column in COLUMNS if column.key == show), None)
    return in_column(own.open(), column) if column else own.open()
