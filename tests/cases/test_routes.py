"""How a household came to us, what it seemed to need, in which way we work, and the other times."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import ReadReason, Role
from cases.enums import (
    Approach,
    CloseReason,
    DirectionCheck,
    EntryKind,
    Estimate,
    OwnStrength,
    Route,
    Stage,
    SwitchReason,
)
from cases.models import Case, CaseWorker
from cases.services.approach import estimate_case, switch_approach
from cases.services.case import CaseAlreadyClosed, assign_duo, close_case, open_case, withdraw_case
from cases.services.referral import refer
from cases.services.request import accept_request, note_request
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory

MAY, JULY = date(2026, 5, 4), date(2026, 7, 6)


@pytest.fixture
def again(case, alice, team):
    """The household of `case`, which paid and was let go in July, has a case again."""
    Case.objects.filter(pk=case.pk).update(first_reached_on=MAY)
    case.refresh_from_db()
    with fixed_today(JULY):
        close_case(case=case, reason=CloseReason.PAID, by=alice)
    return open_case(household=case.household, team=team, stage=Stage.CONTACT, on=dates.today(), by=alice)


def page_of(case, part="route"):
    return reverse(f"cases:{part}", args=[case.uuid])


def assign_page(browser, case):
    return browser.get(reverse("cases:assign", args=[case.uuid]))


def test_the_file_names_the_route_and_leads_to_it(as_user, alice, case):
    page = as_user(alice).get(page_of(case, "detail")).content.decode()

    assert page_of(case) in page
    assert str(Route.LIST.label) in page


def test_a_partner_in_the_duo_hears_nothing_of_the_route(as_user, partner, case):
    browser = as_user(partner)

    assert page_of(case) not in browser.get(page_of(case, "detail")).content.decode()
    assert browser.get(page_of(case)).status_code == 403


def test_an_estimate_is_one_tap_and_the_other_stays(as_user, alice, case):
    browser = as_user(alice)
    browser.post(page_of(case, "estimate"), {"estimate": "longer"})
    browser.post(page_of(case, "estimate"), {"own_strength": "little"})

    case.refresh_from_db()
    assert (case.estimate, case.own_strength) == (Estimate.LONGER, OwnStrength.LITTLE)
    newest = case.timeline.filter(kind=EntryKind.ESTIMATE).first()
    assert newest.title.endswith(f"{Estimate.LONGER.label} · {OwnStrength.LITTLE.label}")


def test_the_same_estimate_again_tells_nothing(alice, case):
    assert estimate_case(case=case, estimate=Estimate.SHORT, by=alice)

    assert not estimate_case(case=case, estimate=Estimate.SHORT, by=alice)
    assert case.timeline.filter(kind=EntryKind.ESTIMATE).count() == 1


def test_after_the_end_nothing_is_estimated_or_switched(alice, again, case):
    for late in [
        lambda: estimate_case(case=case, estimate=Estimate.SHORT, by=alice),
        lambda: switch_approach(case=case, approach=Approach.REGULAR, by=alice),
    ]:
        with pytest.raises(CaseAlreadyClosed):
            late()


def test_the_way_of_working_is_switched_with_its_day_and_the_days_before_stay(as_user, alice, case):
    browser = as_user(alice)
    with fixed_today(JULY):
        browser.post(page_of(case, "approach"), {"approach": "regular", "reason": "comes"})

    case.refresh_from_db()
    switch = case.switches.get()
    assert (case.approach, switch.on, switch.reason, switch.by) == (Approach.REGULAR, JULY, SwitchReason.COMES, alice)
    context = browser.get(page_of(case)).context
    assert (context["first_approach"], context["switches"]) == (Approach.OUTREACH, [switch])
    assert str(SwitchReason.COMES.label) in case.timeline.get(kind=EntryKind.APPROACH).title


def test_a_switch_sent_twice_is_one(as_user, alice, case):
    for _ in range(2):
        as_user(alice).post(page_of(case, "approach"), {"approach": "regular"})

    assert (case.switches.count(), Case.objects.get().approach) == (1, Approach.REGULAR)


def test_who_drops_out_of_the_regular_way_is_visited_in_the_same_file(team, leader, alice):
    """Sociale netwerken 2014, small scenario: a regular client drops out, outreach is needed after all."""
    facts = {"postcode": "1092GK", "number": 7, "street": "Kerkweg"}
    request = note_request(team=team, route=Route.SELF, by=leader, facts=facts)
    case = accept_request(request=request, direction=DirectionCheck.NOBODY, by=leader)

    switch_approach(case=case, approach=Approach.OUTREACH, reason=SwitchReason.MISSED, by=alice)

    assert (case.approach, case.stage, Case.objects.count()) == (Approach.OUTREACH, Stage.CONTACT, 1)


def test_episodes_of_a_household_are_linked_and_the_new_file_says_so(as_user, alice, again, case):
    page = as_user(alice).get(page_of(again, "detail")).content.decode()

    assert again.follows == case
    assert "6 juli 2026" in page


def test_who_else_was_involved_is_counted_for_care_staff_once_there_was_somebody(as_user, alice, team, case):
    page = as_user(alice).get(page_of(case)).content.decode()
    assert 'id="involved"' not in page
    refer(case=case, party="Kredietbank", by=alice)

    pages = [
        as_user(who).get(page_of(case)).content.decode() for who in (alice, person(Role.TEAM_ASSISTANT, team=team))
    ]

    assert ['id="involved"' in page for page in pages] == [True, False]


def test_the_page_shows_the_earlier_time_how_it_ended_and_who_worked_there(as_user, alice, again, case):
    page = as_user(alice).get(page_of(again)).content.decode()

    assert page_of(case, "detail") in page
    assert str(CloseReason.PAID.label) in page
    assert "Marleen Kok" in page


def test_of_another_team_only_its_name_and_the_days(as_user, alice, again, team):
    other = TeamFactory(organisation=team.organisation, name="Team Noord")
    Case.objects.filter(pk=again.follows_id).update(team=other)

    page = as_user(alice).get(page_of(again)).content.decode()

    assert "Team Noord" in page
    assert str(CloseReason.PAID.label) not in page
    assert "Marleen Kok" not in page


def test_of_another_agency_nothing(as_user, alice, again):
    Case.objects.filter(pk=again.follows_id).update(team=TeamFactory(name="Verre team"))

    assert "Verre team" not in as_user(alice).get(page_of(again)).content.decode()


def test_another_agency_that_helps_the_household_follows_nothing_of_ours(again, case, stranger):
    close_case(case=again, reason=CloseReason.NOT_PICKED_UP, by=stranger)

    theirs = open_case(
        household=case.household, team=stranger.membership.team, stage=Stage.CONTACT, on=dates.today(), by=stranger
    )

    assert theirs.follows is None


def test_who_opens_a_file_with_a_reason_sees_no_request_of_that_team(as_user, colleague, team, leader):
    facts = {"postcode": "1092GK", "number": 7, "street": "Kerkweg", "asked_by": "Juf Willeke", "referrer": "school"}
    request = note_request(team=team, route=Route.REFERRAL, by=leader, facts=facts)
    case = accept_request(request=request, direction=DirectionCheck.NOBODY, by=leader)
    browser = as_user(colleague)
    browser.post(page_of(case, "reason"), {"reason": ReadReason.COVER, "explanation": ""})

    answer = browser.get(page_of(case))

    assert (answer.status_code, answer.context["requests"]) == (200, [])
    assert "Juf Willeke" not in answer.content.decode()


def test_a_case_opened_by_mistake_was_no_time_of_help(alice, team, leader):
    mistake = CaseFactory(team=team)
    withdraw_case(case=mistake, by=leader)

    opened = open_case(household=mistake.household, team=team, stage=Stage.CONTACT, on=dates.today(), by=alice)

    assert opened.follows is None


def test_the_worker_of_the_last_time_stands_first_and_is_proposed(as_user, leader, alice, again, team):
    person(Role.SOCIAL_WORKER, team=team, user__name="Aaron Aalders")

    form = assign_page(as_user(leader), again).context["form"]

    names = [worker.name for worker in form.fields["agency_worker"].queryset]
    assert names == ["Alice Baptista", "Aaron Aalders", "Ingrid Postma"]
    assert form["agency_worker"].value() == alice.uuid


def test_nobody_is_proposed_for_a_household_that_is_new(as_user, leader, alice, team):
    form = assign_page(as_user(leader), CaseFactory(team=team)).context["form"]

    assert form["agency_worker"].value() is None


def test_stopped_without_a_click_and_asked_again_with_a_new_worker(team, leader, alice, again, case):
    """Sociale netwerken 2014, story B: a new episode of the same household, with another worker."""
    bob = person(Role.SOCIAL_WORKER, team=team, user__name="Bob")

    assign_duo(case=again, agency_worker=bob, house_worker=leader, by=leader)

    workers = CaseWorker.objects.filter(case__household=case.household)
    assert {(worker.case, worker.user) for worker in workers} >= {(case, alice), (again, bob)}
    assert again.follows == case
