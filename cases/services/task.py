from __future__ import annotations

from typing import TYPE_CHECKING

from cases.models import Task
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.models import Case


def promise(*, case: Case, what: str, due_on: date, owner: User, by: User | None, is_visit: bool = False) -> Task:
    """Put something promised on somebody's list; the same open promise twice is one."""
    task, _ = Task.objects.get_or_create(
        case=case, what=what, due_on=due_on, owner=owner, is_visit=is_visit, done_at=None
    )
    return task


def finish_task(*, task: Task, by: User) -> None:
    """Tick off a promise; the first tick counts."""
    Task.objects.filter(pk=task.pk, done_at=None).update(done_at=dates.now())


def finish_visits(*, case: Case, until: date, by: User) -> None:
    """Tick off the visits that were due: somebody has been at the door. A visit planned for later stays."""
    Task.objects.filter(case=case, is_visit=True, done_at=None, due_on__lte=until).update(done_at=dates.now())
