"""How a case stands between people: who keeps the direction, how far trust has come, how free the contact is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases.enums import ContactStatus, DropReason, EntryKind, Visibility
from cases.models import Case
from cases.services.record import record
from cases.services.task import promise
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
    kept_elsewhere: str | None = None,
    since: date | None = None,
) -> None:
    """Note who keeps the direction and how the contact is; each change is a line on the timeline.

    `pressed_by` names who presses, and is dropped for contact that nobody presses. `since` is from when the contact is
    so, today when it changed and nobody says. The relationship may go back. `kept_elsewhere` names who else keeps the
    direction; empty is that we do, None that nothing is said of it.
    """
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    pressed_by = pressed_by.strip() if contact_status.is_pressed else ""
    before = _standing(locked)
    was, locked.contact_status, locked.pressed_by = locked.contact_status, contact_status, pressed_by
    locked.relationship = relationship
    if since or was != contact_status:
        locked.contact_status_since = since or dates.today()
    locked.save(update_fields=["relationship", "contact_status", "contact_status_since", "pressed_by"])
    now = _standing(locked)
    lines = [(EntryKind.RELATIONSHIP, relationship, ""), (EntryKind.CONTACT_STATUS, contact_status, pressed_by)]
    if director != locked.director:
        give_direction(case=locked, to=director, by=by)
        _tell(locked, EntryKind.DIRECTOR, text=director.name if director else "", by=by)
    if kept_elsewhere is not None:
        keep_elsewhere(case=locked, who=kept_elsewhere, by=by)
    for (kind, detail, text), old, new in zip(lines, before, now, strict=True):
        if old != new:
            _tell(locked, kind, detail=detail, text=text, by=by)
    case.refresh_from_db()


def _standing(case: Case) -> tuple[str, tuple[str, str, date | None]]:
    return case.relationship, (case.contact_status, case.pressed_by, case.contact_status_since)


def give_direction(*, case: Case, to: User | None, by: User) -> None:
    """Let somebody keep the direction from today. Who did not choose that reads it as a task: its tick accepts it.

    Called under the lock of the case; whoever calls this tells the timeline.
    """
    Case.objects.filter(pk=case.pk).update(director=to, director_since=dates.today() if to else None)
    asked = case.tasks.open().filter(what=_direction_words())
    asked.update(done_at=dates.now(), drop_reason=DropReason.GOES_ON)
    if to is not None and to != by:
        promise(case=case, what=_direction_words(), due_on=dates.today(), owner=to, is_promise=False, by=by)


def keep_elsewhere(*, case: Case, who: str, by: User) -> None:
    """Note who outside the team keeps the direction, with our director in touch; an empty name takes it back.

    The ``update`` is also the lock. Only care staff read who that is.
    """
    who = who.strip()
    if Case.objects.filter(pk=case.pk).exclude(kept_elsewhere=who).update(kept_elsewhere=who):
        text = who or (case.director.name if case.director else "")
        record(household=case.household, case=case, kind=EntryKind.DIRECTOR, text=text, by=by)


def come_freely(*, case: Case, by: User) -> None:
    """Note that a household to whom we went wants contact itself. What was said of pressure stays as it was said."""
    asked = Case.objects.filter(pk=case.pk, contact_status=ContactStatus.UNKNOWN)
    if asked.update(contact_status=ContactStatus.VOLUNTARY, contact_status_since=dates.today()):
        _tell(case, EntryKind.CONTACT_STATUS, detail=ContactStatus.VOLUNTARY, by=by)


def _tell(case: Case, kind: EntryKind, *, by: User, detail: str = "", text: str = "") -> None:
    record(
        household=case.household, case=case, kind=kind, detail=detail, text=text, by=by, visibility=Visibility.TEAM
    )  # fmt: skip


def _direction_words() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("You keep the direction now")
