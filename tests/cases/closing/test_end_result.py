"""The national code of how a case ended."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.endings import (
    EndResult,
    SortedBy,
    WhyNot,
)
from cases.enums import CloseReason
from cases.models import Case
from cases.services.case import ClosingNotAllowed
from tests.cases.closing.steps import JULY, JUNE, MAY, end, visit
from tests.factories.signals_intake import BalanceFactory, ContractFactory


@pytest.mark.parametrize(
    ("reason", "said", "code"),
    [
        (CloseReason.WANTS_NO_HELP, {}, "self"),
        (CloseReason.PAID, {"sorted_by": "household"}, "self_paid"),
        (CloseReason.PAID, {"sorted_by": "together"}, "money"),
        (CloseReason.SOLVED, {"sorted_by": "together", "about": "other"}, "not_money"),
        (CloseReason.SOLVED, {"sorted_by": "helped_already"}, "known"),
        (CloseReason.SOLVED, {"sorted_by": "helped_already", "about": "other"}, "other_help"),
        (CloseReason.AGREED, {"sorted_by": "others"}, "money"),
        (CloseReason.HANDED_OVER, {"handed_to": "Bos", "about": "other"}, "not_money"),
        (CloseReason.MOVED, {"moved_to": "elsewhere"}, "not_resident"),
        (CloseReason.MOVED, {"moved_to": "unknown"}, "lost_contact"),
    ],
)
def test_three_plain_questions_lead_to_one_code(spoken, alice, reason, said, code):
    end(spoken, alice, reason, on=date(2026, 8, 3), **said)

    assert spoken.end_result == code


@pytest.mark.parametrize(("days", "code"), [(30, "quick_fix"), (31, "money")])
def test_a_quick_fix_is_solved_within_thirty_days(spoken, alice, days, code):
    end(spoken, alice, CloseReason.SOLVED, sorted_by=SortedBy.TOGETHER, on=spoken.opened_on + timedelta(days=days))

    assert spoken.end_result == code


def test_the_database_knows_no_slow_quick_fix(spoken, alice):
    with pytest.raises(IntegrityError, match="a_quick_fix_is_quick"), transaction.atomic():
        Case.objects.filter(pk=spoken.pk).update(
            stage="closed", closed_on=JULY, closed_by=alice, close_reason="solved", end_result="quick_fix"
        )


@pytest.mark.parametrize(
    ("why_not", "code"),
    [
        ("below_threshold", "unjustified"), ("wrong_age", "unjustified"), ("legal_person", "unjustified"),
        ("detention", "not_picked_up"), ("no_residence", "not_picked_up"), ("exclusion_list", "not_picked_up"),
        ("no_staff", "not_picked_up"), ("other", "not_picked_up"),
    ],
)  # fmt: skip
def test_not_picked_up_is_coded_by_its_plain_reason(case, alice, why_not, code):
    end(case, alice, CloseReason.NOT_PICKED_UP, why_not=why_not)

    assert case.end_result == code


@pytest.mark.parametrize(("before", "now", "repeated"), [(900, 900, True), (900, 800, True), (900, 901, False)])
def test_a_repeated_report_is_one_whose_arrears_did_not_rise(case, alice, before, now, repeated):
    contract = ContractFactory(household=case.household)
    BalanceFactory(contract=contract, delivery__as_of=MAY, balance=before)
    BalanceFactory(contract=contract, delivery__as_of=JUNE, balance=now)

    if repeated:
        end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.REPEATED)
        assert case.end_result == EndResult.REPEATED
    else:
        with pytest.raises(ClosingNotAllowed):
            end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.REPEATED)


def test_without_an_earlier_statement_nothing_is_repeated(case, alice):
    BalanceFactory(contract=ContractFactory(household=case.household), delivery__as_of=JUNE, balance=900)

    with pytest.raises(ClosingNotAllowed):
        end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.REPEATED)


def test_what_was_tried_was_picked_up_unless_the_signal_was_wrong(case, alice):
    visit(case, alice)

    with pytest.raises(ClosingNotAllowed):
        end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.NO_STAFF)

    end(case, alice, CloseReason.NOT_PICKED_UP, why_not=WhyNot.LEGAL_PERSON)
    assert case.end_result == EndResult.UNJUSTIFIED
