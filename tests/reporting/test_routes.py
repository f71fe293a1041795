"""What came of whoever came to us by which route: with its whole, and no small group for who is far away."""

from datetime import date

import pytest

from accounts.enums import Role
from cases.endings import CaseOutcome, EndResult
from cases.enums import CloseReason, DirectionCheck, Estimate, OwnStrength, Referrer, RefusalGround, Route, Stage
from cases.models import Case, Closing
from cases.services.request import accept_request, note_request, refuse_request
from common import dates
from common.dates import add_months, fixed_today
from reporting.permissions import reach_of
from reporting.queries.routes import estimates_for, requests_for, returns_for, strengths_for
from tests.factories.accounts import TeamFactory, person, sign_in
from tests.factories.cases import CaseFactory

TODAY = date(2026, 11, 2)
URL = "/figures/routes"


@pytest.fixture(autouse=True)
def _today():
    with fixed_today(TODAY):
        yield


@pytest.fixture
def team(db):
    return TeamFactory(name="Team Oost")


@pytest.fixture
def leader(team):
    return person(Role.TEAM_LEADER, team=team)


@pytest.fixture
def manager(team):
    return person(Role.MANAGER, organisation=team.organisation)


@pytest.fixture
def ask(leader):
    """Let so many be sent to us by one kind of referrer; ``end`` is how their cases closed, "refused" sends them on."""

    def asked(number, end="", *, team, referrer=Referrer.GP, route=Route.REFERRAL):
        for door in range(number):
            facts = {"postcode": "1092GK", "number": Case.objects.count() * 50 + door + 1, "referrer": referrer}
            request = note_request(team=team, route=route, by=leader, facts=facts)
            if end == "refused":
                refuse_request(request=request, ground=RefusalGround.ORDINARY, advice="Spreekuur", by=leader)
            elif end != "waits":
                case = accept_request(request=request, direction=DirectionCheck.NOBODY, by=leader)
                if end:
                    close(case, end, by=leader)

    return asked


def close(case, reason, *, by, on=None, result="", outcomes=None):
    """Close a case as it stands in the database, whatever came before."""
    closed = {"stage": Stage.CLOSED, "closed_on": on or dates.today(), "closed_by": by, "close_reason": reason}
    Case.objects.filter(pk=case.pk).update(**closed, end_result=result, first_reached_on=None)
    if outcomes is not None:
        settled = {"state": "done", "asked_at": dates.now(), "settled_at": dates.now(), "two_people": False}
        Closing.objects.create(case=case, reason=reason, asked_by=by, settled_by=by, outcomes=outcomes, **settled)


def of_kind(user, kind):
    rows, _together = requests_for(reach_of(user))
    return next((row.whole, *row.parts) for row in rows if row.label == str(kind.label))


def test_seven_of_ten_that_a_gp_sends_are_handled(leader, team, ask):
    """Activering Sociale Netwerken 2014, T4: about 70% can finally be handled."""
    ask(5, team=team)
    ask(2, CloseReason.MOVED, team=team)
    ask(1, CloseReason.HANDED_OVER, team=team)
    ask(1, CloseReason.WANTS_NO_HELP, team=team)
    ask(1, "refused", team=team)
    ask(3, "waits", team=team)

    assert of_kind(leader, Referrer.GP) == (10, 7, 2, 1)


def test_each_kind_of_referrer_and_each_route_has_its_own_row(leader, team, ask):
    ask(1, team=team, referrer=Referrer.POLICE)
    ask(2, team=team, referrer="", route=Route.SELF)
    ask(1, team=team, referrer=Referrer.CORPORATION)
    ask(1, team=team, referrer=Referrer.CORPORATION, route=Route.NOTICE)

    rows, together = requests_for(reach_of(leader))

    asked = {(row.label, row.whole) for row in rows}
    assert asked == {(str(Route.SELF.label), 2), (str(Referrer.CORPORATION.label), 2), (str(Referrer.POLICE.label), 1)}
    assert (together.whole, together.parts) == (5, (5, 0, 0))


