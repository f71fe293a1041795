"""What somebody still writes in a case that a colleague closed, and what keeps a case from being withdrawn."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.enums import CloseReason, EndReason, ItemState, Stage, Threat
from cases.models import Case
from cases.services.case import CaseAlreadyClosed, close_case, withdraw_case
from cases.services.crisis import change_crisis, end_crisis, settle_crisis, start_crisis
from cases.services.crisis_lists import log_call, set_item
from cases.services.referral import refer
from cases.services.task import add_task
from tests.factories.cases import CaseFactory


@pytest.fixture
def crisis(case, alice):
    return start_crisis(case=case, threat=Threat.EVICTION, by=alice)


@pytest.fixture
def closed(case, crisis, alice):
    close_case(case=case, reason=CloseReason.MOVED, by=alice)
    return case


WRITES = {
    "change": lambda crisis, by: change_crisis(crisis=crisis, by=by, facts={"note": "x"}),
    "end": lambda crisis, by: end_crisis(crisis=crisis, reason=next(iter(EndReason)), by=by),
    "settle": lambda crisis, by: settle_crisis(crisis=crisis, by=by),
    "call": lambda crisis, by: log_call(crisis=crisis, who="Verhuurder", next_step="Bellen", by=by),
    "line": lambda crisis, by: set_item(item=crisis.items.first(), state=ItemState.DONE, seen=0, by=by),
}


@pytest.mark.parametrize("what", WRITES)
def test_in_a_closed_case_nothing_of_its_crisis_is_written(closed, crisis, alice, what):
    before = (closed.timeline.count(), closed.tasks.count(), closed.clocks.filter(stopped_on=None).count())

    with pytest.raises(CaseAlreadyClosed):
        WRITES[what](crisis, alice)

    closed.refresh_from_db()
    assert (closed.timeline.count(), closed.tasks.count(), closed.clocks.filter(stopped_on=None).count()) == before
    assert closed.acute == ""


def test_whoever_had_the_form_open_comes_back_to_the_file_and_reads_why(as_user, closed, crisis, alice):
    address = reverse("cases:crisis_call", args=[closed.uuid, crisis.uuid])

    answer = as_user(alice).post(address, {"who": "Verhuurder"}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("cases:detail", args=[closed.uuid])
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]


@pytest.mark.parametrize("begun", ["crisis", "task", "referral"])
def test_a_case_in_which_something_was_begun_is_not_withdrawn(team, leader, begun):
    case = CaseFactory(team=team)
    {
        "crisis": lambda: start_crisis(case=case, threat=Threat.EVICTION, by=leader),
        "task": lambda: add_task(case=case, what="Bellen", owner=leader, by=leader),
        "referral": lambda: refer(case=case, party="Kredietbank", by=leader),
    }[begun]()

    assert withdraw_case(case=case, by=leader) is False
    assert Case.objects.get().stage != Stage.CLOSED
