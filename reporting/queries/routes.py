"""What came of whoever came to us by which route, who came back, and how the first estimate looks beside the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count, DateField, Exists, Func, OuterRef, Q

from cases.endings import CaseOutcome, EndResult
from cases.enums import CloseReason, Estimate, OwnStrength, Referrer, RequestState, Route
from cases.models import Case, Closing, HelpRequest
from cases.models.case import dropped_out
from common.dates import add_months, today
from reporting.small_cells import is_small

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cases.models.case import CaseQuerySet
    from reporting.permissions import Reach

#: How far back requests count, and how far back the ends of cases.
REQUEST_MONTHS, CASE_MONTHS = 12, 24
RETURNS = (6, 12)
#: Who died or moved away cannot come back here; what was not picked up was never helped.
NO_RETURN = [CloseReason.DECEASED, CloseReason.MOVED, CloseReason.NOT_PICKED_UP]
HELP = [EndResult.QUICK_FIX, EndResult.MONEY, EndResult.NOT_MONEY]
ALONE = [EndResult.SELF, EndResult.SELF_PAID]


@dataclass(frozen=True)
class Row:
    """A group: how many in all, and how many of them came to each end; None is hidden."""

    label: str
    whole: int | None
    parts: tuple[int | None, ...]

    @property
    def shares(self) -> list[tuple[int | None, int | None]]:
        """Each part with what it is out of."""
        return [(part, self.whole) for part in self.parts]


@dataclass(frozen=True)
class Return:
    """How many households were helped again within so many months, out of those let go long enough ago."""

    months: int
    count: int | None
    of: int | None


def requests_for(reach: Reach) -> tuple[list[Row], Row | None]:
    """Give what came of the requests of the last year by who asked, and of all together.

    Only of those that were screened: handled by us, sent on (at once or in the end), dropped out. A small group has a
    row without numbers.
    """
    since = add_months(today(), -REQUEST_MONTHS)
    screened = HelpRequest.objects.filter(_in_reach(reach), asked_on__gte=since).exclude(state=RequestState.WAITING)
    sent_on = Q(state=RequestState.REFUSED) | Q(case__close_reason=CloseReason.HANDED_OVER)
    counted = screened.values("route", "referrer").annotate(
        whole=Count("pk"), on=Count("pk", filter=sent_on), lost=Count("pk", filter=dropped_out("case__"))
    )
    grouped = counted.order_by().values_list("route", "referrer", "whole", "on", "lost")
    rows = [
        Row(_who(route, referrer), whole, (whole - on - lost, on, lost)) for route, referrer, whole, on, lost in grouped
    ]
    rows = _merged(rows)
    shown = [_hidden(row, kinds=3) if reach.hides_small else row for row in rows]
    gives_away = any(part is None for row in shown for part in (row.whole, *row.parts))
    return sorted(shown, key=lambda row: (-(row.whole or 0), row.label)), None if gives_away else _sum(rows)


def returns_for(reach: Reach) -> list[Return]:
    """Count who was helped again within half a year and a year of being let go, in the last two years."""
    let_go = _ended(reach).exclude(close_reason__in=NO_RETURN)
    found = []
    for months in RETURNS:
        long_ago = let_go.filter(closed_on__lte=add_months(today(), -months))
        again = Case.objects.episodes().filter(
            household=OuterRef("household"), pk__gt=OuterRef("pk"), opened_on__lte=_months_on("closed_on", months)
        )
        counts = long_ago.aggregate(of=Count("pk"), back=Count("pk", filter=Exists(again)))
        row = Row("", counts["of"], (counts["back"],))
        row = _hidden(row, kinds=0) if reach.hides_small else row
        found.append(Return(months, row.parts[0], row.whole))
    return found


def estimates_for(reach: Reach) -> list[Row]:
    """Set beside each first estimate how its cases ended: with help, alone, dropped out, otherwise; what grew."""
    return _beside(reach, "estimate", Estimate)


def strengths_for(reach: Reach) -> list[Row]:
    """The same, by how much own strength was seen."""
    return _beside(reach, "own_strength", OwnStrength)


def _beside(reach: Reach, field: str, choices: type[Estimate | OwnStrength]) -> list[Row]:
    outcomes = Closing.objects.done().filter(case=OuterRef("pk"))
    grew = Exists(outcomes.filter(outcomes__contains=[CaseOutcome.SELF_RELIANCE]))
    lost = dropped_out()
    counted = _ended(reach).exclude(**{field: ""}).values(field).annotate(
        whole=Count("pk"),
        helped=Count("pk", filter=Q(end_result__in=HELP) & ~lost),
        alone=Count("pk", filter=Q(end_result__in=ALONE) & ~lost),
        lost=Count("pk", filter=lost),
        grew=Count("pk", filter=grew),
    )  # fmt: skip
    grouped = counted.order_by().values_list(field, "whole", "helped", "alone", "lost", "grew")
    by_code = {code: numbers for code, *numbers in grouped}
    rows = [
        Row(str(choice.label), whole, (helped, alone, out, whole - helped - alone - out, grown))
        for choice in choices
        for whole, helped, alone, out, grown in [by_code.get(choice.value, [0] * 5)]
    ]
    return [_hidden(row, kinds=4) if reach.hides_small else row for row in rows]


def _months_on(field: str, months: int) -> Func:
    """The day of the outer row so many calendar months on, as ``common.dates.add_months`` counts them."""
    template = f"(%(expressions)s + interval '{months} months')::date"
    return Func(OuterRef(field), template=template, output_field=DateField())


def _ended(reach: Reach) -> CaseQuerySet:
    since = add_months(today(), -CASE_MONTHS)
    return Case.objects.episodes().filter(_in_reach(reach), closed_on__gte=since)


def _in_reach(reach: Reach) -> Q:
    return Q() if reach.team_ids is None else Q(team__in=reach.team_ids)


def _who(route: str, referrer: str) -> str:
    return str(Referrer(referrer).label if referrer else Route(route).label)


def _merged(rows: Iterable[Row]) -> list[Row]:
    """Take together what has one label: a corporation tells us by notice and by request."""
    by_label: dict[str, Row] = {}
    for row in rows:
        before = by_label.get(row.label)
        by_label[row.label] = replace(_sum([before, row]), label=row.label) if before else row
    return list(by_label.values())


def _sum(rows: list[Row]) -> Row:
    parts = zip(*(row.parts for row in rows), strict=True)
    return Row("", sum(row.whole or 0 for row in rows), tuple(sum(part or 0 for part in column) for column in parts))


def _hidden(row: Row, *, kinds: int) -> Row:
    """Hide what tells of a small group: the group itself, a small part, a part that leaves a small rest.

    Of the first `kinds` parts, which make up the whole, never exactly one is hidden, or it could be worked out.
    """
    whole = row.whole or 0
    if is_small(whole):
        return replace(row, whole=None, parts=(None,) * len(row.parts))
    small = {number for number, part in enumerate(row.parts) if is_small(part or 0) or is_small(whole - (part or 0))}
    lone = [number for number in small if number < kinds]
    if len(lone) == 1:
        rest = [number for number in range(kinds) if number not in lone and row.parts[number]]
        small |= {min(rest, key=lambda number: row.parts[number] or 0)} if rest else set()
    return replace(row, parts=tuple(None if number in small else part for number, part in enumerate(row.parts)))
