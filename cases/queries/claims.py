"""What an agency may claim over some time: what was registered, of which nothing was claimed before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Min, Sum

from cases.enums import ClaimBasis, ContactKind, CrisisEnd, Stage
from cases.models import Case, CaseStage, ClaimLine, ContactAttempt, Crisis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from accounts.models import Organisation
    from cases.models import ClaimBatch

    Days = tuple[date, date]
    Rows = Iterable[tuple[int, UUID, date]]


class Registered(NamedTuple):
    """One thing that was registered: its key, its case and its day."""

    source: int
    case_uuid: UUID
    on: date


class Subtotal(NamedTuple):
    """The lines of one type in a batch."""

    name: str
    number: int
    amount: Decimal


def registered(*, agency: Organisation, basis: ClaimBasis, since: date, until: date) -> list[Registered]:
    """Give what of this basis happened from `since` up to and including `until` and is in no batch, oldest first."""
    rows = _ROWS[basis](agency, (since, until))
    claimed = ClaimLine.objects.filter(basis=basis)
    found = sorted(rows, key=lambda row: (row[2], row[0]))
    known = set(claimed.filter(source__in=[row[0] for row in found]).values_list("source", flat=True))
    return [Registered(*row) for row in found if row[0] not in known]


def subtotals(batch: ClaimBatch) -> list[Subtotal]:
    """Give what a batch holds, by type."""
    rows = batch.lines.order_by("type__name").values_list("type__name").annotate(Count("pk"), Sum("amount"))
    return [Subtotal(*row) for row in rows]


def _visits(agency: Organisation, days: Days) -> Rows:
    """Ringing the bell is the work, whoever opens."""
    visits = ContactAttempt.objects.filter(kind=ContactKind.VISIT, case__team__organisation=agency, on__range=days)
    return visits.values_list("pk", "case__uuid", "on")


def _conversations(agency: Organisation, days: Days) -> Rows:
    cases = Case.objects.filter(team__organisation=agency, first_reached_on__range=days)
    return ((pk, uuid, on) for pk, uuid, on in cases.values_list("pk", "uuid", "first_reached_on") if on)


def _guidance(agency: Organisation, days: Days) -> Rows:
    """Of a case that was guided more than once the first time."""
    stages = CaseStage.objects.filter(stage=Stage.GUIDANCE, case__team__organisation=agency)
    begun = stages.values_list("case", "case__uuid").annotate(first=Min("since"))
    return begun.filter(first__range=days).values_list("case", "case__uuid", "first")


def _averted(agency: Organisation, days: Days) -> Rows:
    crises = Crisis.objects.filter(end=CrisisEnd.AVERTED, case__team__organisation=agency, ended_on__range=days)
    return ((pk, uuid, on) for pk, uuid, on in crises.values_list("pk", "case__uuid", "ended_on") if on)


def _closed(agency: Organisation, days: Days) -> Rows:
    cases = Case.objects.filter(team__organisation=agency, closed_on__range=days)
    return ((pk, uuid, on) for pk, uuid, on in cases.values_list("pk", "uuid", "closed_on") if on)


_ROWS: dict[ClaimBasis, Callable[[Organisation, Days], Rows]] = {
    ClaimBasis.VISIT: _visits,
    ClaimBasis.CONVERSATION: _conversations,
    ClaimBasis.GUIDANCE: _guidance,
    ClaimBasis.AVERTED: _averted,
    ClaimBasis.CLOSED: _closed,
}
