"""Lines that are ticked off: of the lists of a crisis, and the papers of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from common import dates

if TYPE_CHECKING:
    from accounts.models import User
    from cases.enums import ItemState
    from cases.models import CrisisItem, DebtPaper


class LineChangedMeanwhile(Exception):  # noqa: N818 -- errors are facts
    """Somebody else changed the line after this person saw it; `by` is who."""

    def __init__(self, *, by: User | None) -> None:
        super().__init__("the line has another version")
        self.by = by


def change_line(
    *, line: CrisisItem | DebtPaper, state: ItemState, seen: int, by: User, note: str | None = None, **more: Any
) -> None:
    """Note how it is with a line; who and when stand with it, and without `note` that stays.

    `seen` is the version on this person's page. The ``update`` is also the lock: who saw an older one changes nothing
    and gets LineChangedMeanwhile.
    """
    said = more if note is None else more | {"note": note.strip()}
    mine = type(line).objects.filter(pk=line.pk, version=seen)
    changed = mine.update(version=F("version") + 1, state=state, changed_at=dates.now(), changed_by=by, **said)
    line.refresh_from_db()
    if not changed:
        raise LineChangedMeanwhile(by=line.changed_by)
