"""The log of decisions: versions that stay, the advice of the leader beside the choice of the worker."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.enums import EntryKind
from cases.models import Decision
from cases.services.decision import (
    DecisionIncomplete,
    DecisionRevisedAlready,
    advise,
    log_decision,
    revise_decision,
)
from cases.services.duo import borrow


@pytest.fixture
def decision(case, alice):
    return log_decision(
        case=case, choice="Wachten tot de zus er is", reason="Zij vertrouwt haar", known="Geen gas",
        unknown="Of er kinderen logeren", consulted="Joost", by=alice,
    )  # fmt: skip


def test_only_the_choice_has_to_be_said(as_user, alice, case):
    url = reverse("cases:decision_add", args=[case.uuid])

    assert as_user(alice).post(url, {"reason": "Daarom"}).status_code == 422
    assert as_user(alice).post(url, {"choice": "Wachten"}).status_code == 302
    assert case.decisions.get().decided_by == alice


def test_another_version_leaves_the_one_before_as_it_was(decision, leader):
    second = revise_decision(decision=decision, reason="Zij kent de weg", by=leader)

    assert (second.number, second.replaces, second.reason, second.choice) == (
        2,
        decision,
        "Zij kent de weg",
        decision.choice,
    )
    assert Decision.objects.get(pk=decision.pk).reason == "Zij vertrouwt haar"
    assert list(Decision.objects.current()) == [second]


def test_of_two_people_who_revise_one_version_the_first_does(decision, alice, leader):
    revise_decision(decision=decision, known="Geen gas, wel stroom", by=alice)

    with pytest.raises(DecisionRevisedAlready):
        revise_decision(decision=decision, known="Iets anders", by=leader)


def test_nothing_changed_is_no_version(decision, alice):
    assert revise_decision(decision=decision, choice=decision.choice, by=alice) == decision


def test_the_advice_of_the_leader_stands_beside_the_choice_of_the_worker(decision, alice, leader):
    advised = advise(decision=decision, advice="Ga vandaag nog langs", by=leader)

    assert (advised.advice, advised.advised_by) == ("Ga vandaag nog langs", leader)
    assert (advised.choice, advised.decided_by) == ("Wachten tot de zus er is", alice)
    told = advised.case.timeline.filter(kind=EntryKind.DECIDED).order_by("pk")
    assert [(entry.title, entry.text) for entry in told] == [
        ("Besluit", "Wachten tot de zus er is"),
        ("Advies van de teamleider bij een besluit", "Ga vandaag nog langs"),
    ]


def test_a_worker_who_rewrites_the_advice_does_not_speak_for_the_leader(decision, alice, leader):
    advised = advise(decision=decision, advice="Ga vandaag", by=leader)

    kept = revise_decision(decision=advised, reason="Anders", by=alice)
    rewritten = revise_decision(decision=kept, advice="Wacht maar", by=alice)

    assert (kept.advised_by, rewritten.advised_by) == (leader, None)


def test_the_page_shows_the_last_version_and_keeps_the_others_at_hand(as_user, alice, decision, leader):
    advise(decision=decision, advice="Ga vandaag nog langs", by=leader)

    page = as_user(alice).get(reverse("cases:talks", args=[decision.case.uuid]))

    assert [[one.number for one in versions] for versions in page.context["decisions"]] == [[2, 1]]
    assert "Of er kinderen logeren" in page.content.decode()


def test_a_worker_gives_no_advice_as_a_leader(as_user, alice, decision):
    url = reverse("cases:decision_advise", args=[decision.case.uuid, decision.uuid])

    assert as_user(alice).post(url, {"advice": "x"}).status_code == 403


@pytest.mark.parametrize("missing", ["reason", "consulted"])
def test_not_scaling_up_asks_why_and_who_was_consulted(as_user, alice, case, missing):
    """Case underground: whoever thought of scaling up and did not writes down why."""
    said = {"choice": "Niet melden", "reason": "Moeder werkt mee", "consulted": "Joost", "not_scaled_up": "on"} | {
        missing: ""
    }

    assert as_user(alice).post(reverse("cases:decision_add", args=[case.uuid]), said).status_code == 422
    with pytest.raises(DecisionIncomplete) as refused:
        log_decision(case=case, by=alice, **(said | {"not_scaled_up": True}))
    assert refused.value.field == missing
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            case=case, decided_on=case.opened_on, written_at="2026-05-04T12:00Z", **(said | {"not_scaled_up": True})
        )


def test_case_underground(as_user, case, alice, leader, colleague):
    """Samen DOEN 2016, story 10: one kept a case quiet. The second worker sees all the same that scaling up was weighed, and why it was not done."""
    log_decision(
        case=case, choice="Niet melden", reason="Moeder werkt mee", consulted="Joost", not_scaled_up=True, by=alice
    )
    borrow(case=case, guest=colleague, by=leader)

    page = as_user(colleague).get(reverse("cases:talks", args=[case.uuid])).content.decode()

    assert all(words in page for words in ("Niet melden", "Moeder werkt mee", "Joost"))


def test_court_ruling_after_a_refusal(case, alice, leader):
    """Eropaf-laboratorium 2011, story 4: the tenant refused help, then came the ruling. Both decisions stand, each with what was known at its moment."""
    first = log_decision(
        case=case, choice="Met rust laten", reason="Hij wil geen hulp", known="Drie maanden schuld", by=alice
    )
    second = log_decision(
        case=case, choice="Opnieuw aanbellen", reason="Na een vonnis werken mensen eerder mee", known="Vonnis van dinsdag",
        by=alice,
    )  # fmt: skip
    advise(decision=second, advice="Ga met z’n tweeën", by=leader)

    current = case.decisions.current()
    assert {one.choice for one in current} == {"Met rust laten", "Opnieuw aanbellen"}
    assert Decision.objects.get(pk=first.pk).known == "Drie maanden schuld"


def test_a_form_sent_twice_is_one_decision(case, alice, decision):
    same = {name: getattr(decision, name) for name in Decision.SAID}

    assert log_decision(case=case, by=alice, **same) == decision
    assert case.timeline.filter(kind="decided").count() == 1
