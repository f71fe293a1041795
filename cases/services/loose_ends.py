"""What is still open when a household is let go: of each it is said what becomes of it, and nothing stays behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cases.endings import Becomes
from cases.enums import RUNNING_STEPS, Carrier, ChainState, DropReason, ReferralState
from cases.models import DebtDecision, DebtStep, Referral, Task
from cases.services.debt import wind_up_step
from cases.services.debt_decision import drop_draft
from cases.services.referral import answer_referral
from cases.services.task import drop_task, finish_task, hand_on_task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from accounts.models import User
    from cases.models import Case


#: What may be open: a decision on debt help is one for as long as it was not sent.
OpenEnd = Referral | DebtStep | DebtDecision | Task


class LooseEnd(NamedTuple):
    """What becomes of something open; `to` is who goes on with it."""

    becomes: Becomes
    to: str = ""


class LooseEndsLeft(Exception):  # noqa: N818 -- errors are facts
    """Of something that is still open nobody said what becomes of it."""


def loose_ends_of(case: Case) -> list[OpenEnd]:
    """Give what is open; asking after a referral or a step of debt help ends with it."""
    tasks = case.tasks.open().to_tick().exclude(debt_step__state__in=RUNNING_STEPS).select_related("owner", "student")
    drafts = case.debt_decisions.filter(sent_on=None)
    return [*case.referrals.open(), *case.debt_steps.running(), *drafts, *tasks]


def may_become(one: OpenEnd) -> list[Becomes]:
    """Say what may become of it: a decision that was not sent can only be taken back here."""
    return [Becomes.DROPPED] if isinstance(one, DebtDecision) else list(Becomes)


def likely_end(one: OpenEnd) -> LooseEnd:
    """Fill in what is most likely: what others do they go on with, what we would have done is no longer needed."""
    if isinstance(one, Referral):
        return LooseEnd(Becomes.GOES_ON, one.party)
    if isinstance(one, DebtStep):
        handed_over = one.state == ChainState.HANDED_OVER
        return LooseEnd(Becomes.GOES_ON, one.party) if handed_over else LooseEnd(Becomes.DROPPED)
    if isinstance(one, DebtDecision):
        return LooseEnd(Becomes.DROPPED)
    if one.carrier == Carrier.PROFESSIONAL:
        return LooseEnd(Becomes.DROPPED)
    name = one.student.name if one.student else one.carried_by
    return LooseEnd(Becomes.GOES_ON, name or str(Carrier(one.carrier).label))


def tie_up(*, case: Case, said: Mapping[UUID, LooseEnd], by: User) -> None:
    """Let each become what was said. Raises LooseEndsLeft when something was not named, or cannot become that."""
    open_ones = loose_ends_of(case)
    if any(one.uuid not in said or said[one.uuid].becomes not in may_become(one) for one in open_ones):
        raise LooseEndsLeft
    for one in open_ones:
        if isinstance(one, Referral):
            _end_referral(one, said[one.uuid], by=by)
        elif isinstance(one, DebtStep):
            _end_step(one, said[one.uuid], by=by)
        elif isinstance(one, DebtDecision):
            drop_draft(decision=one, by=by)
        else:
            _end_task(one, said[one.uuid], by=by)


def _end_referral(referral: Referral, end: LooseEnd, *, by: User) -> None:
    state = ReferralState.NOT_TAKEN_UP if end.becomes == Becomes.DROPPED else ReferralState.RESULT
    result = _who_goes_on(end, referral.party)
    answer_referral(referral=referral, state=state, result=result, is_last=True, by=by)


def _end_step(step: DebtStep, end: LooseEnd, *, by: User) -> None:
    """End our part in it; what others have is done for us, with who goes on."""
    state = ChainState.STOPPED if end.becomes == Becomes.DROPPED else ChainState.DONE
    wind_up_step(step=step, state=state, result=_who_goes_on(end, step.party), by=by)


def _who_goes_on(end: LooseEnd, party: str) -> str:
    if end.becomes != Becomes.GOES_ON:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return _("%(who)s goes on with it") % {"who": end.to.strip() or party}


def _end_task(task: Task, end: LooseEnd, *, by: User) -> None:
    if end.becomes == Becomes.DONE:
        finish_task(task=task, by=by)
    elif end.becomes == Becomes.GOES_ON:
        hand_on_task(task=task, to=end.to, by=by)
    else:
        drop_task(task=task, reason=DropReason.NOT_NEEDED, by=by)
