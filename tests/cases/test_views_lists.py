from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import Acute, ClockKind, Stage
from cases.models import Case, Clock, Task
from cases.queries.board import CARDS_A_COLUMN
from cases.services.task import promise
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory, duo_of

LIST = reverse("cases:list")


def columns_of(response):
    return {filled.column.key: (filled.cards, filled.total) for filled in response.context["columns"]}


def test_the_board_shows_who_waits_for_a_duo_first(as_user, leader, case):
    waiting = CaseFactory(team=case.team)

    response = as_user(leader).get(LIST)

    assert next(iter(columns_of(response))) == "waiting"
    assert columns_of(response)["waiting"] == ([waiting], 1)
    assert columns_of(response)["contact"] == ([case], 1)
    assert reverse("cases:assign", args=[waiting.uuid]) in response.content.decode()


@pytest.mark.parametrize(
    ("stage", "column"),
    [
        (Stage.VISITING, "visiting"),
        (Stage.GUIDANCE, "guidance"),
        (Stage.LIGHT_CONTACT, "following"),
        (Stage.MONITORING, "following"),
        (Stage.MINIMAL_CONTACT, "following"),
    ],
)
def test_a_case_stands_in_the_column_of_its_stage(as_user, leader, team, stage, column):
    case = CaseFactory(team=team, stage=stage, duo=duo_of(team))

    assert columns_of(as_user(leader).get(LIST))[column] == ([case], 1)


def test_a_full_column_counts_all_and_links_to_the_rest(as_user, leader, team):
    CaseFactory.create_batch(CARDS_A_COLUMN + 2, team=team)

    response = as_user(leader).get(LIST)

    cards, total = columns_of(response)["waiting"]
    assert (len(cards), total) == (CARDS_A_COLUMN, CARDS_A_COLUMN + 2)
    assert "?show=waiting" in response.content.decode()
    assert len(as_user(leader).get(LIST, {"show": "waiting"}).context["cases"]) == CARDS_A_COLUMN + 2


def test_what_is_due_first_stands_first(as_user, leader, team):
    with fixed_today(date(2026, 5, 20)):
        later = CaseFactory(team=team, duo=duo_of(team))
    with fixed_today(date(2026, 5, 4)):
        sooner = CaseFactory(team=team, duo=duo_of(team))

    assert columns_of(as_user(leader).get(LIST))["contact"][0] == [sooner, later]


def test_cases_of_another_team_and_closed_ones_are_not_on_the_board(as_user, leader, team):
    CaseFactory(team=TeamFactory(organisation=team.organisation))

    response = as_user(leader).get(LIST)

    assert response.context["total"] == 0
    assert "empty" in response.content.decode()


def test_a_worker_sees_the_own_duos_and_the_team_by_choice(as_user, alice, case):
    other = CaseFactory(team=case.team)
    browser = as_user(alice)

    assert list(browser.get(LIST).context["cases"]) == [case]
    assert set(browser.get(LIST, {"show": "team"}).context["cases"]) == {case, other}


def test_a_partner_sees_the_own_duos_whatever_they_ask_for(as_user, partner, case):
    CaseFactory(team=case.team, duo=duo_of(case.team))

    assert list(as_user(partner).get(LIST, {"show": "team"}).context["cases"]) == [case]


def test_a_partner_does_not_read_the_stage(as_user, partner, alice, case):
    case.stage = Stage.GUIDANCE
    case.save()

    assert str(Stage.GUIDANCE.label) not in as_user(partner).get(LIST).content.decode().lower()


@pytest.mark.parametrize("role", [Role.UPLOADER, Role.MANAGER, Role.FUNDER, Role.ADMINISTRATOR, Role.TRAINEE])
def test_other_roles_have_no_list_of_cases(as_user, db, role):
    assert as_user(person(role)).get(LIST).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("show", ["", "mine", "team"])
def test_the_lists_cost_the_same_for_any_number_of_cases(
    as_user, leader, team, number, show, django_assert_num_queries
):
    for _ in range(number):
        case = CaseFactory(team=team, duo=[leader, duo_of(team)[1]])
        promise(case=case, what="Bellen", due_on=date(2026, 6, 1), owner=leader, by=leader)
    browser = as_user(leader)

    with django_assert_num_queries(11 if show else 10):
        response = browser.get(LIST, {"show": show} if show else {})

    assert response.content.decode().count("C. Wijnands") >= number


def test_the_order_of_a_partner_tells_only_of_visits_and_evictions(as_user, partner, alice, team):
    """What a worker sees first, a debt counsellor's clock or a cut-off, would tell by its place alone."""
    days = [date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3), date(2026, 5, 4)]
    first, clocked, cut_off, evicted = (CaseFactory(team=team, duo=[alice, partner], opened_on=day) for day in days)
    Clock.objects.update(stopped_on=dates.today())
    clocked.clocks.create(
        kind=ClockKind.FIRST_CONVERSATION, household=clocked.household, started_on=days[0], due_on=days[0]
    )
    Task.objects.create(case=cut_off, what="Bellen", owner=alice, due_on=days[0])
    Case.objects.filter(pk=cut_off.pk).update(acute=Acute.CUT_OFF)
    url = reverse("cases:list")
    assert list(as_user(partner).get(url).context["cases"]) == [first, clocked, cut_off, evicted]

    Case.objects.filter(pk=evicted.pk).update(acute=Acute.EVICTION)
    Task.objects.create(case=clocked, what="Aanbellen", owner=alice, due_on=days[0], is_visit=True)

    assert list(as_user(partner).get(url).context["cases"]) == [evicted, clocked, first, cut_off]
    assert next(iter(as_user(alice).get(url).context["cases"])) == cut_off
