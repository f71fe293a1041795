"""A household that a case holds back from the list: its duo hears the same day that the arrears rose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    from datetime import date

    from signals_intake.models import ArrearsList


class Rise(NamedTuple):
    before: int
    after: int
    on: date

    @property
    def code(self) -> str:
        return f"{self.before}>{self.after}@{self.on:%Y-%m-%d}"


def tell_duos(*, arrears_list: ArrearsList) -> None:
    """Give every worker of a case that holds its household back a task, once a rise."""
    earlier = Balance.objects.filter(contract=OuterRef("balance__contract"), as_of__lt=OuterRef("balance__as_of"))
    before = Coalesce(Subquery(earlier.order_by("-as_of").values("months")[:1]), 0)
    held_back = ListedRow.objects.filter(arrears_list=arrears_list, exclusion=Exclusion.OPEN_CASE)
    rows = held_back.values_list("household_id", before, "months", "balance__as_of")
    risen = {household_id: Rise(*rise) for household_id, *rise in rows if rise[1] > rise[0]}
    cases = Case.objects.open().filter(household__in=risen).select_related("household")
    for case in cases.prefetch_related("workers__user"):
        _tell(case=case, rise=risen[case.household_id])


def _tell(*, case: Case, rise: Rise) -> None:
    if TimelineEntry.objects.filter(case=case, kind=EntryKind.ARREARS, detail=rise.code).exists():
        return
    record(household=case.household, case=case, kind=EntryKind.ARREARS, detail=rise.code, by=None)
    with translation.override(settings.LANGUAGE_CODE):
        what = _("Rent arrears rose: %(before)s → %(after)s months since %(day)s") % {
            "before": rise.before,
            "after": rise.after,
            "day": date_format(rise.on, "j F"),
        }
    for worker in case.duo:
        promise(case=case, what=what, due_on=dates.today(), owner=worker, by=None)
