"""Bringing a case to the team, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cases.enums import Heard, Purpose
from cases.models import Discussion
from cases.services.case import lock_open
from cases.services.team_talk import bring_before_team, talk_over
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.models import Case


class DiscussionHeldAlready(Exception):  # noqa: N818 -- errors are facts here
    """A colleague wrote down first what came of it."""


@transaction.atomic
def plan_discussion(*, case: Case, question: str, by: User, purpose: Purpose = Purpose.WIDEN) -> Discussion:
    """Bring a question to the next meeting of the team. Raises CaseAlreadyClosed; a form sent twice brings it once."""
    locked = lock_open(case)
    words = {"question": question.strip(), "purpose": purpose}
    if same := locked.discussions.planned().filter(asked_by=by, **words).first():
        return same
    bring_before_team(case=locked, by=by)
    return Discussion.objects.create(case=locked, asked_on=dates.today(), asked_by=by, **words)


@transaction.atomic
def hold_discussion(
    *,
    discussion: Discussion,
    by: User,
    on: date | None = None,
    options: str = "",
    choice: str = "",
    heard: Heard | None = None,
    their_words: str = "",
) -> None:
    """Note what came of it. Raises DiscussionHeldAlready, CaseAlreadyClosed; the ``update`` is also the lock.

    With the last question of the case answered it no longer waits for the team.
    """
    lock_open(discussion.case)
    day = max(on or dates.today(), discussion.asked_on)
    said = {
        "options": options.strip(),
        "choice": choice.strip(),
        "heard": heard or "",
        "their_words": their_words.strip(),
    }
    if not Discussion.objects.planned().filter(pk=discussion.pk).update(held_on=day, noted_by=by, **said):
        raise DiscussionHeldAlready
    discussion.refresh_from_db()
    talk_over(case=discussion.case, text=f"{discussion.question}\n\n{discussion.choice}".strip(), by=by)
    if discussion.case.discussions.planned().exists():
        bring_before_team(case=discussion.case, by=by)
