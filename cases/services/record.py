"""The one door to the timeline of a household, for every app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.enums import Visibility
from cases.models import TimelineEntry
from common import dates

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Organisation, User
    from cases.enums import EntryKind
    from cases.models import Case, Household


def record(
    *,
    household: Household,
    case: Case | None,
    kind: EntryKind,
    by: User | None,
    detail: str = "",
    text: str = "",
    about: Organisation | None = None,
    at: datetime | None = None,
    visibility: Visibility = Visibility.CARE,
) -> TimelineEntry:
    """Write what happened. `detail` is a code that a partner may read; who reads `text` is said by `visibility`."""
    return TimelineEntry.objects.create(
        household=household, case=case, kind=kind, by=by, detail=detail, text=text, about=about, at=at or dates.now(),
        visibility=visibility,
    )  # fmt: skip


def revise(*, entry: TimelineEntry, by: User | None = None, **now: str) -> None:
    """Bring an entry up to date; who and when stay, and how it was stays in the history. `by` is who corrected it."""
    changed = {**now, **({"corrected_at": dates.now(), "corrected_by": by} if by else {})}
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.save(update_fields=changed)
