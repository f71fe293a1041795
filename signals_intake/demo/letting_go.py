"""How households of the demo city were let go, who still looks along, and what comes before the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.endings import CaseOutcome, CheckAnswer, CheckQuestion, MovedTo, SortedBy
from cases.enums import CloseReason, PersonRole, Stage, WorkerSide
from cases.models import Case, Ending
from cases.services.closing import answer_check, let_go
from cases.services.household import Member, describe_household
from cases.services.loose_ends import likely_end, loose_ends_of
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User

ENDINGS = {
    CloseReason.PAID: Ending(
        CloseReason.PAID, story="Het vakantiegeld was binnen. Ik zag er zo tegenop, nu is het weg.",
        sorted_by=SortedBy.HOUSEHOLD, outcomes=[CaseOutcome.LESS_STRESS],
    ),
    CloseReason.WANTS_NO_HELP: Ending(
        CloseReason.WANTS_NO_HELP, story="Ik doe het liever zelf. Uw nummer hangt op de koelkast.",
        outcomes=[CaseOutcome.NOT_WORSE],
    ),
    CloseReason.SOLVED: Ending(
        CloseReason.SOLVED, story="Ik maak de post weer open. De eerste keer met bibberhanden.",
        sorted_by=SortedBy.TOGETHER,
        outcomes=[CaseOutcome.EVICTION_PREVENTED, CaseOutcome.SELF_RELIANCE, CaseOutcome.LESS_STRESS],
    ),
    CloseReason.HANDED_OVER: Ending(CloseReason.HANDED_OVER, handed_to="Schuldhulp van de gemeente"),
    CloseReason.MOVED: Ending(
        CloseReason.MOVED, moved_to=MovedTo.ELSEWHERE, handed_to="Wijkteam Almere", pack_agreed=True
    ),
    CloseReason.NOT_REACHED: Ending(
        CloseReason.NOT_REACHED, note_left=True, consulted="Het team en de woonconsulent",
        risk_note="Misschien woont hier iemand die niet durft open te doen. De huismeester let op de post.",
    ),
}  # fmt: skip
CHECKED = {
    CheckQuestion.SOLVED: CheckAnswer.YES,
    CheckQuestion.SELF_RELIANT: CheckAnswer.YES,
    CheckQuestion.WANTS_TO_STOP: CheckAnswer.YES,
    CheckQuestion.GOES_WRONG: CheckAnswer.NO,
}


def say_goodbye(*, case: Case, reason: CloseReason, by: User) -> None:
    """Let a household go; after guidance the four questions are answered first."""
    if case.stage == Stage.GUIDANCE:
        _answer(case, by)
    let_go(
        case=case, ending=ENDINGS[reason], by=by, loose_ends={one.uuid: likely_end(one) for one in loose_ends_of(case)}
    )


def look_along(*, on: date) -> None:
    """Of the households that are guided now, let one family wait for a second person, and doubt about another."""
    guided = Case.objects.filter(stage=Stage.GUIDANCE, workers__side=WorkerSide.AGENCY, workers__until=None)
    for case, is_family in zip(guided.order_by("-opened_on", "pk")[:2], [True, False], strict=False):
        worker = case.workers.current().get(side=WorkerSide.AGENCY).user
        with dates.fixed_today(on):
            if is_family:
                _ask_for_family(case, worker)
            else:
                answer_check(case=case, question=CheckQuestion.SOLVED, answer=CheckAnswer.YES, by=worker)
                answer_check(case=case, question=CheckQuestion.GOES_WRONG, answer=CheckAnswer.DOUBT, by=worker)


def _ask_for_family(case: Case, worker: User) -> None:
    child = Member(uuid=None, name="Sofia", role=PersonRole.CHILD, birth_date=dates.add_months(dates.today(), -12 * 9))
    describe_household(case=case, profile={}, members=[child], by=worker)
    _answer(case, worker)
    let_go(case=case, ending=ENDINGS[CloseReason.SOLVED], by=worker)


def _answer(case: Case, by: User) -> None:
    for question, answer in CHECKED.items():
        answer_check(case=case, question=question, answer=answer, by=by)
