"""A household that a case holds back from the list: its duo hears the same day that the arrears rose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.enums import EntryKind
from cases.models import Case, TimelineEntry
from cases.services.record import record
from cases.services.task import promise
from common import dates
from signals_intake.enums import Exclusion
from signals_intake.models import Balance, ListedRow

if TYPE_CHECKING:
    from signals_intake.models import ArrearsList


def tell_duos(*, arrears_list: ArrearsList) -> None:
    """Give every worker of a case that holds its household back a task, once a rise."""
    earlier = Balance.objects.filter(contract=OuterRef("balance__contract"), as_of__lt=OuterRef("balance__as_of"))
    months_before = Coalesce(Subquery(earlier.order_by("-as_of").values("months")[:1]), 0)
    held_back = ListedRow.objects.filter(arrears_list=arrears_list, exclusion=Exclusion.OPEN_CASE)
    rows = held_back.select_related("balance").annotate(before=months_before)
    risen = {row.household_id: (row, row.before) for row in rows if row.months > row.before}
    cases = (
        Case.objects.open().filter(household__in=risen).select_related("household").prefetch_related("workers__user")
    )
    for case in cases:
        row, before = risen[case.household_id]
        _tell(case=case, before=before, row=row)


def _tell(*, case: Case, before: int, row: ListedRow) -> None:
    detail = f"{before}>{row.months}@{row.balance.as_of:%Y-%m-%d}"
    if TimelineEntry.objects.filter(case=case, kind=EntryKind.ARREARS, detail=detail).exists():
        return
    record(household=case.household, case=case, kind=EntryKind.ARREARS, detail=detail, by=None)
    with translation.override(settings.LANGUAGE_CODE):
        what = _("Rent arrears rose: %(before)s → %(after)s months since %(day)s") % {
            "before": before,
            "after": row.months,
            "day": date_format(row.balance.as_of, "j F"),
        }
    for worker in case.duo:
        promise(case=case, what=what, due_on=dates.today(), owner=worker, by=None)
