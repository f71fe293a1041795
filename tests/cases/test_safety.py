"""The safety record along the five steps of the meldcode: who reads it, and what is asked when nothing is reported."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import ReadLog
from cases.enums import SafetyChoice, SafetyStep, WorkerSide
from cases.models import SafetyNote
from cases.queries.search import look_for
from cases.services.decision import DecisionIncomplete
from cases.services.duo import borrow
from cases.services.safety import correct_safety, note_safety
from tests.factories.accounts import person

SEEN = "Blauwe plek, kind kijkt weg"


@pytest.fixture
def noted(case, alice):
    return note_safety(case=case, step=SafetyStep.SIGNS, words=SEEN, by=alice)


def page_of(case):
    return reverse("cases:safety", args=[case.uuid])


def test_case_with_danger_for_children(as_user, case, alice, colleague, leader, partner, noted):
    """Samen DOEN 2016, story 9: five short steps, no report and why; a second worker sees it, the corporation never."""
    note_safety(case=case, step=SafetyStep.CONSULT, consulted="Veilig Thuis, zonder namen", by=alice)
    note_safety(case=case, step=SafetyStep.TALK, words="Vader schrok er zelf van", by=alice)
    note_safety(case=case, step=SafetyStep.WEIGH, by=alice)
    note_safety(
        case=case,
        step=SafetyStep.DECIDE,
        choice=SafetyChoice.HELP,
        words="Ouders willen hulp",
        consulted="Joost",
        by=alice,
    )
    borrow(case=case, guest=colleague, by=leader)

    page = as_user(colleague).get(page_of(case)).content.decode()
    assert all(
        words in page
        for words in (SEEN, "Veilig Thuis, zonder namen", "Vader schrok er zelf van", "Ouders willen hulp")
    )
    assert case.decisions.get().not_scaled_up
    assert as_user(partner).get(page_of(case)).status_code == 403


def test_no_step_waits_for_another_and_none_has_to_be_filled_in(as_user, alice, case):
    url = reverse("cases:safety_add", args=[case.uuid, "weigh"])

    assert as_user(alice).post(url, {}).url == page_of(case)
    assert as_user(alice).post(url, {"on": "2026-05-02"}).status_code == 302
    assert case.safety_notes.earliest("on").on == date(2026, 5, 2)


@pytest.mark.parametrize("choice", ["help", "nothing"])
@pytest.mark.parametrize("missing", ["words", "consulted"])
def test_not_reporting_asks_why_and_who_was_consulted(as_user, alice, case, choice, missing):
    said = {"choice": choice, "words": "Zij werken mee", "consulted": "Joost"} | {missing: ""}

    assert as_user(alice).post(reverse("cases:safety_add", args=[case.uuid, "decide"]), said).status_code == 422
    with pytest.raises(DecisionIncomplete) as refused:
        note_safety(case=case, step=SafetyStep.DECIDE, by=alice, **(said | {"choice": SafetyChoice(choice)}))
    assert refused.value.field == missing
    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyNote.objects.create(case=case, step="decide", on=date(2026, 5, 4), noted_at="2026-05-04T12:00Z", **said)


def test_the_decision_log_has_that_nothing_was_reported_and_not_why(as_user, case, alice):
    """More people read along there: what was told, and who was asked, stays in the record, of which each reading is
    logged."""
    said = {"words": "Vader drinkt weer", "consulted": "Huisarts Bakker"}

    note_safety(case=case, step=SafetyStep.DECIDE, choice=SafetyChoice.NOTHING, by=alice, **said)

    decision = case.decisions.get()
    assert (decision.not_scaled_up, "Veilig Thuis" in decision.choice) == (True, True)
    pages = [as_user(alice).get(reverse(f"cases:{page}", args=[case.uuid])) for page in ("talks", "detail")]
    words = " ".join(page.content.decode() for page in pages)
    assert not any(told in words for told in said.values())
    assert look_for("Bakker", alice).texts == []


def test_a_report_is_scaling_up_that_is_asked_after(case, alice):
    note_safety(case=case, step=SafetyStep.DECIDE, choice=SafetyChoice.REPORT, by=alice)

    scaled = case.scalings.get()
    assert (scaled.scale, scaled.party) == ("up", "Veilig Thuis")
    assert not case.decisions.exists()
    task = case.tasks.open().get()
    assert "Veilig Thuis" not in task.what


def test_the_second_report_does_not_stumble_over_the_first(case, alice):
    for choice in (SafetyChoice.REPORT, SafetyChoice.BOTH):
        note_safety(case=case, step=SafetyStep.DECIDE, choice=choice, by=alice)

    assert (case.safety_notes.count(), case.scalings.count()) == (2, 1)


@pytest.mark.parametrize("role", [Role.HOUSING_CONSULTANT, Role.EXPERT_BY_EXPERIENCE, Role.TEAM_ASSISTANT])
def test_nobody_but_care_staff_learns_that_there_is_a_worry(as_user, case, team, partner, noted, role):
    """Not the partner of the corporation or the expert in the duo, and not whoever plans."""
    note_safety(case=case, step=SafetyStep.DECIDE, choice=SafetyChoice.REPORT, by=noted.noted_by)
    who = partner if role == Role.HOUSING_CONSULTANT else person(role, team=team)
    if role == Role.EXPERT_BY_EXPERIENCE:
        case.workers.create(user=who, side=WorkerSide.SECOND, since=case.opened_on)
    browser = as_user(who)

    assert browser.get(page_of(case)).status_code == 403
    pages = [browser.get(reverse("cases:detail", args=[case.uuid])), browser.get(reverse("home"))]
    assert "safety" not in {entry.kind for entry in pages[0].context["page"]}
    words = " ".join(page.content.decode() for page in pages)
    assert not any(told in words for told in (SEEN, "Veilig Thuis", "Veiligheid", page_of(case)))


def test_the_words_stand_in_the_record_alone(case, alice, noted):
    assert {entry.text for entry in case.timeline.filter(kind="safety")} == {""}
    assert look_for("Blauwe plek", alice).texts == []


def test_every_reading_is_a_line_of_its_own_in_the_log(as_user, case, alice, noted):
    as_user(alice).get(page_of(case))
    as_user(alice).get(page_of(case))

    line = ReadLog.objects.get(user=alice, subject="safety")
    assert (line.subject_id, line.reason) == (case.uuid, "own")


def test_whoever_stands_in_reads_it_with_the_reason_of_today_and_writes_nothing(as_user, case, colleague, noted):
    browser = as_user(colleague)
    assert browser.get(page_of(case)).status_code == 403
    browser.post(reverse("cases:reason", args=[case.uuid]), {"reason": "cover"})

    assert SEEN in browser.get(page_of(case)).content.decode()
    assert ReadLog.objects.get(user=colleague, subject="safety").reason == "cover"
    assert browser.post(reverse("cases:safety_add", args=[case.uuid, "signs"]), {}).status_code == 403


def test_who_noted_something_puts_it_right_and_nobody_else(as_user, case, alice, leader, noted):
    url = reverse("cases:safety_correct", args=[case.uuid, noted.uuid])

    assert as_user(leader).post(url, {"words": "x"}).status_code == 404
    as_user(alice).post(url, {"words": "Een vlek van verf"})

    noted.refresh_from_db()
    assert (noted.words, noted.corrected_at is None) == ("Een vlek van verf", False)


def test_a_correction_keeps_the_grounds_of_not_reporting(case, alice):
    note = note_safety(
        case=case,
        step=SafetyStep.DECIDE,
        choice=SafetyChoice.NOTHING,
        words="Geen zorg meer",
        consulted="Joost",
        by=alice,
    )

    with pytest.raises(DecisionIncomplete):
        correct_safety(note=note, words=" ", by=alice)


def test_a_form_sent_twice_is_one_line(case, alice, noted):
    assert note_safety(case=case, step=SafetyStep.SIGNS, words=SEEN, by=alice) == noted
