"""Asking the team leader for a breakthrough, and the answer: room and backing, no permission for ordinary work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases.enums import EntryKind
from cases.models import Breakthrough
from cases.services.case import lock_open
from cases.services.record import record
from cases.services.task import promise
from cases.states import BREAKTHROUGH
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.enums import BreakthroughState
    from cases.models import Case


class BreakthroughAnswered(Exception):  # noqa: N818 -- errors are facts
    """Another leader answered first."""


@transaction.atomic
def ask_breakthrough(
    *, case: Case, asked: str, by: User, stuck: str = "", tried: str = "", needed_by: date | None = None
) -> Breakthrough:
    """Ask the leader of the case's team for what a worker cannot do alone.

    The case is locked first, so that a form sent twice asks once. Raises CaseAlreadyClosed.
    """
    locked = lock_open(case)
    words = {"asked": asked.strip(), "stuck": stuck.strip(), "tried": tried.strip(), "needed_by": needed_by}
    if same := locked.breakthroughs.waiting().filter(asked_by=by, **words).first():
        return same
    request = Breakthrough.objects.create(case=locked, asked_on=dates.today(), asked_by=by, **words)
    _tell(request, request.asked, by=by)
    return request


@transaction.atomic
def answer_breakthrough(*, request: Breakthrough, state: BreakthroughState, by: User, answer: str = "") -> None:
    """Answer what a worker asked; reading that is put on the worker's list.

    The ``update`` is also the lock: of two leaders one answers. Raises BreakthroughAnswered, CaseAlreadyClosed.
    """
    lock_open(request.case)
    mine = Breakthrough.objects.filter(pk=request.pk, state__in=BREAKTHROUGH.before(state))
    if not mine.update(state=state, answer=answer.strip(), answered_on=dates.today(), answered_by=by):
        raise BreakthroughAnswered
    request.refresh_from_db()
    _tell(request, request.answer, by=by)
    if request.asked_by == by:
        return
    with translation.override(settings.LANGUAGE_CODE):
        what = _("Read the answer of your team leader")  # whoever plans reads this, and no more
    promise(case=request.case, what=what, due_on=dates.today(), owner=request.asked_by, is_promise=False, by=by)


def _tell(request: Breakthrough, text: str, *, by: User) -> None:
    case = request.case
    record(household=case.household, case=case, kind=EntryKind.BREAKTHROUGH, detail=request.state, text=text, by=by)
