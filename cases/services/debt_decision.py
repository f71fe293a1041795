"""A decision on debt help: written, taken by the mandate holder, sent, and then fixed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.outbox import publish
from accounts.permissions import Permission, may
from cases.enums import ChainKind, ChainState, ClockKind, DebtOutcome, EntryKind, Visibility
from cases.models import DebtDecision
from cases.queries.covenant import covenant_of
from cases.services import clock
from cases.services.case import lock_open
from cases.services.debt import report_step
from cases.services.note import add_note
from cases.services.record import record
from cases.services.task import promise
from cases.services.workdays import next_workday
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.models import Case

#: Until a refusal is explained and another way is looked for; there is time left to object.
EXPLAIN = timedelta(days=7)


class DecisionChangedMeanwhile(Exception):  # noqa: N818 -- errors are facts
    """Somebody wrote in it, or sent it, after this person opened it."""


class DecisionIncomplete(Exception):  # noqa: N818 -- errors are facts
    """What a decision must say before it is sent is missing; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NoMandate(Exception):  # noqa: N818 -- errors are facts
    """Whoever sends a decision holds the mandate for it."""


class DecisionWords(TypedDict):
    outcome: str
    assessment: str
    weighing: str
    help_given: str


@transaction.atomic
def write_decision(*, case: Case, words: DecisionWords, seen: int, by: User) -> DebtDecision:
    """Write a decision or bring it up to date; one at a time is being written.

    `seen` is the version on this person's page, 0 for a new one: who saw an older one changes nothing and gets
    DecisionChangedMeanwhile. The case is locked first. Raises CaseAlreadyClosed.
    """
    locked = lock_open(case)
    draft = locked.debt_decisions.filter(sent_on=None).first()
    if (draft.version if draft else 0) != seen:
        raise DecisionChangedMeanwhile
    draft = draft or DebtDecision(case=locked)
    for name, text in words.items():
        setattr(draft, name, str(text).strip())
    draft.version, draft.written_on, draft.written_by = seen + 1, dates.today(), by
    draft.save()
    return draft


@transaction.atomic
def send_decision(*, decision: DebtDecision, seen: int, by: User, on: date | None = None) -> None:
    """Take a decision and send it: from here it stays as it is, in the database too.

    The household can object for the covenant's days (six weeks by law; a term that would end on a Saturday, Sunday or
    holiday ends on the next working day). It stops the weeks to a decision and ends the application; a refusal is an
    obstacle that counts, and is explained within a week. The ``update`` is also the lock. Raises NoMandate,
    DecisionIncomplete, DecisionChangedMeanwhile, CaseAlreadyClosed.
    """
    if not may(by, Permission.DEBT_DECIDE):
        raise NoMandate
    case = lock_open(decision.case)
    decision.refresh_from_db()
    if missing := [name for name in ("outcome", "assessment", "weighing") if not getattr(decision, name)]:
        raise DecisionIncomplete(missing[0])
    day = on or dates.today()
    until = next_workday(day + timedelta(days=covenant_of(case, on=day).objection_days))
    mine = DebtDecision.objects.filter(pk=decision.pk, sent_on=None, version=seen)
    if not mine.update(mandate_holder=by, sent_on=day, objection_until=until, version=F("version") + 1):
        raise DecisionChangedMeanwhile
    decision.refresh_from_db()
    _end_application(decision, by=by)
    clock.stop_clock(kind=ClockKind.DEBT_DECISION, household=case.household, on=day, by=by)
    record(household=case.household, case=case, kind=EntryKind.DEBT_DECISION, detail=decision.outcome, by=by)
    if decision.outcome == DebtOutcome.REFUSAL:
        promise(case=case, what=_explain_words(), due_on=dates.today() + EXPLAIN, owner=case.director or by, by=by)
    publish("case.changed", household_id=case.household_id)


@transaction.atomic
def drop_draft(*, decision: DebtDecision, by: User) -> None:
    """Take back a decision that was not sent. What was written stays as a note for who helps households.

    Raises DecisionChangedMeanwhile when it was sent, CaseAlreadyClosed.
    """
    case = lock_open(decision.case)
    draft = DebtDecision.objects.filter(pk=decision.pk, sent_on=None).first()
    if draft is None:
        raise DecisionChangedMeanwhile
    with translation.override(settings.LANGUAGE_CODE):
        said = [_("A decision on debt help that was not sent"), str(draft.get_outcome_display())]
    text = "\n\n".join(filter(None, [*said, draft.assessment, draft.weighing, draft.help_given]))
    add_note(case=case, text=text, visibility=Visibility.CARE, by=by)
    draft.delete()


def _end_application(decision: DebtDecision, *, by: User) -> None:
    application = decision.case.debt_steps.running().filter(kind=ChainKind.APPLICATION).first()
    if application is not None:
        state = ChainState.DONE if decision.is_award else ChainState.REFUSED
        report_step(step=application, state=state, on=decision.sent_on, by=by)


def _explain_words() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Talk it over with them, and look for another way")
