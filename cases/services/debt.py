"""The chain of debt help: what is prepared, who has it now, and who keeps asking (Activering Sociale Netwerken, 1.17).

What is handed over is not gone: each handover puts asking after it on somebody's list, each solution a second look.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.outbox import publish
from cases.enums import ChainKind, ChainState, ClockKind, EntryKind, ItemKind, ItemState, ObstacleKind, Threat
from cases.models import Checklist, DebtPaper, DebtStep
from cases.models.shipped import shipped
from cases.services import clock
from cases.services.case import lock_open
from cases.services.checklist import change_line
from cases.services.obstacle import note_obstacle
from cases.services.record import record
from cases.services.task import promise
from cases.states import DEBT_STEP
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.models import Case

#: Until the papers of an application are there, unless another day is agreed for one.
PAPERS = timedelta(days=14)


class StepRunsAlready(Exception):  # noqa: N818 -- errors are facts
    """A step of this kind runs."""


class StepEndedAlready(Exception):  # noqa: N818 -- errors are facts
    """Somebody else noted first how it ended."""


class HandoverToNobody(Exception):  # noqa: N818 -- errors are facts
    """A handover names who has it now."""


@transaction.atomic
def start_step(
    *, case: Case, kind: ChainKind, by: User, party: str = "", conversation_on: date | None = None
) -> DebtStep:
    """Begin a step. An application copies the list of papers with their day, and the weeks to a decision count.

    They count from the conversation about it: `conversation_on`, else today. That conversation settles what was asked,
    so the law's term for it ends. Raises StepRunsAlready (one of a kind by constraint), CaseAlreadyClosed.
    """
    locked, today = lock_open(case), dates.today()
    try:
        with transaction.atomic():
            step = DebtStep.objects.create(case=locked, kind=kind, party=party.strip(), started_on=today, started_by=by)
    except IntegrityError as error:
        raise StepRunsAlready(kind) from error
    if kind == ChainKind.APPLICATION:
        _add_papers(step)
        day = conversation_on or today
        for term in (ClockKind.FIRST_CONVERSATION, ClockKind.URGENT_CONVERSATION):
            clock.stop_clock(kind=term, household=locked.household, on=day, by=by)
        clock.start_debt_decision(case=locked, on=day, by=by)
        words = _papers_words()
        promise(case=locked, what=words, due_on=today + PAPERS, owner=by, is_promise=False, debt_step=step, by=by)
    _tell(step, by=by)
    return step


@transaction.atomic
def report_step(
    *,
    step: DebtStep,
    state: ChainState,
    by: User,
    party: str = "",
    accepted_by: str = "",
    result: str = "",
    on: date | None = None,
    dropped_why: str = "",
) -> None:
    """Note that a step was handed over, is with the same people still, or ended; empty words leave what was said.

    Who drops out is asked why at the door, by whoever keeps the direction. The ``update`` is also the lock. Raises
    StepEndedAlready, HandoverToNobody, CaseAlreadyClosed.
    """
    lock_open(step.case)
    day = max(on or dates.today(), step.started_on)
    said = {"party": party.strip(), "accepted_by": accepted_by.strip(), "result": result.strip()}
    changes: dict[str, object] = {name: words for name, words in said.items() if words}
    if state == ChainState.HANDED_OVER:
        if not (said["party"] or step.party):
            raise HandoverToNobody
        changes["handed_on"] = day
    else:
        changes["ended_on"] = day
    if state == ChainState.DROPPED_OUT:
        changes["dropped_why"] = dropped_why
    if not DebtStep.objects.filter(pk=step.pk, state__in=DEBT_STEP.before(state)).update(state=state, **changes):
        raise StepEndedAlready
    step.refresh_from_db()
    _look_after(step, by=by)
    _tell(step, by=by)
    if step.kind == ChainKind.APPLICATION and not step.is_running:
        clock.stop_clock(kind=ClockKind.DEBT_DECISION, household=step.case.household, on=day, by=by)
    if state == ChainState.REFUSED:
        note_obstacle(
            case=step.case, party=step.party or step.case.team.organisation.name, kind=ObstacleKind.REFUSAL,
            what=step.result, since=step.started_on, by=by,
        )  # fmt: skip


@transaction.atomic
def wind_up_step(*, step: DebtStep, state: ChainState, by: User, result: str = "") -> None:
    """End a step as its household is let go: nobody asks after it any more, and nothing new is asked of anybody.

    The ``update`` is also the lock. Raises StepEndedAlready, CaseAlreadyClosed.
    """
    lock_open(step.case)
    changes = {"state": state, "ended_on": max(dates.today(), step.started_on), "result": result.strip() or step.result}
    if not DebtStep.objects.filter(pk=step.pk, state__in=DEBT_STEP.before(state)).update(**changes):
        raise StepEndedAlready
    step.refresh_from_db()
    step.follow_ups.open().update(done_at=dates.now())
    _tell(step, by=by)


@transaction.atomic
def set_paper(
    *, paper: DebtPaper, state: ItemState, seen: int, by: User, due_on: date | None = None, note: str | None = None
) -> None:
    """Tick off a paper, leave it out or open it again; without `due_on` or `note` those stay.

    With the last one the task of getting them together is done. `seen` as in ``change_line``. Raises
    LineChangedMeanwhile, CaseAlreadyClosed.
    """
    lock_open(paper.step.case)
    change_line(line=paper, state=state, seen=seen, note=note, due_on=due_on or paper.due_on, by=by)
    if not paper.step.papers.filter(state=ItemState.OPEN).exists():
        together = paper.step.follow_ups.open().filter(what=_papers_words())
        together.update(done_at=dates.now())


def look_again_later(*, case: Case, by: User) -> None:
    """Ask some months after a solution about money whether it holds: alone it ends in relapse. Once for all."""
    due = dates.add_months(dates.today(), settings.DEBT_FOLLOW_UP_MONTHS)
    if not case.tasks.open().filter(what=_hold_words()).exists():
        promise(case=case, what=_hold_words(), due_on=due, owner=case.director or by, is_promise=False, by=by)


def _look_after(step: DebtStep, *, by: User) -> None:
    """Put the next look on somebody's list in the place of the last: whoever had that one goes on with it."""
    last = step.follow_ups.open().select_related("owner").last()
    step.follow_ups.open().update(done_at=dates.now())
    owner = step.case.director or (last.owner if last else by)
    if step.state == ChainState.HANDED_OVER:
        due = dates.today() + timedelta(days=settings.DEBT_MONITOR_DAYS)
        promise(case=step.case, what=_ask_words(step), due_on=due, owner=owner, is_promise=False, debt_step=step, by=by)
    elif step.state == ChainState.DROPPED_OUT:  # who drops out is visited, not let go
        promise(case=step.case, what=_why_words(), due_on=dates.today(), owner=owner, is_visit=True, by=by)
    elif step.state == ChainState.DONE and ChainKind(step.kind).solves:
        look_again_later(case=step.case, by=by)


