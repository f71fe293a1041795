"""What is pinned on a file for whoever comes to the door next, and taken off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.outbox import publish
from cases.enums import EntryKind, Visibility
from cases.models import PinnedWarning
from cases.services.case import lock_open
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.models import Case


@transaction.atomic
def pin_warning(
    *, case: Case, text: str, by: User, visibility: Visibility = Visibility.CORPORATION, until: date | None = None
) -> PinnedWarning:
    """Pin a warning; `until` is the first day without it. Whoever goes along reads it too, unless that was chosen.

    The case is locked first, so that a form sent twice pins one: the one that is there stays as it is. Raises
    CaseAlreadyClosed.
    """
    locked, words = lock_open(case), text.strip()
    pinned = locked.warnings.on(dates.today()).filter(text=words, visibility=visibility).first()
    if pinned is not None:
        return pinned
    warning = PinnedWarning.objects.create(
        case=locked, text=words, visibility=visibility, since=dates.today(), until=until, noted_by=by
    )
    _tell(warning, EntryKind.WARNING, by=by)
    return warning


@transaction.atomic
def take_off_warning(*, warning: PinnedWarning, by: User) -> bool:
    """Take a warning off today, and say whether it was still there. The ``update`` is also the lock."""
    today = dates.today()
    if not PinnedWarning.objects.on(today).filter(pk=warning.pk).update(until=today):
        return False
    _tell(warning, EntryKind.WARNING_GONE, by=by)
    return True


def _tell(warning: PinnedWarning, kind: EntryKind, *, by: User) -> None:
    case, visibility = warning.case, Visibility(warning.visibility)
    record(household=case.household, case=case, kind=kind, text=warning.text, by=by, visibility=visibility)
    publish("case.changed", household_id=case.household_id)
