"""The page of letting go: what it offers, what it asks, who looks along, and who sees nothing of it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.enums import ReadReason, Role
from cases.endings import EndResult
from cases.enums import ClockKind, CloseReason, ContactKind, Outcome, PersonRole, Stage
from cases.models import Closing, Ending
from cases.services.case import change_stage
from cases.services.closing import let_go
from cases.services.contact import log_attempt
from cases.services.team_talk import bring_before_team
from common import dates
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory, PersonFactory

WORDS = "Mijn dochter doet de post nu."
CONSULTED = {"risk_note": "Oud en alleen.", "note_left": "on", "consulted": "Team"}


@pytest.fixture
def bob(team):
    return person(Role.SOCIAL_WORKER, team=team, user__name="Bob")


@pytest.fixture
def spoken(case, alice):
    visit(case, alice, reached=True, outcome=Outcome.WANTS_TO_TALK)
    return case


@pytest.fixture
def family(spoken):
    PersonFactory(household=spoken.household, role=PersonRole.CHILD, name="Noor", birth_date=date(2018, 3, 1))
    return spoken


@pytest.fixture
def asked(family, alice):
    return let_go(case=family, ending=Ending(CloseReason.WANTS_NO_HELP, story=WORDS), by=alice)


def visit(case, by, *, reached=False, outcome=Outcome.NOT_HOME):
    at = datetime(2026, 5, 12, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
    log_attempt(case=case, kind=ContactKind.VISIT, at=at, reached=reached, outcome=outcome, by=by)


def url_of(case, what="close"):
    answered = [case.closings.latest("pk").uuid] if what in {"close_confirm", "close_not_yet"} else []
    return reverse(f"cases:{what}", args=[case.uuid, *answered])


def close(browser, case, **said):
    return browser.post(url_of(case), said)


def offered(browser, case):
    return [ground.key for ground in browser.get(url_of(case)).context["grounds"]]


def main_of(answer):
    return answer.content.decode().partition("<main")[2].partition("</main")[0]


def test_who_was_spoken_with_is_offered_other_ways_than_who_was_not(as_user, alice, case):
    browser = as_user(alice)
    before = offered(browser, case)
    visit(case, alice, reached=True)

    assert before == ["not_reached", "not_picked_up", "moved", "deceased"]
    assert offered(browser, case) == [
        "wants_no_help", "agreed", "solved", "paid", "handed_over", "moved", "deceased",
    ]  # fmt: skip


def test_what_was_said_last_at_the_door_stands_first(as_user, alice, case):
    visit(case, alice, reached=True, outcome=Outcome.PAID)

    first = as_user(alice).get(url_of(case)).context["grounds"][0]

    assert (first.key, first.is_said) == ("paid", True)


def test_before_week_eight_the_page_names_its_day(as_user, alice, case):
    with dates.fixed_today(date(2026, 6, 1)):
        never, *_rest = as_user(alice).get(url_of(case)).context["grounds"]

    assert (never.key, never.from_on) == ("not_reached", date(2026, 6, 29))


@pytest.mark.parametrize(("language", "label"), [("nl", "Loslaten"), ("en", "Letting go")])
def test_the_page_speaks_the_language_of_its_reader(as_user, alice, spoken, language, label):
    browser = as_user(alice)
    browser.cookies["language"] = language

    assert label in main_of(browser.get(url_of(spoken)))


def test_a_no_at_the_door_is_let_go_in_one_step(as_user, alice, case):
    visit(case, alice, reached=True, outcome=Outcome.WANTS_NO_HELP)
    browser = as_user(alice)
    form = browser.get(url_of(case), {"reason": "wants_no_help"}).context["form"]
    shown = {field.html_name: field.value() for field in form if field.field.required}

    close(browser, case, reason="wants_no_help", **shown)

    case.refresh_from_db()
    assert (case.stage, case.end_result) == (Stage.CLOSED, EndResult.SELF)


def test_what_was_said_is_kept_and_shown(as_user, alice, spoken):
    browser = as_user(alice)

    answer = close(
        browser, spoken, reason="solved", sorted_by="together", about="other", story=WORDS,
        outcomes=["not_worse", "less_stress"],
    )  # fmt: skip

    assert answer.url == url_of(spoken)
    page = main_of(browser.get(url_of(spoken)))
    assert WORDS in page
    assert page.count('class="badge badge--positive"') == 2


def test_what_is_missing_is_asked_and_nothing_typed_is_lost(as_user, alice, spoken):
    answer = close(as_user(alice), spoken, reason="solved", story=WORDS, outcomes=["not_worse"])

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"sorted_by", "about"}
    page = answer.content.decode()
    assert WORDS in page
    assert 'value="not_worse"' in page
    assert page.count(" checked") == 1


@pytest.mark.parametrize("reason", ["other", "nonsense", "not_reached"])
def test_a_threat_is_answered_with_what_does_help(as_user, alice, spoken, reason):
    browser = as_user(alice)
    answer = close(browser, spoken, reason=reason, **CONSULTED)

    assert answer.status_code == 422
    ways = [url_of(spoken, "close_team"), url_of(spoken, "breakthrough_ask"), url_of(spoken, "move")]
    for page in [main_of(answer), main_of(browser.get(url_of(spoken), {"reason": reason}))]:
        assert [way in page for way in ways] == [True] * 3
    spoken.refresh_from_db()
    assert spoken.stage != Stage.CLOSED


def test_who_leads_changes_at_once_who_goes_there(as_user, leader, spoken):
    page = main_of(as_user(leader).get(url_of(spoken), {"reason": "other"}))

    assert (url_of(spoken, "duo") in page, url_of(spoken, "breakthrough_ask") in page) == (True, False)


def test_never_reached_shows_what_was_tried_and_asks_the_consultation(as_user, alice, case):
    visit(case, alice)
    browser = as_user(alice)

    page = browser.get(url_of(case), {"reason": "not_reached"})
    assert [attempt.kind for attempt in page.context["attempts"]] == ["visit"]
    assert set(close(browser, case, reason="not_reached").context["form"].errors) == {*CONSULTED}
    assert close(browser, case, reason="not_reached", **CONSULTED).status_code == 302

    case.refresh_from_db()
    assert case.close_reason == CloseReason.NOT_REACHED


def test_moved_within_the_municipality_goes_on(as_user, alice, spoken):
    answer = close(as_user(alice), spoken, reason="moved", moved_to="within", handed_to="Wijkteam")

    assert answer.status_code == 422
    assert answer.context["form"].errors.as_data()["moved_to"][0].code == "within"
    assert "Wijkteam" in answer.content.decode()


def test_a_pack_needs_a_name(as_user, alice, spoken):
    answer = close(as_user(alice), spoken, reason="moved", moved_to="elsewhere", pack_agreed="on")

    assert set(answer.context["form"].errors) == {"handed_to"}


@pytest.mark.parametrize(
    ("reason", "needed"),
    [
        ("wants_no_help", ["sorted_by", "about"]),
        ("agreed", ["sorted_by", "about"]),
        ("solved", ["sorted_by", "about"]),
        ("paid", ["sorted_by", "about"]),
        ("handed_over", ["handed_to", "about"]),
        ("moved", ["moved_to"]),
        ("deceased", []),
    ],
)
def test_as_little_as_possible_is_needed(as_user, alice, spoken, reason, needed):
    form = as_user(alice).get(url_of(spoken), {"reason": reason}).context["form"]

    assert [field.html_name for field in form if field.field.required] == needed


def test_after_guidance_the_four_questions_are_answered_with_one_tap(as_user, alice, spoken):
    change_stage(case=spoken, stage=Stage.GUIDANCE, by=alice)
    browser = as_user(alice)
    assert browser.post(url_of(spoken, "close_check"), {"question": "solved", "answer": "yes"}).url == url_of(spoken)

    checks = dict(browser.get(url_of(spoken)).context["checks"])
    assert [check and check.answer for check in checks.values()] == ["yes", None, None, None]
    form = browser.get(url_of(spoken), {"reason": "solved"}).context["form"]
    assert form.fields["unchecked"].required
    close(browser, spoken, reason="solved", sorted_by="together", about="money", unchecked="network")
    assert spoken.closings.get().unchecked == "network"


def test_without_guidance_there_are_no_questions(as_user, alice, spoken):
    assert as_user(alice).get(url_of(spoken)).context["checks"] == []


def test_a_doubt_comes_before_the_team_and_is_talked_over(as_user, alice, leader, spoken):
    change_stage(case=spoken, stage=Stage.GUIDANCE, by=alice)
    as_user(alice).post(url_of(spoken, "close_check"), {"question": "goes_wrong", "answer": "doubt"})
    browser = as_user(leader)
    assert browser.get(url_of(spoken)).context["talk"].kind == ClockKind.TEAM_TALK

    browser.post(url_of(spoken, "close_talked_over"), {"text": "Nog een maand."})

    assert browser.get(url_of(spoken)).context["talk"] is None
    assert "Nog een maand." in browser.get(url_of(spoken, "detail")).content.decode()


def test_what_the_team_may_not_hold_is_refused_and_kept(as_user, leader, spoken):
    bring_before_team(case=spoken, by=leader)

    answer = as_user(leader).post(url_of(spoken, "close_talked_over"), {"text": "x" * 2001})

    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()


# --- two people


def test_a_child_at_home_lets_a_second_person_look_along(as_user, alice, bob, family):
    close(as_user(alice), family, reason="wants_no_help", sorted_by="household", about="money", story=WORDS)
    family.refresh_from_db()
    assert family.stage != Stage.CLOSED
    assert url_of(family, "close_confirm") not in main_of(as_user(alice).get(url_of(family)))

    browser = as_user(bob)
    page = main_of(browser.get(url_of(family)))
    assert WORDS in page
    assert url_of(family, "close_confirm") in page
    browser.post(url_of(family, "close_confirm"), {"text": "Ik was erbij."})

    family.refresh_from_db()
    assert (family.stage, family.closed_by) == (Stage.CLOSED, bob)
    assert family.timeline.get(kind="note").text == "Ik was erbij."


def test_whoever_asked_cannot_confirm_and_can_take_it_back(as_user, alice, family, asked):
    browser = as_user(alice)

    browser.post(url_of(family, "close_confirm"))
    assert Closing.objects.get().state == "asked"

    browser.post(url_of(family, "close_not_yet"))
    assert Closing.objects.get().state == "not_yet"


def test_what_was_answered_already_is_told(as_user, alice, bob, leader, family, asked):
    as_user(bob).post(url_of(family, "close_not_yet"), {"text": "Eerst langs school."})

    answer = as_user(leader).post(url_of(family, "close_confirm"), follow=True)

    assert list(answer.context["messages"])[-1].level_tag == "warning"
    assert Closing.objects.get().state == "not_yet"


@pytest.mark.parametrize("name", ["bob", "leader"])
def test_the_team_sees_on_the_file_that_it_was_asked(as_user, request, family, asked, name):
    page = main_of(as_user(request.getfixturevalue(name)).get(url_of(family, "detail")))

    assert "Alice Baptista" in page.partition('id="matters"')[0]
    assert url_of(family) in page


def test_a_partner_does_not_hear_that_a_second_person_is_asked_because_a_child_lives_there(
    as_user, partner, family, asked
):
    assert as_user(partner).get(url_of(family, "detail")).context["asked"] is None


def test_who_says_yes_says_it_to_what_stood_on_the_page(as_user, alice, bob, family, asked):
    seen = url_of(family, "close_confirm")
    as_user(alice).post(url_of(family, "close_not_yet"))
    close(as_user(alice), family, reason="solved", sorted_by="household", about="money", unchecked="no_contact")

    as_user(bob).post(seen)

    family.refresh_from_db()
    assert family.stage != Stage.CLOSED
    assert family.closings.filter(state="asked").count() == 1


# --- who sees it


@pytest.mark.parametrize("role", [Role.HOUSING_CONSULTANT, Role.EXPERT_BY_EXPERIENCE])
def test_a_partner_in_the_duo_sees_nothing_of_why(as_user, team, family, asked, role):
    home = {} if role == Role.HOUSING_CONSULTANT else {"organisation": team.organisation}
    partner = person(role, **home)
    family.workers.filter(side="house").update(user=partner)
    browser = as_user(partner)

    assert browser.get(url_of(family)).status_code == 403
    page = main_of(browser.get(url_of(family, "detail")))
    for hidden in [WORDS, str(CloseReason.WANTS_NO_HELP.label), url_of(family)]:
        assert hidden not in page


@pytest.mark.parametrize("role", [Role.TEAM_ASSISTANT, Role.MANAGER, Role.PRIVACY_OFFICER])
def test_who_does_not_help_households_does_not_let_go(as_user, team, family, asked, role):
    where = {"team": team} if role == Role.TEAM_ASSISTANT else {"organisation": team.organisation}
    browser = as_user(person(role, **where))
    browser.post(url_of(family, "reason"), {"reason": ReadReason.COVER})

    names = ["close", "close_confirm", "close_not_yet", "close_check", "close_team", "close_talked_over"]

    assert [browser.post(url_of(family, name)).status_code for name in names] == [403] * 6
    assert Closing.objects.get().state == "asked"


def test_a_colleague_of_another_team_looks_with_a_reason_and_lets_nobody_go(as_user, colleague, family, asked):
    browser = as_user(colleague)
    browser.post(url_of(family, "reason"), {"reason": ReadReason.COVER})

    assert browser.post(url_of(family, "close_confirm")).status_code == 403


def test_for_another_agency_it_does_not_exist(as_user, stranger, family, asked):
    assert as_user(stranger).get(url_of(family)).status_code == 404


def test_nothing_asked_is_nothing_to_answer(as_user, alice, team, family, asked):
    elsewhere = CaseFactory(team=team)

    answer = as_user(alice).post(reverse("cases:close_confirm", args=[elsewhere.uuid, family.closings.get().uuid]))

    assert answer.status_code == 404


def test_a_closed_case_is_read_and_not_closed_again(as_user, alice, spoken):
    browser = as_user(alice)
    close(browser, spoken, reason="wants_no_help", sorted_by="household", about="money")

    answers = [close(browser, spoken, reason="solved"), browser.post(url_of(spoken, "close_team"))]

    assert [answer.status_code for answer in answers] == [422, 302]
    assert "<form" not in main_of(browser.get(url_of(spoken)))
    assert not spoken.clocks.filter(stopped_on=None).exists()


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_costs_the_same_for_any_number_of_answers(as_user, alice, spoken, number, django_assert_num_queries):
    change_stage(case=spoken, stage=Stage.GUIDANCE, by=alice)
    browser = as_user(alice)
    for question in ["solved", "self_reliant", "wants_to_stop", "goes_wrong"][:number]:
        browser.post(url_of(spoken, "close_check"), {"question": question, "answer": "yes"})
    browser.get(url_of(spoken))

    with django_assert_num_queries(16):
        browser.get(url_of(spoken))
