from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.enums import Circumstance, ClockKind, CloseReason, ContactKind, Stage
from cases.permissions import timeline_of
from cases.services.case import close_case
from cases.services.circumstance import mark_circumstance
from cases.services.clock import start_clock
from common import dates
from tests.factories.cases import CaseFactory, duo_of
from visits.queries import doors_done

CORE = {"kind": "visit", "reached": "yes", "next_step": "visit"}


def url_of(case):
    return reverse("visits:log", args=[case.uuid])


def send(browser, case, **fields):
    return browser.post(url_of(case), CORE | fields)


def test_three_answers_are_enough(as_user, alice, case):
    response = send(as_user(alice), case)

    attempt, task = case.attempts.get(), case.tasks.get()
    case.refresh_from_db()
    assert response.url == reverse("visits:day")
    assert (attempt.by, attempt.on, attempt.kind) == (alice, dates.today(), ContactKind.VISIT)
    assert (task.owner, task.due_on, task.is_visit) == (alice, dates.today() + timedelta(days=7), True)
    assert case.stage == Stage.VISITING


@pytest.mark.parametrize(("missing", "filled"), [("reached", "next_step"), ("next_step", "reached")])
def test_a_form_with_something_missing_comes_back_whole(as_user, alice, case, missing, filled):
    fields = {key: value for key, value in CORE.items() if key != missing}

    response = as_user(alice).post(url_of(case), {**fields, "story": "Koffie gedronken", "door": ["flat", "note"]})

    page = response.content.decode()
    assert response.status_code == 422
    assert "error-summary" in page
    assert "Koffie gedronken" in page
    assert response.context["form"]["door"].value() == ["flat", "note"]
    assert response.context["form"][filled].value() == CORE[filled]
    assert case.attempts.count() == 0


def test_everything_said_is_kept(as_user, alice, case):
    send(
        as_user(alice), case, door=["entrance", "flat", "note", "neighbours"], present=["tenant", "family"], story="Koffie.",
        outcome="wants_to_talk", agreements=["office"], promise="Post openen", when="tomorrow",
    )  # fmt: skip

    attempt = case.attempts.get(kind="visit")
    assert (attempt.door_steps, attempt.present) == (["entrance", "flat", "neighbours"], ["tenant", "family"])
    assert (attempt.story, attempt.outcome, attempt.agreements) == ("Koffie.", "wants_to_talk", ["office"])
    assert case.attempts.filter(kind="note").count() == 1
    assert (case.tasks.get().what, case.tasks.get().due_on) == ("Post openen", dates.today() + timedelta(days=1))


def test_sending_twice_is_harmless(as_user, alice, case):
    browser = as_user(alice)
    form_id = browser.get(url_of(case)).context["form"]["form_id"].value()

    statuses = [send(browser, case, form_id=form_id, story="Koffie.").status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert case.attempts.get().story == "Koffie."
    assert case.tasks.count() == case.timeline.filter(kind="contact").count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"next_step": "other"}, "promise"),
        ({"kind": "note"}, "reached"),
        ({"reached": "no", "outcome": "wants_to_talk"}, "outcome"),
        ({"day": "2020-01-01"}, "day"),
        ({"at_day": "2026-05-01"}, "at_time"),
        ({"at_time": "10:00"}, "at_day"),
        ({"at_day": "2099-05-01", "at_time": "10:00"}, "at_day"),
        ({"kind": "pigeon"}, "kind"),
        ({"when": "never"}, "when"),
        ({"form_id": "x"}, "form_id"),
    ],
)
def test_what_cannot_be_is_asked_again(as_user, alice, case, fields, wrong):
    response = send(as_user(alice), case, **fields)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]


def test_nothing_for_now_promises_nothing(as_user, alice, case):
    send(as_user(alice), case, next_step="nothing")

    assert case.tasks.count() == 0


def test_a_visit_of_earlier_is_logged_with_its_own_moment(as_user, alice, case):
    send(as_user(alice), case, at_day="2026-05-12", at_time="18:30")

    attempt = case.attempts.get()
    assert (attempt.on, attempt.day_part) == (date(2026, 5, 12), "evening")