def test_a_team_sees_its_own_requests_and_those_of_the_last_year(leader, team, ask):
    ask(1, team=team)
    ask(1, team=TeamFactory(organisation=team.organisation))
    with fixed_today(date(2025, 10, 1)):
        ask(1, team=team)

    assert of_kind(leader, Referrer.GP)[0] == 1


def test_a_manager_sees_no_small_group_and_nothing_that_gives_it_away(manager, team, ask):
    ask(20, team=team)
    ask(6, "refused", team=team)
    ask(2, CloseReason.WANTS_NO_HELP, team=team)
    ask(3, team=team, referrer=Referrer.POLICE)

    rows, together = requests_for(reach_of(manager))

    assert of_kind(manager, Referrer.GP) == (28, 20, None, None)
    assert of_kind(manager, Referrer.POLICE) == (None, None, None, None)
    assert (together, len(rows)) == (None, 2)


def test_a_manager_sees_large_groups_and_all_together(manager, team, ask):
    ask(20, team=team)
    ask(6, "refused", team=team)

    _rows, together = requests_for(reach_of(manager))

    assert (together.whole, together.parts) == (26, (20, 6, 0))


@pytest.mark.parametrize(
    ("months", "back"), [(5, [(1, 1), (1, 1)]), (6, [(1, 1), (1, 1)]), (11, [(0, 1), (1, 1)]), (13, [(0, 1), (0, 1)])]
)
def test_who_is_helped_again_is_counted_within_six_and_twelve_months(leader, team, months, back):
    ended = add_months(TODAY, -20)
    first = CaseFactory(team=team, opened_on=add_months(ended, -2))
    close(first, CloseReason.SOLVED, by=leader, on=ended)
    CaseFactory(team=team, household=first.household, opened_on=add_months(ended, months))

    assert [(found.count, found.of) for found in returns_for(reach_of(leader))] == back


def test_only_who_was_let_go_long_enough_ago_is_counted(leader, team):
    close(CaseFactory(team=team), CloseReason.SOLVED, by=leader, on=add_months(TODAY, -7))
    close(CaseFactory(team=team), CloseReason.DECEASED, by=leader, on=add_months(TODAY, -14))

    assert [(found.months, found.count, found.of) for found in returns_for(reach_of(leader))] == [(6, 0, 1), (12, 0, 0)]


def test_the_first_estimate_stands_beside_the_end(leader, team):
    seen = {"team": team, "estimate": Estimate.SHORT, "own_strength": OwnStrength.MUCH}
    grew = [CaseOutcome.SELF_RELIANCE, CaseOutcome.LESS_STRESS]
    close(CaseFactory(**seen), CloseReason.SOLVED, by=leader, result=EndResult.MONEY, outcomes=grew)
    close(CaseFactory(**seen), CloseReason.AGREED, by=leader, result=EndResult.SELF, outcomes=[])
    close(CaseFactory(**seen), CloseReason.WANTS_NO_HELP, by=leader, result=EndResult.SELF, outcomes=[])
    CaseFactory(**seen)  # goes on

    for beside, label in [(estimates_for, Estimate.SHORT.label), (strengths_for, OwnStrength.MUCH.label)]:
        row = next(row for row in beside(reach_of(leader)) if row.label == label)
        assert (row.whole, row.parts) == (3, (1, 1, 1, 0, 1))


def test_a_manager_sees_no_small_group_of_estimates(manager, leader, team):
    for _ in range(3):
        close(CaseFactory(team=team, estimate=Estimate.LONGER), CloseReason.SOLVED, by=leader)

    row = next(row for row in estimates_for(reach_of(manager)) if row.label == Estimate.LONGER.label)

    assert (row.whole, row.parts) == (None, (None,) * 5)


def test_the_page_names_no_household(client, leader, team, ask):
    ask(2, team=team)

    page = sign_in(client, leader).get(URL).content.decode()

    assert "GP" in page
    assert "Pretoriusstraat" not in page
