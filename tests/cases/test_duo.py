"""Who works on a case after its duo was chosen."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from cases.enums import ClockKind, ContactKind, EntryKind, Skill, StatementKind, Threat, WorkerSide
from cases.models import Case, CaseWorker
from cases.permissions import timeline_of
from cases.queries.people import guests_for
from cases.services.case import CaseAlreadyClosed, withdraw_case
from cases.services.consult import tell_skills
from cases.services.contact import log_attempt
from cases.services.crisis import start_crisis
from cases.services.duo import WorkerLeftAlready, WorksOnItAlready, borrow, give_back, hand_on, join
from cases.services.household import Member, describe_household
from cases.services.note import add_note
from cases.services.story import tell_story
from cases.services.task import promise
from common import dates
from common.dates import fixed_today
from tests.cases.races import refused, together
from tests.factories.accounts import MembershipFactory, TeamFactory, person
from tests.factories.cases import CaseFactory, PersonFactory, duo_of


@pytest.fixture
def bob(team):
    return person(Role.SOCIAL_WORKER, team=team, user__name="Bob de Wit")


def test_whoever_works_for_another_corporation_since_loses_the_duos_of_before(as_user, case, partner):
    assert as_user(partner).get(reverse("cases:detail", args=[case.uuid])).status_code == 200
    partner.memberships.update(until=dates.today())
    other = MembershipFactory(user=partner, role=Role.HOUSING_CONSULTANT, since=dates.today())
    moved = User.objects.get(pk=partner.pk)

    assert (moved.membership, list(Case.objects.own(moved))) == (other, [])
    browser = as_user(moved)
    assert browser.get(reverse("cases:detail", args=[case.uuid])).status_code == 404
    assert case.household.name not in browser.get(reverse("home")).content.decode()


def test_a_new_membership_at_the_same_corporation_loses_nothing(case, partner):
    home = partner.membership.organisation
    partner.memberships.update(until=dates.today())
    MembershipFactory(user=partner, role=Role.HOUSING_CONSULTANT, organisation=home, since=dates.today())

    assert list(Case.objects.own(User.objects.get(pk=partner.pk))) == [case]


def half(case, side=WorkerSide.AGENCY):
    return case.workers.current().get(side=side)


def workers(case):
    return [worker.user for worker in case.workers.current().order_by("side")]


def lines(case, kind):
    return [entry.text for entry in case.timeline.filter(kind=kind)]


def test_three_workers_one_household_that_tells_its_story_once(as_user, alice, bob, leader, team, case):
    """Sociale netwerken 2014, story G, and Vroeg Eropaf 2008, S21: another job, a tense handover, well received."""
    tell_story(case=case, said={StatementKind.SITUATION: "Baan kwijt, twee kinderen"}, by=alice)
    promise(case=case, what="Belastingdienst bellen", due_on=date(2026, 5, 12), owner=alice, by=alice)
    carla = person(Role.SOCIAL_WORKER, team=team, user__name="Carla Roos")

    with fixed_today(date(2026, 5, 8)):
        hand_on(worker=half(case), to=bob, by=leader, words="Samen langs geweest. Spannend, maar goed ontvangen.")
    with fixed_today(date(2026, 6, 8)):
        hand_on(worker=half(case), to=carla, by=leader)

    case.refresh_from_db()
    page = as_user(carla).get(reverse("cases:detail", args=[case.uuid])).content.decode()
    assert "Baan kwijt, twee kinderen" in page
    assert "Belastingdienst bellen" in page
    assert (case.director, half(case).user, case.tasks.get(what="Belastingdienst bellen").owner) == (
        carla,
        carla,
        carla,
    )
    served = case.workers.filter(side=WorkerSide.AGENCY).order_by("since").values_list("user__name", "until")
    assert list(served) == [
        ("Alice Baptista", date(2026, 5, 8)), ("Bob de Wit", date(2026, 6, 8)), ("Carla Roos", None)
    ]  # fmt: skip
    assert lines(case, EntryKind.HANDED_ON) == ["Bob de Wit → Carla Roos", "Alice Baptista → Bob de Wit"]
    assert lines(case, EntryKind.NOTE) == ["Samen langs geweest. Spannend, maar goed ontvangen."]


def test_how_it_was_handed_over_is_read_by_care_staff_alone(as_user, alice, bob, leader, team, case):
    assistant = person(Role.TEAM_ASSISTANT, team=team)
    hand_on(worker=half(case), to=bob, by=leader, words="Vertelt niet nog eens over haar zoon")

    shown = {who: [entry.shown for entry in timeline_of(case, who)] for who in (bob, assistant)}

    assert "Vertelt niet nog eens over haar zoon" in shown[bob]
    assert "Alice Baptista → Bob de Wit" in shown[assistant]
    assert "Vertelt niet nog eens over haar zoon" not in shown[assistant]


def test_who_leads_another_team_is_not_borrowed_and_a_guest_who_comes_to_lead_is_a_guest_no_longer(leader, team, case):
    other = TeamFactory(organisation=team.organisation)
    ahead = person(Role.TEAM_LEADER, team=other)
    guest = person(Role.SOCIAL_WORKER, team=other)
    assert set(guests_for(case)) == {guest}
    borrow(case=case, guest=guest, by=leader)

    guest.memberships.update(role=Role.TEAM_LEADER)

    assert not Case.objects.own(User.objects.get(pk=guest.pk)).exists()
    assert ahead not in guests_for(case)


def test_the_weeks_of_the_contact_phase_do_not_begin_again(alice, bob, leader, case):
    before = case.clocks.get(kind=ClockKind.CONTACT_PHASE)

    with fixed_today(date(2026, 6, 1)):
        hand_on(worker=half(case), to=bob, by=leader)

    after = case.clocks.get(kind=ClockKind.CONTACT_PHASE)
    assert (after.pk, after.due_on, after.owner) == (before.pk, before.due_on, bob)


def test_of_the_other_half_nothing_changes(alice, bob, partner, leader, case):
    promise(case=case, what="Samen langs", due_on=date(2026, 5, 12), owner=partner, by=alice)

    hand_on(worker=half(case), to=bob, by=leader)

    assert workers(case) == [bob, partner]
    assert case.tasks.get(what="Samen langs").owner == partner


def test_who_is_on_the_case_does_not_take_over_from_themselves(alice, partner, leader, case):
    with pytest.raises(WorksOnItAlready):
        hand_on(worker=half(case), to=partner, by=leader)

    assert workers(case) == [alice, partner]


def test_borrowed_youth_generalist_has_this_case_and_no_other(as_user, leader, team, case):
    """Samen DOEN 2016, story 11: a family with children, and nobody in the team for them."""
    youth = person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=team.organisation), user__name="Yousra Haddad")
    other = CaseFactory(team=team, duo=duo_of(team))
    files = [reverse("cases:detail", args=[one.uuid]) for one in (case, other)]
    assert [as_user(youth).get(file).status_code for file in files] == [403, 403]  # after a reason only

    guest = borrow(case=case, guest=youth, by=leader, words="Drie kinderen, school belt")

    assert [as_user(youth).get(file).status_code for file in files] == [200, 403]
    assert set(Case.objects.own(youth)) == {case}
    log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, story="Sprak de oudste.", by=youth)
    promise(case=case, what="School bellen", due_on=dates.today(), owner=youth, by=youth)

    give_back(worker=guest, by=leader)

    assert as_user(youth).get(files[0]).status_code == 403
    assert case.tasks.get(what="School bellen").owner == case.director
    assert lines(case, EntryKind.BORROWED) == ["Yousra Haddad"]


def test_a_guest_does_not_read_what_is_between_a_worker_and_the_leader(alice, leader, team, case):
    youth = person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=team.organisation))
    add_note(case=case, text="Ik twijfel", visibility="private", by=alice)
    borrow(case=case, guest=youth, by=leader)

    shown = {who: timeline_text(case, who) for who in (leader, youth)}

    assert shown == {leader: "Ik twijfel", youth: ""}


def timeline_text(case, user):
    return timeline_of(case, user).get(kind=EntryKind.NOTE).shown


def test_one_is_borrowed_at_a_time_and_a_colleague_of_the_duo_is_not(alice, leader, team, case):
    first, second = (person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=team.organisation)) for _ in range(2))
    borrow(case=case, guest=first, by=leader)

    for guest in (second, first, alice):
        with pytest.raises(WorksOnItAlready):
            borrow(case=case, guest=guest, by=leader)


def test_in_a_closed_case_nobody_changes_places(alice, bob, leader, team):
    closed = CaseFactory(team=team)
    withdraw_case(case=closed, by=leader)

    with pytest.raises(CaseAlreadyClosed):
        borrow(case=closed, guest=bob, by=leader)


def test_of_two_leaders_at_the_same_moment_one_hands_on(committed_db):
    team = TeamFactory()
    case = CaseFactory(team=team, duo=duo_of(team))
    leader, *next_ones = (person(role, team=team) for role in [Role.TEAM_LEADER, *[Role.SOCIAL_WORKER] * 2])
    calls = [partial(hand_on, worker=half(case), to=to, by=leader) for to in next_ones]

    wrong = refused(together(case, *calls, errors=WorkerLeftAlready))

    assert [type(error) for error in wrong] == [WorkerLeftAlready]
    assert CaseWorker.objects.current().filter(case=case, side=WorkerSide.AGENCY).count() == 1


# --- pages


def test_the_leader_hands_on_from_the_file(as_user, leader, alice, bob, case):
    browser = as_user(leader)
    assert (
        reverse("cases:duo", args=[case.uuid])
        in browser.get(reverse("cases:detail", args=[case.uuid])).content.decode()
    )
    address = reverse("cases:duo_hand_on", args=[case.uuid, half(case).uuid])

    offered = browser.get(address).context["form"].fields["to"].queryset
    answer = browser.post(address, {"to": bob.uuid, "words": "Samen gebeld"})

    assert {one.name for one in offered} == {"Bob de Wit", "Ingrid Postma"}
    assert answer.status_code == 302
    assert half(case).user == bob


def test_a_consultant_is_followed_by_one_of_the_same_house(as_user, leader, partner, case):
    house = partner.membership.organisation
    case.household.contracts.create(supplier=house, number="K-1")
    successor = person(Role.HOUSING_CONSULTANT, organisation=house)
    person(Role.HOUSING_CONSULTANT)

    form = (
        as_user(leader)
        .get(reverse("cases:duo_hand_on", args=[case.uuid, half(case, WorkerSide.HOUSE).uuid]))
        .context["form"]
    )

    assert list(form.fields["to"].queryset) == [successor]


def test_nobody_chosen_keeps_the_words(as_user, leader, case):
    address = reverse("cases:duo_hand_on", args=[case.uuid, half(case).uuid])

    answer = as_user(leader).post(address, {"words": "Samen gebeld"})

    assert answer.status_code == 422
    assert "Samen gebeld" in answer.content.decode()


def test_whoever_comes_second_is_told_and_sees_how_it_is(as_user, leader, bob, case):
    left = half(case)
    hand_on(worker=left, to=bob, by=leader)

    assert as_user(leader).get(reverse("cases:duo_hand_on", args=[case.uuid, left.uuid])).status_code == 404
    assert "Bob de Wit" in as_user(leader).get(reverse("cases:duo", args=[case.uuid])).content.decode()


def test_a_case_shows_who_works_there_now_and_who_did_before(as_user, leader, alice, bob, team, case):
    youth = person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=team.organisation), user__name="Yousra Haddad")
    give_back(worker=borrow(case=case, guest=youth, by=leader), by=leader)
    hand_on(worker=half(case), to=bob, by=leader)

    page = as_user(leader).get(reverse("cases:duo", args=[case.uuid])).context
    file = as_user(leader).get(reverse("cases:detail", args=[case.uuid])).context["case"]

    assert {worker.user.name for worker in page["before"]} == {alice.name, "Yousra Haddad"}
    assert bob.name in {worker.user.name for worker in page["now"]}
    assert {one.name for one in file.duo}.isdisjoint({alice.name, "Yousra Haddad"})


def test_a_guest_who_was_given_back_a_moment_before_is_given_back(as_user, leader, team, case):
    youth = person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=team.organisation))
    guest = borrow(case=case, guest=youth, by=leader)
    address = reverse("cases:duo_give_back", args=[case.uuid, guest.uuid])

    assert [as_user(leader).post(address).status_code for _ in range(2)] == [302, 302]


def test_what_a_colleague_knows_about_stands_beside_the_name_wherever_somebody_is_chosen(
    as_user, leader, bob, team, case
):
    tell_skills(user=bob, skills=[Skill.YOUTH, Skill.MONEY])
    waiting, browser = CaseFactory(team=team), as_user(leader)

    for address in (
        reverse("cases:assign", args=[waiting.uuid]), reverse("cases:duo_hand_on", args=[case.uuid, half(case).uuid]),
    ):  # fmt: skip
        assert "kinderen en opvoeden, inkomen en schulden" in browser.get(address).content.decode()


def test_a_child_without_anybody_who_knows_about_children_is_advice_and_blocks_nothing(
    as_user, leader, alice, colleague, case
):
    browser, address = as_user(leader), reverse("cases:duo", args=[case.uuid])
    assert not browser.get(address).context["misses_youth"]  # no child
    describe_household(case=case, profile={}, members=[Member(None, "Milan", "child")], by=alice)
    tell_skills(user=alice, skills=[Skill.MONEY])
    assert "niemand in deze zaak" in browser.get(address).content.decode()

    tell_skills(user=colleague, skills=[Skill.YOUTH])
    browser.post(reverse("cases:duo_borrow", args=[case.uuid]), {"guest": colleague.uuid})

    assert not browser.get(address).context["misses_youth"]


def test_a_child_in_a_case_without_a_duo_is_said_where_the_duo_is_chosen(as_user, leader, team):
    case = CaseFactory(team=team)
    PersonFactory(household=case.household, role="child", birth_date=date(2020, 1, 1))

    page = as_user(leader).get(reverse("cases:assign", args=[case.uuid])).content.decode()

    assert "Hier woont een kind" in page


# --- a second colleague


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.EXPERT_BY_EXPERIENCE])
def test_when_it_gets_grim_a_colleague_comes_beside_the_duo(as_user, leader, partner, alice, team, case, role):
    """Outreachend besturen 2012, R1 and F20: nobody goes alone where somebody was threatened."""
    colleague = person(role, team=team, user__name="Carla Roos")
    browser, address = as_user(leader), reverse("cases:duo", args=[case.uuid])
    assert "Carla Roos" in {one.name for one in browser.get(address).context["join_form"].fields["colleague"].queryset}

    sent = {"second-colleague": colleague.uuid, "second-words": "Er is gedreigd"}
    browser.post(reverse("cases:duo_join", args=[case.uuid]), sent)

    assert {worker.user for worker in case.workers.current()} == {alice, partner, colleague}
    assert Case.objects.own(colleague).filter(pk=case.pk).exists()
    assert lines(case, EntryKind.JOINED) == ["Carla Roos"]
    start_crisis(case=case, threat=Threat.EVICTION, by=alice)
    assert {task.owner for task in case.tasks.filter(is_visit=True)} == {alice, partner, colleague}


def test_one_colleague_joins_at_a_time_and_steps_back_with_what_was_to_do(as_user, leader, alice, bob, team, case):
    second = join(case=case, colleague=bob, by=leader)
    for colleague in (alice, bob, person(Role.SOCIAL_WORKER, team=team)):
        with pytest.raises(WorksOnItAlready):
            join(case=case, colleague=colleague, by=leader)
    promise(case=case, what="Samen langs", due_on=dates.today(), owner=bob, by=bob)

    as_user(leader).post(reverse("cases:duo_give_back", args=[case.uuid, second.uuid]))

    assert bob not in workers(case)
    assert case.tasks.get(what="Samen langs").owner == alice
    assert lines(case, EntryKind.STEPPED_BACK) == ["Bob de Wit"]


def test_a_half_of_the_duo_is_followed_by_somebody_and_never_just_leaves(as_user, leader, case):
    address = reverse("cases:duo_give_back", args=[case.uuid, half(case).uuid])

    assert as_user(leader).post(address).status_code == 404


def test_nobody_joins_from_another_team_or_without_a_choice(as_user, leader, colleague, case):
    browser, address = as_user(leader), reverse("cases:duo_join", args=[case.uuid])

    for sent in ({"second-colleague": colleague.uuid}, {"second-words": "Er is gedreigd"}):
        assert browser.post(address, sent).status_code == 422
    assert not case.workers.filter(side=WorkerSide.SECOND).exists()
