"""The figures as somebody may see them: each number with what it is out of, small groups hidden where they must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from accounts.models import Organisation
from common.dates import add_months, first_of_month, today
from reporting.measures import BESIDE, COLUMNS, ROWS, STEPS
from reporting.queries.counts import Counts, Period, count
from reporting.small_cells import Hidden, hidden_in
from signals_intake.models import Signal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.utils.functional import _StrPromise

    from accounts.models import Team
    from reporting.measures import Measure
    from reporting.permissions import Reach
    from reporting.queries.counts import Cell, Table


#: What a page of figures opens with.
MONTHS_SHOWN = 6


@dataclass(frozen=True)
class Figure:
    """One count and what it is out of; ``count`` is None where it is hidden, ``of`` where there is none to show."""

    key: str
    label: str | _StrPromise
    meaning: str | _StrPromise
    count: int | None
    of: int | None
    of_label: str | _StrPromise | None = None

    @property
    def hidden(self) -> bool:
        return self.count is None


@dataclass(frozen=True)
class Funnel:
    """What became of the rows and households of one period; the bare counts only where nothing is hidden."""

    counts: Counts | None
    rows: list[Figure]
    households: list[Figure]
    beside: list[Figure]

    @property
    def steps(self) -> list[Figure]:
        return [*self.rows, *self.households]

    @property
    def all_figures(self) -> list[Figure]:
        return [*self.rows, *self.households, *self.beside]

    @property
    def by_key(self) -> dict[str, Figure]:
        return {figure.key: figure for figure in self.all_figures}


@dataclass(frozen=True)
class Outcome:
    """The outcomes of one corporation, or of one month, each out of its whole."""

    name: str
    since: date
    figures: list[Figure]

    @property
    def by_key(self) -> dict[str, Figure]:
        return {figure.key: figure for figure in self.figures}


@dataclass(frozen=True)
class Figures:
    """All of the figures page; made with three statements."""

    funnel: Funnel
    suppliers: list[Outcome]
    together: list[Figure]
    months: list[Outcome]
    empty: bool

    @property
    def draws_months(self) -> bool:
        """Whether there is a month to draw at all: to some readers all may be too small."""
        return any(not month.by_key["reached"].hidden for month in self.months)


def funnel(*, since: date, until: date, supplier: Organisation | None = None, team: Team | None = None) -> Funnel:
    """Follow the rows with a date in this period, and their households, from received to reached."""
    supplier_id = None if supplier is None else supplier.pk
    table = count([Period(since, until)], supplier_id=supplier_id, team_ids=None if team is None else [team.pk])
    return _funnel(table, (0, None), frozenset())


def outcomes_by_supplier(*, since: date, until: date, team: Team | None = None) -> list[Outcome]:
    """Give the outcomes of each supplier. A household with two suppliers counts at each of them."""
    table = count([Period(since, until)], team_ids=None if team is None else [team.pk])
    return _by_supplier(table, frozenset(), since)


def figures_for(reach: Reach, *, since: date, until: date, supplier: Organisation | None = None) -> Figures:
    """Make the figures of whole months as somebody with this reach may see them.

    Where small groups are hidden, all suppliers are always counted: what is hidden in the table of all stays hidden
    when one of them is chosen.
    """
    periods = [Period(since, until), *months_of(since, until)]
    supplier_id = None if reach.supplier is None else reach.supplier.pk
    table = count(periods, supplier_id=supplier_id, team_ids=reach.team_ids)
    hidden = hidden_in(table) if reach.hides_small else frozenset()
    chosen = None if supplier is None or reach.supplier else supplier.pk
    months = [
        Outcome("", period.since, _figures(COLUMNS, table, (number, chosen), hidden))
        for number, period in enumerate(periods[1:], start=1)
    ]
    whole = table.get((0, chosen), Counts())
    return Figures(
        funnel=_funnel(table, (0, chosen), hidden, bare=not reach.hides_small),
        suppliers=_by_supplier(table, hidden, since),
        together=_figures(COLUMNS, table, (0, None), hidden),
        months=months,
        empty=not (whole.received or whole.reported),
    )


def half_year() -> tuple[date, date]:
    """Give the half year up to the latest month with a signal: first and last day."""
    last = min(first_of_month(latest_signal() or today()), first_of_month(today()))
    return add_months(last, 1 - MONTHS_SHOWN), add_months(last, 1) - timedelta(days=1)


def latest_signal() -> date | None:
    """Give the day of the newest signal that one may see, so that a page opens where there is something to see."""
    latest: date | None = Signal.objects.aggregate(latest=Max("signal_on"))["latest"]
    return latest


def months_of(since: date, until: date) -> list[Period]:
    """Cut a period into calendar months; none where it is only one."""
    starts = []
    day = first_of_month(since)
    while day <= until:
        starts.append(day)
        day = add_months(day, 1)
    if len(starts) == 1:
        return []
    return [Period(start, add_months(start, 1) - timedelta(days=1)) for start in starts]


def _funnel(table: Table, cell: Cell, hidden: Hidden, *, bare: bool = True) -> Funnel:
    counts = table.get(cell, Counts())
    known = [measure for measure in ROWS if getattr(counts, measure.key) is not None]
    return Funnel(
        counts=counts if bare else None,
        rows=_figures(known, table, cell, hidden),
        households=_figures(STEPS, table, cell, hidden),
        beside=_figures(BESIDE, table, cell, hidden),
    )


def _by_supplier(table: Table, hidden: Hidden, since: date) -> list[Outcome]:
    ids = {supplier for number, supplier in table if number == 0 and supplier is not None}
    names = Organisation.objects.filter(pk__in=ids).values_list("pk", "name")
    return [Outcome(name, since, _figures(COLUMNS, table, (0, pk), hidden)) for pk, name in names]


def _figures(measures: Iterable[Measure], table: Table, cell: Cell, hidden: Hidden) -> list[Figure]:
    counts = table.get(cell, Counts())
    labels = {measure.key: measure.label for measure in (*ROWS, *STEPS)}

    def shown(key: str | None) -> int | None:
        return None if key is None or (cell, key) in hidden else getattr(counts, key)

    return [Figure(m.key, m.label, m.meaning, shown(m.key), shown(m.of), m.of and labels[m.of]) for m in measures]
