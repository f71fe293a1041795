"""Free notes on the timeline: written by anybody who writes in the case, corrected by whoever wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.enums import EntryKind, Visibility
from cases.services.record import record, revise

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case, TimelineEntry


def add_note(*, case: Case, text: str, by: User, visibility: Visibility = Visibility.TEAM) -> TimelineEntry:
    """Write a note in a case, open or closed. What is shared with the corporation its half of the duo reads at once."""
    return record(
        household=case.household, case=case, kind=EntryKind.NOTE, text=text.strip(), by=by, visibility=visibility
    )


def correct_note(*, note: TimelineEntry, text: str, visibility: Visibility, by: User) -> None:
    """Replace what a note says; how it was stays in the history, and the timeline says that it was corrected."""
    if (note.text, note.visibility) == (text.strip(), visibility):
        return
    revise(entry=note, text=text.strip(), visibility=visibility, by=by)
