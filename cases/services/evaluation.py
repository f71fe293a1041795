"""Looking back with a household: its words, and an answer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cases.endings import AnsweredOn
from cases.enums import EntryKind
from cases.models import Evaluation
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case


class EvaluationAnsweredAlready(Exception):  # noqa: N818 -- errors are facts
    """A colleague answered the household first."""


@transaction.atomic
def look_back(
    *,
    case: Case,
    by: User,
    given: str = AnsweredOn.TABLE,
    helped: str = "",
    heard: str = "",
    words: str = "",
    answer: str = "",
) -> Evaluation:
    """Note what a household thinks of the help, of an open case or a closed one. It says at least one thing."""
    words, answer = words.strip(), answer.strip()
    evaluation = Evaluation.objects.create(
        case=case, on=dates.today(), given=given, helped=helped, heard=heard, words=words, noted_by=by, answer=answer,
        answered_by=by if answer else None,
    )  # fmt: skip
    record(household=case.household, case=case, kind=EntryKind.LOOKED_BACK, text=words, by=by)
    return evaluation


@transaction.atomic
def answer_household(*, evaluation: Evaluation, answer: str, by: User) -> None:
    """Answer what a household said. The ``update`` is also the lock: of two who answer one does."""
    mine = Evaluation.objects.filter(pk=evaluation.pk, answer="")
    if not mine.update(answer=answer.strip(), answered_by=by):
        raise EvaluationAnsweredAlready
    evaluation.refresh_from_db()
