from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.permissions import Permission, may
from cases.models import Case, Task
from cases.permissions.sight import sight_of, with_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models import Obstacle, Referral, Scaling


def promises_of(case: Case, user: User) -> list[Task]:
    """Give what is agreed and not yet done; of a colleague's visit a partner sees only that it is planned.

    Asking after a referral stands with the referral.
    """
    return [task for task in open_tasks_of(case, user) if task.referral is None or not task.referral.is_open]


def open_tasks_of(case: Case, user: User) -> list[Task]:
    """Give what `promises_of` gives and, to whoever may know, the asking after referrals: each open one has one.

    What is done about debts only care staff read.
    """
    tasks, sight = case.tasks.open().select_related("owner", "student", "referral"), sight_of(user)
    if not sight.is_partner:
        asking = may(user, Permission.REFERRAL_VIEW)
        known = [task for task in tasks if asking or task.referral is None]
        return [task for task in known if sight.is_care or task.debt_step_id is None]
    found = list(tasks.to_tick().filter(Q(is_visit=True) | Q(owner=user)))
    for task in found:
        task.what = task.what if task.owner_id == user.pk else ""
    return found


def ended_tasks_of(case: Case, user: User) -> QuerySet[Task]:
    """Give what was done or dropped, the newest first; what was done about debts to care staff alone."""
    ended = case.tasks.exclude(done_at=None).order_by("-done_at").select_related("owner", "student")
    return ended if sight_of(user).is_care else ended.filter(debt_step=None)


def student_tasks_of(user: User) -> QuerySet[Task]:
    """Give what a student or trainee is asked to do in the own team, and nothing else of those cases."""
    membership = user.membership
    if membership is None or membership.team_id is None or not may(user, Permission.STUDENT_TASKS):
        return Task.objects.none()
    mine = Task.objects.to_tick().filter(student=user, case__team=membership.team_id)
    return mine.filter(case__in=Case.objects.open())


def tasks_to_tick(user: User) -> QuerySet[Task]:
    """Give the tasks that this person may tick off: of the own cases those one writes in, else one's own."""
    if may(user, Permission.STUDENT_TASKS):
        return student_tasks_of(user)
    tasks = Task.objects.to_tick().filter(case__in=Case.objects.own(user))
    return tasks if may(user, Permission.CASE_WRITE) else tasks.filter(owner=user)


def referrals_of(case: Case, user: User) -> list[Referral]:
    """Give where the household was sent, oldest first; what was told there to care staff, nothing to a partner."""
    if not may(user, Permission.REFERRAL_VIEW):
        return []
    found = case.referrals.select_related("service", "sent_by").prefetch_related("follow_ups__owner")
    return with_words(found, user, "why", "shared", "result")


def obstacles_of(case: Case, user: User) -> list[Obstacle]:
    """Give what stands or stood in the way, newest first: kinds and days to staff, words to care staff."""
    if not may(user, Permission.REFERRAL_VIEW):
        return []
    return with_words(case.obstacles.select_related("noted_by"), user, "what")


def scalings_of(case: Case, user: User) -> list[Scaling]:
    """Give to whom the case was scaled up or down, newest first, to care staff alone."""
    if not sight_of(user).is_care:
        return []
    return list(case.scalings.select_related("asked_by"))
