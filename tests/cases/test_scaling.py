"""Scaling up and down: to whom, on what grounds, with what was known, and when the answer came."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from cases.enums import Keeper, Scale
from cases.models import Scaling
from cases.services.scaling import ScalingAnswered, ScalingWaitsAlready, answer_scaling, scale
from common.dates import fixed_today
from tests.factories.accounts import person

ASKED = date(2026, 5, 4)


@pytest.fixture
def scaling(case, alice):
    with fixed_today(ASKED):
        return scale(
            case=case, direction=Scale.UP, party="Jeugdbescherming", reason="Kinderen in gevaar",
            known="Zes weken geen contact", keeper=Keeper.TOGETHER, by=alice,
        )  # fmt: skip


def page_of(case):
    return reverse("cases:together", args=[case.uuid])


def test_only_to_whom_has_to_be_said(as_user, alice, case):
    answer = as_user(alice).post(reverse("cases:scale", args=[case.uuid]), {"scaling-party": "Veilig Thuis"})

    assert answer.url == page_of(case)
    asked = case.scalings.get()
    assert (asked.scale, asked.party, asked.keeper, asked.asked_by) == ("up", "Veilig Thuis", "we", alice)
    assert case.timeline.get(kind="scaled").detail == "up"


def test_a_refused_form_keeps_what_was_typed(as_user, alice, case):
    said = {"scaling-direction": "down", "scaling-reason": "Het gaat weer"}

    answer = as_user(alice).post(reverse("cases:scale", args=[case.uuid]), said)

    assert answer.status_code == 422
    assert "Het gaat weer" in answer.content.decode()
    assert not case.scalings.exists()


def test_the_page_says_on_what_grounds_and_how_long_nobody_answers(as_user, alice, scaling):
    with fixed_today(ASKED + timedelta(days=9)):
        page = as_user(alice).get(page_of(scaling.case)).content.decode()

    assert all(words in page for words in ("Jeugdbescherming", "Kinderen in gevaar", "Zes weken geen contact"))
    assert "9 dagen zonder antwoord" in page


def test_the_day_of_the_answer_is_noted_and_asking_for_it_ticked_off(as_user, alice, scaling):
    assert scaling.case.tasks.open().get().due_on == ASKED + timedelta(days=14)
    url = reverse("cases:scaling", args=[scaling.case.uuid, scaling.uuid])

    as_user(alice).post(url, {"answer": "Neemt het over", "on": "2026-05-08"})

    scaling.refresh_from_db()
    assert (scaling.answer, scaling.answered_on, scaling.days) == ("Neemt het over", date(2026, 5, 8), 4)
    assert not scaling.case.tasks.open().exists()


@pytest.mark.parametrize("on", ["2026-05-01", "2999-01-01"])
def test_an_answer_comes_after_the_question_and_not_from_the_future(as_user, alice, scaling, on):
    url = reverse("cases:scaling", args=[scaling.case.uuid, scaling.uuid])

    assert as_user(alice).post(url, {"answer": "Ja", "on": on}).status_code == 422


def test_the_first_answer_stays(alice, leader, scaling):
    answer_scaling(scaling=scaling, answer="De eerste", by=alice)

    with pytest.raises(ScalingAnswered):
        answer_scaling(scaling=scaling, answer="De tweede", by=leader)

    assert Scaling.objects.get().answer == "De eerste"


def test_the_same_is_asked_once_until_it_is_answered(alice, scaling):
    again = {"case": scaling.case, "direction": Scale.UP, "party": "jeugdbescherming", "by": alice}
    with pytest.raises(ScalingWaitsAlready):
        scale(**again)

    answer_scaling(scaling=scaling, answer="Nee", by=alice)
    scale(**again)


def test_the_database_knows_no_answer_before_the_question(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Scaling.objects.create(case=case, scale="up", party="x", asked_on=ASKED, answered_on=ASKED - timedelta(days=1))


def test_whoever_plans_reads_no_line_of_it(as_user, team, scaling):
    browser = as_user(person(Role.TEAM_ASSISTANT, team=team))

    page = browser.get(reverse("cases:detail", args=[scaling.case.uuid])).context["page"]

    assert "scaled" not in {entry.kind for entry in page}
    assert browser.get(page_of(scaling.case)).context["scalings"] == []


@pytest.mark.parametrize("role", [Role.TEAM_ASSISTANT, Role.HOUSING_CONSULTANT])
def test_nobody_but_care_staff_hears_of_it(as_user, team, partner, scaling, role):
    browser = as_user(partner if role == Role.HOUSING_CONSULTANT else person(role, team=team))

    pages = [page_of(scaling.case), reverse("cases:detail", args=[scaling.case.uuid]), reverse("home")]

    for page in pages:
        words = browser.get(page).content.decode()
        assert not any(told in words for told in ("Jeugdbescherming", "Kinderen in gevaar", "Zes weken"))
