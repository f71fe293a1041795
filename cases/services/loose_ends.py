"""What is still open when a household is let go: of each it is said what becomes of it, and nothing stays behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cases.endings import Becomes
from cases.enums import Carrier, DropReason, ReferralState
from cases.models import Referral, Task
from cases.services.referral import answer_referral
from cases.services.task import drop_task, finish_task, hand_on_task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from accounts.models import User
    from cases.models import Case


class LooseEnd(NamedTuple):
    """What becomes of a task or referral; `to` is who goes on with it."""

    becomes: Becomes
    to: str = ""


class LooseEndsLeft(Exception):  # noqa: N818 -- errors are facts
    """Of something that is still open nobody said what becomes of it."""


def loose_ends_of(case: Case) -> list[Referral | Task]:
    """Give the open referrals and tasks; asking after a referral ends with it."""
    tasks = case.tasks.open().to_tick().select_related("owner", "student")
    return [*case.referrals.open(), *tasks]


def likely_end(one: Referral | Task) -> LooseEnd:
    """Fill in what is most likely: what others do they go on with, what we would have done is no longer needed."""
    if isinstance(one, Referral):
        return LooseEnd(Becomes.GOES_ON, one.party)
    if one.carrier == Carrier.PROFESSIONAL:
        return LooseEnd(Becomes.DROPPED)
    name = one.student.name if one.student else one.carried_by
    return LooseEnd(Becomes.GOES_ON, name or str(Carrier(one.carrier).label))


def tie_up(*, case: Case, said: Mapping[UUID, LooseEnd], by: User) -> None:
    """Let each open referral and task become what was said. Raises LooseEndsLeft when something was not named."""
    open_ones = loose_ends_of(case)
    if any(one.uuid not in said for one in open_ones):
        raise LooseEndsLeft
    for one in open_ones:
        if isinstance(one, Referral):
            _end_referral(one, said[one.uuid], by=by)
        else:
            _end_task(one, said[one.uuid], by=by)


def _end_referral(referral: Referral, end: LooseEnd, *, by: User) -> None:
    state = ReferralState.NOT_TAKEN_UP if end.becomes == Becomes.DROPPED else ReferralState.RESULT
    result = ""
    if end.becomes == Becomes.GOES_ON:
        with translation.override(settings.LANGUAGE_CODE):
            result = _("%(who)s goes on with it") % {"who": end.to.strip() or referral.party}
    answer_referral(referral=referral, state=state, result=result, is_last=True, by=by)


def _end_task(task: Task, end: LooseEnd, *, by: User) -> None:
    if end.becomes == Becomes.DONE:
        finish_task(task=task, by=by)
    elif end.becomes == Becomes.GOES_ON:
        hand_on_task(task=task, to=end.to, by=by)
    else:
        drop_task(task=task, reason=DropReason.NOT_NEEDED, by=by)
