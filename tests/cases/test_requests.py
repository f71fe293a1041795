"""Somebody asks for help: it is screened, taken up or sent on, and whoever asked hears what came of it."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import ReadLog
from cases.enums import (
    Acute,
    Approach,
    ClockKind,
    CloseReason,
    DirectionCheck,
    EntryKind,
    Referrer,
    RefusalGround,
    Route,
    Stage,
    ToldBy,
    ToldHow,
)
from cases.models import Case, Ending, HelpRequest, Household
from cases.services.case import change_stage, open_case, withdraw_case
from cases.services.closing import confirm_closing, let_go
from cases.services.crisis import start_crisis
from cases.services.request import (
    HelpedByAnotherAgency,
    RequestScreenedAlready,
    ToldAlready,
    accept_request,
    note_request,
    refuse_request,
    tell_referrer,
)
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import AreaFactory, CovenantFactory, OrganisationFactory, TeamFactory, person
from tests.factories.cases import CaseFactory, DwellingFactory, HouseholdFactory, PersonFactory
from tests.factories.signals_intake import ArrearsListFactory, listed_household

ASKED = date(2026, 5, 4)
HERE = {"postcode": "1092GK", "number": 700, "street": "Pretoriusstraat"}
SCHOOL = {"referrer": Referrer.SCHOOL, "asked_by": "Juf Willeke", "name": "S. Hendriks", "fall_back": "School belt ons"}
URL = "/cases/requests"


@pytest.fixture
def assistant(team):
    return person(Role.TEAM_ASSISTANT, team=team, user__name="Yara")


@pytest.fixture
def note(team, assistant):
    """Note a request of 4 May: ``note(Route.SELF, name="...")``."""

    def noted(route=Route.REFERRAL, **facts):
        with fixed_today(ASKED):
            return note_request(team=team, route=route, by=assistant, facts=HERE | facts)

    return noted


@pytest.fixture
def take_up(leader):
    def taken(request, **said):
        return accept_request(request=request, direction=DirectionCheck.NOBODY, by=leader, **said)

    return taken


@pytest.fixture
def from_school(note, take_up):
    """A request of the school that was taken up, in whose case somebody was spoken with."""
    request = note(**SCHOOL)
    take_up(request)
    request.case.first_reached_on = dates.today()
    request.case.save(update_fields=["first_reached_on"])
    return request


def page_of(request, part="request"):
    return reverse(f"cases:{part}", args=[request.uuid])


def end(request, reason, by, **said):
    let_go(case=request.case, ending=Ending(reason, **said), by=by)
    request.refresh_from_db()


@pytest.mark.parametrize("route", [route for route in Route if route != Route.LIST])
def test_a_household_comes_in_by_each_door_and_its_case_says_which(note, take_up, route):
    case = take_up(note(route, name="S. Hendriks"))

    assert (case.route, case.stage, case.household.name) == (route, Stage.CONTACT, "S. Hendriks")
    assert case.timeline.filter(kind=EntryKind.REQUEST).get().detail == route


def test_a_case_of_the_joint_review_came_from_a_list(case, team, leader):
    opened = open_case(household=HouseholdFactory(), team=team, stage=Stage.CONTACT, on=ASKED, by=leader)

    assert (opened.route, opened.approach) == (Route.LIST, Approach.OUTREACH)


def test_a_route_and_an_address_are_enough(as_user, assistant):
    DwellingFactory(postcode="1092GK", number=116, suffix="BIS", street="Kerkweg")

    answer = as_user(assistant).post(f"{URL}/new", {"route": "round", "postcode": "1092 gk", "door": "116-bis"})

    request = HelpRequest.objects.get()
    assert answer.url == page_of(request)
    assert (request.number, request.suffix, request.address) == (116, "BIS", "Kerkweg 116-bis")
    assert (request.asked_on, request.noted_by, request.state) == (dates.today(), assistant, "waiting")


@pytest.mark.parametrize(
    ("said", "field"),
    [({"route": "referral"}, "referrer"), ({"street": ""}, "street"), ({"postcode": "1092"}, "postcode"),
     ({"door": "bis"}, "door"), ({"route": ""}, "route"), ({"asked_on": "2999-01-01"}, "asked_on")],
)  # fmt: skip
def test_what_is_missing_is_asked_and_what_was_typed_stays(as_user, assistant, said, field):
    typed = {"route": "self", "postcode": "1092GK", "door": "700", "street": "Kerkweg", "why": "Een la vol brieven"}

    answer = as_user(assistant).post(f"{URL}/new", typed | said)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "Een la vol brieven" in answer.content.decode()
    assert not HelpRequest.objects.exists()


def test_a_request_lands_with_the_team_that_works_there(as_user, assistant, team):
    there = AreaFactory(covenant__agency=team.organisation, team__name="Team West", postcode_until=1099).team

    answer = as_user(assistant).post(f"{URL}/new", {"route": "self", "postcode": "1092GK", "door": "7", "street": "X"})

    assert (HelpRequest.objects.get().team, answer.url) == (there, URL)


def test_the_screening_shows_who_keeps_the_direction_already(as_user, leader, note, case):
    request = note(number=case.household.dwelling.number, **SCHOOL)

    page = as_user(leader).get(page_of(request)).content.decode()

    assert "Alice Baptista" in page
    assert "Team Oost" in page


def test_without_asking_who_keeps_the_direction_nothing_is_taken_up(as_user, leader, note):
    request = note(**SCHOOL)

    answer = as_user(leader).post(page_of(request, "request_accept"), {"fall_back": "School belt"})

    assert answer.status_code == 422
    assert "School belt" in answer.content.decode()
    assert not Case.objects.exists()


def test_a_request_is_taken_up_with_what_was_seen_and_agreed(as_user, leader, note):
    request = note(**SCHOOL)

    as_user(leader).post(
        page_of(request, "request_accept"),
        {"direction": "others", "kept_by": "Jeugdteam", "fall_back": "Terug naar school", "estimate": "longer",
         "own_strength": "beside", "household": ""},
    )  # fmt: skip

    request.refresh_from_db()
    assert (request.state, request.screened_by, request.kept_by) == ("accepted", leader, "Jeugdteam")
    assert (request.fall_back, request.case.estimate, request.case.own_strength) == (
        "Terug naar school", "longer", "beside",
    )  # fmt: skip


def test_the_household_known_here_is_meant_and_its_people_hear_of_it(note, take_up, case, alice):
    home = case.household
    request = note(number=home.dwelling.number, name="c wijnands")
    Household.objects.filter(pk=home.pk).update(tenant_key="cwijnands|1982-03-04")

    assert take_up(request) == case
    assert (Case.objects.count(), case.tasks.get().owner) == (1, alice)


def test_another_date_of_birth_is_somebody_else(note, take_up, case):
    Household.objects.filter(pk=case.household_id).update(tenant_key="cwijnands|1982-03-04")

    other = take_up(note(number=case.household.dwelling.number, name="C. Wijnands", birth_date=date(2001, 1, 1)))

    assert (other.household.dwelling, other.household != case.household) == (case.household.dwelling, True)


def test_who_screens_may_say_that_it_is_somebody_else(as_user, leader, note, case):
    request = note(number=case.household.dwelling.number)

    as_user(leader).post(page_of(request, "request_accept"), {"direction": "nobody", "household": case.household.uuid})

    request.refresh_from_db()
    assert request.case == case


def test_a_resting_case_is_taken_up_again_with_the_same_people(note, take_up, case, alice):
    change_stage(case=case, stage=Stage.MINIMAL_CONTACT, by=alice)

    taken = take_up(note(number=case.household.dwelling.number))

    assert (taken, taken.stage, alice in taken.duo) == (case, Stage.CONTACT, True)


@pytest.fixture
def elsewhere():
    """A household that another agency helps."""
    household = HouseholdFactory(tenant_key="cwijnands|1982-03-04")
    return CaseFactory(household=household, team=TeamFactory())


def test_a_household_that_another_agency_helps_is_not_taken_up(as_user, leader, note, take_up, elsewhere):
    request = note(number=elsewhere.household.dwelling.number, name="C. Wijnands")

    with pytest.raises(HelpedByAnotherAgency):
        take_up(request)

    said = {"direction": "nobody", "household": elsewhere.household.uuid}
    assert as_user(leader).post(page_of(request, "request_accept"), said).status_code == 422
    assert HelpRequest.objects.get().state == "waiting"


@pytest.mark.parametrize("helped", ["here", "elsewhere", "by nobody"])
def test_without_a_name_the_answer_is_the_same_whoever_helps_there(as_user, leader, note, team, elsewhere, helped):
    """Who lives there and who helps them is not to be learned from an address alone."""
    number = elsewhere.household.dwelling.number
    if helped == "here":
        number = CaseFactory(team=team).household.dwelling.number
    elif helped == "by nobody":
        number = HouseholdFactory().dwelling.number
    asked = note(number=number)

    browser = as_user(leader)
    answer = browser.post(page_of(asked, "request_accept"), {"direction": "nobody"}, follow=True)

    asked.refresh_from_db()
    assert (asked.state, [message.tags for message in answer.context["messages"]]) == ("accepted", ["success"])
    assert (asked.case.household.name == "C. Wijnands") == (helped == "here")


def test_two_agencies_take_up_one_door_without_a_name(note, take_up, elsewhere):
    there = HERE | {"number": elsewhere.household.dwelling.number}
    team = TeamFactory()
    theirs = note_request(team=team, route=Route.ROUND, by=person(Role.TEAM_LEADER, team=team), facts=there)

    households = {elsewhere.household, take_up(theirs).household, take_up(note(**there)).household}

    assert len(households) == 3


def test_whom_our_own_list_names_is_meant_without_a_name(note, take_up, team):
    covenant = CovenantFactory(agency=team.organisation)
    listed = listed_household(OrganisationFactory(corporation=True), ArrearsListFactory(covenant=covenant), team=team)

    assert take_up(note(number=listed.household.dwelling.number)).household == listed.household


def test_who_asks_for_help_itself_has_four_weeks_to_the_first_conversation(note, take_up):
    case = take_up(note(Route.SELF))

    clock = case.clocks.get(kind=ClockKind.FIRST_CONVERSATION)
    assert (clock.started_on, clock.due_on, case.approach) == (ASKED, date(2026, 6, 1), Approach.REGULAR)


def test_who_is_sent_to_us_did_not_ask_so_no_legal_clock_runs(note, take_up):
    assert not take_up(note(**SCHOOL)).clocks.exists()


@pytest.mark.parametrize("missing", ["ground", "advice"])
def test_nobody_is_sent_away_without_a_ground_and_an_advice(as_user, leader, note, missing):
    request = note(**SCHOOL)
    said = {"refuse-ground": "child_unsafe", "refuse-advice": "Bel Veilig Thuis"}

    answer = as_user(leader).post(page_of(request, "request_refuse"), said | {f"refuse-{missing}": ""})

    assert answer.status_code == 422
    assert HelpRequest.objects.get().state == "waiting"


def test_sent_on_with_an_advice_that_stands_ready_to_tell(as_user, leader, alice, note):
    request = note(why="Blauwe plekken gezien", **SCHOOL)
    said = {"refuse-ground": "child_unsafe", "refuse-advice": "Bel Veilig Thuis"}
    as_user(leader).post(page_of(request, "request_refuse"), said)
    browser = as_user(alice)

    words = browser.get(page_of(request)).content.decode().partition('id="tell"')[2].partition("</blockquote>")[0]
    assert "Juf Willeke" in words
    assert "Bel Veilig Thuis" in words
    assert not any(secret in words for secret in ["Hendriks", "Blauwe plekken", "Pretoriusstraat"])
    browser.post(page_of(request, "request_told"), {"how": "phone"})

    request.refresh_from_db()
    assert (request.told_by, request.told_how, request.told_at is not None) == (alice, "phone", True)
    assert "Juf Willeke" not in browser.get(URL).content.decode()


def test_what_we_found_ourselves_nobody_asked_so_nobody_is_told(note, leader):
    request = note(Route.ROUND)

    refuse_request(request=request, ground=RefusalGround.AREA, advice="Wijkteam West", by=leader)

    assert (request.notice, HelpRequest.objects.to_tell().exists()) == ("", False)


def test_dropping_out_makes_a_notice_with_what_was_agreed_for_it(as_user, from_school, alice):
    end(from_school, CloseReason.WANTS_NO_HELP, alice)

    assert (from_school.notice, from_school.notice_on) == ("dropped_out", dates.today())
    page = as_user(alice).get(page_of(from_school)).content.decode()
    assert "School belt ons" in page.partition("<blockquote")[2].partition("</blockquote>")[0]


def test_an_ordinary_end_is_told_without_what_came_of_it(from_school, alice):
    end(from_school, CloseReason.SOLVED, alice, sorted_by="together", outcomes=["not_worse"])

    assert from_school.notice == "ended"


@pytest.mark.parametrize(("fall_back", "notice"), [("", ""), ("Ik kook voor hem", "dropped_out")])
def test_a_neighbour_hears_nothing_of_the_end_unless_that_was_agreed(note, take_up, alice, fall_back, notice):
    request = note(referrer=Referrer.NEIGHBOUR, fall_back=fall_back)
    take_up(request)
    Case.objects.update(first_reached_on=dates.today())

    end(request, CloseReason.WANTS_NO_HELP, alice)

    assert request.notice == notice


def test_the_file_says_that_whoever_asked_was_told(from_school, alice, leader):
    end(from_school, CloseReason.WANTS_NO_HELP, alice)

    tell_referrer(request=from_school, how=ToldHow.PHONE, by=alice)

    assert from_school.case.timeline.filter(kind=EntryKind.REFERRER_TOLD).get().by == alice
    with pytest.raises(ToldAlready):
        tell_referrer(request=from_school, how=ToldHow.MAIL, by=leader)
    assert HelpRequest.objects.get().told_how == "phone"


def test_a_request_is_screened_once(note, take_up, leader):
    request = note(**SCHOOL)
    take_up(request)

    with pytest.raises(RequestScreenedAlready):
        refuse_request(request=request, ground=RefusalGround.OTHER, advice="Elders", by=leader)

    assert HelpRequest.objects.get().state == "accepted"


def test_of_two_who_take_up_a_request_together_one_does(committed_db):
    team = TeamFactory()
    leader = person(Role.TEAM_LEADER, team=team)
    request = note_request(team=team, route=Route.SELF, by=leader, facts=HERE)
    outcomes, start = [], threading.Barrier(2)

    def accept():
        try:
            start.wait()
            accept_request(request=request, direction=DirectionCheck.NOBODY, by=leader)
            outcomes.append("taken up")
        except RequestScreenedAlready:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["late", "taken up"]
    assert Case.objects.count() == 1


def test_a_case_that_somebody_asked_for_is_not_withdrawn_as_a_mistake(note, take_up, leader):
    assert not withdraw_case(case=take_up(note(**SCHOOL)), by=leader)


@pytest.mark.parametrize(
    "wrong",
    [
        {"route": "list"}, {"referrer": ""}, {"postcode": "92"}, {"state": "accepted"}, {"ground": "other"},
        {"notice": "ended"}, {"told_how": "phone"},
    ],
    ids=["from a list", "nobody sent them", "no postcode", "no case", "a ground alone", "no day", "nobody told"],
)  # fmt: skip
def test_the_database_keeps_a_request_whole(note, wrong):
    request = note(**SCHOOL)

    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.filter(pk=request.pk).update(**wrong)


def test_a_worker_reads_and_notes_and_does_not_screen(as_user, alice, note):
    request = note(**SCHOOL)
    browser = as_user(alice)

    assert "Juf Willeke" in browser.get(page_of(request)).content.decode()
    assert browser.post(page_of(request, "request_accept"), {"direction": "nobody"}).status_code == 403
    assert not Case.objects.exists()


# --- what is said of an address


@pytest.mark.parametrize(
    ("name", "named"), [("", False), ("S. Hendriks", False), ("c wijnands", True)], ids=["no", "another", "its"]
)
def test_only_who_was_named_is_named_of_a_household_that_we_never_helped(as_user, leader, note, name, named):
    home = CaseFactory(team=TeamFactory(name="Team Elders")).household
    browser = as_user(leader)

    page = browser.get(page_of(note(number=home.dwelling.number, name=name)))

    words = page.content.decode()
    assert ("C. Wijnands" in words, "Team Elders" in words) == (named, False)
    assert (page.context["others"], page.context["known"] != []) == (not named, named)
    assert page.context["accept_form"].fields["household"].queryset.exists() == named


def test_whom_we_helped_is_named_whatever_was_told(as_user, leader, note, case):
    request = note(number=case.household.dwelling.number, name="S. Hendriks")

    assert "C. Wijnands" in as_user(leader).get(page_of(request)).content.decode()


def test_who_opens_a_request_stands_in_the_read_log(as_user, leader, note):
    request, browser = note(**SCHOOL), as_user(leader)

    for _ in range(2):
        browser.get(page_of(request))

    assert ReadLog.objects.get(subject="help_request", subject_id=request.uuid).user == leader


# --- a notice of a bailiff


def notice(note, **facts):
    return note(Route.NOTICE, eviction_on=dates.today() + timedelta(days=9), **facts)


def test_a_notice_with_the_day_of_an_eviction_starts_the_crisis_at_once(note):
    request = notice(note, name="D. Kuiper")

    case, crisis = request.case, request.case.crises.get()
    assert (case.acute, crisis.told_by, crisis.day) == (Acute.EVICTION, ToldBy.BAILIFF, request.eviction_on)
    assert case.clocks.get(kind=ClockKind.EVICTION).due_on == request.eviction_on
    assert (case.route, request.referrer) == (Route.NOTICE, Referrer.BAILIFF)


def test_a_notice_about_a_household_we_help_presses_in_its_own_case(note, case, alice):
    request = notice(note, number=case.household.dwelling.number)

    assert (request.case, case.crises.get().day) == (case, request.eviction_on)
    assert alice in {task.owner for task in case.tasks.filter(is_visit=True)}


def test_a_second_notice_moves_the_day_of_the_crisis_that_runs(note, case, alice):
    start_crisis(case=case, threat="eviction", by=alice, facts={"day": dates.today() + timedelta(days=30)})

    request = notice(note, number=case.household.dwelling.number)

    assert case.crises.get().day == request.eviction_on


def test_a_notice_without_a_day_waits_for_its_screening(note):
    assert (note(Route.NOTICE).state, Case.objects.exists()) == ("waiting", False)


@pytest.mark.parametrize(("name", "state"), [("C. Wijnands", "waiting"), ("", "accepted")])
def test_a_notice_that_names_a_household_of_another_agency_waits_for_somebody_who_calls(note, elsewhere, name, state):
    assert notice(note, number=elsewhere.household.dwelling.number, name=name).state == state


# --- the stories of the field


def test_parents_will_not_cooperate_and_the_agreement_with_the_school_is_used(note, take_up, alice, leader):
    """Samen DOEN 2016, story 9: nobody was reached, children live there; the agreement of the beginning is used."""
    request = note(**SCHOOL)
    case = take_up(request)
    PersonFactory(household=case.household, role="child", name="Noor", birth_date=None)
    attempt = {"kind": "visit", "at": dates.now(), "on": dates.today(), "day_part": "morning", "reached": False}
    case.attempts.create(household=case.household, by=alice, **attempt)
    with fixed_today(dates.today() + timedelta(days=57)):
        ending = Ending(CloseReason.NOT_REACHED, risk_note="Kinderen", note_left=True, consulted="Team en school")
        closing = let_go(case=case, ending=ending, by=alice)
        assert HelpRequest.objects.to_tell().get().notice == "taken_up"  # with a child two people let go
        confirm_closing(closing=closing, by=leader)

    told = HelpRequest.objects.to_tell().get()
    assert (told.notice, told.fall_back) == ("dropped_out", "School belt ons")


def test_a_limitation_fits_better_elsewhere(note, leader):
    """Sociale netwerken 2014, small scenario: psychiatric help fits better; the referrer hears where."""
    request = note(referrer=Referrer.CARE, why="Hoort stemmen")

    refuse_request(request=request, ground=RefusalGround.SPECIALIST, advice="Het wijkteam GGZ", by=leader)

    assert (request.state, request.notice, request.advice) == ("refused", "refused", "Het wijkteam GGZ")


def test_somebody_we_help_tells_us_of_somebody_else(note, take_up):
    """Sociale netwerken 2014, small scenario: a client registers another client."""
    case = take_up(note(referrer=Referrer.RESIDENT, name="T. Buurman"))

    assert (case.route, case.requests.get().hears) == (Route.REFERRAL, False)


def test_work_and_income_sends_a_young_mother_with_its_intake(note, take_up):
    """Outreachend besturen 2012, story 6: what was told upstream comes along, so that nobody asks it twice."""
    case = take_up(note(referrer=Referrer.WORK_INCOME, why="Twee kinderen, dreigende korting. Wil naar school."))

    assert "Wil naar school" in case.requests.get().why
    assert case.timeline.get(kind=EntryKind.REQUEST).text == case.requests.get().why


def test_an_isolated_person_is_found_on_our_own_round(note, take_up):
    """Outreachend besturen 2012, story 12: no referrer, no name; the case stays open while contact is sought."""
    case = take_up(note(Route.ROUND))

    assert (case.route, case.stage, case.household.tenant) == (Route.ROUND, Stage.CONTACT, None)
