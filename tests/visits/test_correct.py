"""A contact that was logged wrongly: put right by whoever wrote it, as if it had been logged right at first."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import OutboxMessage
from cases.enums import ClockKind, CloseReason, ContactKind, EntryKind, Outcome, Stage
from cases.models import ContactAttempt
from cases.permissions import timeline_of
from cases.services.case import CaseAlreadyClosed, change_stage, close_case, reasons_to_close
from cases.services.clock import start_clock
from cases.services.contact import correct_attempt, log_attempt, withdraw_attempt
from tests.factories.accounts import person

YES = Outcome.WANTS_TO_TALK


def at(day, hour=10):
    return datetime(2026, 5, day, hour, tzinfo=ZoneInfo("Europe/Amsterdam"))


def log(case, by, day=12, *, reached=True, **said):
    said = {"kind": ContactKind.VISIT} | said
    return log_attempt(case=case, at=at(day), reached=reached, by=by, **said)


def where(case):
    """Where a case stands: stage, since when, first reached, and how its clocks run."""
    case.refresh_from_db()
    stages = [(stage.stage, stage.since, stage.until) for stage in case.stages.order_by("pk")]
    clocks = case.clocks.exclude(kind=ClockKind.SIGN_OF_LIFE).order_by("kind", "started_on")
    return (
        case.stage, case.first_reached_on, stages, [(c.kind, c.started_on, c.due_on, c.stopped_on) for c in clocks]
    )  # fmt: skip


def entry(case):
    return case.timeline.get(kind=EntryKind.CONTACT)


def url_of(case, line=None):
    return reverse("visits:correct", args=[case.uuid, (line or entry(case)).uuid])


def test_nobody_reached_after_all_is_as_if_it_was_logged_so(case, alice):
    before = where(case)
    attempt = log(case, alice, story="Sprak haar", outcome=YES)

    correct_attempt(attempt=attempt, reached=False, story="Het was de buurvrouw", by=alice)

    assert where(case) == before
    assert CloseReason.NOT_REACHED in reasons_to_close(case)
    line = entry(case)
    assert (line.detail, line.text, line.corrected_by) == ("visit:tried", "Het was de buurvrouw", alice)
    assert attempt.events.get().story == "Sprak haar"


def test_reached_after_all_starts_what_a_conversation_starts(case, alice):
    attempt = log(case, alice, reached=False)

    correct_attempt(attempt=attempt, reached=True, outcome=YES, by=alice)

    stage, first, stages, clocks = where(case)
    assert (stage, first, stages[-1][:2]) == (Stage.VISITING, date(2026, 5, 12), ("visiting", date(2026, 5, 12)))
    assert [(kind, stopped) for kind, _, _, stopped in clocks] == [
        ("contact_phase", date(2026, 5, 12)), ("first_conversation", None)
    ]  # fmt: skip


def test_a_later_conversation_becomes_the_first_one(case, alice):
    wrong = log(case, alice, 12, outcome=YES)
    log(case, alice, 20, outcome=YES)

    correct_attempt(attempt=wrong, reached=False, by=alice)

    stage, first, stages, clocks = where(case)
    assert (stage, first, stages[-1][:2]) == (Stage.VISITING, date(2026, 5, 20), ("visiting", date(2026, 5, 20)))
    assert {kind: (since, stopped) for kind, since, _, stopped in clocks} == {
        "contact_phase": (date(2026, 5, 4), date(2026, 5, 20)), "first_conversation": (date(2026, 5, 20), None)
    }  # fmt: skip


def test_an_earlier_conversation_keeps_what_it_began(case, alice):
    log(case, alice, 12, outcome=YES)
    before = where(case)
    wrong = log(case, alice, 20, outcome=YES)

    withdraw_attempt(attempt=wrong, by=alice)

    assert where(case) == before


def test_a_stage_that_a_worker_chose_since_then_stays(case, alice):
    wrong = log(case, alice)
    change_stage(case=case, stage=Stage.GUIDANCE, by=alice)

    correct_attempt(attempt=wrong, reached=False, by=alice)

    case.refresh_from_db()
    assert (case.stage, case.first_reached_on) == (Stage.GUIDANCE, None)


def test_a_visit_to_another_household_is_taken_out_whole(case, alice, partner):
    start_clock(
        kind=ClockKind.RESPONSE, household=case.household, due_on=date(2026, 6, 1), started_on=date(2026, 5, 4), by=None
    )
    attempt = log(case, alice, story="Over de huur van de buren", along=[partner])

    withdraw_attempt(attempt=attempt, by=alice)

    assert not case.attempts.exists()
    assert ContactAttempt.pgh_event_model.objects.get().story == "Over de huur van de buren"
    assert case.household.clocks.get(kind=ClockKind.RESPONSE).stopped_on is None
    line = case.timeline.get(kind=EntryKind.CONTACT_WITHDRAWN)
    assert (line.detail, line.text, line.corrected_by) == ("visit", "", alice)
    assert all("buren" not in shown.shown for shown in timeline_of(case, alice))


def test_the_answer_to_the_suppliers_follows(case, alice):
    attempt = log(case, alice, outcome=Outcome.PAID)
    told = OutboxMessage.objects.filter(topic="case.changed", ids={"household_id": case.household_id})
    before = told.count()

    correct_attempt(attempt=attempt, reached=False, by=alice)

    assert told.count() > before


def test_a_correction_that_changes_nothing_is_none(case, alice):
    attempt = log(case, alice, story="Koffie")

    correct_attempt(attempt=attempt, reached=True, story=" Koffie ", by=alice)

    assert (entry(case).corrected_at, attempt.events.count()) == (None, 0)


def test_a_case_stays_as_it_was_closed(as_user, case, alice):
    attempt = log(case, alice, reached=False)
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)

    with pytest.raises(CaseAlreadyClosed):
        withdraw_attempt(attempt=attempt, by=alice)
    assert as_user(alice).get(url_of(case)).url == reverse("cases:detail", args=[case.uuid])


@pytest.mark.parametrize(
    ("who", "code"), [("alice", 200), ("leader", 200), ("partner", 404), ("colleague", 403), ("teammate", 404)]
)
def test_the_writer_and_the_leader_of_the_team_correct(request, as_user, team, case, alice, who, code):
    log(case, alice)
    user = person(Role.SOCIAL_WORKER, team=team) if who == "teammate" else request.getfixturevalue(who)

    assert as_user(user).get(url_of(case)).status_code == code


def test_the_file_leads_whoever_may_to_the_page_and_says_that_it_was_corrected(as_user, case, alice, partner):
    log(case, alice, outcome=YES, story="Sprak haar")
    browser, file = as_user(alice), reverse("cases:detail", args=[case.uuid])
    assert url_of(case) in browser.get(file).content.decode()

    said = {"reached": "no", "outcome": "not_home", "story": "Niemand thuis"}
    assert browser.post(url_of(case), said).status_code == 302

    earlier = reverse("cases:earlier", args=[case.uuid, entry(case).uuid])
    assert earlier in browser.get(file).content.decode()
    assert [words.words for words in browser.get(earlier).context["earlier"]] == ["Sprak haar"]
    assert as_user(partner).get(earlier).status_code == 404
    assert url_of(case) not in as_user(partner).get(file).content.decode()


def test_what_cannot_be_is_asked_again_and_stays(as_user, case, alice):
    log(case, alice)

    answer = as_user(alice).post(url_of(case), {"reached": "no", "outcome": "paid", "story": "Toch niet"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["outcome"])
    assert answer.context["form"]["story"].value() == "Toch niet"


def test_elsewhere_needs_no_other_answer(as_user, case, alice):
    log(case, alice)

    assert as_user(alice).post(url_of(case), {"elsewhere": "on"}).status_code == 302
    assert not case.attempts.exists()


def test_a_partner_corrects_its_own_visit_and_leaves_the_story(as_user, case, alice, partner):
    log(case, partner)
    log(case, alice, story="Zij vertelde veel")

    as_user(partner).post(url_of(case), {"reached": "no", "story": "weg"})

    attempt = case.attempts.get()
    assert (attempt.reached, attempt.story) == (False, "Zij vertelde veel")


@pytest.mark.parametrize(("kind", "asked"), [
    (ContactKind.PRESENCE, {"reached", "story", "elsewhere"}), (ContactKind.NOTE, {"story", "elsewhere"}),
])  # fmt: skip
def test_only_what_fits_the_kind_is_asked(as_user, case, alice, kind, asked):
    log(case, alice, kind=kind, reached=False)

    assert set(as_user(alice).get(url_of(case)).context["form"].fields) == asked
