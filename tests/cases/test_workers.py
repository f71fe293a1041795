"""Who works on a case after the first duo."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import WorkerSide
from cases.models import Case
from cases.services.task import add_task
from cases.services.workers import NoDuoYet, WorksOnItAlready, give_back, take_over
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory


def test_three_workers(case, alice, leader, team):
    """The first got another job, the third stays: each change is shown, and what was promised goes along."""
    bea, chris = (person(Role.SOCIAL_WORKER, team=team, user__name=name) for name in ("Bea", "Chris"))
    task = add_task(case=case, what="Formulier meenemen", by=alice)

    take_over(case=case, side=WorkerSide.AGENCY, worker=bea, by=leader)
    take_over(case=case, side=WorkerSide.AGENCY, worker=chris, by=leader)

    had = case.workers.filter(side=WorkerSide.AGENCY).order_by("pk")
    assert [(one.user, one.until is None) for one in had] == [(alice, False), (bea, False), (chris, True)]
    task.refresh_from_db()
    assert (task.owner, case.director) == (chris, chris)
    assert case.timeline.filter(kind="workers").count() == 2


def test_borrowed_youth_generalist(as_user, case, leader, colleague, team):
    """None in the team: one of another team is borrowed, and that person gets access to this case only."""
    another = CaseFactory(team=team)
    file, other = (reverse("cases:detail", args=[one.uuid]) for one in (case, another))
    assert as_user(colleague).get(file).status_code == 403

    take_over(case=case, side=WorkerSide.SECOND, worker=colleague, by=leader)

    assert (as_user(colleague).get(file).status_code, as_user(colleague).get(other).status_code) == (200, 403)
    give_back(case=case, by=leader)
    assert as_user(colleague).get(file).status_code == 403


def test_whoever_left_for_another_agency_is_out_of_the_case(case, leader, stranger):
    case.workers.create(user=stranger, side=WorkerSide.SECOND, since=case.opened_on)

    assert case not in Case.objects.own(stranger)


def test_nobody_is_twice_on_a_case(case, alice, leader):
    with pytest.raises(WorksOnItAlready):
        take_over(case=case, side=WorkerSide.SECOND, worker=alice, by=leader)


def test_what_somebody_borrowed_had_to_do_the_director_goes_on_with(case, alice, leader, colleague):
    take_over(case=case, side=WorkerSide.SECOND, worker=colleague, by=leader)
    task = add_task(case=case, what="School bellen", by=colleague)

    give_back(case=case, by=leader)

    task.refresh_from_db()
    assert task.owner == alice
    assert give_back(case=case, by=leader) is False


def test_the_form_offers_colleagues_of_the_whole_agency(as_user, leader, case, colleague, stranger):
    page = as_user(leader).get(reverse("cases:workers", args=[case.uuid])).content.decode()

    assert str(colleague.uuid) in page
    assert str(stranger.uuid) not in page
    as_user(leader).post(reverse("cases:workers", args=[case.uuid]), {"side": "second", "worker": colleague.uuid})
    assert colleague in Case.objects.get(pk=case.pk).duo


def test_a_duo_is_chosen_before_somebody_takes_over(as_user, team, alice, leader):
    waiting = CaseFactory(team=team)

    with pytest.raises(NoDuoYet):
        take_over(case=waiting, side=WorkerSide.AGENCY, worker=alice, by=leader)

    page = as_user(leader).get(reverse("cases:workers", args=[waiting.uuid]))
    assert page.url == reverse("cases:assign", args=[waiting.uuid])
