"""The home page of every role: it opens, it says what needs doing now, and it costs the same for any number."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import ReadLog, User
from cases.enums import ClockKind, CloseReason, PersonRole, Route, Stage, Threat, WorkerSide
from cases.models import CaseWorker, Clock, Ending, Task
from cases.services.case import change_stage
from cases.services.closing import let_go
from cases.services.crisis import start_crisis
from cases.services.evaluation import ask_by_link, look_back_by_link
from cases.services.request import note_request
from common.dates import add_months, fixed_today
from signals_intake.enums import Answer, DeliveryState
from tests.factories.accounts import (
    AreaFactory,
    CovenantFactory,
    OrganisationFactory,
    TeamFactory,
    UserFactory,
    person,
    sign_in,
)
from tests.factories.cases import CaseFactory, HouseholdFactory, PersonFactory
from tests.factories.signals_intake import (
    ArrearsListFactory,
    DeliveryFactory,
    ReviewFactory,
    decide,
    listed_household,
    signal_of,
)
from tests.reporting.builders import attempt

pytestmark = pytest.mark.usefixtures("db", "a_tuesday_in_may")

TODAY = date(2026, 5, 12)


@pytest.fixture
def a_tuesday_in_may():
    with fixed_today(TODAY):
        yield


@pytest.fixture
def covenant():
    return CovenantFactory()


@pytest.fixture
def team(covenant):
    return AreaFactory(covenant=covenant).team


@pytest.fixture
def kade():
    return OrganisationFactory(corporation=True, name="De Kade")


@pytest.fixture
def rivier():
    return OrganisationFactory(corporation=True, name="Rivierwonen")


def home_of(client, user):
    response = sign_in(client, user).get(reverse("home"))
    assert response.status_code == 200
    return response


def case_with(team, owner, *, name="N. de Vries", **fields):
    household = HouseholdFactory(people=None)
    PersonFactory(household=household, name=name)
    return CaseFactory(household=household, team=team, **fields)


def visit(case, owner, day=TODAY, **fields):
    return Task.objects.create(case=case, what="visit", due_on=day, owner=owner, is_visit=True, **fields)


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_home_also_when_there_is_nothing(client, role):
    home_of(client, person(role))


def test_somebody_without_a_role_reads_whom_to_ask(client):
    assert "Ask the administrator" in home_of(client, UserFactory()).content.decode()


def test_a_worker_reads_the_visits_of_today_with_the_next_one_first(client, team):
    alice = person(Role.DEBT_COUNSELLOR, team=team)
    visit(case_with(team, alice, name="P. Jansen"), alice)
    visit(case_with(team, alice, name="M. Yılmaz"), alice, TODAY - timedelta(days=2))
    ahead = case_with(team, alice, name="A. Baptista")
    for owner in (alice, person(Role.SOCIAL_WORKER, team=team)):  # both of a duo have it on their list
        visit(ahead, owner, TODAY + timedelta(days=3))

    day = home_of(client, alice).context["day"]

    assert [case.household.name for case in day.stops] == ["M. Yılmaz", "P. Jansen"]
    assert [task.case.household.name for task in day.ahead] == ["A. Baptista"]


def test_a_worker_reads_own_promises_and_nobody_elses(client, team):
    alice, bob = person(Role.SOCIAL_WORKER, team=team), person(Role.SOCIAL_WORKER, team=team)
    case = case_with(team, alice)
    for owner, what in [(alice, "call back about the energy letter"), (bob, "ask the neighbour along")]:
        Task.objects.create(case=case, what=what, due_on=TODAY, owner=owner)

    page = home_of(client, alice).content.decode()

    assert "call back about the energy letter" in page
    assert "ask the neighbour along" not in page


def test_what_is_done_or_closed_asks_for_nothing(client, team):
    alice = person(Role.SOCIAL_WORKER, team=team)
    attempt(case_with(team, alice), TODAY, by=alice)
    closed = case_with(team, alice, stage=Stage.CLOSED, closed_on=TODAY, closed_by=alice, close_reason="paid")
    visit(closed, alice)
    Task.objects.create(case=closed, what="call", due_on=TODAY, owner=alice)
    Task.objects.update(created_at=datetime(2026, 5, 11, 12, tzinfo=UTC))  # before it was closed

    day = home_of(client, alice).context["day"]

    assert (day.stops, day.promises, day.done, day.total) == ([], [], 1, 1)


def clock_for(case, owner, due_on, **fields):
    return Clock.objects.create(
        kind=ClockKind.CONTACT_PHASE, household=case.household, case=case, owner=owner, due_on=due_on,
        started_on=date(2026, 4, 1), **fields,
    )  # fmt: skip


def test_clocks_that_warn_come_before_those_that_still_have_time(client, team):
    alice = person(Role.DEBT_COUNSELLOR, team=team)
    over = clock_for(case_with(team, alice), alice, date(2026, 5, 8))
    warning = clock_for(case_with(team, alice), alice, date(2026, 5, 27), warn_on=TODAY)
    clock_for(case_with(team, alice), alice, date(2026, 6, 27))
    clock_for(case_with(team, alice), alice, date(2026, 5, 8), stopped_on=date(2026, 5, 1))

    assert home_of(client, alice).context["clocks"] == [over, warning]


def test_what_comes_after_a_case_was_closed_is_still_asked(client, team):
    """A household that was let go looks back by a link, and somebody answers it."""
    alice = person(Role.SOCIAL_WORKER, team=team)
    ended = {"stage": Stage.CLOSED, "closed_on": TODAY, "closed_by": alice, "close_reason": CloseReason.SOLVED}
    case = case_with(team, alice, first_reached_on=TODAY, director=alice, **ended)

    look_back_by_link(code=ask_by_link(case=case, by=alice), words="Dank jullie wel")

    assert [task.case for task in home_of(client, alice).context["day"].promises] == [case]


def test_the_clocks_of_a_team_that_somebody_left_stay_with_the_team(client, team):
    alice, other_team = person(Role.DEBT_COUNSELLOR, team=team), TeamFactory(organisation=team.organisation)
    case = case_with(team, alice)
    CaseWorker.objects.create(case=case, user=alice, side=WorkerSide.AGENCY, since=TODAY)
    theirs = clock_for(case, alice, date(2026, 5, 8))
    leader = person(Role.TEAM_LEADER, team=team)
    assert home_of(client, alice).context["clocks"] == [theirs]

    alice.memberships.update(team=other_team)

    assert home_of(client, User.objects.get(pk=alice.pk)).context["clocks"] == []
    assert home_of(client, leader).context["clocks"] == [theirs]
    alice.memberships.update(until=TODAY)
    assert "clocks" not in (home_of(client, User.objects.get(pk=alice.pk)).context or {})


def test_what_was_asked_to_let_go_waits_for_the_leader_and_the_duo_but_not_for_who_asked(client, team):
    alice, bob, carol = (person(Role.SOCIAL_WORKER, team=team) for _ in range(3))
    case = case_with(team, alice, first_reached_on=TODAY)
    for user, side in [(alice, WorkerSide.AGENCY), (bob, WorkerSide.SECOND)]:
        CaseWorker.objects.create(case=case, user=user, side=side, since=TODAY)
    PersonFactory(household=case.household, role=PersonRole.CHILD, birth_date=None)
    asked = let_go(case=case, ending=Ending(CloseReason.WANTS_NO_HELP), by=alice)
    leader = person(Role.TEAM_LEADER, team=team)

    shown = [home_of(client, who).context["closings"] for who in (alice, bob, carol, leader)]

    assert shown == [[], [asked], [], [asked]]


def test_a_household_that_rests_comes_before_the_leader_two_weeks_ahead(client, team):
    alice = person(Role.SOCIAL_WORKER, team=team)
    case = case_with(team, alice, stage=Stage.VISITING)
    with fixed_today(add_months(TODAY, -6) + timedelta(days=13)):
        change_stage(case=case, stage=Stage.MINIMAL_CONTACT, by=alice)

    clocks = home_of(client, person(Role.TEAM_LEADER, team=team)).context["clocks"]

    assert [(clock.kind, clock.case) for clock in clocks] == [(ClockKind.TEAM_TALK, case)]


def test_a_leader_reads_which_cases_wait_for_a_duo_in_the_own_team(client, team, covenant):
    lead = person(Role.TEAM_LEADER, team=team)
    mine = case_with(team, lead)
    case_with(TeamFactory(organisation=covenant.agency), lead)
    case_with(team, lead, assigned_at="2026-05-02T08:00Z", assigned_by=lead)

    state = home_of(client, lead).context["team"]

    assert (state.waiting, state.without_duo, state.open) == ([mine], 1, 2)


def test_what_presses_waits_for_its_duo_on_top_and_says_so(client, team):
    lead = person(Role.TEAM_LEADER, team=team)
    waits, presses = (CaseFactory(team=team, opened_on=day) for day in (date(2026, 4, 1), date(2026, 5, 1)))
    start_crisis(case=presses, threat=Threat.EVICTION, by=lead)

    home = home_of(client, lead)

    assert home.context["team"].waiting == [presses, waits]
    assert "Eviction threatens" in home.content.decode().partition('id="waiting"')[2].partition("</li>")[0]


def test_a_leader_reads_how_many_households_of_a_review_wait(client, team, covenant, kade):
    may = ArrearsListFactory(covenant=covenant)
    review = ReviewFactory(arrears_list=may, supplier=kade)
    decide(listed_household(kade, may, team=team))
    listed_household(kade, may, team=team)

    found = home_of(client, person(Role.TEAM_LEADER, team=team)).context["reviews"]

    assert [(row, row.entries, row.waiting) for row in found] == [(review, 2, 1)]


def test_a_consultant_reads_own_reviews_visits_and_lists_only(client, team, covenant, kade, rivier):
    marleen = person(Role.HOUSING_CONSULTANT, organisation=kade)
    may = ArrearsListFactory(covenant=covenant)
    own = ReviewFactory(arrears_list=may, supplier=kade)
    ReviewFactory(arrears_list=may, supplier=rivier)
    listed_household(kade, may, team=team)
    listed_household(rivier, may, team=team)

    response = home_of(client, marleen)

    assert [(row, row.waiting) for row in response.context["reviews"]] == [(own, 1)]
    assert "Rivierwonen" not in response.content.decode()


def test_an_uploader_reads_own_lists_and_counts_of_answers(client, kade, rivier):
    delivery = DeliveryFactory(supplier=kade, received=412, rejected=7)
    DeliveryFactory(supplier=rivier)
    signal_of(HouseholdFactory(), delivery)
    for _ in range(2):
        signal = signal_of(HouseholdFactory(), delivery)
        signal.answer, signal.answered_on = Answer.REACHED_HELP, TODAY
        signal.save()

    response = home_of(client, person(Role.UPLOADER, organisation=kade))

    assert response.context["suppliers"].deliveries == [delivery]
    assert [(row.count, row.of) for row in response.context["answers"]] == [(1, 3), (2, 3)]


@pytest.mark.parametrize(("as_of", "expected"), [(date(2026, 4, 1), date(2026, 5, 1)), (date(2026, 5, 1), None)])
def test_an_uploader_is_asked_for_this_month_until_it_is_there(client, kade, as_of, expected):
    DeliveryFactory(supplier=kade, as_of=as_of, state=DeliveryState.QUEUED)

    assert home_of(client, person(Role.UPLOADER, organisation=kade)).context["suppliers"].expected == expected


def test_the_home_of_an_uploader_names_no_household(client, kade):
    signal_of(HouseholdFactory(), DeliveryFactory(supplier=kade))

    page = home_of(client, person(Role.UPLOADER, organisation=kade)).content.decode()

    assert "Wijnands" not in page
    assert "Pretoriusstraat" not in page


def test_an_expert_reads_own_visits_and_no_terms(client, team):
    expert = person(Role.EXPERT_BY_EXPERIENCE, team=team)
    case = case_with(team, expert)
    clock_for(case, expert, TODAY)
    CaseWorker.objects.create(case=case, user=expert, side=WorkerSide.SECOND, since=TODAY)

    response = home_of(client, expert)

    assert response.context["day"].stops == [case]
    assert "clocks" not in response.context


def test_a_manager_reads_headlines_without_small_groups(client, kade):
    delivery = DeliveryFactory(supplier=kade, as_of=date(2026, 5, 1), received=30)
    for _ in range(3):
        signal_of(HouseholdFactory(), delivery)

    response = home_of(client, person(Role.MANAGER))

    assert response.context["figures"].funnel.by_key["reported"].hidden
    assert "not shown" in response.content.decode()


def test_a_privacy_officer_reads_who_opened_whose_case_with_which_reason(client):
    bob = UserFactory(name="Bob Bakker")
    for reason in ["own", "cover"]:
        ReadLog.objects.create(
            user=bob, role="social_worker", subject="case", subject_id=UserFactory().uuid, reason=reason
        )

    # The log is written at the real moment, whatever the calendar of the test says.
    ReadLog.objects.first()
    with fixed_today(ReadLog.objects.latest("at").at.date()):
        response = home_of(client, person(Role.PRIVACY_OFFICER))

    assert response.context["opened"] == 2
    assert [line.reason for line in response.context["with_reason"]] == ["cover"]


def test_an_administrator_reads_of_accounts_without_a_role(client):
    UserFactory()

    response = home_of(client, person(Role.ADMINISTRATOR))

    assert response.context["without_membership"] == 1


@pytest.mark.parametrize("number", [1, 4])
@pytest.mark.parametrize(
    ("role", "statements"),
    [(Role.DEBT_COUNSELLOR, 18), (Role.TEAM_LEADER, 24), (Role.TEAM_ASSISTANT, 8), (Role.HOUSING_CONSULTANT, 13),
     (Role.UPLOADER, 3), (Role.MANAGER, 6)],
)  # fmt: skip
def test_a_home_costs_the_same_for_any_number(client, team, covenant, kade, role, number, statements, count_queries):
    user = (
        person(role, organisation=kade) if role in {Role.HOUSING_CONSULTANT, Role.UPLOADER} else person(role, team=team)
    )
    for month in range(1, number + 1):
        arrears_list = ArrearsListFactory(covenant=covenant, as_of=date(2026, month, 1))
        ReviewFactory(arrears_list=arrears_list, supplier=kade)
        entry = listed_household(kade, arrears_list, team=team)
        case = CaseFactory(household=entry.household, team=team)
        CaseWorker.objects.create(case=case, user=user, side=WorkerSide.AGENCY, since=TODAY)
        visit(case, user)
        visit(case, user, TODAY + timedelta(days=3))
        Task.objects.create(case=case, what="call", due_on=TODAY, owner=user)
        clock_for(case, user, TODAY)

    with count_queries() as counted:
        home_of(client, user)

    assert counted() == statements


@pytest.mark.parametrize("role", [Role.TEAM_LEADER, Role.TEAM_ASSISTANT])
def test_who_asked_for_help_is_seen_on_the_home_page_until_it_was_answered(client, team, role):
    reader, other = person(role, team=team), person(Role.TEAM_LEADER, team=TeamFactory())
    for by in (reader, other):
        note_request(
            team=by.membership.team,
            route=Route.SELF,
            facts={"postcode": "1092GK", "number": 3, "name": "A. Bos"},
            by=by,
        )

    page = home_of(client, reader).content.decode()

    assert reverse("cases:requests") in page
    assert "1 request waits for screening" in page
