"""Neighbourhood tables: whose turn it is, a case without names, offers and requests with an owner."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.enums import MemberKind, OfferKind
from cases.models import TableMeeting
from cases.services.table import (
    MeetingThatDay,
    MeetingWrittenMeanwhile,
    MemberSitsThere,
    NamesSomebody,
    OfferEnded,
    TableExists,
    add_offer,
    end_offer,
    open_table,
    plan_meeting,
    seat_member,
    unseat_member,
    write_meeting,
)
from common import dates
from common.dates import fixed_today

FIRST = date(2026, 5, 4)


@pytest.fixture
def table(team, leader):
    return open_table(agency=team.organisation, name="Wijktafel", by=leader)


@pytest.fixture
def seats(table, leader):
    names = ["De Meent", "Wijkzorg", "Burenhulp"]
    return [seat_member(table=table, name=name, kind=MemberKind.INFORMAL, by=leader) for name in names]


def test_wijktafel(as_user, table, seats, leader, alice, case):
    """Outreachend besturen 2012, story 13: last case by A, then B; it names nobody; a buddy is found by an informal organisation."""
    plan_meeting(table=table, on=FIRST, by=leader)
    second = plan_meeting(table=table, on=FIRST + timedelta(weeks=6), by=leader)
    assert (table.meetings.get(on=FIRST).brought_by, second.brought_by) == (seats[0], seats[1])

    with pytest.raises(NamesSomebody):
        write_meeting(meeting=second, seen=second.version, case=case, story="Mevrouw Wijnands doet niet open", by=alice)
    write_meeting(meeting=second, seen=second.version, case=case, story="Een vrouw doet niet open", by=alice)

    buddy = add_offer(table=table, kind=OfferKind.REQUEST, what="Maatje", owner=alice, by=alice)
    end_offer(offer=buddy, result="Burenhulp vond er een", by=alice)
    assert buddy.table.offers.get().result == "Burenhulp vond er een"


@pytest.mark.parametrize("story", ["mevrouw WIJNANDS", "aan de Pretoriusstraat", "postcode 1092 gk"])
def test_a_story_names_neither_people_nor_their_street(table, leader, alice, case, story):
    meeting = plan_meeting(table=table, on=FIRST, by=leader)

    with pytest.raises(NamesSomebody):
        write_meeting(meeting=meeting, seen=meeting.version, case=case, story=story, by=alice)

    meeting.refresh_from_db()
    assert (meeting.story, meeting.case) == ("", None)


def test_the_case_goes_by_turn_and_comes_round(table, seats, leader):
    met = [plan_meeting(table=table, on=FIRST + timedelta(weeks=6 * n), by=leader) for n in range(4)]

    assert [meeting.brought_by for meeting in met] == [*seats, seats[0]]


def test_who_no_longer_comes_is_passed_over(table, seats, leader):
    unseat_member(member=seats[0], by=leader)

    assert plan_meeting(table=table, on=FIRST, by=leader).brought_by == seats[1]


def test_the_same_one_twice_running_is_pointed_out(as_user, table, seats, leader):
    for n in range(2):
        last = plan_meeting(table=table, on=FIRST + timedelta(weeks=6 * n), brought_by=seats[0], by=leader)

    page = as_user(leader).get(reverse("cases:table_meeting", args=[table.uuid, last.uuid]))

    assert page.context["twice"]


def test_the_file_behind_a_case_shows_to_whom_it_opens_and_to_nobody_else(
    as_user, table, leader, alice, colleague, case
):
    meeting = plan_meeting(table=table, on=FIRST, by=leader)
    write_meeting(meeting=meeting, seen=meeting.version, case=case, story="Een vrouw doet niet open", by=alice)
    url = reverse("cases:table_meeting", args=[table.uuid, meeting.uuid])

    assert str(case.uuid) in as_user(alice).get(url).content.decode()
    page = as_user(colleague).get(url).content.decode()
    assert "Een vrouw doet niet open" in page
    assert not any(told in page for told in (str(case.uuid), "Wijnands"))


def test_a_colleague_who_writes_on_keeps_the_file_behind_it(as_user, table, leader, alice, colleague, case):
    meeting = plan_meeting(table=table, on=FIRST, by=leader)
    write_meeting(meeting=meeting, seen=meeting.version, case=case, story="Een vrouw doet niet open", by=alice)
    url = reverse("cases:table_meeting", args=[table.uuid, meeting.uuid])

    as_user(colleague).post(url, {"seen": 1, "story": "Een vrouw doet niet open", "came_of_it": "De Meent belt aan"})

    meeting.refresh_from_db()
    assert (meeting.case, meeting.came_of_it) == (case, "De Meent belt aan")


@pytest.mark.parametrize("name", ["Wijnands", "Jansen"])
def test_whoever_does_not_see_the_file_cannot_find_out_whose_it_is(
    as_user, table, leader, alice, colleague, case, name
):
    """The answer is the same for a name of the household and for any other."""
    meeting = plan_meeting(table=table, on=FIRST, by=leader)
    write_meeting(meeting=meeting, seen=0, case=case, story="Een vrouw doet niet open", by=alice)
    said = {"seen": 1, "story": f"Is dit mevrouw {name}?"}

    answer = as_user(colleague).post(reverse("cases:table_meeting", args=[table.uuid, meeting.uuid]), said)

    assert answer.status_code == 302


def test_of_two_who_write_in_a_meeting_the_second_reads_what_the_first_wrote(as_user, table, leader, alice):
    """Nothing that was typed is lost: it stands in the form, which saves once they have seen the other's."""
    meeting = plan_meeting(table=table, on=FIRST, by=leader)
    url = reverse("cases:table_meeting", args=[table.uuid, meeting.uuid])
    write_meeting(meeting=meeting, seen=0, developments="De bakker sluit", by=leader)
    browser = as_user(alice)

    second = browser.post(url, {"seen": 0, "cooperation": "Het loopt"})

    meeting.refresh_from_db()
    assert (second.status_code, meeting.developments, meeting.cooperation) == (422, "De bakker sluit", "")
    assert all(words in second.content.decode() for words in ("De bakker sluit", "Het loopt"))
    form = second.context["form"]
    assert browser.post(url, {name: form[name].value() or "" for name in form.fields}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.developments, meeting.cooperation) == ("De bakker sluit", "Het loopt")
    with pytest.raises(MeetingWrittenMeanwhile):
        write_meeting(meeting=meeting, seen=1, developments="", by=leader)


