"""What a corporation hears back: a receipt for each accepted signal and its coded answer. Nothing of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require
from common.exports import export_response
from signals_intake.enums import Answer
from signals_intake.forms.deliveries import NO_ANSWER, NO_ANSWER_LABEL, AnswerFilter
from signals_intake.models import ArrearsList, ListedRow, Signal
from signals_intake.queries.lists import excluded_on, reason_shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from accounts.http import UserRequest
    from common.exports import Cell
    from signals_intake.models.signal import SignalQuerySet

PAGE = 50
#: Answer -> kind and icon of its badge.
BADGES = {
    "": ("", "clock"),
    Answer.IN_TREATMENT: ("accent", "door-open"),
    Answer.NOT_PICKED_UP_REPEATED: ("", "equal"),
    Answer.NOT_PICKED_UP_UNJUSTIFIED: ("", "equal"),
    Answer.NOT_PICKED_UP_OTHER: ("", "equal"),
    Answer.NOT_REACHED: ("", "mail"),
    Answer.REACHED_NO_HELP: ("info", "message"),
    Answer.REACHED_PAYS: ("positive", "handshake"),
    Answer.REACHED_HELP: ("positive", "done"),
    Answer.ENDED_OTHER: ("", "flag"),
}


class AnswerCount(NamedTuple):
    value: str
    label: str
    signals: int


@require_safe
def feedback(request: UserRequest) -> HttpResponse:
    require(request.user, Permission.FEEDBACK_VIEW)
    own = Signal.objects.of_supplier(request.user)
    chosen = AnswerFilter(request.GET, months=list(own.dates("signal_on", "month", order="DESC")))
    in_month = chosen.in_month(own)
    page = Paginator(chosen.with_answer(in_month).for_list(), PAGE).get_page(request.GET.get("page"))
    for signal in page:
        signal.badge = _badge(signal.answer)  # type: ignore[attr-defined]
    newest = _newest_list(request)
    context = {
        "page": page,
        "filter": chosen,
        "query": urlencode({name: value for name in ("answer", "month") if (value := chosen.wanted(name))}),
        "counts": _counts(in_month),
        "excluded": _excluded(request, newest).count(),
        "newest": newest,
    }
    return render(request, "signals_intake/feedback.html", context)


@require_safe
def download(request: UserRequest, kind: str) -> HttpResponse:
    """Give all receipts as a table, whatever the page is filtered on."""
    require(request.user, Permission.FEEDBACK_VIEW)
    headers = [
        _("Receipt"), _("Contract number"), _("Street"), _("House number"), _("Postcode"), _("City"),
        _("Months"), _("Signal of"), _("Answer"), _("Since"),
    ]  # fmt: skip
    signals = Signal.objects.of_supplier(request.user).for_list()
    return export_response(name="answers", kind=kind, headers=headers, rows=_lines(signals))


@require_safe
def excluded(request: UserRequest) -> HttpResponse:
    """Show which rows of the newest list are not approached now, and why as far as that is the corporation's own."""
    require(request.user, Permission.FEEDBACK_VIEW)
    newest = _newest_list(request)
    rows = _excluded(request, newest)
    page = Paginator(rows.select_related("balance__contract__dwelling", "household__dwelling"), PAGE).get_page(
        request.GET.get("page")
    )
    for row in page:
        row.reason = reason_shown(row.exclusion)  # type: ignore[attr-defined]
    return render(request, "signals_intake/feedback_excluded.html", {"page": page, "newest": newest})


def _newest_list(request: UserRequest) -> ArrearsList | None:
    own = ListedRow.objects.filter(arrears_list=OuterRef("pk"), supplier=request.user.membership.organisation)  # type: ignore[union-attr]  # a grant comes with a membership
    return ArrearsList.objects.filter(Exists(own)).order_by("-as_of").first()


def _excluded(request: UserRequest, newest: ArrearsList | None) -> QuerySet[ListedRow]:
    membership = request.user.membership
    assert membership is not None, "without a membership there is no permission"
    return excluded_on([newest] if newest else [], membership)


def _counts(signals: SignalQuerySet) -> list[AnswerCount]:
    found = dict(signals.order_by().values_list("answer").annotate(Count("pk")))
    named = [("", str(NO_ANSWER_LABEL)), *((answer.value, str(answer.label)) for answer in Answer)]
    return [AnswerCount(value or NO_ANSWER, label, found[value]) for value, label in named if value in found]


def _badge(answer: str) -> dict[str, str]:
    kind, icon = BADGES[answer]
    return {"kind": kind, "icon": icon, "label": _label(answer)}


def _label(answer: str) -> str:
    return str(Answer(answer).label if answer else NO_ANSWER_LABEL)


def _lines(signals: SignalQuerySet) -> Iterator[list[Cell]]:
    for signal in signals.iterator(chunk_size=2000):
        dwelling, since = signal.address, since_of(signal)
        yield [
            str(signal.uuid), signal.balance.contract.number, dwelling.street, dwelling.door, dwelling.postcode,
            dwelling.city, signal.balance.months, signal.signal_on, _label(signal.answer), since,
        ]  # fmt: skip


def since_of(signal: Signal) -> date:
    """Give the day from which the answer holds; without an answer, that of the signal."""
    return signal.answered_on or signal.signal_on
