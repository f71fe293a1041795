"""What the pages of the lists show: per date how many, and of one list every row with its reason.

People of a corporation see the rows of their own, and of an exclusion only the reasons that are their own conditions.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind
from cases.enums import PersonRole
from cases.models import Person
from common import dates
from signals_intake.enums import SHOWN_TO_SUPPLIER, Decision, Exclusion, ListStage, RowOutcome
from signals_intake.models import (
    ArrearsList,
    Delivery,
    ListCount,
    ListedRow,
    ListEntry,
    Review,
    SupplierAgreement,
)
from signals_intake.queries.answers import why_listed
from signals_intake.queries.review import why_for_supplier

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

    from accounts.models import Membership
    from cases.models import Dwelling
    from signals_intake.models.lists import RowQuerySet

PARTS = ("listed", "listed_earlier", "excluded", "not_due", "rejected", "received")


class ListLine(NamedTuple):
    """The lists of one date: newly listed households by stage, excluded rows, whose list is missing, the meetings."""

    arrears_list: ArrearsList
    two: int
    three: int
    excluded: int
    missing: list[str]
    reviews: list[Review]


class Row(NamedTuple):
    """One row of a list as somebody may read it."""

    row: ListedRow
    outcome: RowOutcome
    name: str
    stage: str
    why: str
    decision: str
    dwelling: Dwelling


def lists_for(membership: Membership | None) -> QuerySet[ArrearsList]:
    """Give the lists of one's agency, or those on which a row of one's corporation counted; the newest first."""
    if membership is None:
        return ArrearsList.objects.none()
    lists = ArrearsList.objects.select_related("covenant", "job")
    if membership.organisation.is_supplier:
        counted = ListCount.objects.filter(supplier=membership.organisation)
        return lists.filter(pk__in=counted.values("arrears_list"))
    return lists.filter(covenant__agency=membership.organisation)


def list_lines(lists: Iterable[ArrearsList], membership: Membership) -> list[ListLine]:
    """Give a page of lists, in as many queries whatever their number."""
    found = list(lists)
    entries = ListEntry.objects.of(membership).filter(arrears_list__in=found).order_by()
    numbers = {
        (pk, stage): number
        for pk, stage, number in entries.values_list("arrears_list", "stage").annotate(number=Count("pk"))
    }
    excluded = dict(excluded_on(found, membership).order_by().values_list("arrears_list").annotate(number=Count("pk")))
    reviews = _reviews(found, membership)
    missing = _missing([line.as_of for line in found], membership)
    return [
        ListLine(
            line,
            numbers.get((line.pk, ListStage.TWO_MONTH), 0),
            numbers.get((line.pk, ListStage.THREE_MONTH), 0),
            excluded.get(line.pk, 0),
            missing[line.as_of],
            reviews[line.pk],
        )
        for line in found
    ]


def excluded_on(lists: Iterable[ArrearsList], membership: Membership) -> RowQuerySet:
    """Give the rows that this reader hears were excluded, in the order of the file."""
    rows = ListedRow.objects.of(membership).annotate(told=_told(membership))
    return rows.filter(arrears_list__in=lists, told=RowOutcome.EXCLUDED).order_by("balance__number")


def _told(membership: Membership) -> Case:
    """Give the outcome as this reader hears it.

    A corporation's row that is not due for what the household owes another one is excluded, *not now*, like one that
    is held back for what the agency knows: "not due" would tell of the other debt.
    """
    hidden = Q(is_due_elsewhere=True) if membership.organisation.is_supplier else Q(pk=None)
    return Case(When(hidden, then=Value(RowOutcome.EXCLUDED)), default=F("outcome"), output_field=CharField())


def counts_of(arrears_list: ArrearsList, membership: Membership) -> tuple[list[ListCount], dict[str, int]]:
    """Give how the rows of each corporation divide, and the totals, as this reader hears it.

    The wall leaves a corporation its own.
    """
    counts = ListCount.objects.filter(arrears_list=arrears_list).select_related("supplier").order_by("supplier__name")
    found = list(counts)
    if membership.organisation.is_supplier:
        elsewhere = ListedRow.objects.of(membership).filter(arrears_list=arrears_list, is_due_elsewhere=True).count()
        for count in found:
            count.not_due, count.excluded = count.not_due - elsewhere, count.excluded + elsewhere
    return found, {part: sum(getattr(count, part) for count in found) for part in PARTS}


def rows_of(
    arrears_list: ArrearsList, membership: Membership, *, outcome: str = "", stage: str = "", supplier: str = ""
) -> RowQuerySet:
    """Give the rows of a list with what a line shows, a household's together; the highest arrears first.

    A row that came on no list belongs to the stage of its own months. For people of a corporation stage and order come
    from their own rows alone: what the household owes elsewhere must not be read from them.
    """
    tenant = Person.objects.filter(household=OuterRef("household"), role=PersonRole.MAIN_TENANT)
    rows = ListedRow.objects.of(membership).filter(arrears_list=arrears_list).annotate(told=_told(membership))
    rows = rows.filter(told=outcome) if outcome else rows
    rows = rows.filter(supplier__code=supplier) if supplier else rows
    is_supplier = membership.organisation.is_supplier
    staged = rows.annotate(stage=_stage(arrears_list, own_only=is_supplier))
    staged = staged.filter(stage=stage) if stage else staged
    months = Coalesce("entry__months", F("months"), output_field=IntegerField())
    highest = Window(Max("months"), partition_by="household") if is_supplier else months
    return (
        staged.select_related("balance__contract__dwelling", "household__dwelling", "supplier", "entry__decision")
        .annotate(tenant_name=Subquery(tenant.values("name")[:1]))
        .order_by(highest.desc(), "household", "-months", "pk")
    )


def _stage(arrears_list: ArrearsList, *, own_only: bool) -> Case:
    """Give the stage of the list that a row came on, else of its own months.

    `own_only` keeps to the row itself: an entry counts only where this row made it what it is.
    """
    own = Case(
        When(months__gte=arrears_list.covenant.visit_from_months, then=Value(ListStage.THREE_MONTH)),
        default=Value(ListStage.TWO_MONTH),
        output_field=CharField(),
    )
    made_it = Q(outcome=RowOutcome.LISTED, months=F("entry__months")) if own_only else Q(entry__isnull=False)
    return Case(When(made_it, then=F("entry__stage")), default=own, output_field=CharField())


def outcome_counts(rows: RowQuerySet, membership: Membership) -> dict[str, int]:
    """Count the rows somebody sees, by what became of them as this reader hears it."""
    told = rows.order_by().annotate(told=_told(membership))
    counted = dict(told.values_list("told").annotate(number=Count("pk")))
    return {outcome.value: counted.get(outcome.value, 0) for outcome in RowOutcome}


def readable(rows: Iterable[Any], arrears_list: ArrearsList, membership: Membership) -> list[Row]:
    """Put into words why each row stands where it does, as far as this reader may know."""
    is_supplier = membership.organisation.is_supplier
    found = []
    for row in rows:
        if row.entry is not None:
            row.entry.arrears_list = arrears_list
        why = _why_for_supplier(row) if is_supplier else _why(row)
        made = getattr(row.entry, "decision", None) if row.outcome == RowOutcome.LISTED else None
        decision = str(Decision(made.decision).label) if made else ""
        name, stage = row.tenant_name or str(_("Household")), str(ListStage(row.stage).label)
        door = row.address if is_supplier else row.household.dwelling
        found.append(Row(row, RowOutcome(row.told), name, stage, why, decision, door))
    return found


def _why(row: ListedRow) -> str:
    if row.outcome == RowOutcome.LISTED and row.entry is not None:
        return why_listed(row.entry)
    if row.outcome == RowOutcome.EXCLUDED:
        return str(Exclusion(row.exclusion).label)
    if row.outcome == RowOutcome.LISTED_EARLIER:
        return _("on a list earlier, and owing ever since")
    return _("a higher contract of the household counts")


def _why_for_supplier(row: ListedRow) -> str:
    if row.outcome == RowOutcome.LISTED and row.entry is not None:
        return why_for_supplier(row.entry, months=row.months)
    if row.outcome == RowOutcome.LISTED_EARLIER:
        return _("on a list earlier, and owing ever since")
    if row.outcome == RowOutcome.NOT_DUE and not row.is_due_elsewhere:
        return _("a higher contract of the household counts")
    return reason_shown(row.exclusion)


def reason_shown(exclusion: str) -> str:
    """Say to a corporation why a row is not approached; what is not a condition of its own is "not now"."""
    return str(Exclusion(exclusion).label) if exclusion in SHOWN_TO_SUPPLIER else _("not now")


def is_being_made(lists: Iterable[ArrearsList]) -> bool:
    return any(found.job is not None and found.job.is_open for found in lists)


def newest_delivery() -> date | None:
    """Give the date that somebody most likely wants the lists of."""
    newest = Delivery.objects.counting().order_by("-as_of").first()
    return newest.as_of if newest else None


def find_list(membership: Membership | None, uuid: UUID) -> ArrearsList | None:
    return lists_for(membership).filter(uuid=uuid).first()


def _reviews(lists: list[ArrearsList], membership: Membership) -> dict[int, list[Review]]:
    own = ListEntry.objects.of(membership).of_supplier(OuterRef(OuterRef("supplier")))
    left = own.filter(arrears_list=OuterRef("arrears_list")).undecided().order_by()
    number = left.values("arrears_list").annotate(number=Count("pk")).values("number")
    found = Review.objects.of(membership).filter(arrears_list__in=lists).select_related("supplier")
    by_list: dict[int, list[Review]] = defaultdict(list)
    for review in found.annotate(left=Coalesce(Subquery(number), 0)).order_by("supplier__name"):
        by_list[review.arrears_list_id].append(review)
    return by_list


def _missing(days: list[date], membership: Membership) -> dict[date, list[str]]:
    """Name per date the corporations that agreed to deliver and did not; a corporation reads of itself alone."""
    if not days:
        return {}
    agreements = SupplierAgreement.objects.filter(supplier__kind=OrganisationKind.CORPORATION)
    if not membership.organisation.is_supplier:
        agreements = agreements.filter(covenant__agency=membership.organisation)
    agreed = list(agreements.select_related("supplier").order_by("supplier__name"))
    delivered = {
        (supplier, dates.first_of_month(as_of))
        for supplier, as_of in Delivery.objects.counting()
        .filter(as_of__gte=dates.first_of_month(min(days)))
        .values_list("supplier", "as_of")
    }
    return {
        day: [
            agreement.supplier.name
            for agreement in agreed
            if agreement.valid_from <= day
            and (agreement.valid_until is None or agreement.valid_until > day)
            and (agreement.supplier_id, dates.first_of_month(day)) not in delivered
        ]
        for day in set(days)
    }
