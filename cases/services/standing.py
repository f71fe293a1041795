"""How a case stands between people: who keeps the direction, how far trust has come, how free the contact is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cases.enums import ContactStatus, EntryKind, Visibility
from cases.models import Case
from cases.services.record import record

if TYPE_CHECKING:
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
) -> None:
    """Note who keeps the direction and how the contact is; each change is a line on the timeline.

    `pressed_by` names who presses, and is dropped for contact of one's own accord. The relationship may go back.
    """
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    pressed_by = "" if contact_status == ContactStatus.VOLUNTARY else pressed_by.strip()
    before = (locked.director_id, locked.relationship, (locked.contact_status, locked.pressed_by))
    locked.director, locked.relationship = director, relationship
    locked.contact_status, locked.pressed_by = contact_status, pressed_by
    locked.save(update_fields=["director", "relationship", "contact_status", "pressed_by"])
    now = (locked.director_id, locked.relationship, (locked.contact_status, locked.pressed_by))
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