def test_a_partner_logs_a_visit_without_a_story(as_user, partner, case):
    browser = as_user(partner)

    page = browser.get(url_of(case))
    send(browser, case, story="Wat zij vertelde")

    assert "story" not in page.context["form"].fields
    assert (case.attempts.get().by, case.attempts.get().story) == (partner, "")


def test_a_partner_adding_to_a_visit_takes_nothing_away(as_user, alice, partner, case):
    send(as_user(alice), case, story="Koffie.")
    send(as_user(partner), case, agreements=["arrangement"])

    attempt = case.attempts.get()
    assert (attempt.story, attempt.agreements) == ("Koffie.", ["arrangement"])


def test_a_light_contact_begins_as_a_call(as_user, alice, partner, team):
    case = CaseFactory(team=team, stage=Stage.LIGHT_CONTACT, duo=[alice, partner])

    assert as_user(alice).get(url_of(case)).context["form"]["kind"].value() == ContactKind.PHONE


def test_who_asked_not_to_be_visited_is_named_first(as_user, alice, case):
    mark_circumstance(household=case.household, kind=Circumstance.DO_NOT_VISIT, by=alice)

    assert "pinned" in as_user(alice).get(url_of(case)).content.decode()


def test_what_was_typed_for_a_case_that_closed_meanwhile_is_kept_and_nothing_is_planned(as_user, alice, case):
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)

    assert send(as_user(alice), case, story="Toch gesproken").status_code == 302

    case.refresh_from_db()
    assert (case.stage, case.attempts.get().story) == (Stage.CLOSED, "Toch gesproken")
    assert not case.tasks.exists()


def test_who_was_let_go_and_gets_in_touch_is_heard_and_the_case_stays_closed(as_user, alice, case):
    """After closing a log asks how, whether we spoke and the story alone: nothing can be promised there."""
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)
    browser = as_user(alice)
    file = browser.get(reverse("cases:detail", args=[case.uuid])).content.decode()

    page = browser.get(url_of(case))
    sent = browser.post(url_of(case), {"kind": "phone", "reached": "yes", "story": "Belde zelf: het gaat goed."})

    assert url_of(case) in file
    assert "next_step" not in page.context["form"].fields
    case.refresh_from_db()
    attempt = case.attempts.get()
    assert (sent.status_code, attempt.kind, attempt.reached) == (302, ContactKind.PHONE, True)
    assert (case.stage, case.first_reached_on, case.end_result) == (Stage.CLOSED, None, "no_contact")


def test_coffee_after_closing_is_kept_too(as_user, alice, case):
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)

    as_user(alice).post(reverse("visits:presence", args=[case.uuid]), {"story": "Kwam langs met taart"})

    assert case.attempts.get().kind == ContactKind.PRESENCE


def test_the_clocks_of_another_case_do_not_stop_by_contact_with_a_closed_one(as_user, alice, case):
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)
    clock = start_clock(kind=ClockKind.RESPONSE, household=case.household, due_on=dates.today(), by=None)

    as_user(alice).post(url_of(case), {"kind": "phone", "reached": "yes"})

    clock.refresh_from_db()
    assert clock.stopped_on is None


def test_who_goes_along_is_ticked_for_a_visit_and_stands_in_the_file(as_user, alice, partner, case):
    browser = as_user(alice)
    form = browser.get(url_of(case)).context["form"]

    send(browser, case, along=form["along"].value())

    assert [user.name for user in case.attempts.get().along.all()] == [partner.name]
    entry = next(e for e in timeline_of(case, alice) if e.kind == "contact")
    assert entry.along == [partner.name]
    assert [attempt.case for attempt in doors_done(partner, on=dates.today())] == [case]


def test_a_phone_call_is_made_by_one(as_user, alice, partner, case):
    send(as_user(alice), case, kind="phone", along=[str(partner.uuid)])

    assert not case.attempts.get().along.exists()


def test_whoever_logs_the_same_visit_second_was_there_too(as_user, alice, partner, case):
    for user in (alice, partner, alice):
        send(as_user(user), case)

    attempt = case.attempts.get()
    assert (attempt.by, [user.name for user in attempt.along.all()]) == (alice, [partner.name])


def test_another_duo_of_the_same_corporation_does_not_exist_for_a_partner(as_user, partner, team):
    assert as_user(partner).get(url_of(CaseFactory(team=team, duo=duo_of(team)))).status_code == 404
