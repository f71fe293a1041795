"""What stands in a household's way at a service, and what the agency does about it once it adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from cases.enums import EntryKind, ObstacleKind
from cases.models import Obstacle, PolicySignal
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Organisation, User
    from cases.models import Case, Referral, Service


class SignalRaisedAlready(Exception):  # noqa: N818 -- errors are facts here
    """Somebody has taken this up with policy."""


class SignalAnswered(Exception):  # noqa: N818 -- errors are facts here
    """This signal has its answer."""


@transaction.atomic
def note_obstacle(
    *,
    case: Case,
    party: str,
    kind: ObstacleKind,
    by: User,
    service: Service | None = None,
    referral: Referral | None = None,
    what: str = "",
    since: date | None = None,
) -> Obstacle:
    """Note what stands in the way. The same one that lasts is one: its first day and words stay."""
    name = service.name if service else party.strip()
    obstacle, is_new = Obstacle.objects.get_or_create(
        case=case,
        party=name,
        kind=kind,
        ended_on=None,
        defaults={
            "service": service,
            "referral": referral,
            "what": what.strip()[:300],
            "since": since or dates.today(),
            "noted_by": by,
        },
    )
    if is_new:
        _tell(obstacle, EntryKind.OBSTACLE, by=by)
    return obstacle


@transaction.atomic
def end_obstacle(*, obstacle: Obstacle, by: User) -> bool:
    """Note that it is out of the way, and say whether it still stood there. The ``update`` is also the lock."""
    if not Obstacle.objects.filter(pk=obstacle.pk, ended_on=None).update(ended_on=dates.today()):
        return False
    _tell(obstacle, EntryKind.OBSTACLE_ENDED, by=by)
    return True


def raise_signal(
    *, agency: Organisation, party: str, kind: ObstacleKind, owner: User, by: User, words: str = ""
) -> PolicySignal:
    """Take up with policy what adds up. Raises SignalRaisedAlready while one like it waits for its answer."""
    try:
        with transaction.atomic():
            return PolicySignal.objects.create(
                agency=agency, party=party, kind=kind, owner=owner, words=words.strip(), raised_on=dates.today(),
                raised_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise SignalRaisedAlready from error


def answer_signal(*, signal: PolicySignal, answer: str, by: User) -> None:
    """Write down what came of a signal. Raises SignalAnswered when it has its answer: the first one stays."""
    mine = PolicySignal.objects.filter(pk=signal.pk, answered_on=None)
    if not mine.update(answer=answer.strip(), answered_on=dates.today(), answered_by=by):
        raise SignalAnswered


def _tell(obstacle: Obstacle, kind: EntryKind, *, by: User) -> None:
    case, words = obstacle.case, f"{obstacle.party}\n\n{obstacle.what}".strip()
    record(household=case.household, case=case, kind=kind, detail=obstacle.kind, text=words, by=by)
