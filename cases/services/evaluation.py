"""Looking back with a household: its words, and an answer to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import LinkOutcome
from accounts.services.links import LinkRefused, look_at_link, make_link, use_link
from cases.endings import AnsweredOn
from cases.enums import EntryKind
from cases.models import Case, Evaluation
from cases.services.record import record
from cases.services.task import promise
from common import dates

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User

#: What a link is for; how long it waits; how soon the household hears from us.
LOOK_BACK, LINK_DAYS, ANSWER_WITHIN = "look_back", timedelta(days=30), timedelta(days=7)


class EvaluationAnsweredAlready(Exception):  # noqa: N818 -- errors are facts
    """A colleague answered the household first."""


@transaction.atomic
def look_back(
    *,
    case: Case,
    by: User | None,
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
    case = evaluation.case
    if not case.evaluations.filter(answer="", given=AnsweredOn.LINK).exists():
        case.tasks.open().filter(what=_to_answer()).update(done_at=dates.now())


def ask_by_link(*, case: Case, by: User) -> str:
    """Make a link by which the household answers once, and give its code, which is kept nowhere."""
    record(household=case.household, case=case, kind=EntryKind.LOOK_BACK_ASKED, by=by)
    return make_link(purpose=LOOK_BACK, subject_id=case.uuid, valid_for=LINK_DAYS).code


def case_of_link(*, code: str) -> Case:
    """Give the case that a link is about. Raises LinkRefused for a link that opens nothing (any more)."""
    return _case(look_at_link(code=code, purpose=LOOK_BACK))


@transaction.atomic
def look_back_by_link(*, code: str, helped: str = "", heard: str = "", words: str = "") -> Evaluation:
    """Keep what a household answered by a link, and put answering it on the list of whoever keeps the direction.

    Raises LinkRefused, of two who answer together for one; the use that this spends is the lock.
    """
    case = _case(use_link(code=code, purpose=LOOK_BACK))
    said = look_back(case=case, by=None, given=AnsweredOn.LINK, helped=helped, heard=heard, words=words)
    if case.director is not None:
        promise(
            case=case, what=_to_answer(), due_on=dates.today() + ANSWER_WITHIN, owner=case.director, by=None,
            is_promise=False,
        )  # fmt: skip
    return said


def _case(uuid: UUID) -> Case:
    found = Case.objects.select_related("household", "team__organisation", "director").filter(uuid=uuid).first()
    if found is None:
        raise LinkRefused(LinkOutcome.UNKNOWN)
    return found


def _to_answer() -> str:
    """The words on somebody's list, in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Answer what the household says about the help")
