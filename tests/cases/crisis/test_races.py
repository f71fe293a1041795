"""Two people at the same moment."""

from functools import partial

from accounts.enums import Role
from cases.enums import (
    ClockKind,
    EndReason,
    EntryKind,
    ItemKind,
    ItemState,
    NotNeeded,
    Threat,
)
from cases.models import Checklist, Crisis
from cases.services.checklist import LineChangedMeanwhile
from cases.services.crisis import (
    CrisisEndedAlready,
    CrisisRunsAlready,
    end_crisis,
    start_crisis,
)
from cases.services.crisis_lists import (
    ChecklistChangedMeanwhile,
    save_checklist,
    set_item,
)
from tests.cases.crisis.steps import FRIDAY, item_of
from tests.cases.races import refused, together
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory

COUNTDOWNS = [ClockKind.EVICTION, ClockKind.CUT_OFF]


def test_of_two_workers_at_the_same_moment_one_notes_the_crisis(committed_db):
    team = TeamFactory()
    case = CaseFactory(team=team)
    people = [person(Role.DEBT_COUNSELLOR, team=team) for _ in range(2)]
    calls = [partial(start_crisis, case=case, threat=Threat.EVICTION, by=somebody) for somebody in people]

    wrong = refused(together(case, *calls, errors=CrisisRunsAlready))

    assert [type(error) for error in wrong] == [CrisisRunsAlready]
    assert (Crisis.objects.count(), case.timeline.filter(kind=EntryKind.CRISIS).count()) == (1, 1)


def test_of_two_workers_at_the_same_moment_one_ticks_the_line_off(committed_db):
    team = TeamFactory()
    people = [person(Role.DEBT_COUNSELLOR, team=team) for _ in range(2)]
    crisis = start_crisis(case=CaseFactory(team=team), threat=Threat.EVICTION, by=people[0])
    item = item_of(crisis, "loan")
    calls = [
        partial(set_item, item=crisis.items.get(pk=item.pk), state=state, reason=reason, seen=0, by=somebody)
        for somebody, state, reason in zip(
            people, [ItemState.DONE, ItemState.NOT_NEEDED], ["", NotNeeded.TOO_LATE], strict=True
        )
    ]

    wrong = refused(together(item, *calls, errors=LineChangedMeanwhile))

    item.refresh_from_db()
    assert [type(error) for error in wrong] == [LineChangedMeanwhile]
    assert (item.version, wrong[0].by) == (1, item.changed_by)


def test_of_two_workers_at_the_same_moment_one_says_how_it_ended(committed_db):
    team = TeamFactory()
    people = [person(Role.DEBT_COUNSELLOR, team=team) for _ in range(2)]
    crisis = start_crisis(case=CaseFactory(team=team), threat=Threat.EVICTION, by=people[0])
    calls = [
        partial(end_crisis, crisis=Crisis.objects.get(), reason=reason, by=somebody)
        for somebody, reason in zip(people, [EndReason.PAID, EndReason.TOO_LATE], strict=True)
    ]

    wrong = refused(together(crisis, *calls, errors=CrisisEndedAlready))

    crisis.refresh_from_db()
    assert [type(error) for error in wrong] == [CrisisEndedAlready]
    assert crisis.items.filter(kind=ItemKind.AFTER).exists() == (crisis.end_reason == EndReason.TOO_LATE)


def test_when_two_crises_end_at_the_same_moment_nothing_presses_any_more(committed_db):
    team = TeamFactory()
    case, by = CaseFactory(team=team), person(Role.DEBT_COUNSELLOR, team=team)
    for threat in (Threat.EVICTION, Threat.GAS):
        start_crisis(case=case, threat=threat, by=by, facts={"day": FRIDAY})
    calls = [partial(end_crisis, crisis=crisis, reason=EndReason.PAID, by=by) for crisis in Crisis.objects.all()]

    assert refused(together(case, *calls)) == []

    case.refresh_from_db()
    assert (case.acute, case.clocks.filter(kind__in=COUNTDOWNS, stopped_on=None).count()) == ("", 0)


def test_of_two_leaders_at_the_same_moment_one_makes_the_version(committed_db):
    team = TeamFactory()
    leaders = [person(Role.TEAM_LEADER, team=team) for _ in range(2)]
    calls = [
        partial(save_checklist, organisation=team.organisation, steps=[name], papers=[], bring=[], seen=0, by=somebody)
        for somebody, name in zip(leaders, ["Een", "Twee"], strict=True)
    ]

    wrong = refused(together(team.organisation, *calls, errors=ChecklistChangedMeanwhile))

    assert [type(error) for error in wrong] == [ChecklistChangedMeanwhile]
    assert Checklist.objects.count() == 1
