"""A household is sent on and not let go of: who answers, who waits, and what stands in the way."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import ReadReason, Role
from cases.enums import ObstacleKind, ReferralState
from cases.models import Referral
from cases.services.obstacle import end_obstacle, note_obstacle
from cases.services.referral import ReferralMovedOn, ReferralRunsAlready, answer_referral, refer
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory, ServiceFactory

SENT = date(2026, 5, 4)


@pytest.fixture
def bank(team):
    return ServiceFactory(
        agency=team.organisation, name="Stadsbank", what_for="Schuldregeling", conditions="Vast inkomen"
    )


@pytest.fixture
def referral(case, bank, alice):
    with fixed_today(SENT):
        return refer(case=case, party="", service=bank, why="Drie schuldeisers", by=alice)


def page_of(case):
    return reverse("cases:together", args=[case.uuid])


def refer_url(case):
    return reverse("cases:refer", args=[case.uuid])


def answer_url(referral):
    return reverse("cases:referral", args=[referral.case.uuid, referral.uuid])


def test_a_name_is_enough_to_send_a_household_on(as_user, alice, case):
    answer = as_user(alice).post(refer_url(case), {"to": "De huisarts"})

    assert answer.url == page_of(case)
    sent = case.referrals.get()
    assert (sent.party, sent.service, sent.state, sent.sent_by) == ("De huisarts", None, "sent", alice)
    assert case.timeline.get(kind="referral").detail == "sent"


def test_without_a_name_nothing_is_sent_and_what_was_typed_stays(as_user, alice, case):
    answer = as_user(alice).post(refer_url(case), {"why": "Voor de schulden"})

    assert answer.status_code == 422
    assert "Voor de schulden" in answer.content.decode()
    assert not case.referrals.exists()


def test_the_directory_is_searched_while_writing_and_nothing_typed_is_lost(as_user, alice, case, bank):
    answer = as_user(alice).post(
        refer_url(case), {"to": "schuldreg", "why": "Drie brieven", "is_warm": "on", "look": "yes"}
    )

    assert answer.status_code == 200
    assert not case.referrals.exists()
    form, page = answer.context["referral_form"], answer.content.decode()
    assert (list(form.found), form["is_warm"].value()) == ([bank], "on")
    assert "Drie brieven" in page
    assert "Vast inkomen" in page


def test_what_is_found_is_chosen_in_the_same_form(as_user, alice, case, bank):
    as_user(alice).post(refer_url(case), {"to": "schuldreg", "service": str(bank.uuid)})

    assert (case.referrals.get().service, case.referrals.get().party) == (bank, "Stadsbank")


def test_the_name_of_a_service_means_that_service(as_user, alice, case, bank):
    as_user(alice).post(refer_url(case), {"to": "stadsbank"})

    assert case.referrals.get().service == bank


def test_a_service_of_another_agency_is_not_there(as_user, alice, case):
    theirs = ServiceFactory(name="Verre bank")

    answer = as_user(alice).post(refer_url(case), {"to": "verre", "service": str(theirs.uuid)})

    assert answer.status_code == 422
    assert not case.referrals.exists()


@pytest.mark.parametrize("fields", [{"shared": "Het dossier"}, {"agreed_on": "2026-05-01"}])
def test_nothing_is_handed_over_without_the_households_yes(as_user, alice, case, fields):
    answer = as_user(alice).post(refer_url(case), {"to": "De bank"} | fields)

    assert answer.context["referral_form"].errors.as_data()["agreed_how"][0].code == "consent"
    assert not case.referrals.exists()


def test_a_yes_is_noted_with_its_day_and_how(as_user, alice, case):
    as_user(alice).post(refer_url(case), {"to": "De bank", "shared": "Overzicht", "agreed_how": "talk"})

    sent = case.referrals.get()
    assert (sent.shared, sent.agreed_how, sent.agreed_on) == ("Overzicht", "talk", dates.today())


@pytest.mark.parametrize(
    "wrong",
    [
        {"shared": "Alles"}, {"agreed_on": SENT}, {"agreed_how": "talk"}, {"state_on": SENT - timedelta(days=1)},
        {"is_warm": True, "state": "accepted"},
    ],
    ids=["no yes", "no how", "no day", "answered before sent", "warm to nobody"],
)  # fmt: skip
def test_the_database_keeps_a_referral_whole(case, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(**{"case": case, "party": "x", "sent_on": SENT, "state_on": SENT} | wrong)


def test_a_household_waits_for_somebody_once(as_user, alice, referral):
    with pytest.raises(ReferralRunsAlready):
        refer(case=referral.case, party="STADSBANK", by=alice)

    answer = as_user(alice).post(refer_url(referral.case), {"to": "Stadsbank"})
    assert (answer.status_code, referral.case.referrals.count()) == (422, 1)


def test_asking_after_it_comes_on_the_list_of_whoever_sent(referral, alice):
    task = referral.follow_ups.get()

    assert (task.owner, task.due_on, task.is_promise) == (alice, SENT + timedelta(days=14), False)
    assert "Stadsbank" in task.what


def test_a_handover_is_watched_step_by_step_until_there_is_a_result(referral, alice, leader):
    steps = [ReferralState.ACCEPTED, ReferralState.ARRIVED]
    for number, state in enumerate(steps, start=1):
        with fixed_today(SENT + timedelta(days=5 * number)):
            answer_referral(referral=referral, state=state, by=leader)
        task = referral.follow_ups.open().get()
        assert (task.owner, task.due_on) == (alice, SENT + timedelta(days=5 * number + 14))

    answer_referral(referral=referral, state=ReferralState.RESULT, result="Regeling rond", by=leader)

    assert not referral.follow_ups.open().exists()
    assert not Referral.objects.open().exists()


def test_asking_after_it_ends_with_an_answer_and_not_with_a_tick(as_user, alice, referral):
    browser, task = as_user(alice), referral.follow_ups.get()

    ticked = browser.post(reverse("cases:done", args=[task.uuid]))
    dropped = browser.post(reverse("cases:task_drop", args=[referral.case.uuid, task.uuid]), {"reason": "not_needed"})
    asked = browser.get(reverse("visits:log", args=[referral.case.uuid])).context["form"].asked_after

    assert (ticked.status_code, dropped.status_code, asked) == (404, 404, [])
    page = browser.get(page_of(referral.case))
    assert page.context["tasks"] == []
    assert all(words in page.content.decode() for words in (answer_url(referral), "Alice Baptista vraagt ernaar op"))


@pytest.mark.parametrize("state", [ReferralState.REFUSED, ReferralState.NOT_TAKEN_UP])
def test_a_no_asks_for_another_way(referral, alice, state):
    answer_referral(referral=referral, state=state, by=alice)

    task = referral.follow_ups.open().get()
    assert (task.owner, task.due_on) == (alice, dates.today() + timedelta(days=7))


@pytest.mark.parametrize(
    ("before", "after"), [("refused", "accepted"), ("result", "arrived"), ("arrived", "accepted"), ("sent", "sent")]
)
def test_a_referral_does_not_go_back(referral, alice, before, after):
    Referral.objects.filter(pk=referral.pk).update(state=before)
    referral.refresh_from_db()

    with pytest.raises(ReferralMovedOn):
        answer_referral(referral=referral, state=ReferralState(after), by=alice)


def test_of_two_answers_at_once_the_first_counts(referral, alice, leader):
    stale = Referral.objects.get(pk=referral.pk)
    answer_referral(referral=referral, state=ReferralState.REFUSED, by=alice)

    with pytest.raises(ReferralMovedOn):
        answer_referral(referral=stale, state=ReferralState.ACCEPTED, by=leader)

    assert Referral.objects.get().state == "refused"


def test_an_answer_says_who_takes_it_on_and_since_when(as_user, alice, referral):
    said = {"state": "accepted", "accepted_by": "Mevrouw De Ruiter", "on": "2026-05-06"}

    assert as_user(alice).post(answer_url(referral), said).url == page_of(referral.case)

    referral.refresh_from_db()
    assert (referral.state, referral.accepted_by, referral.state_on) == (
        "accepted",
        "Mevrouw De Ruiter",
        date(2026, 5, 6),
    )


def test_a_warm_handover_is_accepted_by_somebody(as_user, alice, case):
    warm = refer(case=case, party="De bank", is_warm=True, by=alice)

    answer = as_user(alice).post(answer_url(warm), {"state": "accepted"})

    assert "accepted_by" in answer.context["form"].errors
    assert Referral.objects.get().state == "sent"


@pytest.mark.parametrize("on", ["2026-05-01", "2999-01-01"])
def test_an_answer_comes_after_the_question_and_not_from_the_future(as_user, alice, referral, on):
    assert as_user(alice).post(answer_url(referral), {"state": "accepted", "on": on}).status_code == 422


def test_corporation_visit_weak_referral_stays_open_and_the_leader_sees_it(as_user, alice, leader, referral):
    """Eropaf-laboratorium 2011, story 7: the help service does not take it up."""
    with fixed_today(SENT + timedelta(days=30)):
        page = as_user(leader).get(reverse("cases:waiting"))

    (chase,) = page.context["chases"]
    assert (chase.party, chase.referrals, chase.late) == ("Stadsbank", [referral], 1)
    with fixed_today(SENT + timedelta(days=30)):
        assert (chase.referrals[0].days, chase.referrals[0].is_late) == (30, True)
        assert list(Referral.objects.late()) == [referral]
    assert "30 dagen" in page.content.decode()


def test_running_on_a_volunteer_without_a_match_is_overdue_and_not_forgotten(as_user, alice, case):
    """Samen DOEN 2016, story 12: no match comes for weeks."""
    with fixed_today(SENT):
        asked = refer(case=case, party="Burenhulp Oost", why="Een maatje", by=alice)
    with fixed_today(SENT + timedelta(days=22)):
        page = as_user(alice).get(page_of(case))
        assert asked.is_late
        assert asked.follow_ups.get().state == "past"

    assert page.context["referrals"] == [asked]
    assert "Niets gehoord" in page.content.decode()


@pytest.mark.parametrize(("days", "late"), [(14, False), (15, True)])
def test_late_is_the_same_in_the_list_and_on_the_page(referral, days, late):
    with fixed_today(SENT + timedelta(days=days)):
        assert (referral.is_late, Referral.objects.late().exists()) == (late, late)


def test_whom_to_call_first_is_who_keeps_people_waiting_longest(as_user, alice, team, referral):
    other = CaseFactory(team=team)
    with fixed_today(SENT - timedelta(days=3)):
        refer(case=other, party="Voedselbank", by=alice)

    chases = as_user(alice).get(reverse("cases:waiting")).context["chases"]

    assert [chase.party for chase in chases] == ["Voedselbank", "Stadsbank"]


def test_another_team_has_its_own_chasing_list(as_user, colleague, referral):
    assert as_user(colleague).get(reverse("cases:waiting")).context["chases"] == []


def test_refuses_the_only_option_is_a_choice_and_no_label(as_user, alice, referral):
    """Samen DOEN 2016, story 7: the talk and the choice are recorded; nobody is called unwilling."""
    words = "Uitgelegd wat er gebeurt zonder regeling. Kiest ervoor het niet te doen."

    as_user(alice).post(answer_url(referral), {"state": "not_taken_up", "result": words})

    case = referral.case
    case.refresh_from_db()
    assert words in case.timeline.filter(kind="referral").first().text
    assert (case.contact_status, case.stage, case.obstacles.count()) == ("unknown", "contact", 0)


def test_turned_away_from_debt_help_is_an_obstacle(as_user, alice, referral):
    """Samen DOEN 2016, story 15: entry criteria presume too much self-reliance."""
    as_user(alice).post(
        answer_url(referral), {"state": "refused", "result": "Papieren niet op orde", "obstacle": "criterion"}
    )

    obstacle = referral.case.obstacles.get()
    assert (obstacle.party, obstacle.kind, obstacle.what, obstacle.since) == (
        "Stadsbank", "criterion", "Papieren niet op orde", SENT,
    )  # fmt: skip


def test_who_is_turned_away_met_an_obstacle_also_when_nobody_says_which(referral, alice):
    answer_referral(referral=referral, state=ReferralState.REFUSED, by=alice)

    assert referral.case.obstacles.get().kind == "refusal"


def test_an_obstacle_counts_its_days_until_it_is_out_of_the_way(case, alice):
    obstacle = note_obstacle(case=case, party="Stadsbank", kind=ObstacleKind.WAITING_LIST, since=SENT, by=alice)
    with fixed_today(SENT + timedelta(days=20)):
        assert obstacle.days == 20
        assert end_obstacle(obstacle=obstacle, by=alice)
        assert not end_obstacle(obstacle=obstacle, by=alice)

    obstacle.refresh_from_db()
    assert obstacle.days == 20
    assert set(case.timeline.values_list("kind", flat=True)) >= {"obstacle", "obstacle_ended"}
    assert case.timeline.filter(kind="obstacle_ended").count() == 1


def test_the_same_obstacle_noted_twice_is_one(as_user, alice, case):
    url = reverse("cases:obstacle_add", args=[case.uuid])
    for _ in range(2):
        as_user(alice).post(url, {"obstacle-to": "Stadsbank", "obstacle-kind": "waiting_list"})

    assert case.obstacles.count() == 1


@pytest.mark.parametrize("fields", [{"obstacle-to": "Stadsbank"}, {"obstacle-kind": "refusal"}])
def test_an_obstacle_says_where_and_what(as_user, alice, case, fields):
    answer = as_user(alice).post(reverse("cases:obstacle_add", args=[case.uuid]), fields)

    assert answer.status_code == 422
    assert not case.obstacles.exists()


def test_the_team_assistant_sees_where_and_how_long_and_not_why(as_user, team, alice, referral):
    answer_referral(referral=referral, state=ReferralState.REFUSED, result="Te veel schulden", by=alice)

    page = as_user(person(Role.TEAM_ASSISTANT, team=team)).get(page_of(referral.case)).content.decode()

    assert "Stadsbank" in page
    assert "Drie schuldeisers" not in page
    assert "Te veel schulden" not in page


def test_a_partner_hears_nothing_of_it(as_user, partner, referral):
    browser = as_user(partner)

    page = browser.get(reverse("cases:detail", args=[referral.case.uuid])).content.decode()

    assert "Stadsbank" not in page
    assert browser.get(reverse("cases:waiting")).status_code == 403


def test_a_colleague_with_a_reason_reads_and_does_not_write(as_user, colleague, referral):
    browser = as_user(colleague)
    browser.post(reverse("cases:reason", args=[referral.case.uuid]), {"reason": ReadReason.COVER})

    page = browser.get(page_of(referral.case))

    assert "Drie schuldeisers" in page.content.decode()
    assert "referral_form" not in page.context
    assert browser.post(refer_url(referral.case), {"to": "x"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_chasing_list_costs_the_same_for_any_number(as_user, alice, team, count, django_assert_num_queries):
    for number in range(count):
        refer(case=CaseFactory(team=team), party=f"Bank {number}", by=alice)
    browser = as_user(alice)
    browser.get(reverse("cases:waiting"))

    with django_assert_num_queries(8):
        browser.get(reverse("cases:waiting"))
