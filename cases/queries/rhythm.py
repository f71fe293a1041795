"""Where nothing was heard since a crisis, and when it is asked what fills the day now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q

from cases.enums import ClockKind, Outcome, Stage, StatementKind
from cases.models import Clock, ContactAttempt, Crisis
from common import dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cases.models import Case, Statement
    from cases.models.case import CaseQuerySet


def quiet_since_crisis(cases: CaseQuerySet) -> CaseQuerySet:
    """Give the cases whose crisis ended and of which nothing two-way was heard for some weeks (a setting).

    Attention goes to the next crisis, and the household comes back only with a new one (Samen DOEN 2016, the crisis
    curve). Each has `heard_on`. Who rests or is followed has a day of its own, and who has a day ahead is not quiet.
    """
    since = dates.today() - timedelta(days=settings.SILENCE_DAYS)
    of_case = {"case": OuterRef("pk")}
    ended = Crisis.objects.exclude(end="").filter(**of_case)
    heard = ContactAttempt.objects.filter(**of_case, reached=True, on__gt=since)
    ahead = Clock.objects.running().filter(**of_case, kind=ClockKind.SIGN_OF_LIFE, due_on__gte=dates.today())
    return (
        cases.open()
        .exclude(stage__in=[Stage.MONITORING, Stage.MINIMAL_CONTACT])
        .filter(Exists(ended.filter(ended_on__lte=since)), ~Exists(ended.filter(ended_on__gt=since)))
        .filter(~Exists(Crisis.objects.running().filter(**of_case)), ~Exists(heard), ~Exists(ahead))
        .annotate(heard_on=Max("attempts__on", filter=Q(attempts__reached=True)))
    )


def asks_what_fills_day(
    case: Case, *, statements: Mapping[str, Statement], crisis_ended: bool, outcomes: Iterable[str]
) -> bool:
    """Say whether to ask what fills the day now: of a household that is followed, after a crisis or a money solution.

    Never while something presses, nor once it was told.
    """
    if case.prompts_suspended or case.stage == Stage.CLOSED or StatementKind.DAY in statements:
        return False
    return case.stage == Stage.MONITORING or crisis_ended or Outcome.PAID in outcomes
