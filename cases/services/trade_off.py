"""What a household gives up on purpose to keep something else, and that somebody looks at it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases.enums import EntryKind
from cases.models import Task, TradeOff
from cases.services.case import lock_open
from cases.services.record import record
from cases.services.task import promise
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.models import Case

#: When nobody named a day, it is looked at again after this many calendar months.
LOOK_MONTHS = 6


class TradeOffEnded(Exception):  # noqa: N818 -- errors are facts
    """Somebody else noted that it is over."""


@transaction.atomic
def give_up(*, case: Case, given_up: str, by: User, why: str = "", look_on: date | None = None) -> TradeOff:
    """Note what is given up, for what, and until when; a look at it on that day goes on somebody's list.

    The same words twice on a day are one: the case is locked first. Raises CaseAlreadyClosed.
    """
    locked, today = lock_open(case), dates.today()
    trade_off, is_new = TradeOff.objects.get_or_create(
        case=locked,
        given_up=given_up.strip(),
        chosen_on=today,
        ended_on=None,
        defaults={
            "why": why.strip(),
            "look_on": look_on or dates.add_months(today, LOOK_MONTHS),
            "noted_by": by,
        },
    )
    if is_new:
        _ask(trade_off, by=by)
        text = "\n\n".join(filter(None, [trade_off.given_up, trade_off.why]))
        record(household=locked.household, case=locked, kind=EntryKind.TRADE_OFF, text=text, by=by)
    return trade_off


@transaction.atomic
def look_again(*, trade_off: TradeOff, by: User, words: str = "", look_on: date | None = None) -> None:
    """Note what was said when it was looked at: with a next day it goes on, without one it is over.

    The ``update`` is also the lock. Raises TradeOffEnded, CaseAlreadyClosed.
    """
    case, asked_for = lock_open(trade_off.case), trade_off.look_on
    said: dict[str, object] = {"words": words.strip()}
    said |= {"look_on": look_on} if look_on else {"ended_on": dates.today(), "ended_by": by}
    if not TradeOff.objects.filter(pk=trade_off.pk, ended_on=None).update(**said):
        raise TradeOffEnded
    if not case.trade_offs.filter(ended_on=None, look_on=asked_for).exclude(pk=trade_off.pk).exists():
        Task.objects.open().filter(case=case, what=_words(), due_on=asked_for).update(done_at=dates.now())
    trade_off.refresh_from_db()
    if look_on:
        _ask(trade_off, by=by)
    text = "\n\n".join(filter(None, [trade_off.given_up, trade_off.words]))
    record(household=case.household, case=case, kind=EntryKind.TRADE_OFF, text=text, by=by)


def _ask(trade_off: TradeOff, *, by: User) -> None:
    owner, due = trade_off.case.director or by, trade_off.look_on
    promise(case=trade_off.case, what=_words(), due_on=due, owner=owner, is_promise=False, by=by)


def _words() -> str:
    """Words that tell nothing of what it is: who plans reads them too."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Look again at what they gave up on purpose")
