"""The file sets beside each other what they want and what worries us, the question and the one behind it."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import ContactKind, ContactStatus, EntryKind, Outcome, Route, StatementKind
from cases.services.case import open_case
from cases.services.contact import log_attempt
from cases.services.obstacle import answer_signal, note_obstacle, raise_signal
from cases.services.request import accept_request, note_request
from cases.services.story import tell_story
from common import dates
from tests.factories.accounts import person
from tests.factories.cases import HouseholdFactory

HERE = {"postcode": "1092GK", "number": 700, "street": "Pretoriusstraat", "name": "S. Hendriks"}


def file_of(browser, case):
    return browser.get(reverse("cases:detail", args=[case.uuid])).content.decode()


def test_what_was_said_stands_in_pairs_with_who_and_an_empty_half_asks(as_user, alice, case):
    said = {StatementKind.NEED: "Weer slapen", StatementKind.RISK: "Drinkt veel", StatementKind.STRENGTH: "Kookt graag"}
    tell_story(case=case, said=said, by=alice)

    page = file_of(as_user(alice), case)
    assert page.index("Weer slapen") < page.index("Drinkt veel") < page.index("Kookt graag")
    assert page.count("Alice Baptista,") >= 2
    assert [f"#id_{kind}" in page for kind in ("problem", "risk", "presenting", "underlying")] == [
        True, False, False, False
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.TEAM_ASSISTANT])
def test_who_reads_no_stories_is_asked_nothing_either(as_user, alice, team, case, role):
    tell_story(case=case, said={StatementKind.RISK: "Drinkt veel", StatementKind.STRENGTH: "Kookt graag"}, by=alice)

    page = file_of(as_user(person(role, team=team)), case)
    assert [words in page for words in ("Drinkt veel", "Kookt graag", "#id_problem")] == [False] * 3


def test_to_whom_we_go_nobody_asked_yet_until_they_want_to_talk(team, leader, alice):
    case = open_case(household=HouseholdFactory(), team=team, stage="contact", on=dates.today(), by=leader)
    assert case.contact_status == ContactStatus.UNKNOWN

    told = {"kind": ContactKind.VISIT, "at": dates.now(), "reached": True, "by": alice}
    log_attempt(case=case, outcome=Outcome.WANTS_TO_TALK, **told)

    assert case.contact_status == ContactStatus.VOLUNTARY
    assert case.timeline.get(kind=EntryKind.CONTACT_STATUS).detail == "voluntary"


def test_who_asks_for_help_itself_comes_of_its_own_accord(team, leader):
    request = note_request(team=team, route=Route.SELF, by=leader, facts=HERE)

    assert accept_request(request=request, direction="nobody", by=leader).contact_status == ContactStatus.VOLUNTARY


def test_at_the_door_the_phone_says_who_asked_us_and_why_to_care_staff(as_user, team, leader, alice, partner):
    told = HERE | {"referrer": "school", "asked_by": "Juf Willeke", "why": "Slaapt in de klas"}
    case = accept_request(
        request=note_request(team=team, route=Route.REFERRAL, by=leader, facts=told), direction="nobody", by=leader
    )
    for user, side in [(alice, "agency"), (partner, "house")]:
        case.workers.create(user=user, side=side, since=dates.today())

    for user, shown in [(alice, True), (partner, False)]:
        for page in (reverse("visits:log", args=[case.uuid]), reverse("visits:day")):
            words = as_user(user).get(page).content.decode()
            assert ("Juf Willeke" in words, "Slaapt in de klas" in words) == (shown, shown), page


def test_who_noted_an_obstacle_reads_what_policy_answered(as_user, alice, leader, team, case):
    note_obstacle(case=case, party="Kredietbank", kind="waiting_list", by=alice)
    signal = raise_signal(
        agency=team.organisation, party="Kredietbank", kind="waiting_list", words="", owner=leader, by=leader
    )
    address = reverse("cases:together", args=[case.uuid])
    assert str(signal.raised_on.year) in as_user(alice).get(address).content.decode()

    answer_signal(signal=signal, answer="Vanaf juli twee mensen erbij", by=leader)

    assert "Vanaf juli twee mensen erbij" in as_user(alice).get(address).content.decode()
