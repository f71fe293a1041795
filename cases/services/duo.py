"""Who works on a case after its duo was chosen: handing it on, a colleague who joins, somebody borrowed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from accounts.outbox import publish
from cases.enums import EntryKind, Visibility, WorkerSide
from cases.models import CaseWorker
from cases.services.case import lock_open
from cases.services.record import record
from cases.services.standing import give_direction
from common import dates

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case


class WorkerLeftAlready(Exception):  # noqa: N818 -- errors are facts
    """Somebody else took this worker from the case first."""


class WorksOnItAlready(Exception):  # noqa: N818 -- errors are facts
    """This person is one of those who work on the case."""


@transaction.atomic
def hand_on(*, worker: CaseWorker, to: User, by: User, words: str = "") -> None:
    """Put a colleague in the place of somebody of the duo, who takes over tasks, clocks and direction of the case.

    `words` say how it was handed over; the household tells its story once (Vroeg Eropaf 2008, S21). The weeks of the
    contact phase do not begin again. The ``update`` is also the lock: raises WorkerLeftAlready for whoever was second,
    WorksOnItAlready, CaseAlreadyClosed.
    """
    case = lock_open(worker.case)
    if case.workers.current().filter(user=to).exists():
        raise WorksOnItAlready
    today = dates.today()
    if not CaseWorker.objects.current().filter(pk=worker.pk).update(until=today):
        raise WorkerLeftAlready
    CaseWorker.objects.create(case=case, user=to, side=worker.side, since=today)
    case.tasks.open().filter(owner=worker.user).update(owner=to)
    case.clocks.filter(owner=worker.user, stopped_on=None).update(owner=to)
    if case.director_id == worker.user_id:
        give_direction(case=case, to=to, by=by)
    _tell(case, EntryKind.HANDED_ON, f"{worker.user.name} → {to.name}", words, by=by)


@transaction.atomic
def borrow(*, case: Case, guest: User, by: User, words: str = "") -> CaseWorker:
    """Let somebody of another team of the agency help in this case; it becomes one of their own, and no other does.

    `words` say what for (Samen DOEN 2016, story 11). One at a time: raises WorksOnItAlready, CaseAlreadyClosed.
    """
    locked = lock_open(case)
    if locked.workers.current().filter(Q(user=guest) | Q(side=WorkerSide.GUEST)).exists():
        raise WorksOnItAlready
    worker = CaseWorker.objects.create(case=locked, user=guest, side=WorkerSide.GUEST, since=dates.today())
    _tell(locked, EntryKind.BORROWED, guest.name, words, by=by)
    return worker


@transaction.atomic
def join(*, case: Case, colleague: User, by: User, words: str = "") -> CaseWorker:
    """Put a colleague of the own team beside whoever is there, so that nobody goes alone into a crisis or a threat.

    `words` say what for. One at a time: raises WorksOnItAlready, CaseAlreadyClosed.
    """
    locked = lock_open(case)
    if locked.workers.current().filter(Q(user=colleague) | Q(side=WorkerSide.SECOND)).exists():
        raise WorksOnItAlready
    worker = CaseWorker.objects.create(case=locked, user=colleague, side=WorkerSide.SECOND, since=dates.today())
    _tell(locked, EntryKind.JOINED, colleague.name, words, by=by)
    return worker


@transaction.atomic
def give_back(*, worker: CaseWorker, by: User) -> None:
    """End what somebody was borrowed or joined for; what they had still to do goes to whoever keeps the direction.

    Raises WorkerLeftAlready, CaseAlreadyClosed.
    """
    case = lock_open(worker.case)
    if not CaseWorker.objects.current().filter(pk=worker.pk).update(until=dates.today()):
        raise WorkerLeftAlready
    heir = case.director if case.director and case.director != worker.user else by
    case.tasks.open().filter(owner=worker.user).update(owner=heir)
    case.clocks.filter(owner=worker.user, stopped_on=None).update(owner=heir)
    if case.director_id == worker.user_id:
        give_direction(case=case, to=heir, by=by)
    kind = EntryKind.GUEST_LEFT if worker.side == WorkerSide.GUEST else EntryKind.STEPPED_BACK
    _tell(case, kind, worker.user.name, "", by=by)


def _tell(case: Case, kind: EntryKind, who: str, words: str, *, by: User) -> None:
    """Say who to the whole team, and how only to care staff."""
    record(household=case.household, case=case, kind=kind, text=who, by=by, visibility=Visibility.TEAM)
    if words.strip():
        record(household=case.household, case=case, kind=EntryKind.NOTE, text=words.strip(), by=by)
    publish("case.changed", household_id=case.household_id)
