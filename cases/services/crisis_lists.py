"""The lists of a crisis: copied when it begins, ticked off line by line; and the versions an organisation makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import Organisation
from cases.enums import EntryKind, ItemKind, ItemState, Threat
from cases.models import Checklist, CrisisCall, CrisisItem
from cases.models.shipped import shipped
from cases.services.case import lock_open
from cases.services.checklist import change_line
from cases.services.record import record
from cases.services.task import promise
from cases.services.workdays import add_workdays
from common import dates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from cases.models import Crisis

#: Lines of which each change is told on the timeline; of papers and bags the lists themselves tell who and when.
TOLD = frozenset({ItemKind.STEP, ItemKind.AFTER})


class ChecklistChangedMeanwhile(Exception):  # noqa: N818 -- errors are facts
    """Somebody else made another version after this person opened theirs."""


def add_lists(*, crisis: Crisis) -> None:
    """Copy the organisation's newest lists, or the shipped ones, into a crisis that begins."""
    checklist = Checklist.objects.filter(organisation=crisis.case.team.organisation_id).first()
    crisis.checklist = checklist
    crisis.save(update_fields=["checklist"])
    for kind in (ItemKind.STEP, ItemKind.PAPER, ItemKind.BRING):
        if checklist is None:
            _add_shipped(crisis, kind)
        elif kind != ItemKind.BRING or crisis.threat == Threat.EVICTION:
            words = {ItemKind.STEP: checklist.steps, ItemKind.PAPER: checklist.papers, ItemKind.BRING: checklist.bring}
            _add(crisis, kind, [{"what": what} for what in words[kind]])


def add_after(*, crisis: Crisis) -> None:
    """Open the lines of what has to be there after a loss."""
    _add_shipped(crisis, ItemKind.AFTER)


@transaction.atomic
def set_item(
    *, item: CrisisItem, state: ItemState, seen: int, by: User, reason: str = "", note: str | None = None
) -> None:
    """Tick off a line, leave it out for a reason, or open it again; who and when stand with it.

    `seen` and `note` as in ``change_line``. Raises LineChangedMeanwhile, CaseAlreadyClosed.
    """
    lock_open(item.crisis.case)
    why = reason if state == ItemState.NOT_NEEDED else ""
    change_line(line=item, state=state, seen=seen, note=note, reason=why, by=by)
    if item.kind in TOLD:
        case, text = item.crisis.case, ": ".join(filter(None, [item.label, item.note]))
        record(household=case.household, case=case, kind=EntryKind.CRISIS_STEP, detail=state, text=text, by=by)


@transaction.atomic
def log_call(
    *, crisis: Crisis, who: str, by: User, said: str = "", next_step: str = "", next_on: date | None = None
) -> CrisisCall:
    """Write down a call in a line; what comes next is promised, without a day for the next working day.

    Raises CaseAlreadyClosed.
    """
    lock_open(crisis.case)
    call = CrisisCall.objects.create(
        crisis=crisis, who=who.strip(), said=said.strip(), next_step=next_step.strip(), at=dates.now(), by=by
    )
    case = crisis.case
    if call.next_step:
        due = next_on or add_workdays(dates.today(), 1)
        promise(case=case, what=call.next_step, due_on=due, owner=by, by=by)
    text = ". ".join(filter(None, [call.who, call.said]))
    record(household=case.household, case=case, kind=EntryKind.CRISIS_CALL, text=text, by=by)
    return call


@transaction.atomic
def save_checklist(
    *,
    organisation: Organisation,
    steps: Sequence[str],
    papers: Sequence[str],
    bring: Sequence[str],
    seen: int,
    by: User,
) -> Checklist:
    """Make another version of the organisation's lists, for the crises that begin from now.

    `seen` is the number of the version it was made from, 0 for the shipped lists. The organisation is locked first, so
    that two leaders at once make two versions in a row: the second gets ChecklistChangedMeanwhile and looks again.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    newest = Checklist.objects.filter(organisation=organisation).first()
    number = newest.number if newest else 0
    if number != seen:
        raise ChecklistChangedMeanwhile
    if newest and (newest.steps, newest.papers, newest.bring) == (list(steps), list(papers), list(bring)):
        return newest
    return Checklist.objects.create(
        organisation=organisation, number=number + 1, steps=list(steps), papers=list(papers), bring=list(bring),
        made_at=dates.now(), made_by=by,
    )  # fmt: skip


def _add_shipped(crisis: Crisis, kind: ItemKind) -> None:
    _add(crisis, kind, [{"code": line} for line in shipped(kind, Threat(crisis.threat))])


def _add(crisis: Crisis, kind: ItemKind, lines: Sequence[dict[str, str]]) -> None:
    CrisisItem.objects.bulk_create(
        CrisisItem(crisis=crisis, kind=kind, position=position, **line) for position, line in enumerate(lines)
    )
