"""Who keeps the direction: the file names whoever really has it, and a new director hears of it."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import ContactStatus, DirectionCheck, EntryKind, Keeper, Relationship, Route, Scale
from cases.permissions import timeline_of
from cases.services.duo import hand_on
from cases.services.request import accept_request, note_request
from cases.services.scaling import answer_scaling, scale
from cases.services.standing import set_standing
from common import dates
from tests.factories.accounts import person

HERE = {"postcode": "1092GK", "number": 700, "street": "Pretoriusstraat", "referrer": "school", "name": "S. Hendriks"}
YOUTH = "Jeugdteam, Fatma"


@pytest.fixture
def bob(team):
    return person(Role.SOCIAL_WORKER, team=team, user__name="Bob de Wit")


def stand(case, by, **said):
    usual = {"director": case.director, "relationship": Relationship.CONTACT, "contact_status": ContactStatus.UNKNOWN}
    set_standing(case=case, by=by, **usual | said)


def file_of(browser, case):
    return browser.get(reverse("cases:detail", args=[case.uuid])).content.decode()


def test_who_is_said_to_keep_the_direction_at_the_screening_stands_in_the_file(as_user, leader, alice, team):
    request = note_request(team=team, route=Route.REFERRAL, by=leader, facts=HERE)
    case = accept_request(request=request, direction=DirectionCheck.OTHERS, kept_by=YOUTH, by=leader)
    stand(case, alice, director=alice)

    assert case.kept_elsewhere == YOUTH
    assert f"{YOUTH}, Alice Baptista houdt contact" in file_of(as_user(alice), case)


@pytest.mark.parametrize(
    ("asked", "answered", "named"),
    [(Keeper.THEY, None, YOUTH), (Keeper.TOGETHER, None, YOUTH), (Keeper.THEY, Keeper.WE, ""), (Keeper.WE, None, "")],
)
def test_who_takes_it_over_has_it_from_the_answer_on(case, alice, asked, answered, named):
    scaling = scale(case=case, direction=Scale.UP, party=YOUTH, keeper=asked, by=alice)
    case.refresh_from_db()
    assert case.kept_elsewhere == ""

    answer_scaling(scaling=scaling, answer="Wij nemen het op ons", keeper=answered, by=alice)

    case.refresh_from_db()
    assert (case.kept_elsewhere, case.director) == (named, alice)


def test_what_goes_back_to_us_is_ours_again(case, alice):
    stand(case, alice, kept_elsewhere=YOUTH)
    down = scale(case=case, direction=Scale.DOWN, party=YOUTH, keeper=Keeper.WE, by=alice)

    answer_scaling(scaling=down, answer="Terug naar het team", by=alice)

    case.refresh_from_db()
    assert case.kept_elsewhere == ""
    assert list(case.timeline.filter(kind=EntryKind.DIRECTOR).order_by("pk").values_list("text", flat=True)) == [
        YOUTH, "Alice Baptista"
    ]  # fmt: skip


def test_the_page_says_it_and_takes_it_back_and_only_care_staff_reads_who(as_user, alice, team, case):
    assistant = person(Role.TEAM_ASSISTANT, team=team)
    address = reverse("cases:standing", args=[case.uuid])
    said = {"relationship": "contact", "contact_status": "unknown", "director": alice.uuid}

    as_user(alice).post(address, said | {"kept_elsewhere": YOUTH})
    assert YOUTH in file_of(as_user(alice), case)
    assert YOUTH not in file_of(as_user(assistant), case)
    assert YOUTH not in {entry.shown for entry in timeline_of(case, assistant)}

    as_user(alice).post(address, said)  # a page from before it was asked
    as_user(alice).post(address, said | {"kept_elsewhere": ""})
    case.refresh_from_db()
    assert case.kept_elsewhere == ""


def test_a_new_director_accepts_the_direction_with_a_tick(as_user, alice, bob, leader, case):
    stand(case, leader, director=bob)

    task = case.tasks.get(owner=bob)
    assert (case.director, case.director_since, task.due_on) == (bob, dates.today(), dates.today())
    as_user(bob).post(reverse("cases:done", args=[task.uuid]))
    assert not case.tasks.open().exists()


def test_who_takes_it_is_asked_nothing_and_who_had_to_accept_it_no_longer_has_to(alice, bob, leader, case):
    stand(case, leader, director=bob)
    stand(case, alice, director=alice)

    assert not case.tasks.open().exists()
    assert case.director == alice


def test_the_direction_goes_along_when_it_is_handed_on(alice, bob, leader, case):
    hand_on(worker=case.workers.get(user=alice), to=bob, by=leader)

    case.refresh_from_db()
    assert (case.director, case.director_since) == (bob, dates.today())
    assert case.tasks.open().get().owner == bob
