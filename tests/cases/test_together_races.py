"""Two people do the same at the same moment, for real: each in a thread and a transaction of its own."""

import threading
from functools import partial

import pytest
from django.db import connection, transaction

from accounts.enums import Role
from cases.enums import DropReason, ObstacleKind, Scale
from cases.models import Case, Obstacle, Referral, Scaling, Task
from cases.services.obstacle import note_obstacle
from cases.services.referral import ReferralRunsAlready, refer
from cases.services.scaling import ScalingWaitsAlready, scale
from cases.services.task import add_task, drop_task, finish_task
from tests.cases.test_services_circumstances import waiting
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory
from tests.outreach.conftest import wait_for


@pytest.fixture
def pair(committed_db):
    """A case, and two people of its team."""
    team = TeamFactory()
    return CaseFactory(team=team), [person(Role.DEBT_COUNSELLOR, team=team) for _ in range(2)]


def together(held, *calls) -> list[object]:
    """Do these while somebody else holds the row, so that both stand before it; give their answers or errors."""
    said: list[object] = []

    def run(call):
        try:
            said.append(call())
        except (ReferralRunsAlready, ScalingWaitsAlready) as error:
            said.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    with transaction.atomic():
        type(held).objects.select_for_update().get(pk=held.pk)
        for thread in threads:
            thread.start()
        wait_for(lambda: waiting() == len(calls))
    for thread in threads:
        thread.join()
    return said


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
