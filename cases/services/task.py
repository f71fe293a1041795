"""What was agreed: who does it, by when, and what became of it. Whatever happens, it leaves the list once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from cases.enums import Carrier, DropReason, EntryKind, TaskAnswer, TaskEvent
from cases.models import Case, Task
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from cases.models import DebtStep, Referral, Scaling


class TaskOffTheList(Exception):  # noqa: N818 -- errors are facts here
    """Somebody ticked off or dropped this task."""


def promise(
    *,
    case: Case,
    what: str,
    due_on: date,
    owner: User,
    by: User | None,
    is_visit: bool = False,
    is_promise: bool = True,
    referral: Referral | None = None,
    scaling: Scaling | None = None,
    debt_step: DebtStep | None = None,
) -> Task:
    """Put something on somebody's own list; the same open task twice is one. Whoever calls this tells the timeline.

    Called under the lock of the case, so what is not there yet is not there a moment later either.
    """
    wanted: dict[str, Any] = {
        "case": case,
        "what": what,
        "due_on": due_on,
        "owner": owner,
        "is_visit": is_visit,
        "carrier": Carrier.PROFESSIONAL,
        "referral": referral,
        "scaling": scaling,
        "debt_step": debt_step,
        "done_at": None,
    }
    return Task.objects.filter(**wanted).first() or Task.objects.create(**wanted, is_promise=is_promise)


@transaction.atomic
def add_task(
    *,
    case: Case,
    what: str,
    by: User,
    owner: User | None = None,
    carrier: Carrier = Carrier.PROFESSIONAL,
    carried_by: str = "",
    student: User | None = None,
    due_on: date | None = None,
    is_promise: bool = False,
    **tags: str,
) -> Task:
    """Note what was agreed; looked after by whoever notes it, unless somebody else is named.

    The case is locked first, so that a form sent twice makes one task. `tags` are `mode`, `rung`, `outreach` and
    `mode_reason`, none of which has to be said.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    task, is_new = Task.objects.get_or_create(
        case=case,
        what=what.strip(),
        owner=owner or by,
        carrier=carrier,
        carried_by=carried_by.strip(),
        student=student,
        due_on=due_on,
        is_promise=is_promise,
        is_visit=False,
        referral=None,
        scaling=None,
        debt_step=None,
        done_at=None,
        defaults=tags,
    )
    if is_new:
        _tell(task, TaskEvent.ADDED, by=by)
    return task


@transaction.atomic
def change_task(*, task: Task, by: User, **agreed: Any) -> bool:
    """Bring an open task up to date, and say whether anything changed. How it was stays in the history.

    Raises TaskOffTheList when it is no longer open. The lock keeps it open until this is written.
    """
    locked = Task.objects.select_for_update(of=("self",)).open().filter(pk=task.pk).first()
    if locked is None:
        raise TaskOffTheList
    changed = [name for name, value in agreed.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, agreed[name])
    if changed:
        locked.save(update_fields=changed)
        _tell(locked, TaskEvent.CHANGED, by=by)
    return bool(changed)


@transaction.atomic
def finish_task(*, task: Task, by: User) -> bool:
    """Tick off a task, and say whether it was open: the first tick counts."""
    return _end(task, by=by)


@transaction.atomic
def drop_task(*, task: Task, reason: DropReason, by: User) -> bool:
    """Take a task off the list that did not happen, and say whether it was open."""
    return _end(task, reason=reason, by=by)


@transaction.atomic
def check_tasks(*, case: Case, answers: Mapping[UUID, TaskAnswer], by: User) -> None:
    """Take over what a contact said about open tasks of the case.

    What a colleague took off the list a moment ago stays as it is.
    """
    for task in case.tasks.to_do().to_tick().filter(uuid__in=answers):
        if answers[task.uuid] == TaskAnswer.HAPPENED:
            finish_task(task=task, by=by)
        elif answers[task.uuid] == TaskAnswer.DROPPED:
            drop_task(task=task, reason=DropReason.NOT_NEEDED, by=by)
        else:
            case.tasks.open().filter(pk=task.pk).update(asked_on=dates.today())


def finish_visits(*, case: Case, until: date, by: User) -> None:
    """Tick off the visits that were due: somebody has been at the door. A visit planned for later stays."""
    case.tasks.open().filter(is_visit=True, due_on__lte=until).update(done_at=dates.now())


@transaction.atomic
def hand_on_task(*, task: Task, to: str, by: User) -> bool:
    """Leave a task to somebody outside the team, by name, and say whether it was open. It leaves our list."""
    carrier = Carrier.AGENCY if task.carrier == Carrier.PROFESSIONAL else task.carrier
    mine = Task.objects.open().filter(pk=task.pk)
    if not mine.update(done_at=dates.now(), drop_reason=DropReason.GOES_ON, carrier=carrier, carried_by=to.strip()):
        return False
    task.refresh_from_db()
    _tell(task, TaskEvent.DROPPED, reason=DropReason.GOES_ON, by=by, more=task.carried_by)
    return True


def _end(task: Task, *, by: User, reason: DropReason | None = None) -> bool:
    """Take a task off the list; the ``update`` is also the lock, so of two people exactly one does."""
    mine = Task.objects.open().filter(pk=task.pk)
    if not mine.update(done_at=dates.now(), drop_reason=reason or ""):
        return False
    _tell(task, TaskEvent.DROPPED if reason else TaskEvent.DONE, reason=reason, by=by)
    return True


def _tell(task: Task, event: TaskEvent, *, by: User, reason: DropReason | None = None, more: str = "") -> None:
    detail = f"{event}:{reason}" if reason else event
    text = f"{task.what}\n\n{more}".strip()
    record(household=task.case.household, case=task.case, kind=EntryKind.TASK, detail=detail, text=text, by=by)
