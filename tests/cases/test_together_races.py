"""Two people do the same at the same moment, for real: each in a thread and a transaction of its own."""

from functools import partial

import pytest

from accounts.enums import Role
from cases.enums import ClockKind, DirectionCheck, DropReason, ObstacleKind, Pace, Route, Scale, Stage
from cases.models import Case, Obstacle, Referral, Scaling, Task
from cases.services.case import change_stage
from cases.services.obstacle import note_obstacle
from cases.services.paper import make_pack
from cases.services.referral import ReferralRunsAlready, refer
from cases.services.request import HelpedByAnotherAgency, accept_request, note_request
from cases.services.rhythm import set_cadence, take_up_again
from cases.services.scaling import ScalingWaitsAlready, scale
from cases.services.task import add_task, drop_task, finish_task
from tests.cases import races
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory, HouseholdFactory

together = partial(races.together, errors=(HelpedByAnotherAgency, ReferralRunsAlready, ScalingWaitsAlready))


@pytest.fixture
def pair(committed_db):
    """A case, and two people of its team."""
    team = TeamFactory()
    return CaseFactory(team=team), [person(Role.DEBT_COUNSELLOR, team=team) for _ in range(2)]


def test_of_two_people_who_agree_the_same_one_task_comes(pair):
    case, people = pair

    together(case, *(partial(add_task, case=case, what="Bellen", owner=people[0], by=who) for who in people))

    assert (Task.objects.count(), case.timeline.count()) == (1, 1)


def test_of_two_people_who_send_on_one_does(pair):
    case, people = pair

    said = together(case, *(partial(refer, case=case, party="Stadsbank", by=who) for who in people))

    assert sorted(type(answer).__name__ for answer in said) == ["Referral", "ReferralRunsAlready"]
    assert (Referral.objects.count(), Task.objects.count(), case.timeline.count()) == (1, 1, 1)


def test_of_two_people_who_scale_up_one_does(pair):
    case, people = pair

    together(case, *(partial(scale, case=case, direction=Scale.UP, party="Veilig Thuis", by=who) for who in people))

    assert (Scaling.objects.count(), case.timeline.count()) == (1, 1)


def test_of_two_people_who_note_what_stands_in_the_way_one_does(pair):
    case, people = pair
    note = partial(note_obstacle, case=case, party="Stadsbank", kind=ObstacleKind.REFUSAL)

    together(case, *(partial(note, by=who) for who in people))

    assert (Obstacle.objects.count(), case.timeline.count()) == (1, 1)


def test_of_one_who_ticks_off_and_one_who_drops_the_first_counts(pair):
    case, (alice, bob) = pair
    task = add_task(case=case, what="Bellen", by=alice)

    said = together(
        task,
        partial(finish_task, task=task, by=alice),
        partial(drop_task, task=task, reason=DropReason.NOT_NEEDED, by=bob),
    )

    assert sorted(map(bool, said)) == [False, True]
    assert Case.objects.get().timeline.count() == 2


def test_of_two_cadences_that_are_planned_together_one_runs(pair):
    case, (alice, bob) = pair

    said = together(
        case,
        partial(set_cadence, case=case, pace=Pace.WEEKLY, by=alice),
        partial(set_cadence, case=case, pace=Pace.MONTHLY, by=bob),
    )

    assert said == [True, True]
    assert (case.cadences.count(), case.cadences.filter(until=None).count()) == (2, 1)
    assert case.clocks.filter(kind=ClockKind.SIGN_OF_LIFE, stopped_on=None).count() == 1


def test_of_two_people_who_take_a_case_up_again_one_does(pair):
    case, people = pair
    change_stage(case=case, stage=Stage.MONITORING, by=people[0])

    said = together(case, *(partial(take_up_again, case=case, by=who) for who in people))

    assert sorted(said) == [False, True]
    assert case.timeline.filter(kind="stage").count() == 2


def test_of_two_people_who_make_the_same_pack_one_does(pair):
    case, people = pair

    together(case, *(partial(make_pack, case=case, party="Almere", by=who) for who in people))

    assert case.packs.count() == case.timeline.filter(kind="pack").count() == 1


def test_of_two_agencies_that_take_up_one_household_one_does(committed_db):
    home, calls = HouseholdFactory(), []
    facts = {"postcode": home.dwelling.postcode, "number": home.dwelling.number, "street": home.dwelling.street}
    for team in (TeamFactory(), TeamFactory()):
        leader = person(Role.TEAM_LEADER, team=team)
        request = note_request(team=team, route=Route.SELF, by=leader, facts=facts)
        calls.append(
            partial(accept_request, request=request, direction=DirectionCheck.NOBODY, household=home, by=leader)
        )

    said = together(home, *calls)

    assert sorted(type(answer).__name__ for answer in said) == ["Case", "HelpedByAnotherAgency"]
    assert Case.objects.get().requests.count() == 1
