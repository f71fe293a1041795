"""Who works on a case after the first duo: somebody else takes over, or one of another team is borrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.outbox import publish
from cases.enums import EntryKind, Visibility, WorkerSide
from cases.models import CaseWorker
from cases.services.case import lock_open
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case


class WorksOnItAlready(Exception):  # noqa: N818 -- errors are facts here
    """This person is one of those who work on the case now."""


class NoDuoYet(Exception):  # noqa: N818 -- errors are facts here
    """Before somebody takes over a duo is chosen (``cases.services.case.assign_duo``)."""


@transaction.atomic
def take_over(*, case: Case, side: WorkerSide, worker: User, by: User) -> CaseWorker:
    """Let somebody else take one half of a duo, with the direction and the open tasks that the one before had.

    On an empty side the worker is added: so one of another team of the agency is borrowed, for this case alone. Raises
    WorksOnItAlready, NoDuoYet, and CaseAlreadyClosed for a closed case; the case is locked first.
    """
    locked = lock_open(case)
    if locked.assigned_at is None:
        raise NoDuoYet
    if locked.workers.current().filter(user=worker).exists():
        raise WorksOnItAlready
    before = locked.workers.current().filter(side=side).select_related("user").first()
    if before is not None:
        _leave(before)
        locked.tasks.open().filter(owner=before.user).update(owner=worker)
        if locked.director_id == before.user_id:
            locked.director = worker
            locked.save(update_fields=["director"])
    here = CaseWorker.objects.create(case=locked, user=worker, side=side, since=dates.today())
    _tell(locked, f"{before.user.name} → {worker.name}" if before else f"+ {worker.name}", by=by)
    case.refresh_from_db()
    return here


@transaction.atomic
def give_back(*, case: Case, by: User) -> bool:
    """End that a second colleague works along, and say whether one did. The director goes on with their tasks."""
    locked = lock_open(case)
    borrowed = locked.workers.current().filter(side=WorkerSide.SECOND).select_related("user").first()
    if borrowed is None:
        return False
    _leave(borrowed)
    if locked.director_id and locked.director_id != borrowed.user_id:
        locked.tasks.open().filter(owner=borrowed.user).update(owner=locked.director)
    _tell(locked, f"− {borrowed.user.name}", by=by)  # noqa: RUF001 -- a minus beside the plus above
    return True


def _leave(worker: CaseWorker) -> None:
    CaseWorker.objects.current().filter(pk=worker.pk).update(until=dates.today())


def _tell(case: Case, text: str, *, by: User) -> None:
    record(household=case.household, case=case, kind=EntryKind.WORKERS, text=text, by=by, visibility=Visibility.TEAM)
    publish("case.changed", household_id=case.household_id)
