"""The national code of how a case ended. Three plain questions lead to it, so that the same end has one code.

Was there a conversation (the file knows), who takes care of it now, and what was it about. The worker answers those and
never chooses the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.endings import UNJUSTIFIED, About, EndResult, MovedTo, SortedBy, WhyNot
from cases.enums import CloseReason
from cases.models.case import QUICK_FIX

if TYPE_CHECKING:
    from datetime import date

    from cases.models import Case, Ending

#: Who took care of it when nobody said so.
USUALLY = {
    CloseReason.SOLVED: SortedBy.TOGETHER,
    CloseReason.HANDED_OVER: SortedBy.OTHERS,
}


def code_end_result(*, case: Case, ending: Ending, on: date) -> EndResult:
    """Give the code of an ending on a day, by the coding rules of the national delivery.

    A quick fix is solved within 30 days; who has moved and is nowhere to be found was lost, not gone from the town.
    """
    if ending.reason == CloseReason.DECEASED:
        return EndResult.DECEASED
    if ending.reason == CloseReason.NOT_PICKED_UP:
        return _not_picked_up(ending.why_not)
    if ending.reason == CloseReason.MOVED and ending.moved_to != MovedTo.UNKNOWN:
        return EndResult.NOT_RESIDENT
    if case.first_reached_on is None:
        passed_on = ending.reason == CloseReason.NOT_REACHED and ending.handed_to
        return EndResult.REFERRED if passed_on else EndResult.NO_CONTACT
    if ending.reason in {CloseReason.MOVED, CloseReason.SILENT}:
        return EndResult.LOST_CONTACT
    return _after_contact(ending, is_quick=on - case.opened_on <= QUICK_FIX)


def _not_picked_up(why_not: str) -> EndResult:
    if why_not == WhyNot.REPEATED:
        return EndResult.REPEATED
    return EndResult.UNJUSTIFIED if why_not in UNJUSTIFIED else EndResult.NOT_PICKED_UP


def _after_contact(ending: Ending, *, is_quick: bool) -> EndResult:
    about_money = ending.about == About.MONEY
    match ending.sorted_by or USUALLY.get(ending.reason, SortedBy.HOUSEHOLD):
        case SortedBy.HOUSEHOLD:
            return EndResult.SELF_PAID if ending.reason == CloseReason.PAID else EndResult.SELF
        case SortedBy.HELPED_ALREADY:
            return EndResult.KNOWN if about_money else EndResult.OTHER_HELP
        case SortedBy.TOGETHER if about_money and is_quick:
            return EndResult.QUICK_FIX
        case _:
            return EndResult.MONEY if about_money else EndResult.NOT_MONEY
