"""What suppliers hear: from every path one code of the closed list, and nothing that lets a life be read from it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.endings import EndResult
from cases.enums import CloseReason, ContactKind, Outcome, Stage
from cases.models import Case, ContactAttempt, HouseholdCircumstance
from common import dates
from signals_intake.enums import NATIONAL_RESULTS, Answer, Decision
from signals_intake.models import Signal
from signals_intake.services.answers import answer_of, answer_supplier
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.signals_intake.small_city import City, row

MARCH, APRIL, MAY, JUNE = (f"2026-{month:02}-01" for month in range(3, 7))
#: What the supplier hears, label by label, written out: a swap of two answers must be a different table.
SCHEMA_09 = {
    "Niet opgepakt: herhaalde melding": "not_picked_up_repeated",
    "Niet opgepakt: onterecht signaal": "not_picked_up_unjustified",
    "Niet opgepakt: andere reden": "not_picked_up_other",
    "Inwoner is overleden": "ended_other",
    "Persoon is geen inwoner (meer) in de gemeente": "ended_other",
    "Inwoner al bekend bij schuldhulpverlening": "ended_other",
    "Inwoner heeft al een ander lopend traject": "ended_other",
    "Definitief geen contact kunnen krijgen": "not_reached",
    "Geen reactie na eerder contact": "ended_other",
    "Inwoner hoeft geen hulp vanuit vroegsignalering": "reached_no_help",
    "Inwoner heeft zelf al betaald/betalingsregeling getroffen": "reached_pays",
    "(Budget)advies en/of quick fix": "reached_help",
    "Vervolghulp en/of verwijzing financieel": "reached_help",
    "Vervolghulp en/of verwijzing niet financieel": "reached_help",
    "Verwijzing zonder contact": "ended_other",
}
RENAMED_09 = {"Inwoner hoeft geen hulp vanuit vroegsignalering", "Verwijzing zonder contact"}
RENAMED_10 = {
    "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering": "reached_no_help",
    "Verwijzing zonder toestemming": "ended_other",
}


@pytest.fixture
def city(db, tmp_path) -> City:
    with dates.fixed_today(date(2026, 6, 20)):
        yield City(tmp_path)


# --- the national list


def test_every_national_result_of_both_versions_has_one_answer_of_ours():
    assert {label: answer.value for label, answer in NATIONAL_RESULTS.items()} == SCHEMA_09 | RENAMED_10
    assert (len(SCHEMA_09), len(NATIONAL_RESULTS)) == (15, 17)


# --- where a case stands


def attempt(case: Case, outcome: str, *, day: int = 5, reached: bool = True) -> None:
    moment = datetime(2026, 5, day, 14, tzinfo=ZoneInfo("Europe/Amsterdam"))
    ContactAttempt.objects.create(
        case=case, household=case.household, kind=ContactKind.VISIT, at=moment, on=moment.date(),
        day_part="afternoon", reached=reached, outcome=outcome,
    )  # fmt: skip


def close(case: Case, result: EndResult, on: date = date(2026, 6, 1)) -> Case:
    case.stage, case.closed_on, case.closed_by, case.close_reason = Stage.CLOSED, on, UserFactory(), CloseReason.PAID
    case.end_result = result
    case.save()
    return case


@pytest.mark.parametrize(
    ("result", "answer"),
    {
        EndResult.REPEATED: Answer.NOT_PICKED_UP_REPEATED,
        EndResult.UNJUSTIFIED: Answer.NOT_PICKED_UP_UNJUSTIFIED,
        EndResult.NOT_PICKED_UP: Answer.NOT_PICKED_UP_OTHER,
        EndResult.SELF: Answer.REACHED_NO_HELP,
        EndResult.SELF_PAID: Answer.REACHED_PAYS,
        EndResult.NO_CONTACT: Answer.NOT_REACHED,
    }.items(),
)
def test_a_closed_case_answers_by_its_end_result(db, result, answer):
    assert answer_of(close(CaseFactory(), result)) == answer


@pytest.mark.parametrize("result", [EndResult.QUICK_FIX, EndResult.MONEY, EndResult.NOT_MONEY])
def test_what_kind_of_help_it_was_stays_inside(db, result):
    case = CaseFactory(opened_on=date(2026, 6, 1))

    assert answer_of(close(case, result)) == Answer.REACHED_HELP


@pytest.mark.parametrize(
    "result",
    ["deceased", "not_resident", "known", "other_help", "lost_contact", "referred"],
)
def test_death_other_help_and_where_somebody_went_stay_inside(db, result):
    assert answer_of(close(CaseFactory(), EndResult(result))) == Answer.ENDED_OTHER


def test_every_end_result_of_a_case_is_a_national_one():
    assert {result.national for result in EndResult} == set(SCHEMA_09) - RENAMED_09 | set(RENAMED_10)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.CLOSED])
def test_an_open_case_without_contact_is_in_treatment_until_help_has_started(db, stage):
    helped = stage in {Stage.GUIDANCE, Stage.MONITORING}

    assert answer_of(CaseFactory(stage=stage)) == (Answer.REACHED_HELP if helped else Answer.IN_TREATMENT)


@pytest.mark.parametrize(
    ("outcome", "answer"),
    {
        Outcome.WANTS_TO_TALK: Answer.REACHED_HELP,
        Outcome.SOLVES_IT: Answer.REACHED_NO_HELP,
        Outcome.PAID: Answer.REACHED_PAYS,
        Outcome.WANTS_NO_HELP: Answer.REACHED_NO_HELP,
        Outcome.UNDECIDED: Answer.IN_TREATMENT,
        Outcome.NOT_HOME: Answer.IN_TREATMENT,
        Outcome.MOVED: Answer.IN_TREATMENT,
        "": Answer.IN_TREATMENT,
    }.items(),
)
def test_the_last_time_somebody_was_reached_decides(db, outcome, answer):
    case = CaseFactory(stage=Stage.VISITING)
    attempt(case, Outcome.SOLVES_IT, day=3)
    attempt(case, outcome, day=4)
    attempt(case, Outcome.NOT_HOME, day=5, reached=False)

    assert answer_of(case) == answer


# --- what the list settled


def answers(on: str) -> dict[str, str]:
    signals = Signal.objects.filter(signal_on=on)
    return dict(signals.values_list("balance__contract__number", "answer"))


def test_a_list_answers_what_it_settled_itself(city):
    city.covenant.minimum_amount = 300
    city.covenant.save()
    city.deliver("kade", MAY, row("listed", 2), row("objects", 2, objection="ja"), row("company", 2, legal_person="ja"),
                 row("died", 2), row("helped", 2), row("small", balance=299, rent=100))  # fmt: skip
    HouseholdCircumstance.objects.create(household=city.household("died"), kind="deceased", since=date(2026, 1, 1))
    CaseFactory(household=city.household("helped"), team=city.area.team)

    city.make_lists(MAY)

    assert answers(MAY) == {
        "listed": "", "objects": "not_picked_up_other", "company": "not_picked_up_unjustified",
        "small": "not_picked_up_unjustified",
        "died": "not_picked_up_other", "helped": "in_treatment",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now", "answer"),
    [
        (1500, 1500, "not_picked_up_repeated"),
        (1600, 1500, "not_picked_up_repeated"),
        (1500, 1501, "not_picked_up_other"),
    ],
)
def test_a_repeated_report_is_one_whose_arrears_did_not_rise(city, before, now, answer):
    city.deliver("kade", APRIL, row("C1", balance=before))
    city.make_lists(APRIL)
    city.deliver("kade", MAY, row("C1", balance=now))
    city.make_lists(MAY)

    assert answers(MAY) == {"C1": answer}


def test_an_answer_of_the_list_goes_when_its_reason_goes(city):
    city.deliver("kade", MAY, row("C1", 2, objection="ja"))
    city.make_lists(MAY)
    assert answers(MAY) == {"C1": "not_picked_up_other"}

    city.deliver("kade", MAY, row("C1", 2))
    city.make_lists(MAY)

    assert answers(MAY) == {"C1": ""}
    assert Signal.objects.get().answered_on is None


# --- what people decided


@pytest.mark.parametrize(
    ("decision", "answer"),
    [
        (Decision.NONE, "not_picked_up_other"),
        (Decision.POSTPONE, ""),
        (Decision.VISIT, "in_treatment"),
        (Decision.LIGHT_CONTACT, "in_treatment"),
    ],
)
def test_a_decision_answers_the_signals_of_its_month_of_every_corporation(city, decision, answer):
    city.deliver("kade", MAY, row("C1", 2, tenant="X", door=9))
    city.deliver("oost", MAY, row("D1", 2, tenant="X", door=9))
    city.make_lists(MAY)
    until = date(2026, 7, 1) if decision == Decision.POSTPONE else None
    city.decide("C1", MAY, decision, postponed_until=until)
    if decision in {Decision.VISIT, Decision.LIGHT_CONTACT}:
        CaseFactory(household=city.household("C1"), team=city.area.team, opened_on=date(2026, 5, 20))

    for _again in range(2):
        answer_supplier(household_id=city.household("C1").pk)

    assert answers(MAY) == {"C1": answer, "D1": answer}


def test_nothing_on_a_repeated_report_says_repeated(city):
    for as_of in (APRIL, MAY):
        city.deliver("kade", as_of, row("C1", 2))
    city.make_lists(MAY)
    city.decide("C1", MAY, Decision.NONE)

    answer_supplier(household_id=city.household("C1").pk)

    assert answers(MAY) == {"C1": "not_picked_up_repeated"}


def test_a_signal_during_a_case_follows_the_case_and_one_after_it_does_not(city):
    for as_of in (APRIL, MAY, JUNE):
        city.deliver("kade", as_of, row("C1", 2))
    case = CaseFactory(household=city.household("C1"), team=city.area.team, opened_on=date(2026, 4, 10))
    close(case, EndResult.SELF_PAID, on=date(2026, 5, 15))

    answer_supplier(household_id=city.household("C1").pk)

    assert answers(APRIL) | answers(MAY) == {"C1": "reached_pays"}
    assert answers(JUNE) == {"C1": ""}
