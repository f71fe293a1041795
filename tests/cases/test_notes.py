"""Free notes: who writes them, who reads them, and that nothing is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import ReadReason, Role
from cases.enums import EntryKind, Visibility
from cases.models import TimelineEntry
from cases.permissions import timeline_of
from cases.services.note import add_note, correct_note
from cases.services.record import record
from tests.factories.accounts import TeamFactory, person, sign_in

TEXT = "Belde haar zus over de papieren op zolder"


def write(browser, case, **fields):
    return browser.post(reverse("cases:note", args=[case.uuid]), {"text": TEXT, "visibility": "team"} | fields)


def read_by(user, case):
    """What somebody reads of each note: its text, nothing, or None where they do not know that it is there."""
    notes = timeline_of(case, user).filter(kind=EntryKind.NOTE)
    return [note.shown for note in notes] or None


def test_a_note_stands_on_the_timeline_with_who_wrote_it_and_when(as_user, alice, case):
    assert write(as_user(alice), case).status_code == 302

    note = TimelineEntry.objects.get(kind=EntryKind.NOTE)
    assert (note.text, note.by, note.visibility, note.case) == (TEXT, alice, "team", case)
    page = as_user(alice).get(reverse("cases:detail", args=[case.uuid])).content.decode()
    assert TEXT in page


#: For each visibility: what the writer, a colleague, the leader, the assistant and the partner in the duo read.
READERS = ("writer", "colleague", "leader", "assistant", "partner")
READ = {
    Visibility.TEAM: (TEXT, TEXT, TEXT, TEXT, None),
    Visibility.CARE: (TEXT, TEXT, TEXT, "", None),
    Visibility.CORPORATION: (TEXT, TEXT, TEXT, TEXT, TEXT),
    Visibility.PRIVATE: (TEXT, "", TEXT, "", None),
}


@pytest.mark.parametrize("visibility", Visibility)
def test_each_visibility_is_read_by_whom_it_names_and_by_nobody_else(case, team, alice, partner, visibility):
    add_note(case=case, text=TEXT, visibility=visibility, by=alice)
    others = [person(role, team=team) for role in (Role.SOCIAL_WORKER, Role.TEAM_LEADER, Role.TEAM_ASSISTANT)]

    found = tuple((read_by(user, case) or [None])[0] for user in (alice, *others, partner))

    assert dict(zip(READERS, found, strict=True)) == dict(zip(READERS, READ[visibility], strict=True))


def test_the_leader_of_another_team_reads_no_private_note(case, team, alice):
    add_note(case=case, text=TEXT, visibility=Visibility.PRIVATE, by=alice)
    other = person(Role.TEAM_LEADER, team=TeamFactory(organisation=team.organisation))

    assert read_by(other, case) == [""]


def test_who_may_not_read_a_note_is_told_that_there_is_one(as_user, team, alice, case):
    add_note(case=case, text=TEXT, visibility=Visibility.PRIVATE, by=alice)
    colleague = person(Role.SOCIAL_WORKER, team=team)

    page = as_user(colleague).get(reverse("cases:detail", args=[case.uuid])).content.decode()

    assert TEXT not in page
    assert "timeline__text subtle" in page


def test_selective_registration_a_sensitive_fact_has_a_place_that_the_municipality_does_not_see(
    as_user, team, alice, case
):
    """Samen DOEN 2016, story 13: afraid of who reads along, a worker would rather write nothing down."""
    add_note(case=case, text=TEXT, visibility=Visibility.PRIVATE, by=alice)
    manager = person(Role.MANAGER, organisation=team.organisation)
    as_user(manager).post(reverse("cases:reason", args=[case.uuid]), {"reason": ReadReason.DUTY})

    file = reverse("cases:detail", args=[case.uuid])
    assert TEXT not in as_user(manager).get(file).content.decode()
    assert as_user(person(Role.FUNDER)).get(file).status_code == 404
    assert read_by(person(Role.SOCIAL_WORKER, team=team), case) == [""]  # there is one, and it stays closed


def test_a_story_of_a_visit_is_never_shared_with_the_partner(case, alice, partner):
    record(household=case.household, case=case, kind=EntryKind.CONTACT, detail="visit:reached", text=TEXT, by=alice)
    record(household=case.household, case=case, kind=EntryKind.ARREARS, text=TEXT, by=None, visibility="corporation")

    assert [entry.shown for entry in timeline_of(case, partner)] == ["", ""]  # the visit, and the duo that was assigned


def test_an_empty_note_is_refused_and_what_was_chosen_stays(as_user, alice, case):
    answer = write(as_user(alice), case, text="  ", visibility="private")

    assert answer.status_code == 422
    assert answer.context["note_form"]["visibility"].value() == "private"
    assert not TimelineEntry.objects.filter(kind=EntryKind.NOTE).exists()


def test_a_note_is_corrected_by_its_writer_and_the_first_words_stay_in_the_history(as_user, alice, case):
    note = add_note(case=case, text="Zus heet Karin", by=alice)
    address = reverse("cases:note_correct", args=[case.uuid, note.uuid])
    assert as_user(alice).get(address).context["form"]["text"].value() == "Zus heet Karin"

    assert as_user(alice).post(address, {"text": "Zus heet Karen", "visibility": "care"}).status_code == 302

    note.refresh_from_db()
    assert (note.text, note.visibility, note.corrected_at is not None) == ("Zus heet Karen", "care", True)
    event = TimelineEntry.pgh_event_model.objects.get()
    assert (event.text, event.visibility) == ("Zus heet Karin", "team")


def test_a_correction_that_changes_nothing_is_none(case, alice):
    note = add_note(case=case, text=TEXT, by=alice)

    correct_note(note=note, text=f" {TEXT} ", visibility=Visibility.TEAM, by=alice)

    assert note.corrected_at is None


def test_nobody_corrects_the_words_of_another_or_what_is_no_note(as_user, team, alice, case):
    note = add_note(case=case, text=TEXT, by=alice)
    visit = record(household=case.household, case=case, kind=EntryKind.CONTACT, text=TEXT, by=alice)
    leader = person(Role.TEAM_LEADER, team=team)

    for user, entry in [(leader, note), (alice, visit)]:
        address = reverse("cases:note_correct", args=[case.uuid, entry.uuid])
        assert as_user(user).post(address, {"text": "Anders", "visibility": "team"}).status_code == 404


@pytest.mark.parametrize("role", [Role.TEAM_ASSISTANT, Role.MANAGER, Role.HOUSING_CONSULTANT])
def test_whoever_does_not_write_in_the_case_writes_no_note(as_user, client, team, case, partner, role):
    user = partner if role == Role.HOUSING_CONSULTANT else person(role, team=team)
    page = as_user(user).get(reverse("cases:detail", args=[case.uuid])).content.decode()

    assert write(sign_in(client, user), case).status_code == 403
    assert "composer" not in page


@pytest.mark.parametrize(("show", "kinds"), [
    ("", {"contact", "note", "assigned"}), ("contact", {"contact"}), ("notes", {"note"}), ("course", {"assigned"}),
    ("nonsense", {"contact", "note", "assigned"}),
])  # fmt: skip
def test_a_filter_leaves_one_part_of_what_happened(as_user, alice, case, show, kinds):
    add_note(case=case, text=TEXT, by=alice)
    record(household=case.household, case=case, kind=EntryKind.CONTACT, detail="phone:tried", by=alice)

    page = as_user(alice).get(reverse("cases:detail", args=[case.uuid]), {"show": show}).context["page"]

    assert {entry.kind for entry in page} == kinds


def test_a_long_file_is_read_page_by_page_the_newest_first(as_user, alice, case):
    for number in range(60):
        add_note(case=case, text=f"Notitie {number}", by=alice)
    address = reverse("cases:detail", args=[case.uuid])

    first, last = (as_user(alice).get(address, {"page": page, "show": "notes"}).context["page"] for page in (1, 2))

    assert (len(first), len(last), first[0].shown) == (50, 10, "Notitie 59")


def test_a_version_for_fewer_people_is_read_by_these_alone(as_user, team, alice, case):
    note = add_note(case=case, text="Heeft angst voor post", visibility=Visibility.PRIVATE, by=alice)
    correct_note(note=note, text="Post samen openen", visibility=Visibility.TEAM, by=alice)
    address = reverse("cases:earlier", args=[case.uuid, note.uuid])
    colleague = person(Role.SOCIAL_WORKER, team=team)

    found = {user: as_user(user).get(address).context["earlier"] for user in (alice, colleague)}

    assert [(words.words, words.by, words.at) for words in found[alice]] == [("Heeft angst voor post", alice, note.at)]
    assert found[colleague] == []


def test_what_was_not_corrected_has_no_page_of_before(as_user, alice, case):
    note = add_note(case=case, text=TEXT, by=alice)

    assert as_user(alice).get(reverse("cases:earlier", args=[case.uuid, note.uuid])).status_code == 404
