"""A team leader and a worker who go through the worker's cases together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import Team
from cases.enums import EntryKind
from cases.models import CaseloadLine, CaseloadTalk
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from accounts.models import User
    from cases.models import Case


@transaction.atomic
def hold_caseload_talk(
    *,
    team: Team,
    worker: User,
    by: User,
    lines: Mapping[Case, str],
    on: date | None = None,
    words: str = "",
    advice: str = "",
    disagreed: str = "",
) -> CaseloadTalk:
    """Keep what was said, with a word on each case that was gone through.

    In those files stands that it happened, and not a word of it. The team is locked first, so that a form sent twice is
    one talk.
    """
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    said = {"words": words.strip(), "advice": advice.strip(), "disagreed": disagreed.strip()}
    day = on or dates.today()
    if same := CaseloadTalk.objects.filter(team=team, worker=worker, leader=by, on=day, **said).first():
        return same
    talk = CaseloadTalk.objects.create(team=team, worker=worker, leader=by, on=day, **said)
    CaseloadLine.objects.bulk_create(
        CaseloadLine(talk=talk, case=case, words=text.strip()) for case, text in lines.items()
    )
    for case in lines:
        record(household=case.household, case=case, kind=EntryKind.CASELOAD_TALK, by=by)
    return talk


@transaction.atomic
def go_own_course(*, talk: CaseloadTalk, words: str, by: User) -> None:
    """Note beside the advice where the worker goes another way, for the household. Only the worker does."""
    CaseloadTalk.objects.filter(pk=talk.pk, worker=by).update(disagreed=words.strip())
    talk.refresh_from_db()
