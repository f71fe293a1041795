"""What is said about a household: versions, none of which is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cases.enums import EntryKind, StatementKind
from cases.models import Case, Statement
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import User


@transaction.atomic
def tell_story(*, case: Case, said: Mapping[StatementKind, str], by: User) -> bool:
    """Bring what is said up to date, and say whether anything changed. An empty text ends what was said.

    Kinds that are not in `said` stay: of two people who write at once neither loses the other's words.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    running = {statement.kind: statement for statement in case.statements.running()}
    now, changed = dates.now(), []
    for kind, words in said.items():
        text, before = words.strip(), running.get(kind)
        if text == (before.text if before else ""):
            continue
        changed.append(kind)
        case.statements.running().filter(kind=kind).update(until=now)
        if text:
            Statement.objects.create(case=case, kind=kind, text=text, by=by, since=now)
    if changed:
        record(household=case.household, case=case, kind=EntryKind.STORY, by=by)
    return bool(changed)
