"""What suppliers hear: a code from a closed list (``enums.Answer``), never the content.

Known to debt help, another trajectory, the kind of help, death and every inner reason become *other* or
*help started*, so that nothing of a household's life can be read from a code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from cases.endings import EndResult
from cases.enums import NATIONAL_CONTACTS, Outcome, Stage
from cases.models import Case, ContactAttempt, Household
from common import dates
from signals_intake.enums import NATIONAL_RESULTS, PICKED_UP, Answer, Decision
from signals_intake.models import ReviewDecision, Signal

if TYPE_CHECKING:
    from signals_intake.models import ArrearsList

OF_OUTCOME = {
    Outcome.PAID: Answer.REACHED_PAYS,
    Outcome.SOLVES_IT: Answer.REACHED_NO_HELP,
    Outcome.WANTS_NO_HELP: Answer.REACHED_NO_HELP,
    Outcome.WANTS_TO_TALK: Answer.REACHED_HELP,
}
#: Rows that the list settled without anybody deciding. A repeated report is one whose arrears did not rise; unjustified
#: is one of a legal person or below the covenant's minimum (DDAS coding rules). A row that is due elsewhere is answered
#: as one that is held back inside, or the code would tell of the other debt.
_FROM_LIST = """
WITH fresh AS (
    SELECT s.id, CASE
        WHEN r.outcome = 'listed' OR r.outcome = 'not_due' AND NOT r.is_due_elsewhere THEN ''
        WHEN EXISTS (SELECT 1 FROM cases_case c WHERE c.household_id = s.household_id AND c.stage <> 'closed'
                     AND c.opened_on <= %(today)s) THEN 'in_treatment'
        WHEN r.exclusion IN ('legal_person', 'below_minimum') THEN 'not_picked_up_unjustified'
        WHEN r.outcome = 'listed_earlier' AND EXISTS (
            SELECT 1 FROM signals_intake_balance e WHERE e.contract_id = b.contract_id AND e.as_of < b.as_of
               AND e.as_of >= b.as_of - interval '6 months' AND e.balance >= b.balance)
        THEN 'not_picked_up_repeated'
        ELSE 'not_picked_up_other' END AS answer
    FROM signals_intake_listedrow r
    JOIN signals_intake_balance b ON b.id = r.balance_id
    JOIN signals_intake_signal s ON s.balance_id = b.id
    WHERE r.arrears_list_id = %(list)s
      AND NOT EXISTS (SELECT 1 FROM signals_intake_listentry e JOIN signals_intake_reviewdecision d ON d.entry_id = e.id
                      WHERE e.arrears_list_id = %(list)s AND e.household_id = r.household_id)
)
UPDATE signals_intake_signal s
SET answer = fresh.answer, answered_on = CASE WHEN fresh.answer = '' THEN NULL ELSE %(today)s::date END
FROM fresh WHERE fresh.id = s.id AND s.answer <> fresh.answer
"""


def answer_from_list(*, arrears_list: ArrearsList) -> None:
    """Answer what the list itself settled: excluded and repeated rows. Decided rows follow their decision."""
    with connection.cursor() as cursor:
        cursor.execute(_FROM_LIST, {"list": arrears_list.pk, "today": dates.today()})


@transaction.atomic
def answer_supplier(*, household_id: int) -> None:
    """Bring the answer to every signal of a household up to date. Doing it again changes nothing."""
    Household.objects.select_for_update(no_key=True).get(pk=household_id)
    cases = list(Case.objects.filter(household=household_id).order_by("-opened_on", "-pk"))
    for signal in Signal.objects.filter(household=household_id).select_related("balance"):
        answer = _answer_to(signal, cases)
        if answer is not None and answer != signal.answer:
            signal.answer, signal.answered_on = answer, dates.today() if answer else None
            signal.save(update_fields=["answer", "answered_on"])


def answer_of(case: Case) -> Answer:
    """Code where a case stands, for the world outside."""
    if case.stage == Stage.CLOSED:
        return NATIONAL_RESULTS[EndResult(case.end_result).national] if case.end_result else Answer.ENDED_OTHER
    if case.stage in {Stage.GUIDANCE, Stage.MONITORING}:
        return Answer.REACHED_HELP
    spoken = ContactAttempt.objects.filter(case=case, reached=True, kind__in=NATIONAL_CONTACTS)
    last = spoken.order_by("-at").first()
    if last is None or not last.outcome:
        return Answer.IN_TREATMENT
    return OF_OUTCOME.get(Outcome(last.outcome), Answer.IN_TREATMENT)


def _answer_to(signal: Signal, cases: list[Case]) -> Answer | str | None:
    """Give the answer, empty for none yet; None leaves what the list said."""
    decision = _decision_on(signal)
    if decision is not None and decision.decision not in PICKED_UP and not _is_due_elsewhere(signal):
        if decision.decision == Decision.POSTPONE:
            return ""
        return Answer.NOT_PICKED_UP_REPEATED if _is_repeated(signal) else Answer.NOT_PICKED_UP_OTHER
    month_after = dates.add_months(dates.first_of_month(signal.signal_on), 1)
    for case in cases:
        runs_then = case.closed_on is None or case.closed_on >= signal.signal_on
        if runs_then and (decision is not None or case.opened_on < month_after):
            return answer_of(case)
    return None


def _is_due_elsewhere(signal: Signal) -> bool:
    return signal.balance.listed.filter(is_due_elsewhere=True).exists()


def _decision_on(signal: Signal) -> ReviewDecision | None:
    month = dates.first_of_month(signal.signal_on)
    return (
        ReviewDecision.objects.filter(
            entry__household=signal.household_id,
            entry__arrears_list__as_of__gte=month,
            entry__arrears_list__as_of__lt=dates.add_months(month, 1),
        )
        .order_by("-entry__arrears_list__as_of")
        .first()
    )


def _is_repeated(signal: Signal) -> bool:
    """A repeated report: an earlier one in six months, and the arrears did not rise since (DDAS coding rule)."""
    return Signal.objects.filter(
        balance__contract=signal.balance.contract_id,
        balance__balance__gte=signal.balance.balance,
        signal_on__lt=signal.signal_on,
        signal_on__gte=dates.add_months(signal.signal_on, -6),
    ).exists()
