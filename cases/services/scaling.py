"""Scaling up when it goes wrong and down when that is over, with what was known at that moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases.enums import EntryKind, Keeper, Scale
from cases.models import Case, Scaling
from cases.services.record import record
from cases.services.standing import keep_elsewhere
from cases.services.task import promise
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User


class ScalingAnswered(Exception):  # noqa: N818 -- errors are facts here
    """This has its answer."""


class ScalingWaitsAlready(Exception):  # noqa: N818 -- errors are facts here
    """The same was asked of the same party, and has no answer yet."""


@transaction.atomic
def scale(
    *,
    case: Case,
    direction: Scale,
    party: str,
    by: User,
    reason: str = "",
    known: str = "",
    keeper: Keeper = Keeper.WE,
) -> Scaling:
    """Note that heavier help or pressure was asked of somebody, or that it can be less; asking after it is a task.

    The case is locked first, so that a form sent twice asks once. Raises ScalingWaitsAlready.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    name = party.strip()
    if case.scalings.filter(party__iexact=name, scale=direction, answered_on=None).exists():
        raise ScalingWaitsAlready(direction)
    today = dates.today()
    scaling = Scaling.objects.create(
        case=case, scale=direction, party=name, reason=reason.strip(), known=known.strip(), keeper=keeper,
        asked_on=today, asked_by=by,
    )  # fmt: skip
    _tell(scaling, EntryKind.SCALED, text=scaling.reason, by=by)
    ask_on = today + timedelta(days=settings.REFERRAL_ANSWER_DAYS)
    with translation.override(settings.LANGUAGE_CODE):
        what = _("Ask for the answer that stands under Together")  # whoever plans reads this, and no more
    promise(case=case, what=what, due_on=ask_on, owner=by, is_promise=False, scaling=scaling, by=by)
    return scaling


@transaction.atomic
def answer_scaling(
    *, scaling: Scaling, answer: str, by: User, on: date | None = None, keeper: Keeper | None = None
) -> None:
    """Note the answer and its day, and tick off asking for it. Raises ScalingAnswered: the first answer stays.

    The file names who keeps the direction from then on: what was agreed, unless the answer made it another `keeper`.
    """
    mine, keeps = Scaling.objects.filter(pk=scaling.pk, answered_on=None), keeper or Keeper(scaling.keeper)
    day = max(on or dates.today(), scaling.asked_on)
    if not mine.update(answered_on=day, answer=answer.strip(), keeper=keeps):
        raise ScalingAnswered
    _keep(scaling, keeps, by=by)
    scaling.follow_ups.open().update(done_at=dates.now())
    _tell(scaling, EntryKind.SCALED_ANSWERED, text=answer.strip(), by=by)


def _keep(scaling: Scaling, keeper: Keeper, *, by: User) -> None:
    """Let the file name this party beside our director, or take back from it what it had."""
    case = Case.objects.select_for_update(no_key=True).get(pk=scaling.case_id)
    if keeper != Keeper.WE:
        keep_elsewhere(case=case, who=scaling.party, by=by)
    elif case.kept_elsewhere == scaling.party:
        keep_elsewhere(case=case, who="", by=by)


def _tell(scaling: Scaling, kind: EntryKind, *, text: str, by: User) -> None:
    case, words = scaling.case, f"{scaling.party}\n\n{text}".strip()
    record(household=case.household, case=case, kind=kind, detail=scaling.scale, text=words, by=by)
