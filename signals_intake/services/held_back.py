"""A household that a case holds back from the list: its duo hears the same day that the arrears rose."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.enums import EntryKind
from cases.models import Case, Task, TimelineEntry
from cases.services.record import record
from cases.services.task import promise
from common import dates
from signals_intake.enums import Exclusion
from signals_intake.models import Balance, ListedRow

if TYPE_CHECKING:
    from signals_intake.models import ArrearsList


class Rise(NamedTuple):
    before: int
    after: int
    on: date

    @property
    def code(self) -> str:
        return f"{self.before}>{self.after}@{self.on:%Y-%m-%d}"

    @classmethod
    def of(cls, code: str) -> Rise:
        months, _at, on = code.partition("@")
        before, _to, after = months.partition(">")
        return cls(int(before), int(after), date.fromisoformat(on))

    @property
    def task(self) -> str:
        """The words on the lists of the duo, in the language of the installation."""
        with translation.override(settings.LANGUAGE_CODE):
            return _("Rent arrears rose: %(before)s → %(after)s months since %(day)s") % {
                "before": self.before,
                "after": self.after,
                "day": date_format(self.on, "j F"),
            }


def tell_duos(*, arrears_list: ArrearsList) -> None:
    """Give every worker of a case that holds its household back a task, once a rise."""
    earlier = Balance.objects.filter(contract=OuterRef("balance__contract"), as_of__lt=OuterRef("balance__as_of"))
    before = Coalesce(Subquery(earlier.order_by("-as_of").values("months")[:1]), 0)
    held_back = ListedRow.objects.filter(arrears_list=arrears_list, exclusion=Exclusion.OPEN_CASE)
    rows = held_back.order_by("months", "pk").values_list("household_id", before, "months", "balance__as_of")
    risen = {household_id: Rise(*rise) for household_id, *rise in rows if rise[1] > rise[0]}
    cases = Case.objects.open().filter(household__in=risen).select_related("household")
    for case in cases.prefetch_related("workers__user"):
        _tell(case=case, rise=risen[case.household_id])


def _tell(*, case: Case, rise: Rise) -> None:
    """Put the rise on the lists of the duo, in the place of earlier ones that nobody has ticked off."""
    earlier = TimelineEntry.objects.filter(case=case, kind=EntryKind.ARREARS)
    told = set(earlier.values_list("detail", flat=True))
    if rise.code in told or any(Rise.of(code).on > rise.on for code in told):
        return  # an older list, made again, has no news
    record(household=case.household, case=case, kind=EntryKind.ARREARS, detail=rise.code, by=None)
    replaced = Task.objects.filter(case=case, done_at=None, what__in=[Rise.of(code).task for code in told])
    replaced.update(done_at=dates.now())
    for worker in case.duo:
        promise(case=case, what=rise.task, due_on=dates.today(), owner=worker, is_promise=False, by=None)
