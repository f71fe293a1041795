"""How a case stands between people: who keeps the direction, how far trust has come, how free the contact is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cases.enums import ContactStatus, EntryKind, Visibility
from cases.models import Case
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.enums import Relationship


@transaction.atomic
def set_standing(
    *,
    case: Case,
    by: User,
    director: User | None,
    relationship: Relationship,
    contact_status: ContactStatus,
    pressed_by: str = "",
    since: date | None = None,
) -> None:
    """Note who keeps the direction and how the contact is; each change is a line on the timeline.

    `pressed_by` names who presses, and is dropped for contact of one's own accord. `since` is from when the contact is
    so, today when it changed and nobody says. The relationship may go back.
    """
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    pressed_by = "" if contact_status == ContactStatus.VOLUNTARY else pressed_by.strip()
    before = _standing(locked)
    locked.director, locked.relationship = director, relationship
    was, locked.contact_status, locked.pressed_by = locked.contact_status, contact_status, pressed_by
    if since or was != contact_status:
        locked.contact_status_since = since or dates.today()
    locked.save(update_fields=["director", "relationship", "contact_status", "contact_status_since", "pressed_by"])
    now = _standing(locked)
    lines = [
        (EntryKind.DIRECTOR, "", director.name if director else ""),
        (EntryKind.RELATIONSHIP, relationship, ""),
        (EntryKind.CONTACT_STATUS, contact_status, pressed_by),
    ]
    for (kind, detail, text), old, new in zip(lines, before, now, strict=True):
        if old != new:
            record(
                household=case.household, case=case, kind=kind, detail=detail, text=text, by=by,
                visibility=Visibility.TEAM,
            )  # fmt: skip
    case.refresh_from_db()


def _standing(case: Case) -> tuple[int | None, str, tuple[str, str, date | None]]:
    return case.director_id, case.relationship, (case.contact_status, case.pressed_by, case.contact_status_since)
