"""The income check at the table: one tap a line, and what a month it brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.outbox import publish
from cases.enums import EntryKind, IncomeState
from cases.models import IncomeLine, TimelineEntry
from cases.services.case import lock_open
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from accounts.models import User
    from cases.models import Case


@transaction.atomic
def set_income(
    *,
    case: Case,
    state: IncomeState,
    by: User,
    code: str = "",
    what: str = "",
    applied_on: date | None = None,
    gained: Decimal | None = None,
) -> IncomeLine:
    """Note what is known of a line of the list, or of something else in words (`what`).

    An answer to an application keeps the days it took; an amount is kept with what they have. The case is locked first:
    of two people who tap one line the last one counts. Raises CaseAlreadyClosed.
    """
    locked = lock_open(case)
    line = locked.income_lines.filter(code=code, what=what.strip()).first()
    before = line.state if line else ""
    line = line or IncomeLine(case=locked, code=code, what=what.strip())
    line.state, line.changed_at, line.changed_by = state, dates.now(), by
    _date(line, before=before, applied_on=applied_on)
    if state != IncomeState.HAS:
        line.gained = None
    elif gained is not None:
        line.gained = gained
    line.save()
    _tell(line, before=before, by=by)
    return line


@transaction.atomic
def clear_income(*, case: Case, by: User, code: str = "", what: str = "") -> bool:
    """Take back a tap: nothing is known of this line. What it was stays in the history. Raises CaseAlreadyClosed."""
    return bool(lock_open(case).income_lines.filter(code=code, what=what).delete()[0])


def _date(line: IncomeLine, *, before: str, applied_on: date | None) -> None:
    """Keep the day of an application, and that of its answer."""
    today = dates.today()
    if line.state == IncomeState.APPLIED:
        line.applied_on, line.answered_on = applied_on or line.applied_on or today, None
    elif line.state == IncomeState.MAY_HAVE:
        line.applied_on = line.answered_on = None
    elif before == IncomeState.APPLIED:
        line.answered_on = today


def _tell(line: IncomeLine, *, before: str, by: User) -> None:
    """Tell of applications, answers and amounts; of a first look at a whole list one line a day is enough."""
    case, today = line.case, dates.today()
    matters = IncomeState.APPLIED in (line.state, before) or line.gained
    if matters:
        record(household=case.household, case=case, kind=EntryKind.INCOME, detail=line.state, text=line.label, by=by)
    elif not TimelineEntry.objects.filter(case=case, kind=EntryKind.INCOME, at__date=today).exists():
        record(household=case.household, case=case, kind=EntryKind.INCOME, by=by)
    publish("case.changed", household_id=case.household_id)
