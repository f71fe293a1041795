"""Papers of a household: to take along, to keep and to hand on."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from PIL import Image

from accounts.models import Document
from accounts.services.documents import path_of
from accounts.services.photo import set_photo
from cases.endings import MovedTo
from cases.enums import (
    Carrier,
    CloseReason,
    ContactKind,
    DocumentKind,
    DocumentSource,
    EndReason,
    ItemKind,
    ItemState,
    Keeping,
    StatementKind,
    Threat,
    Visibility,
)
from cases.models import Ending
from cases.queries.paper import agreed_with, pack_of, plan_of
from cases.services.closing import let_go
from cases.services.contact import log_attempt
from cases.services.crisis import end_crisis, start_crisis
from cases.services.crisis_lists import set_item
from cases.services.loose_ends import likely_end, loose_ends_of
from cases.services.note import add_note
from cases.services.paper import add_document, drop_document, forget_documents, make_pack, write_minutes
from cases.services.referral import refer
from cases.services.scaling import Scale, scale
from cases.services.story import tell_story
from cases.services.task import add_task
from common import dates
from common.dates import fixed_today

PDF = b"%PDF-1.7 letter"
DAY = date(2026, 5, 6)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture
def told(case, alice):
    """A file with everything in it: what may go on paper, and what never does."""
    tell_story(
        case=case, by=alice,
        said={
            StatementKind.NEED: "Ik wil hier blijven wonen",
            StatementKind.STRENGTH: "Haar zus komt elke week",
            StatementKind.RISK: "GEHEIM risico",
            StatementKind.SITUATION: "GEHEIM oordeel",
        },
    )  # fmt: skip
    add_note(case=case, text="GEHEIM notitie", visibility=Visibility.PRIVATE, by=alice)
    log_attempt(case=case, kind=ContactKind.PHONE, at=dates.now(), reached=True, story="GEHEIM verhaal", by=alice)
    add_task(case=case, what="Brief aan de bank", by=alice, is_promise=True, due_on=date(2030, 1, 7))
    add_task(case=case, what="Post openen", by=alice, carrier=Carrier.HOUSEHOLD)
    add_task(case=case, what="GEHEIM navragen bij collega", by=alice)
    refer(case=case, party="Kredietbank", why="GEHEIM reden", by=alice)
    scale(case=case, direction=Scale.UP, party="GEHEIM Veilig Thuis", by=alice)
    return case


def paper(case, template, **context):
    with translation.override("nl"):
        context |= {"case": case, "plan": plan_of(case), "today": dates.today(), "agency": "Raakvlak"}
        return render_to_string(f"cases/{template}.html", context)


def page_of(case):
    return reverse("cases:papers", args=[case.uuid])


@pytest.mark.parametrize("kind", ["card", "plan", "agreements", "last-note"])
def test_a_paper_is_a_pdf_to_take_along(as_user, alice, told, kind):
    answer = as_user(alice).get(reverse("cases:paper", args=[told.uuid, kind]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_who_comes_to_the_door_is_recognised_by_the_card(as_user, alice, told):
    face = BytesIO()
    Image.new("RGB", (256, 256), (200, 120, 90)).save(face, "JPEG")
    plain = as_user(alice).get(reverse("cases:paper", args=[told.uuid, "card"])).content

    set_photo(image=face.getvalue(), by=alice)

    faced = as_user(alice).get(reverse("cases:paper", args=[told.uuid, "card"])).content
    assert (b"/Subtype /Image" in plain, b"/Subtype /Image" in faced) == (False, True)


def test_the_last_note_carries_both_names_and_says_of_nobody_what_they_owe(told, alice, partner):
    page = paper(told, "paper_last_note")

    assert [worker.name in page for worker in (alice, partner)] == [True, True]
    for hidden in ["GEHEIM", told.household.name, "schuld", "huurachterstand", "Brief aan de bank"]:
        assert hidden not in page


def test_the_last_note_is_at_hand_where_somebody_was_not_reached(as_user, alice, case):
    note = reverse("cases:paper", args=[case.uuid, "last-note"])
    log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=False, by=alice)
    with fixed_today(dates.today() + timedelta(days=70)):
        browser = as_user(alice)
        pages = [
            browser.get(reverse("cases:close", args=[case.uuid]), {"reason": CloseReason.NOT_REACHED}),
            browser.get(reverse("visits:log", args=[case.uuid])),
            browser.get(page_of(case)),
        ]

    assert [note in page.content.decode() for page in pages] == [True] * 3


def test_a_paper_that_does_not_exist_is_none(as_user, alice, case):
    assert as_user(alice).get(reverse("cases:paper", args=[case.uuid, "secrets"])).status_code == 404


@pytest.mark.parametrize("template", ["paper_card", "paper_plan", "paper_agreements"])
def test_a_household_reads_what_was_agreed_and_nothing_that_is_ours(told, alice, template):
    text = paper(told, template)

    assert all(words in text for words in ("Brief aan de bank", "Post openen", "Alice Baptista"))
    assert "GEHEIM" not in text


def test_the_plan_begins_with_the_words_of_the_household(told):
    text = paper(told, "paper_plan")

    assert text.index("Ik wil hier blijven wonen") < text.index("Haar zus") < text.index("Brief aan de bank")


def test_the_plan_is_no_second_list(told):
    assert [task.what for task in agreed_with(told)] == ["Brief aan de bank", "Post openen"]


def test_the_steps_of_a_crisis_come_first_and_go_when_they_are_done(case, alice):
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice)
    step = crisis.items.filter(kind=ItemKind.STEP).first()
    set_item(item=step, state=ItemState.OPEN, seen=0, note="GEHEIM van de deurwaarder", by=alice)
    assert "Eerst dit" in paper(case, "paper_plan")
    assert "GEHEIM" not in paper(case, "paper_plan")

    end_crisis(crisis=crisis, reason=EndReason.PAID, by=alice)
    assert "Eerst dit" not in paper(case, "paper_plan")


def test_papers_are_in_dutch_whatever_the_language_of_the_worker(as_user, alice, told):
    browser = as_user(alice)
    browser.cookies["language"] = "en"

    answer = browser.get(reverse("cases:paper", args=[told.uuid, "agreements"]))

    assert 'filename="afspraken.pdf"' in answer["Content-Disposition"]


def test_minutes_are_what_was_said_in_words_for_the_household(as_user, alice, case):
    said = {"minutes-words": "We bellen samen de bank.", "minutes-who": "Mevrouw, Alice", "minutes-on": "2026-05-04"}
    with fixed_today(DAY):
        as_user(alice).post(reverse("cases:minutes_add", args=[case.uuid]), said)

    entry = case.timeline.get(kind="minutes")
    assert (entry.text, entry.at.date()) == ("Mevrouw, Alice\n\nWe bellen samen de bank.", date(2026, 5, 4))
    assert as_user(alice).get(reverse("cases:minutes", args=[case.uuid, entry.uuid])).content.startswith(b"%PDF-")


def test_minutes_that_are_refused_keep_what_was_typed(as_user, alice, case):
    answer = as_user(alice).post(reverse("cases:minutes_add", args=[case.uuid]), {"minutes-who": "De buurvrouw"})

    assert answer.status_code == 422
    assert "De buurvrouw" in answer.content.decode()


# --- documents


def send(browser, case, name="brief.pdf", content=PDF, **said):
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return browser.post(
        reverse("cases:document_add", args=[case.uuid]),
        {"document-file": file, **{f"document-{field}": value for field, value in said.items()}},
    )


def test_only_the_file_has_to_be_chosen(as_user, alice, case):
    assert send(as_user(alice), case).url == page_of(case)

    document = Document.objects.get()
    assert (document.name, document.content_type, document.kind) == ("brief.pdf", "application/pdf", "other")
    assert (document.source, document.keep_until, document.added_by) == ("household", None, alice)
    assert case.timeline.get(kind="document").text == "brief.pdf"


def test_an_e_mail_comes_in_as_a_file(as_user, alice, case):
    send(as_user(alice), case, "antwoord.eml", b"From: bank\r\n\r\nAkkoord", kind="mail", source="agency")
    document = Document.objects.get()

    answer = as_user(alice).get(reverse("cases:document", args=[case.uuid, document.uuid]))

    assert document.content_type == "message/rfc822"
    assert b"".join(answer).endswith(b"Akkoord")
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", b"<p>"), ("brief.pdf", b"<script>"), ("brief.txt", b"\0\1"), ("brief", PDF), ("leeg.pdf", b"")],
)
def test_another_kind_of_file_is_refused_by_what_it_is(as_user, alice, case, name, content):
    assert send(as_user(alice), case, name, content).status_code == 422
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused(as_user, alice, case, settings):
    settings.MAX_LIST_BYTES = 10

    assert send(as_user(alice), case).status_code == 413
    assert not Document.objects.exists()


def usual_ends(case):
    return {one.uuid: likely_end(one) for one in loose_ends_of(case)}


def kept(case, by, content=PDF, keeping=Keeping.FILE):
    return add_document(
        case=case, file=SimpleUploadedFile("brief.pdf", content), kind=DocumentKind.COURT,
        source=DocumentSource.AUTHORITY, keeping=keeping, by=by,
    )  # fmt: skip


def test_care_staff_read_a_document_and_nobody_else(as_user, alice, leader, partner, colleague, stranger, case):
    address = reverse("cases:document", args=[case.uuid, kept(case, alice).uuid])

    answers = [as_user(user).get(address) for user in (alice, leader, partner, colleague, stranger)]

    assert [answer.status_code for answer in answers] == [200, 200, 403, 403, 404]
    assert [b"".join(answer) for answer in answers[:2]] == [PDF, PDF]


def test_a_document_opens_in_its_own_file_alone(as_user, alice, case, team):
    from tests.factories.cases import CaseFactory

    document = kept(CaseFactory(team=team), alice)

    assert as_user(alice).get(reverse("cases:document", args=[case.uuid, document.uuid])).status_code == 404


def test_who_added_it_or_the_leader_removes_it(as_user, alice, leader, case, django_capture_on_commit_callbacks):
    document = kept(case, leader)
    address = reverse("cases:document_drop", args=[case.uuid, document.uuid])
    as_user(alice).post(address)
    assert Document.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        as_user(leader).post(address)

    assert not Document.objects.exists()
    assert not path_of(document).exists()
    assert case.timeline.get(kind="document_gone").text == "brief.pdf"


def test_the_same_content_elsewhere_stays_on_disk(case, alice, django_capture_on_commit_callbacks):
    first, second = kept(case, alice), kept(case, alice)
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_document(case=case, document=first, by=alice)
        assert not drop_document(case=case, document=first, by=alice)

    assert path_of(second).read_bytes() == PDF


def test_what_was_kept_for_a_month_is_gone_after_it(as_user, alice, case):
    with fixed_today(DAY):
        document = kept(case, alice, keeping=Keeping.MONTH)
    assert document.keep_until == date(2026, 6, 6)

    with fixed_today(date(2026, 6, 6)):
        assert forget_documents() == 0
    with fixed_today(date(2026, 6, 7)):
        address = reverse("cases:document", args=[case.uuid, document.uuid])
        assert as_user(alice).get(address).status_code == 404
        assert forget_documents() == 1
    assert case.timeline.get(kind="document_gone").by is None


# --- the pack


def test_moves_away(as_user, told, alice):
    """A household moves to another municipality and agrees that a pack goes along."""
    ending = Ending(
        CloseReason.MOVED, moved_to=MovedTo.ELSEWHERE, handed_to="Wijkteam Almere", pack_agreed=True,
        story="GEHEIM slot",
    )  # fmt: skip
    let_go(case=told, ending=ending, loose_ends=usual_ends(told), by=alice)

    pack = told.packs.get()
    assert (pack.party, pack.agreed_on, pack.made_by) == ("Wijkteam Almere", dates.today(), alice)
    assert told.timeline.get(kind="pack").text == "Wijkteam Almere"
    text = paper(told, "paper_pack", pack=pack)
    assert all(words in text for words in ("Ik wil hier blijven", "Brief aan de bank", "Kredietbank", "Alice Baptista"))
    assert "GEHEIM" not in text
    answer = as_user(alice).get(reverse("cases:pack", args=[told.uuid, pack.uuid]))
    assert answer.content.startswith(b"%PDF-")


def test_without_the_household_s_yes_no_pack_goes_along(case, alice):
    ending = Ending(CloseReason.MOVED, moved_to=MovedTo.ELSEWHERE, handed_to="Wijkteam Almere")
    let_go(case=case, ending=ending, by=alice)

    assert not case.packs.exists()


def test_a_pack_asks_for_the_yes_and_keeps_what_was_typed(as_user, alice, case):
    answer = as_user(alice).post(
        reverse("cases:pack_make", args=[case.uuid]), {"pack-party": "Almere", "pack-words": "Leest liever Frans"}
    )

    assert answer.status_code == 422
    assert "Leest liever Frans" in answer.content.decode()
    assert not case.packs.exists()


def test_a_pack_stays_as_it_was_given(told, alice):
    pack = make_pack(case=told, party="Almere", words="Belt liever", by=alice)
    told.tasks.all().delete()

    pack.refresh_from_db()
    assert pack.content["agreed"][0][0] == "Brief aan de bank"
    assert pack.content["words"] == "Belt liever"
    assert pack_of(told)["agreed"] == []


def test_a_pack_sent_twice_is_one(told, alice):
    assert make_pack(case=told, party="Almere", by=alice) == make_pack(case=told, party="Almere", by=alice)
    assert told.timeline.filter(kind="pack").count() == 1


def test_papers_of_a_closed_case_are_still_there(as_user, told, alice):
    let_go(case=told, ending=Ending(CloseReason.DECEASED), loose_ends=usual_ends(told), by=alice)
    write_minutes(case=told, words="Gesprek met de zus", by=alice)

    assert "Gesprek met de zus" in as_user(alice).get(page_of(told)).content.decode()