def test_a_case_is_brought_from_its_file_to_a_meeting_ahead(as_user, table, leader, alice, case):
    with fixed_today(FIRST):
        meeting = plan_meeting(table=table, on=FIRST + timedelta(days=3), by=leader)
        url = reverse("cases:bring", args=[case.uuid])
        refused = as_user(alice).post(url, {"meeting": meeting.uuid, "story": "C. Wijnands"})
        as_user(alice).post(url, {"meeting": meeting.uuid, "story": "Iemand die niemand kent"})

    assert (refused.status_code, TableMeeting.objects.get().case) == (422, case)


def test_a_table_sits_in_its_rhythm(table, leader):
    assert (table.every_weeks, table.next_on) == (6, None)
    plan_meeting(table=table, on=FIRST, by=leader)

    assert table.next_on == FIRST + timedelta(weeks=6)


def test_what_is_there_already_is_said(table, seats, leader):
    with pytest.raises(TableExists):
        open_table(agency=table.agency, name="Wijktafel", by=leader)
    with pytest.raises(MemberSitsThere):
        seat_member(table=table, name="De Meent", kind=MemberKind.FORMAL, by=leader)
    plan_meeting(table=table, on=FIRST, by=leader)
    with pytest.raises(MeetingThatDay):
        plan_meeting(table=table, on=FIRST, by=leader)


def test_an_offer_has_an_owner_and_ends_once(as_user, table, alice, leader):
    as_user(alice).post(reverse("cases:table_offer", args=[table.uuid]), {"offer-what": "Een zaal"})
    offer = table.offers.get()
    assert (offer.kind, offer.owner, offer.made_on) == (OfferKind.OFFER, alice, dates.today())

    end_offer(offer=offer, result="In gebruik", by=alice)
    with pytest.raises(OfferEnded):
        end_offer(offer=offer, by=leader)
