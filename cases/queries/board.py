"""Cases as rows and cards: what is due first, and the columns of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case as If
from django.db.models import Count, F, OuterRef, Prefetch, SmallIntegerField, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, Least, RowNumber
from django.utils.translation import gettext_lazy as _

from cases.enums import Acute, Carrier, ClockKind, Stage
from cases.models import Clock, ContactAttempt, Task

if TYPE_CHECKING:
    from django.db.models.expressions import OrderBy
    from django.utils.functional import _StrPromise

    from cases.models.case import CaseQuerySet


CARDS_A_COLUMN = 8
FIRST_DUE = [F("first_on").asc(nulls_last=True), F("opened_on").asc(), F("pk").asc()]


class Column(NamedTuple):
    """A column of the board: cases in these stages, with or still without a duo."""

    key: str
    label: _StrPromise
    stages: tuple[Stage, ...]
    empty: _StrPromise
    assigned: bool = True


OPEN_STAGES = tuple(stage for stage in Stage if stage != Stage.CLOSED)


COLUMNS = [
    Column("waiting", _("Waits for a duo"), OPEN_STAGES, _("Every case has its duo."), assigned=False),
    Column("contact", _("Seeking contact"), (Stage.CONTACT,), _("Nobody is being looked for.")),
    Column("visiting", _("Visiting"), (Stage.VISITING,), _("No visits are going on.")),
    Column("guidance", _("Guidance"), (Stage.GUIDANCE,), _("No household is being guided.")),
    Column(
        "following",
        _("Staying in touch"),
        (Stage.LIGHT_CONTACT, Stage.MONITORING, Stage.MINIMAL_CONTACT),
        _("No household is being followed."),
    ),
]


def in_column(cases: CaseQuerySet, column: Column) -> CaseQuerySet:
    return cases.filter(stage__in=column.stages, assigned_at__isnull=not column.assigned)


def crisis_first(*, of_the_home: bool = False) -> OrderBy:
    """Order what presses before the rest; `of_the_home` is for a partner, who knows of evictions alone."""
    acute = [acute for acute in Acute if acute.is_of_the_home or not of_the_home]
    return If(When(acute__in=acute, then=0), default=1, output_field=SmallIntegerField()).asc()


def with_progress(cases: CaseQuerySet, *, visits_only: bool = False) -> CaseQuerySet:
    """Add what a row or card shows: number of attempts, running clocks, the day of the first promise (`next_on`).

    First comes what presses, then what is due first of what workers do themselves. A partner hears of planned visits
    alone (`visits_only`).
    """
    clocks = Clock.objects.running().filter(case=OuterRef("pk"))
    known = clocks.filter(kind=ClockKind.EVICTION) if visits_only else clocks  # or the order of a list would tell
    running = known.order_by("due_on").values("due_on")[:1]
    promises = Task.objects.open().filter(carrier=Carrier.PROFESSIONAL, due_on__isnull=False)
    ahead = promises.filter(case=OuterRef("pk"), is_visit__in=[True, visits_only])
    promised = ahead.order_by("due_on").values("due_on")[:1]
    tries = ContactAttempt.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk"))
    return (
        cases.for_list()
        .annotate(
            clock_on=Subquery(running),
            next_on=Subquery(promised),
            attempt_count=Coalesce(Subquery(tries.values("n")), 0),
        )
        .prefetch_related(Prefetch("clocks", Clock.objects.running(), to_attr="running_clocks"))
        .annotate(first_on=Least("clock_on", "next_on"))
        .order_by(crisis_first(of_the_home=visits_only), *FIRST_DUE)
    )


def for_board(cases: CaseQuerySet) -> CaseQuerySet:
    """Give the first cards of every column in one query, each with `column` and the column's total `of`."""
    column = If(
        *[
            When(stage__in=column.stages, assigned_at__isnull=not column.assigned, then=Value(column.key))
            for column in COLUMNS
        ],
        default=Value(""),
    )
    placed = with_progress(cases.open()).annotate(column=column)
    return placed.annotate(
        of=Window(Count("pk"), partition_by=[F("column")]),
        place=Window(RowNumber(), partition_by=[F("column")], order_by=[crisis_first(), *FIRST_DUE]),
    ).filter(place__lte=CARDS_A_COLUMN)
