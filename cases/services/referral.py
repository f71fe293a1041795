"""Sending a household on, and not letting go of it before somebody says what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases.enums import EntryKind, ObstacleKind, ReferralState
from cases.models import Case, Referral
from cases.services.obstacle import note_obstacle
from cases.services.record import record
from cases.services.task import promise
from cases.states import REFERRAL
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.models import Service

#: Until somebody looks for another way after a no.
ANOTHER_WAY = timedelta(days=7)


class ReferralRunsAlready(Exception):  # noqa: N818 -- errors are facts here
    """The household is waiting for this party."""


class ReferralMovedOn(Exception):  # noqa: N818 -- errors are facts here
    """A referral cannot become this any more: a colleague noted something else first."""


@transaction.atomic
def refer(
    *,
    case: Case,
    party: str,
    by: User,
    service: Service | None = None,
    why: str = "",
    is_warm: bool = False,
    shared: str = "",
    agreed_on: date | None = None,
    agreed_how: str = "",
) -> Referral:
    """Send a household on to a service of the directory or to a named party, and put asking after it on one's list.

    Raises ReferralRunsAlready when one to this party is still open (one by constraint).
    """
    today = dates.today()
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                case=case, service=service, party=service.name if service else party.strip(), why=why.strip(),
                is_warm=is_warm, shared=shared.strip(), agreed_on=agreed_on, agreed_how=agreed_how, sent_on=today,
                sent_by=by, state_on=today,
            )  # fmt: skip
    except IntegrityError as error:
        raise ReferralRunsAlready(party) from error
    _tell(referral, by=by, text=referral.why)
    _look_after(referral, owner=by, by=by)
    return referral


@transaction.atomic
def answer_referral(
    *,
    referral: Referral,
    state: ReferralState,
    by: User,
    on: date | None = None,
    accepted_by: str = "",
    result: str = "",
    obstacle: ObstacleKind | None = None,
    is_last: bool = False,
) -> None:
    """Note what came of a referral so far; each step puts asking after the next one on the list of whoever did so.

    With `is_last` nobody looks after it any more: the household is let go.
    What stood in the way is noted besides; who is turned away met an obstacle, whether that is said or not. Raises
    ReferralMovedOn when it cannot become this (any more); the ``update`` is also the lock.
    """
    day = max(on or dates.today(), referral.state_on)
    said = {"accepted_by": accepted_by.strip() or referral.accepted_by, "result": result.strip() or referral.result}
    mine = Referral.objects.filter(pk=referral.pk, state=referral.state)
    if state not in REFERRAL.after(referral.state) or not mine.update(state=state, state_on=day, **said):
        raise ReferralMovedOn(referral.state)
    referral.refresh_from_db()
    _tell(referral, by=by, text=result.strip())
    if is_last:
        referral.follow_ups.open().update(done_at=dates.now())
    else:
        _look_after(referral, by=by)
    kind = obstacle or (ObstacleKind.REFUSAL if state == ReferralState.REFUSED else None)
    if kind:
        note_obstacle(
            case=referral.case, party=referral.party, service=referral.service, referral=referral, kind=kind,
            what=result, since=referral.sent_on, by=by,
        )  # fmt: skip


def _look_after(referral: Referral, *, by: User, owner: User | None = None) -> None:
    """Put the next look at it on somebody's list, in the place of the last: whoever had that one goes on with it."""
    last = referral.follow_ups.open().select_related("owner").first()
    referral.follow_ups.open().update(done_at=dates.now())
    if referral.state == ReferralState.RESULT:
        return
    wait = timedelta(days=settings.REFERRAL_ANSWER_DAYS) if referral.is_open else ANOTHER_WAY
    promise(
        case=referral.case, what=_what_now(referral), due_on=dates.today() + wait, is_promise=False,
        owner=last.owner if last else owner or by, referral=referral, by=by,
    )  # fmt: skip


def _what_now(referral: Referral) -> str:
    """The words on somebody's list, in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            ReferralState.SENT: _("Ask %(party)s for an answer"),
            ReferralState.ACCEPTED: _("Ask %(party)s whether help has begun"),
            ReferralState.ARRIVED: _("Ask how the help of %(party)s goes"),
        }
        return words.get(ReferralState(referral.state), _("Look for another way than %(party)s")) % {
            "party": referral.party
        }


def _tell(referral: Referral, *, by: User, text: str) -> None:
    case = referral.case
    words = f"{referral.party}\n\n{text}".strip()
    record(household=case.household, case=case, kind=EntryKind.REFERRAL, detail=referral.state, text=words, by=by)
