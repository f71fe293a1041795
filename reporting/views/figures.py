"""The figures page, the same as a file and on paper. All three read the same address parameters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Team
from common.dates import add_months, today
from common.exports import export_response
from common.pdf import pdf_response
from reporting.forms import FiguresForm
from reporting.permissions import reach_of
from reporting.queries import figures_for
from reporting.queries.figures import half_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from accounts.models import Organisation
    from common.exports import Cell
    from reporting.permissions import Reach
    from reporting.queries.figures import Figure, Figures

#: Contact is sought for at most this long, so younger figures still move (design.md §3, contact phase).
SETTLED_AFTER = timedelta(days=56)


@dataclass(frozen=True)
class Answer:
    """What was asked and, unless the question was wrong, the figures."""

    form: FiguresForm
    reach: Reach
    since: date
    until: date
    supplier: Organisation | None
    figures: Figures

    @property
    def query(self) -> str:
        chosen = {"since": f"{self.since:%Y-%m}", "until": f"{self.until:%Y-%m}"}
        return urlencode(chosen | ({"supplier": self.supplier.code} if self.supplier else {}))

    @property
    def provisional_until(self) -> date | None:
        settled = self.until + SETTLED_AFTER
        return settled if settled > today() else None


@require_safe
def figures(request: UserRequest) -> HttpResponse:
    answer = _answer(request)
    if isinstance(answer, FiguresForm):
        return _ask_again(request, answer)
    return render(request, "reporting/figures.html", _context(answer))


@require_safe
def figures_pdf(request: UserRequest) -> HttpResponse:
    answer = _answer(request)
    if isinstance(answer, FiguresForm):
        return _ask_again(request, answer)
    return pdf_response(request, "reporting/figures_print.html", _context(answer), name=_file_name(answer))


@require_safe
def export(request: UserRequest, kind: str) -> HttpResponse:
    answer = _answer(request)
    if isinstance(answer, FiguresForm):
        return _ask_again(request, answer)
    headers = [_("Part"), _("What"), _("How many"), _("Out of"), _("How many in all"), _("Meaning")]
    return export_response(name=_file_name(answer), kind=kind, headers=headers, rows=_export_rows(answer))


def _answer(request: UserRequest) -> Answer | FiguresForm:
    """Find the figures that were asked for, or give back the form with what is wrong in it."""
    reach = reach_of(request.user)
    form = FiguresForm(request.GET, first_shown=half_year(), own_supplier=reach.supplier is not None)
    if not form.is_valid():
        return form
    since, until = form.cleaned_data["since"], add_months(form.cleaned_data["until"], 1) - timedelta(days=1)
    supplier = reach.supplier or form.cleaned_data.get("supplier")
    found = figures_for(reach, since=since, until=until, supplier=supplier)
    return Answer(form, reach, since, until, supplier, found)


def _ask_again(request: UserRequest, form: FiguresForm) -> HttpResponse:
    return render(request, "reporting/figures.html", {"form": form}, status=422)


def _context(answer: Answer) -> dict[str, Any]:
    teams = Team.objects.filter(pk__in=answer.reach.team_ids or ())
    return {"form": answer.form, "answer": answer, "figures": answer.figures, "teams": teams}


def _file_name(answer: Answer) -> str:
    name = _("figures")
    return f"outreach-{name}-{answer.since:%Y-%m}-{answer.until:%Y-%m}"


def _export_rows(answer: Answer) -> Iterator[list[Cell]]:
    whole = str(answer.supplier or _("Everything together"))
    for figure in answer.figures.funnel.all_figures:
        yield _export_row(whole, figure)
    for outcome in answer.figures.suppliers:
        for figure in outcome.figures:
            yield _export_row(outcome.name, figure)
    for outcome in answer.figures.months:
        for figure in outcome.figures:
            yield _export_row(f"{outcome.since:%Y-%m}", figure)


def _export_row(part: str, figure: Figure) -> list[Cell]:
    number = _("not shown") if figure.count is None else figure.count
    return [part, str(figure.label), number, str(figure.of_label or ""), figure.of, str(figure.meaning)]
