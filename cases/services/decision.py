"""The log of decisions: what was known and not known, the choice and why. Versions, never written over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from cases.enums import EntryKind
from cases.models import Case, Decision
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from accounts.models import User


#: On the timeline, that the leader put an advice beside it.
ADVICE = "advice"


class DecisionIncomplete(Exception):  # noqa: N818 -- errors are facts here
    """Scaling up was considered and not done, and something that belongs to that was not said; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class DecisionRevisedAlready(Exception):  # noqa: N818 -- errors are facts here
    """A colleague wrote another version first."""


@transaction.atomic
def log_decision(*, case: Case, by: User, on: date | None = None, **said: Any) -> Decision:
    """Write down what was chosen, of an open case or a closed one. Raises DecisionIncomplete.

    The case is locked first, so that a form sent twice is one decision.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    words = _words(said)
    day = on or dates.today()
    if same := case.decisions.filter(decided_by=by, decided_on=day, replaces=None, **words).first():
        return same
    decision = Decision.objects.create(
        case=case, decided_on=day, decided_by=by, written_at=dates.now(), written_by=by, **words
    )
    _tell(decision, by=by)
    return decision


@transaction.atomic
def revise_decision(*, decision: Decision, by: User, **said: Any) -> Decision:
    """Write another version; the one before stays, and nothing changed is nothing written.

    Raises DecisionIncomplete and, when this is not the last version (one after another by constraint),
    DecisionRevisedAlready.
    """
    words = _words({name: getattr(decision, name) for name in Decision.SAID} | said)
    if all(getattr(decision, name) == value for name, value in words.items()):
        return decision
    advised = decision.advised_by if words["advice"] == decision.advice else None
    return _write_version(decision, words, advised_by=advised, by=by)


@transaction.atomic
def advise(*, decision: Decision, advice: str, by: User) -> Decision:
    """Put the leader's advice beside the choice of the worker, which stays theirs. Raises DecisionRevisedAlready."""
    words = {name: getattr(decision, name) for name in Decision.SAID} | {"advice": advice.strip()}
    return _write_version(decision, words, advised_by=by, by=by, told=ADVICE)


def _write_version(
    decision: Decision, words: dict[str, Any], *, advised_by: User | None, by: User, told: str = ""
) -> Decision:
    try:
        with transaction.atomic():
            version = Decision.objects.create(
                case=decision.case, number=decision.number + 1, replaces=decision, decided_on=decision.decided_on,
                decided_by=decision.decided_by, advised_by=advised_by, written_at=dates.now(), written_by=by, **words,
            )  # fmt: skip
    except IntegrityError as error:
        raise DecisionRevisedAlready from error
    _tell(version, told, by=by)
    return version


def _words(said: dict[str, Any]) -> dict[str, Any]:
    words = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    if words.get("not_scaled_up"):
        for field in ("reason", "consulted"):
            if not words.get(field):
                raise DecisionIncomplete(field)
    return words


def _tell(decision: Decision, what: str = "", *, by: User) -> None:
    case, text = decision.case, decision.advice if what == ADVICE else decision.choice
    record(household=case.household, case=case, kind=EntryKind.DECIDED, detail=what, text=text, by=by)
