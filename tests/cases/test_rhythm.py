"""How often a household and its duo are in touch, silence after a crisis, following without help."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.enums import (
    ClockKind,
    ContactKind,
    EndReason,
    Going,
    Outcome,
    Outreach,
    Pace,
    Stage,
    StatementKind,
    Threat,
)
from cases.models import Case
from cases.queries.rhythm import quiet_since_crisis
from cases.services.case import change_stage
from cases.services.contact import log_attempt
from cases.services.crisis import end_crisis, start_crisis
from cases.services.rhythm import NotFollowed, look_in, set_cadence, take_up_again, tell_day
from cases.services.task import add_task
from common import dates
from common.dates import fixed_today

START = date(2026, 5, 4)


def on(day, do, **said):
    with fixed_today(day):
        return do(**said)


def spoken(case, by, day, kind=ContactKind.PHONE, **said):
    with fixed_today(day):
        log_attempt(case=case, kind=kind, at=dates.now(), reached=True, by=by, **said)


def next_sign(case):
    return case.clocks.filter(kind=ClockKind.SIGN_OF_LIFE, stopped_on=None).first()


def averted(case, by, day, reason=EndReason.ARRANGEMENT):
    with fixed_today(day):
        end_crisis(crisis=start_crisis(case=case, threat=Threat.EVICTION, by=by), reason=reason, by=by)


def quiet(day):
    with fixed_today(day):
        return list(quiet_since_crisis(Case.objects.all()))


@pytest.mark.parametrize(
    ("pace", "due_on"),
    [
        (Pace.WEEKLY, date(2026, 5, 11)),
        (Pace.FORTNIGHTLY, date(2026, 5, 18)),
        (Pace.MONTHLY, date(2026, 6, 4)),
        (Pace.WHEN_NEEDED, None),
    ],
)
def test_the_next_sign_of_life_follows_from_the_cadence(case, alice, pace, due_on):
    spoken(case, alice, START)
    on(START, set_cadence, case=case, pace=pace, by=alice)

    clock = next_sign(case)
    assert (clock.due_on if clock else None) == due_on


def test_every_conversation_moves_it_and_a_closed_door_does_not(case, alice):
    on(START, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)
    spoken(case, alice, START + timedelta(days=3))
    with fixed_today(START + timedelta(days=5)):
        log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=False, by=alice)

    assert next_sign(case).due_on == START + timedelta(days=10)


def test_what_is_logged_late_moves_nothing_back(case, alice):
    on(START, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)
    spoken(case, alice, START + timedelta(days=3))
    spoken(case, alice, START + timedelta(days=1))

    assert next_sign(case).due_on == START + timedelta(days=10)


def test_mostly_weekly_at_first_and_later_monthly(case, alice):
    on(START, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)
    on(date(2026, 8, 3), set_cadence, case=case, pace=Pace.MONTHLY, by=alice)

    assert not on(date(2026, 8, 3), set_cadence, case=case, pace=Pace.MONTHLY, by=alice)
    found = list(case.cadences.values_list("pace", "since", "until"))
    assert found == [("monthly", date(2026, 8, 3), None), ("weekly", START, date(2026, 8, 3))]
    assert case.timeline.filter(kind="cadence").count() == 2


def test_an_isolated_person_who_does_not_answer_is_never_red(case, alice):
    on(START, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)

    with fixed_today(START + timedelta(days=90)):
        assert next_sign(case).state == "soon"


def test_who_logs_for_the_corporation_does_not_own_the_plan(case, alice, partner):
    on(START, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)
    spoken(case, partner, START + timedelta(days=2))

    assert next_sign(case).owner == alice


def test_a_case_that_rests_has_a_day_of_its_own(case, alice):
    on(START, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)
    on(START, change_stage, case=case, stage=Stage.MINIMAL_CONTACT, by=alice)

    assert next_sign(case) is None
    assert case.tasks.get(is_promise=True).due_on == date(2026, 6, 4)


def test_crisis_over(as_user, case, alice, leader):
    """Samen DOEN 2016, story 14: the worst is over, four weeks pass without contact, and the team sees it."""
    spoken(case, alice, START)
    averted(case, alice, START)

    assert quiet(START + timedelta(days=27)) == []
    with fixed_today(START + timedelta(days=28)):
        assert "Stil sinds de crisis" in as_user(leader).get(reverse("home")).content.decode()
        step = add_task(case=case, what="Mee naar de buurtkeuken", outreach=Outreach.COMMUNITY, by=leader)
    assert quiet(START + timedelta(days=28)) == [case]
    assert (step.tags, step in case.tasks.open()) == ([str(Outreach.COMMUNITY.label)], True)


def test_a_word_from_the_household_ends_the_silence_and_a_card_does_not(case, alice):
    averted(case, alice, START)
    with fixed_today(START + timedelta(days=20)):
        log_attempt(case=case, kind=ContactKind.NOTE, at=dates.now(), reached=False, by=alice)
    assert quiet(START + timedelta(days=30)) == [case]

    spoken(case, alice, START + timedelta(days=29), kind=ContactKind.PRESENCE)
    assert quiet(START + timedelta(days=30)) == []


def test_who_was_evicted_and_is_silent_shows_up_too(case, alice):
    averted(case, alice, START, reason=EndReason.TOO_LATE)

    assert quiet(START + timedelta(days=30)) == [case]


def test_another_crisis_a_day_ahead_or_a_rest_is_no_silence(case, alice):
    averted(case, alice, START)
    day = START + timedelta(days=30)
    on(day, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)
    assert quiet(day) == []
    assert quiet(day + timedelta(days=8)) == [case]

    crisis = on(day + timedelta(days=8), start_crisis, case=case, threat=Threat.WATER, by=alice)
    assert quiet(day + timedelta(days=8)) == []
    on(day + timedelta(days=8), end_crisis, crisis=crisis, reason=EndReason.PAID, by=alice)
    on(day + timedelta(days=8), change_stage, case=case, stage=Stage.MONITORING, by=alice)
    assert quiet(day + timedelta(days=60)) == []


def test_the_duo_and_the_leader_read_of_it_without_blame(as_user, alice, leader, colleague, case):
    averted(case, alice, START)

    with fixed_today(START + timedelta(days=40)):
        pages = [as_user(user).get(reverse("home")).content.decode() for user in (alice, leader, colleague)]

    assert ["Stil sinds de crisis" in page for page in pages] == [True, True, False]
    assert reverse("cases:rhythm", args=[case.uuid]) in pages[0]


def test_relapse(case, alice):
    """Outreachend besturen 2012, story 22: the restructuring is done, and somebody keeps looking in for two years."""
    on(START, change_stage, case=case, stage=Stage.MONITORING, by=alice)
    first = on(date(2026, 6, 4), look_in, case=case, going=Going.SAME, note="Betaalt", by=alice)

    assert first.next_on == date(2026, 9, 4)
    clocks = dict(case.clocks.filter(stopped_on=None).values_list("kind", "due_on"))
    assert (clocks["check"], clocks["monitoring"]) == (date(2026, 9, 4), date(2028, 5, 4))
    assert case.timeline.get(kind="check").detail == "same"


def test_the_last_check_is_on_the_last_day_and_then_there_is_none(case, alice):
    on(START, change_stage, case=case, stage=Stage.MONITORING, by=alice)

    assert on(date(2028, 3, 1), look_in, case=case, going=Going.WELL, by=alice).next_on == date(2028, 5, 4)
    assert on(date(2028, 5, 4), look_in, case=case, going=Going.WELL, by=alice).next_on is None
    assert not case.clocks.filter(kind=ClockKind.CHECK, stopped_on=None).exists()


def test_a_check_sent_twice_is_one(case, alice):
    on(START, change_stage, case=case, stage=Stage.MONITORING, by=alice)
    for _ in range(2):
        on(START + timedelta(days=9), look_in, case=case, going=Going.WELL, note="Fluit weer", by=alice)

    assert case.checks.count() == case.timeline.filter(kind="check").count() == 1


def test_one_looks_in_on_who_is_followed_alone(case, alice):
    with pytest.raises(NotFollowed):
        look_in(case=case, going=Going.WELL, by=alice)


def test_taken_up_again_it_goes_on_with_the_same_people_and_plan(case, alice, partner):
    spoken(case, alice, START)
    on(START, change_stage, case=case, stage=Stage.GUIDANCE, by=alice)
    on(START, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)
    on(START, change_stage, case=case, stage=Stage.MONITORING, by=alice)
    duo = case.duo

    again = date(2026, 9, 1)
    assert on(again, take_up_again, case=case, by=alice)
    assert not on(again, take_up_again, case=case, by=alice)

    assert (case.stage, case.duo, case.director) == (Stage.GUIDANCE, duo, alice)
    assert next_sign(case).due_on == START + timedelta(days=7)
    assert not case.clocks.filter(kind__in=[ClockKind.MONITORING, ClockKind.CHECK], stopped_on=None).exists()


def test_the_threat_that_must_not_end_contact_rests_and_can_go_on(case, alice):
    """Outreachend besturen 2012, story 9: after a threat the case rests with a day; later it goes on as it was."""
    spoken(case, alice, START)
    on(START, change_stage, case=case, stage=Stage.MINIMAL_CONTACT, next_on=START + timedelta(days=10), by=alice)
    assert case.tasks.get(is_promise=True).due_on == START + timedelta(days=10)

    on(START + timedelta(days=10), take_up_again, case=case, by=alice)

    assert case.stage == Stage.VISITING
    assert not case.clocks.filter(kind=ClockKind.TEAM_TALK, stopped_on=None).exists()


def page(browser, case, name="detail"):
    return browser.get(reverse(f"cases:{name}", args=[case.uuid])).content.decode()


@pytest.mark.parametrize("solved", ["monitoring", "paid", "crisis"])
def test_what_fills_the_day_is_asked_when_the_worst_is_over(as_user, alice, case, solved):
    assert "Wat vult nu de dag?" not in page(as_user(alice), case)
    if solved == "monitoring":
        change_stage(case=case, stage=Stage.MONITORING, by=alice)
    elif solved == "paid":
        spoken(case, alice, START, outcome=Outcome.PAID)
    else:
        averted(case, alice, START)

    for name in ("detail", "rhythm"):
        assert "Wat vult nu de dag?" in page(as_user(alice), case, name)


def test_it_is_never_asked_while_something_presses_nor_twice(as_user, alice, case):
    change_stage(case=case, stage=Stage.MONITORING, by=alice)
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice)
    assert "Wat vult nu de dag?" not in page(as_user(alice), case) + page(as_user(alice), case, "rhythm")
    assert not tell_day(case=case, words="Vissen", by=alice)

    end_crisis(crisis=crisis, reason=EndReason.PAID, by=alice)
    assert tell_day(case=case, words="Vissen met Joop", by=alice)
    assert case.statements.running().get(kind=StatementKind.DAY).text == "Vissen met Joop"
    assert "Wat vult nu de dag? " not in page(as_user(alice), case)


def test_a_refused_check_keeps_what_was_typed(as_user, alice, case):
    change_stage(case=case, stage=Stage.MONITORING, by=alice)

    answer = as_user(alice).post(
        reverse("cases:check_add", args=[case.uuid]),
        {"check-note": "Hond is weg", "check-going": "well", "check-next_on": "2090-01-01"},
    )

    assert answer.status_code == 422
    assert "Hond is weg" in answer.content.decode()
    assert not case.checks.exists()


def test_the_plan_and_the_checks_are_made_on_their_page(as_user, alice, case):
    browser = as_user(alice)
    browser.post(reverse("cases:cadence", args=[case.uuid]), {"pace": "fortnightly"})
    assert case.cadences.get().pace == Pace.FORTNIGHTLY
    change_stage(case=case, stage=Stage.MONITORING, by=alice)

    browser.post(reverse("cases:check_add", args=[case.uuid]), {"check-going": "worry"})
    shown = page(browser, case, "rhythm")
    assert case.checks.get().going == Going.WORRY
    assert "Weer oppakken" in shown

    browser.post(reverse("cases:again", args=[case.uuid]))
    case.refresh_from_db()
    assert case.stage == Stage.VISITING


def test_a_partner_in_the_duo_hears_nothing_of_it(as_user, alice, partner, case):
    on(START, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)

    assert "volgend teken van leven" not in page(as_user(partner), case).lower()
    assert as_user(partner).get(reverse("cases:rhythm", args=[case.uuid])).status_code == 403


def test_what_is_planned_comes_after_what_has_a_term_and_is_not_called_late(as_user, alice, case):
    """The case seeks contact for seven weeks: that term stands first, the plan behind it by its day alone."""
    on(START, set_cadence, case=case, pace=Pace.WEEKLY, by=alice)

    with fixed_today(START + timedelta(days=50)):
        home = as_user(alice).get(reverse("home"))

    assert [clock.kind for clock in home.context["clocks"]] == ["contact_phase", "sign_of_life"]
    assert "te laat" not in home.content.decode().partition("Termijnen om op te letten")[2]
