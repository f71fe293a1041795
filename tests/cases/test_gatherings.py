"""Being there, walk-in hours and groups: contact without an aim, and people without a file."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.enums import ChainKind, CloseReason, ContactKind, GatheringKind, Outcome, Stage
from cases.models import ContactAttempt, Gathering
from cases.services.case import withdraw_case
from cases.services.contact import log_attempt
from cases.services.debt import start_step
from cases.services.gathering import follow_up, hold_gathering, welcome
from common import dates
from common.dates import fixed_today
from signals_intake.services.answers import answer_of
from tests.factories.cases import CaseFactory

DAY = date(2026, 5, 6)


@pytest.fixture
def walk_in(team, alice):
    with fixed_today(DAY):
        return hold_gathering(team=team, kind=GatheringKind.WALK_IN, place="De Meevaart", by=alice)


def be_there(browser, case, **said):
    return browser.post(reverse("visits:presence", args=[case.uuid]), said)


def test_flowers(as_user, alice, case):
    """Outreachend besturen 2012, story 20: a distrustful family is brought flowers. That is work, and no code is asked for."""
    answer = be_there(as_user(alice), case)

    attempt = case.attempts.get()
    case.refresh_from_db()
    assert answer.url == reverse("cases:detail", args=[case.uuid])
    assert (attempt.kind, attempt.reached, attempt.outcome, attempt.agreements) == ("presence", True, "", [])
    assert (case.stage, case.first_reached_on) == (Stage.VISITING, dates.today())
    assert not case.tasks.exists()


def test_being_there_has_no_aim(case, alice):
    with pytest.raises(IntegrityError, match="being_there_has_no_aim"), transaction.atomic():
        log_attempt(case=case, kind=ContactKind.PRESENCE, at=dates.now(), reached=True, outcome=Outcome.PAID, by=alice)


def test_flowers_left_at_the_door_reach_nobody(as_user, alice, case):
    be_there(as_user(alice), case, nobody="on", story="Tulpen bij de deur")

    assert (case.attempts.get().reached, case.attempts.get().story) == (False, "Tulpen bij de deur")


def test_the_form_of_a_visit_asks_for_national_kinds_alone(as_user, alice, case):
    page = as_user(alice).get(reverse("visits:log", args=[case.uuid]))

    assert {kind for kind, _label in page.context["form"].fields["kind"].choices} == {
        kind for kind in ContactKind if kind.national
    }
    assert reverse("visits:presence", args=[case.uuid]) in page.content.decode()


def test_a_cup_of_coffee_changes_no_answer_to_a_supplier(case, alice):
    log_attempt(
        case=case, kind=ContactKind.PHONE, at=dates.now(), reached=True, outcome=Outcome.WANTS_NO_HELP, by=alice
    )
    before = answer_of(case)
    log_attempt(case=case, kind=ContactKind.PRESENCE, at=dates.now(), reached=True, by=alice)

    assert answer_of(case) == before


def test_refuses_contact_and_dropping_by_continues(case, alice):
    """Sociale netwerken 2014, small scenario: refuses contact, drop-by continues. A no is respected, and somebody drops by now and then."""
    log_attempt(
        case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, outcome=Outcome.WANTS_NO_HELP, by=alice
    )
    log_attempt(case=case, kind=ContactKind.PRESENCE, at=dates.now(), reached=True, story="Koffie", by=alice)

    titles = [entry.title for entry in case.timeline.filter(kind="contact")]
    assert titles[0].startswith("Er zijn")
    assert case.stage == Stage.VISITING


def test_food_bank_visitor(as_user, alice, case):
    """Eropaf-laboratorium 2011, story 3: the activity is the first action, the debt trajectory comes later."""
    activity = hold_gathering(team=case.team, kind=GatheringKind.ACTIVITY, about="Samen koken", by=alice)
    welcome(gathering=activity, first_name="Cor", case=case, by=alice)
    with fixed_today(dates.today() + timedelta(days=60)):
        start_step(case=case, kind=ChainKind.APPLICATION, by=alice)
        page = as_user(alice).get(reverse("cases:detail", args=[case.uuid])).context["page"]

    kinds = [entry.code if entry.kind == "contact" else entry.kind for entry in page]
    assert [kind for kind in reversed(kinds) if kind in {"group", "debt_step"}] == ["group", "debt_step"]


def test_a_case_whose_only_action_is_an_activity_is_not_idle(as_user, leader, alice, team):
    case = CaseFactory(team=team)
    welcome(
        gathering=hold_gathering(team=team, kind=GatheringKind.ACTIVITY, by=alice), first_name="Cor", case=case,
        by=alice,
    )  # fmt: skip

    assert not withdraw_case(case=case, by=leader)
    case.refresh_from_db()
    assert case.stage != Stage.CLOSED
    assert case.close_reason != CloseReason.OTHER


def test_walk_in_hour(as_user, alice, team):
    """Sociale netwerken 1.18: three people with the same problem, by first name; nobody needs a file."""
    browser = as_user(alice)
    answer = browser.post(reverse("cases:groups"), {"kind": "walk_in", "place": "De Meevaart", "number": "7"})
    group = Gathering.objects.get()
    assert answer.url == reverse("cases:group", args=[group.uuid])
    for name in ("Cor", "Fatma", "Joop"):
        browser.post(answer.url, {"first_name": name})

    assert [guest.first_name for guest in group.guests.all()] == ["Cor", "Fatma", "Joop"]
    assert (group.people, group.team, ContactAttempt.objects.count()) == (7, team, 0)


def test_what_is_promised_to_a_guest_stays_in_sight_until_it_is_done(as_user, alice, leader, walk_in):
    guest = welcome(gathering=walk_in, first_name="Fatma", follow_up="Formulier meenemen", by=alice)
    assert "Formulier meenemen" in as_user(leader).get(reverse("cases:groups")).content.decode()

    assert follow_up(guest=guest, by=leader)
    assert not follow_up(guest=guest, by=alice)

    guest.refresh_from_db()
    assert guest.followed_by == leader
    assert "Formulier meenemen" not in as_user(leader).get(reverse("cases:groups")).content.decode()


def test_who_has_a_file_gets_contact_and_task_there(alice, case, walk_in):
    with fixed_today(DAY):
        for _ in range(2):
            welcome(gathering=walk_in, first_name="Cor", case=case, follow_up="Bellen met de bank", by=alice)

    assert (case.attempts.get().kind, case.attempts.get().on) == ("group", DAY)
    assert case.tasks.get().what == "Bellen met de bank"


def test_a_group_of_one_team_is_of_no_other(as_user, colleague, walk_in):
    assert as_user(colleague).get(reverse("cases:group", args=[walk_in.uuid])).status_code == 404


def test_a_refused_guest_keeps_what_was_typed(as_user, alice, walk_in):
    answer = as_user(alice).post(reverse("cases:group", args=[walk_in.uuid]), {"follow_up": "Bellen"})

    assert answer.status_code == 422
    assert "Bellen" in answer.content.decode()
