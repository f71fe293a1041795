"""The lists of a crisis, ticked off and made by an organisation itself."""

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from cases.enums import (
    EntryKind,
    ItemKind,
    ItemState,
    NotNeeded,
    Threat,
)
from cases.models import Checklist, Task
from cases.models.shipped import Shipped
from cases.services.checklist import LineChangedMeanwhile
from cases.services.crisis import (
    start_crisis,
)
from cases.services.crisis_lists import (
    ChecklistChangedMeanwhile,
    log_call,
    save_checklist,
    set_item,
)
from tests.cases.crisis.steps import item_of
from tests.factories.accounts import TeamFactory
from tests.factories.cases import CaseFactory


def test_the_shipped_lists_are_a_reconstruction_in_the_language_of_the_reader(eviction):
    steps = [item.code for item in eviction.items.filter(kind=ItemKind.STEP)]

    assert steps == [
        "loan", "entry", "credit_bank", "agreement", "administration", "tax", "benefits", "income",
    ]  # fmt: skip
    assert eviction.checklist is None
    assert item_of(eviction, "loan").label == str(Shipped.LOAN.label)


def test_a_line_says_who_did_it_and_when_and_may_be_opened_again(alice, bob, eviction):
    item = item_of(eviction, "loan")

    set_item(item=item, state=ItemState.DONE, seen=0, note="€ 800 toegezegd", by=alice)
    assert (item.state, item.changed_by, item.note) == (ItemState.DONE, alice, "€ 800 toegezegd")
    set_item(item=item, state=ItemState.OPEN, seen=1, by=bob)

    assert (item.state, item.changed_by, item.note) == (ItemState.OPEN, bob, "€ 800 toegezegd")
    assert eviction.case.timeline.filter(kind=EntryKind.CRISIS_STEP).count() == 2


def test_a_line_is_left_out_for_a_reason_and_a_reason_belongs_to_that_alone(alice, eviction):
    item = item_of(eviction, "tax")

    set_item(item=item, state=ItemState.NOT_NEEDED, reason=NotNeeded.NOT_HERE, seen=0, by=alice)
    assert (item.state, item.reason) == (ItemState.NOT_NEEDED, NotNeeded.NOT_HERE)
    set_item(item=item, state=ItemState.DONE, seen=1, by=alice)

    assert item.reason == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        set_item(item=item, state=ItemState.NOT_NEEDED, seen=2, by=alice)


def test_papers_and_bags_do_not_fill_the_timeline(alice, eviction):
    before = eviction.case.timeline.count()

    set_item(item=item_of(eviction, "court"), state=ItemState.DONE, seen=0, by=alice)

    assert eviction.case.timeline.count() == before


def test_who_saw_an_older_line_changes_nothing_and_hears_who_was_first(alice, bob, eviction):
    item = item_of(eviction, "loan")
    set_item(item=item, state=ItemState.DONE, seen=0, note="Aanvraag ingediend", by=alice)

    with pytest.raises(LineChangedMeanwhile) as refused:
        set_item(item=item, state=ItemState.NOT_NEEDED, reason=NotNeeded.TOO_LATE, seen=0, by=bob)

    assert refused.value.by == alice
    item.refresh_from_db()
    assert (item.state, item.note) == (ItemState.DONE, "Aanvraag ingediend")


def test_a_call_is_a_line_and_its_next_step_a_promise(case, alice, eviction):
    log_call(crisis=eviction, who="Kredietbank", said="Maandag antwoord", next_step="Terugbellen", by=alice)
    log_call(crisis=eviction, who="Woonstichting", by=alice)

    assert [call.who for call in eviction.calls.all()] == ["Woonstichting", "Kredietbank"]
    promised = Task.objects.get(case=case, is_promise=True, is_visit=False)
    assert (promised.what, promised.due_on, promised.owner) == ("Terugbellen", date(2026, 5, 12), alice)


def test_an_organisation_makes_its_own_lists_and_running_crises_keep_theirs(case, team, leader, alice, eviction):
    first = save_checklist(
        organisation=team.organisation, steps=["Bel Marga van het steunpunt"], papers=["Legitimatie"], bring=[],
        seen=0, by=leader,
    )  # fmt: skip
    other = CaseFactory(team=team)
    theirs = start_crisis(case=other, threat=Threat.EVICTION, by=alice)
    save_checklist(organisation=team.organisation, steps=["Iets anders"], papers=[], bring=[], seen=1, by=leader)

    assert [item.label for item in theirs.items.all()] == ["Legitimatie", "Bel Marga van het steunpunt"]
    assert (theirs.checklist, eviction.checklist) == (first, None)
    assert eviction.items.filter(code="loan").exists()


def test_the_lists_of_another_organisation_are_not_ours(leader, alice, case):
    far = TeamFactory()
    save_checklist(organisation=far.organisation, steps=["Verweg"], papers=[], bring=[], seen=0, by=leader)

    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice)

    assert crisis.checklist is None


def test_a_second_leader_does_not_overwrite_the_version_of_the_first(team, leader):
    save = partial(save_checklist, organisation=team.organisation, papers=[], bring=[], seen=0, by=leader)
    save(steps=["Van de een"])

    with pytest.raises(ChecklistChangedMeanwhile):
        save(steps=["Van de ander"])

    assert [version.steps for version in Checklist.objects.all()] == [["Van de een"]]


def test_the_same_lists_again_are_no_new_version(team, leader):
    save = partial(save_checklist, organisation=team.organisation, steps=["Een"], papers=[], bring=[], by=leader)

    assert save(seen=0) == save(seen=1)
    assert Checklist.objects.count() == 1
