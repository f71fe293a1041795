"""What the tests of letting go have in common: their days, and how a case ends in them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from cases.endings import (
    CheckAnswer,
    CheckQuestion,
)
from cases.enums import ContactKind
from cases.models import Ending
from cases.services.closing import (
    answer_check,
    let_go,
)
from cases.services.contact import log_attempt
from cases.services.loose_ends import likely_end, loose_ends_of

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
WEEK_EIGHT = date(2026, 6, 29)  # 56 days after the duo of 4 May
CONSULTED = {
    "risk_note": "Een oudere man alleen. De huisarts kent hem.", "note_left": True,
    "consulted": "Team en woonconsulent",
}  # fmt: skip
ALL_WELL = {"solved": "yes", "self_reliant": "yes", "wants_to_stop": "yes", "goes_wrong": "no"}


def moment(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Amsterdam"))


def visit(case, by, *, day=date(2026, 5, 12), reached=False, kind=ContactKind.VISIT, **more):
    return log_attempt(case=case, kind=kind, at=moment(day), reached=reached, by=by, **more)


def end(case, by, reason, *, on=JULY, **said):
    open_ones = {one.uuid: likely_end(one) for one in loose_ends_of(case)}
    return let_go(case=case, ending=Ending(reason, **said), loose_ends=open_ones, by=by, on=on)


def answer(case, by, **answers):
    for question, said in answers.items():
        answer_check(case=case, question=CheckQuestion(question), answer=CheckAnswer(said), by=by)
