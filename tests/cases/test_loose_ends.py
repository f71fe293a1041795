"""What is still open when a household is let go: asked on one page, filled in, and nothing stays behind."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.endings import Becomes
from cases.enums import (
    Carrier,
    ChainKind,
    ChainState,
    CloseReason,
    DebtOutcome,
    DropReason,
    EndReason,
    EntryKind,
    PersonRole,
    ReferralState,
    Stage,
    Threat,
    Visibility,
)
from cases.models import Case, DebtDecision, Ending
from cases.services.closing import CrisisStillRuns, confirm_closing, let_go
from cases.services.crisis import end_crisis, start_crisis
from cases.services.debt import report_step, start_step
from cases.services.debt_decision import write_decision
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
    filled = [(row.one, row.becomes.initial, row.to.initial) for row in rows]
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


# --- debt help and a crisis


@pytest.fixture
def administrator(spoken, alice):
    step = start_step(case=spoken, kind=ChainKind.ADMINISTRATOR, party="Bewind Oost", by=alice)
    report_step(step=step, state=ChainState.HANDED_OVER, by=alice)
    return step


@pytest.fixture
def draft(spoken, alice):
    words = {"outcome": DebtOutcome.AWARD, "assessment": "Drie schulden.", "weighing": "Er is rust.", "help_given": ""}
    return write_decision(case=spoken, words=words, seen=0, by=alice)


def test_a_step_of_debt_help_ends_as_was_said_and_nobody_asks_after_it(spoken, alice, administrator):
    bank = start_step(case=spoken, kind=ChainKind.CREDIT_BANK, party="Kredietbank", by=alice)
    assert loose_ends_of(spoken) == [administrator, bank]

    ends = {one.uuid: likely_end(one) for one in loose_ends_of(spoken)}
    let_go(case=spoken, ending=SAID_NO, loose_ends=ends, by=alice)

    for step in (administrator, bank):
        step.refresh_from_db()
    assert (administrator.state, "Bewind Oost" in administrator.result) == (ChainState.DONE, True)
    assert (bank.state, spoken.tasks.open().count()) == (ChainState.STOPPED, 0)


def test_a_decision_that_was_not_sent_is_taken_back_by_choice_and_its_words_stay(as_user, spoken, alice, draft):
    for wrong in (None, LooseEnd(Becomes.DONE)):
        with pytest.raises(LooseEndsLeft):
            let_go(case=spoken, ending=SAID_NO, loose_ends={draft.uuid: wrong} if wrong else {}, by=alice)
    browser = as_user(alice)
    row = browser.get(url_of(spoken), {"reason": "wants_no_help"}).context["ends"].rows[0]
    assert (row.one, row.becomes.initial, row.to) == (draft, None, None)

    assert browser.post(url_of(spoken), typed()).status_code == 422
    assert browser.post(url_of(spoken), typed((draft, "dropped", ""))).status_code == 302

    note = spoken.timeline.get(kind=EntryKind.NOTE)
    assert (DebtDecision.objects.count(), note.visibility) == (0, Visibility.CARE)
    assert all(words in note.text for words in ["Drie schulden.", "Er is rust."])


def test_while_something_threatens_is_said_first_how_it_ended(as_user, spoken, alice):
    crisis = start_crisis(case=spoken, threat=Threat.EVICTION, by=alice)
    ending = Ending(CloseReason.SOLVED)
    with pytest.raises(CrisisStillRuns):
        let_go(case=spoken, ending=ending, by=alice)

    answer = as_user(alice).post(url_of(spoken), {"reason": "solved", "story": "Het is rustig."})
    assert answer.status_code == 422
    end_url = reverse("cases:crisis_end", args=[spoken.uuid, crisis.uuid])
    assert all(words in main_of(answer) for words in [end_url, "Het is rustig."])

    end_crisis(crisis=crisis, reason=EndReason.PAID, by=alice)
    let_go(
        case=spoken, ending=ending, loose_ends={one.uuid: likely_end(one) for one in loose_ends_of(spoken)}, by=alice
    )
    assert spoken.stage == Stage.CLOSED


def test_the_second_person_reads_that_something_threatens_since(as_user, spoken, alice, bob):
    PersonFactory(household=spoken.household, role=PersonRole.CHILD, birth_date=date(2020, 1, 1))
    closing = let_go(case=spoken, ending=Ending(CloseReason.SOLVED), by=alice)
    crisis = start_crisis(case=spoken, threat=Threat.EVICTION, by=alice)
    said = typed(*[(one, *likely_end(one)) for one in loose_ends_of(spoken)], text="Eens.")

    answer = as_user(bob).post(reverse("cases:close_confirm", args=[spoken.uuid, closing.uuid]), said)

    end_url = reverse("cases:crisis_end", args=[spoken.uuid, crisis.uuid])
    assert answer.status_code == 422
    assert all(words in main_of(answer) for words in [end_url, "Eens."])


def test_a_no_is_enough_and_how_the_crisis_ended_is_noted_when_it_is_known(as_user, spoken, alice):
    crisis = start_crisis(case=spoken, threat=Threat.EVICTION, by=alice)
    ends = {one.uuid: likely_end(one) for one in loose_ends_of(spoken)}
    let_go(case=spoken, ending=SAID_NO, loose_ends=ends, by=alice)
    page = reverse("cases:crisis_one", args=[spoken.uuid, crisis.uuid])
    end_url = reverse("cases:crisis_end", args=[spoken.uuid, crisis.uuid])
    browser = as_user(alice)
    assert end_url in browser.get(page).content.decode()

    end_crisis(crisis=crisis, reason=EndReason.PAID, given_up="De auto", by=alice)

    spoken.refresh_from_db()
    assert (crisis.end_reason, crisis.given_up, spoken.acute) == (EndReason.PAID, "De auto", "")
    assert not spoken.tasks.open().exists()
    assert not spoken.clocks.filter(stopped_on=None).exists()
    assert not spoken.trade_offs.exists()
