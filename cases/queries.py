"""Reads over several models that a queryset method cannot say."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case as If
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, Least, RowNumber
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Area, Covenant, Membership, Organisation, User
from cases.enums import Stage
from cases.models import Clock, ContactAttempt, Task

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from cases.models import Case, Household
    from cases.models.case import CaseQuerySet

CARDS_A_COLUMN = 8
FIRST_DUE = [F("first_on").asc(nulls_last=True), F("opened_on").asc(), F("pk").asc()]
AGENCY_ROLES = (Role.SOCIAL_WORKER, Role.DEBT_COUNSELLOR, Role.TEAM_LEADER)


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


def with_progress(cases: CaseQuerySet, *, visits_only: bool = False) -> CaseQuerySet:
    """Add what a row or card shows: number of attempts, running clocks, the day of the first promise (`next_on`).

    First comes what is due first. A partner hears of planned visits alone (`visits_only`).
    """
    running = Clock.objects.running().filter(case=OuterRef("pk")).order_by("due_on").values("due_on")[:1]
    promises = Task.objects.filter(case=OuterRef("pk"), done_at=None, is_visit__in=[True, visits_only])
    promised = promises.order_by("due_on").values("due_on")[:1]
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
        .order_by(*FIRST_DUE)
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
        place=Window(RowNumber(), partition_by=[F("column")], order_by=FIRST_DUE),
    ).filter(place__lte=CARDS_A_COLUMN)


def covenant_of(case: Case, *, on: date) -> Covenant:
    """Give the covenant of the case's team that held on a day, the one of its postcode first.

    Without any, an unsaved one with the usual figures: a case never fails for want of an agreement.
    """
    postcode = int(case.household.dwelling.postcode[:4])
    here = Area.objects.filter(covenant=OuterRef("pk"), postcode_from__lte=postcode, postcode_until__gte=postcode)
    covenants = Covenant.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), agency=case.team.organisation_id, valid_from__lte=on
    )
    return covenants.order_by(Exists(here).desc(), "pk").first() or Covenant()


def with_load(members: QuerySet[Membership]) -> QuerySet[User]:
    """Give these people by name, never ranked, each with the open cases they are on now (`load`) and their `role`."""
    theirs = members.filter(user=OuterRef("pk"))
    on_now = Q(case_work__until=None, case_work__isnull=False) & ~Q(case_work__case__stage=Stage.CLOSED)
    return (
        User.objects.filter(Exists(theirs), is_active=True)
        .annotate(
            role=Subquery(theirs.values("role")[:1]),
            house=Subquery(theirs.values("organisation__name")[:1]),
            load=Count("case_work", filter=on_now),
        )
        .order_by("name", "pk")
    )


def workers_for(case: Case) -> QuerySet[User]:
    """Give whoever of the case's team may be the agency's half of a duo."""
    return with_load(Membership.objects.running().filter(team=case.team, role__in=AGENCY_ROLES))


def landlords_of(household: Household) -> QuerySet[Organisation]:
    """Give the corporations that hold a contract of this household."""
    return Organisation.objects.filter(pk__in=household.contracts.values("supplier"))


def partners_for(case: Case) -> QuerySet[User]:
    """Give the housing consultants of the corporations that hold a contract of this household."""
    consultants = Membership.objects.running().filter(role=Role.HOUSING_CONSULTANT)
    return with_load(consultants.filter(organisation__in=landlords_of(case.household)))


class Arrears(NamedTuple):
    """What one supplier last said about a household: months of its highest contract, all contracts together."""

    supplier: Organisation
    as_of: date
    months: int
    amount: Decimal


def arrears_of(household: Household) -> list[Arrears]:
    """Give the newest statement of every supplier that the wall lets through."""
    rows: defaultdict[Organisation, list[tuple[date, int, Decimal]]] = defaultdict(list)
    contracts = household.contracts.select_related("supplier").prefetch_related("balances")
    for contract in contracts.order_by("supplier__name", "pk"):
        rows[contract.supplier] += [(b.as_of, b.months, b.balance) for b in contract.balances.all()]
    return [_newest(supplier, found) for supplier, found in rows.items() if found]


def _newest(supplier: Organisation, rows: list[tuple[date, int, Decimal]]) -> Arrears:
    newest = max(as_of for as_of, _months, _amount in rows)
    held = [(months, amount) for as_of, months, amount in rows if as_of == newest]
    amount = sum((amount for _months, amount in held), start=Decimal(0))
    return Arrears(supplier, newest, max(months for months, _amount in held), amount)
