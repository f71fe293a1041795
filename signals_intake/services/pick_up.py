"""The day on which a report was picked up: the day the review decided visit or light contact (design.md §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cases.enums import NATIONAL_CONTACTS
from cases.models import ContactAttempt
from common import dates
from signals_intake.enums import PICKED_UP
from signals_intake.models import ReviewDecision, Signal

if TYPE_CHECKING:
    from datetime import date

    from signals_intake.models.signal import SignalQuerySet


def pick_up_signals(*, household_id: int) -> None:
    """Bring the day up to date on the signals of each month about which the review decided.

    All signals of a household in one calendar month are one report, whoever sent them; so the day stands on those of
    other corporations as well. What somebody of a corporation decides reaches them by the job that follows, because
    the wall is in between. The first day stays when a decision is replaced; it goes when nothing is left of it and
    nobody tried to reach the household. Doing it again changes nothing.
    """
    made = ReviewDecision.objects.filter(entry__household=household_id).select_related("entry__arrears_list")
    months: dict[date, date | None] = {}
    for decision in made.order_by("decided_at"):
        month = dates.first_of_month(decision.entry.arrears_list.as_of)
        on = timezone.localdate(decision.decided_at) if decision.decision in PICKED_UP else None
        months[month] = months.get(month) or on
    for month, on in months.items():
        _write(_report(household_id, month), on, month)


def _report(household_id: int, month: date) -> SignalQuerySet:
    end = dates.add_months(month, 1)
    return Signal.objects.filter(household=household_id, signal_on__gte=month, signal_on__lt=end)


def _write(report: SignalQuerySet, on: date | None, month: date) -> None:
    if on is not None:
        day = Greatest(F("signal_on"), Value(on), output_field=DateField())
        report.filter(picked_up_on=None).update(picked_up_on=day)
        return
    tried = ContactAttempt.objects.filter(
        household__in=report.values("household"), on__gte=month, kind__in=NATIONAL_CONTACTS
    )
    if not tried.exists():
        report.exclude(picked_up_on=None).update(picked_up_on=None)
