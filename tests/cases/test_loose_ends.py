"""What is still open when a household is let go: asked on one page, filled in, and nothing stays behind."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.endings import Becomes
from cases.enums import Carrier, CloseReason, DropReason, EntryKind, PersonRole, ReferralState, Stage
from cases.models import Case, Ending
from cases.services.closing import confirm_closing, let_go
from cases.services.loose_ends import LooseEnd, LooseEndsLeft, likely_end, loose_ends_of
from cases.services.referral import refer
from cases.services.task import add_task
from tests.factories.accounts import person
from tests.factories.cases import PersonFactory

SAID_NO = Ending(CloseReason.WANTS_NO_HELP)


@pytest.fixture
def spoken(case):
    case.first_reached_on = date(2026, 5, 4)
    case.save(update_fields=["first_reached_on"])
    return case


@pytest.fixture
def bob(team):
    return person(Role.SOCIAL_WORKER, team=team, user__name="Bob")


@pytest.fixture
def letter(spoken, alice):
    return add_task(case=spoken, what="Brief schrijven", by=alice)


@pytest.fixture
def sister(spoken, alice):
    return add_task(case=spoken, what="Post ordenen", carrier=Carrier.NETWORK, carried_by="Zus", by=alice)


@pytest.fixture
def bank(spoken, alice):
    return refer(case=spoken, party="Kredietbank", by=alice)


def url_of(case):
    return reverse("cases:close", args=[case.uuid])


def typed(*ends, **more):
    """What the page sends: of each what becomes of it, and who goes on with it."""
    said = {"reason": "wants_no_help", "sorted_by": "household", "about": "money", **more}
    for one, becomes, to in ends:
        said |= {f"end-becomes_{one.uuid}": becomes, f"end-to_{one.uuid}": to}
    return said


def main_of(answer):
    return answer.content.decode().partition("<main")[2].partition("</main")[0]


def test_nothing_stays_behind_when_a_household_is_let_go(spoken, alice, letter, sister, bank):
    with pytest.raises(LooseEndsLeft):
        let_go(case=spoken, ending=SAID_NO, loose_ends={letter.uuid: LooseEnd(Becomes.DONE)}, by=alice)
    assert (Case.objects.get().stage, spoken.tasks.open().count()) == (Stage.CONTACT, 3)

    ends = {one.uuid: likely_end(one) for one in loose_ends_of(spoken)}
    let_go(case=spoken, ending=SAID_NO, loose_ends=ends, by=alice)

    spoken.refresh_from_db()
    assert (spoken.stage, spoken.tasks.open().count(), spoken.referrals.open().count()) == (Stage.CLOSED, 0, 0)


def test_each_becomes_what_was_said(spoken, alice, letter, sister, bank):
    said = {
        letter.uuid: LooseEnd(Becomes.DONE),
        sister.uuid: LooseEnd(Becomes.GOES_ON, "Zus Marja"),
        bank.uuid: LooseEnd(Becomes.GOES_ON, "Kredietbank, mevrouw Prins"),
    }

    let_go(case=spoken, ending=SAID_NO, loose_ends=said, by=alice)

    for row in (letter, sister, bank):
        row.refresh_from_db()
    assert (letter.drop_reason, sister.drop_reason, sister.carried_by) == ("", DropReason.GOES_ON, "Zus Marja")
    assert (bank.state, "mevrouw Prins" in bank.result) == (ReferralState.RESULT, True)
    told = spoken.timeline.filter(kind=EntryKind.TASK, detail__startswith="dropped").get()
    assert told.text == "Post ordenen\n\nZus Marja"


def test_a_referral_that_came_to_nothing_leaves_no_task_to_look_for_another_way(spoken, alice, bank):
    let_go(case=spoken, ending=SAID_NO, loose_ends={bank.uuid: LooseEnd(Becomes.DROPPED)}, by=alice)

    bank.refresh_from_db()
    assert (bank.state, spoken.tasks.open().count()) == (ReferralState.NOT_TAKEN_UP, 0)


def test_our_own_task_that_somebody_takes_over_is_no_longer_ours(spoken, alice, letter):
    let_go(case=spoken, ending=SAID_NO, loose_ends={letter.uuid: LooseEnd(Becomes.GOES_ON, "Huisarts")}, by=alice)

    letter.refresh_from_db()
    assert (letter.carrier, letter.carried_by) == (Carrier.AGENCY, "Huisarts")


def test_the_page_asks_it_filled_in_and_one_press_is_enough(as_user, spoken, alice, letter, sister, bank):
    browser = as_user(alice)
    page = browser.get(url_of(spoken), {"reason": "wants_no_help"})
    rows = page.context["ends"].rows
    filled = [(one, becomes.initial, to.initial) for one, becomes, to in rows]
    assert {(one.pk, str(becomes), to) for one, becomes, to in filled} == {
        (letter.pk, "dropped", ""), (sister.pk, "goes_on", "Zus"), (bank.pk, "goes_on", "Kredietbank"),
    }  # fmt: skip

    answer = browser.post(url_of(spoken), typed(*filled))

    assert (answer.status_code, spoken.tasks.open().count(), spoken.referrals.open().count()) == (302, 0, 0)


def test_what_a_colleague_added_meanwhile_is_asked_and_what_was_typed_stays(as_user, spoken, alice, bob, letter):
    browser = as_user(alice)
    said = typed((letter, "done", ""), story="Het ging goed zo.")
    add_task(case=spoken, what="Sleutel terugbrengen", by=bob)

    answer = browser.post(url_of(spoken), said)

    assert answer.status_code == 422
    assert all(words in main_of(answer) for words in ["Sleutel terugbrengen", "Het ging goed zo."])
    assert answer.context["ends"][f"becomes_{letter.uuid}"].value() == "done"
    assert Case.objects.get().stage != Stage.CLOSED


def test_who_goes_on_with_it_is_named(as_user, spoken, alice, letter):
    answer = as_user(alice).post(url_of(spoken), typed((letter, "goes_on", " ")))

    assert (answer.status_code, list(answer.context["ends"].errors)) == (422, [f"to_{letter.uuid}"])


def test_with_a_minor_the_second_person_says_what_becomes_of_it(as_user, spoken, alice, bob, letter):
    PersonFactory(household=spoken.household, role=PersonRole.CHILD, birth_date=date(2020, 1, 1))
    as_user(alice).post(url_of(spoken), typed())
    closing = spoken.closings.get()
    assert letter in loose_ends_of(spoken)
    confirm, browser = reverse("cases:close_confirm", args=[spoken.uuid, closing.uuid]), as_user(bob)
    assert "Brief schrijven" in main_of(browser.get(url_of(spoken)))

    refused = browser.post(confirm, {"text": "Eens."})
    assert (refused.status_code, "Eens." in main_of(refused)) == (422, True)
    browser.post(confirm, typed((letter, "done", ""), text="Eens."))

    spoken.refresh_from_db()
    letter.refresh_from_db()
    assert (spoken.stage, letter.done_at is not None) == (Stage.CLOSED, True)


def test_the_second_person_cannot_leave_it_open_either(spoken, alice, bob, letter):
    PersonFactory(household=spoken.household, role=PersonRole.CHILD, birth_date=date(2020, 1, 1))
    closing = let_go(case=spoken, ending=SAID_NO, by=alice)

    with pytest.raises(LooseEndsLeft):
        confirm_closing(closing=closing, by=bob)

    closing.refresh_from_db()
    assert closing.state == "asked"