def _add_papers(step: DebtStep) -> None:
    """Copy the organisation's newest list of papers, or the shipped one, each due on the same day."""
    own = Checklist.objects.filter(organisation=step.case.team.organisation_id).first()
    if own and own.papers:
        lines = [{"what": what} for what in own.papers]
    else:
        lines = [{"code": code} for code in shipped(ItemKind.PAPER, Threat.EVICTION)]
    due = dates.today() + PAPERS
    DebtPaper.objects.bulk_create(
        DebtPaper(step=step, position=position, due_on=due, **line) for position, line in enumerate(lines)
    )


def _tell(step: DebtStep, *, by: User) -> None:
    case = step.case
    with translation.override(settings.LANGUAGE_CODE):
        words = ": ".join(filter(None, [str(ChainKind(step.kind).label), step.party]))
    text = f"{words}\n\n{step.result}".strip()
    record(household=case.household, case=case, kind=EntryKind.DEBT_STEP, detail=step.state, text=text, by=by)
    publish("case.changed", household_id=case.household_id)


def _papers_words() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Get the papers for debt help together")


def _ask_words(step: DebtStep) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        words = _("Ask %(party)s how it goes: %(what)s")
        return words % {"party": step.party, "what": ChainKind(step.kind).label}


def _why_words() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Go there: why did debt help stop?")


def _hold_words() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Does the solution about money hold?")
