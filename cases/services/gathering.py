"""Walk-in hours, trainings and activities: who came, and what is to be done for whom."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from cases.enums import ContactKind
from cases.models import Gathering, Guest
from cases.services.contact import log_attempt
from cases.services.task import add_task
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Team, User
    from cases.enums import GatheringKind
    from cases.models import Case

NOON = time(12)


@transaction.atomic
def hold_gathering(
    *,
    team: Team,
    kind: GatheringKind,
    by: User,
    on: date | None = None,
    place: str = "",
    about: str = "",
    number: int | None = None,
) -> Gathering:
    """Note that a group came together. A form sent twice notes it once."""
    gathering, _ = Gathering.objects.get_or_create(
        team=team, kind=kind, on=on or dates.today(), place=place.strip(), about=about.strip(), noted_by=by,
        defaults={"number": number},
    )  # fmt: skip
    return gathering


@transaction.atomic
def welcome(*, gathering: Gathering, first_name: str, by: User, follow_up: str = "", case: Case | None = None) -> Guest:
    """Note who came; in the file of whoever has one it is a contact, and what is to be done for them a task.

    Without a file what is to be done stays with the gathering. The gathering is locked first, so that a form sent
    twice notes somebody once.
    """
    Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    guest, is_new = Guest.objects.get_or_create(
        gathering=gathering, first_name=first_name.strip(), case=case, follow_up=follow_up.strip()
    )
    if case is not None and is_new:
        log_attempt(
            case=case, kind=ContactKind.GROUP, at=_moment(gathering.on), reached=True, story=gathering.about, by=by
        )
        if guest.follow_up:
            add_task(case=case, what=guest.follow_up, by=by)
    return guest


@transaction.atomic
def follow_up(*, guest: Guest, by: User) -> bool:
    """Tick off what was to be done for somebody without a file, and say whether it was open: the first tick counts."""
    mine = Guest.objects.to_follow_up().filter(pk=guest.pk)
    return bool(mine.update(followed_on=dates.today(), followed_by=by))


def _moment(on: date) -> datetime:
    """Give the moment of a gathering: now for one of today, else noon of its day."""
    return dates.now() if on == dates.today() else timezone.make_aware(datetime.combine(on, NOON))
