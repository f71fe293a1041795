import pytest
from django.urls import reverse

from accounts.enums import ReadReason, Role
from accounts.models import ReadLog
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import person


def url_of(case, name="detail"):
    return reverse(f"cases:{name}", args=[case.uuid])


def log_of(user):
    return [(row.reason, row.subject_id, row.role) for row in ReadLog.objects.filter(user=user).order_by("pk")]


def test_an_own_case_opens_and_is_logged_once_a_day(as_user, alice, case):
    browser = as_user(alice)

    statuses = [browser.get(url_of(case)).status_code for _ in range(2)]

    assert statuses == [200, 200]
    assert log_of(alice) == [(ReadReason.OWN, case.uuid, Role.DEBT_COUNSELLOR)]


def test_a_case_of_another_team_asks_for_a_reason_and_shows_nothing(as_user, colleague, case):
    response = as_user(colleague).get(url_of(case))

    assert response.status_code == 403
    assert "Team Oost" in response.content.decode()
    assert "Wijnands" not in response.content.decode()
    assert log_of(colleague) == []


def test_after_a_reason_the_case_opens_and_the_log_says_why(as_user, colleague, case):
    browser = as_user(colleague)

    answer = browser.post(url_of(case, "reason"), {"reason": ReadReason.COVER, "explanation": "Alice is ziek"})

    assert answer.url == url_of(case)
    assert browser.get(url_of(case)).status_code == 200
    assert log_of(colleague) == [(ReadReason.COVER, case.uuid, Role.SOCIAL_WORKER)]


def test_a_reason_holds_until_the_end_of_the_day(as_user, colleague, case):
    browser = as_user(colleague)
    browser.post(url_of(case, "reason"), {"reason": ReadReason.CALL})

    with fixed_today(dates.add_months(dates.today(), 1)):
        later = browser.get(url_of(case))

    assert later.status_code == 403


def test_without_a_reason_the_form_comes_back_with_what_was_typed(as_user, colleague, case):
    response = as_user(colleague).post(url_of(case, "reason"), {"explanation": "Even kijken"})

    assert response.status_code == 422
    assert "Even kijken" in response.content.decode()
    assert log_of(colleague) == []


@pytest.mark.parametrize("reason", ["own", "nonsense"])
def test_only_the_reasons_of_the_list_open_a_case(as_user, colleague, case, reason):
    assert as_user(colleague).post(url_of(case, "reason"), {"reason": reason}).status_code == 422


def test_a_reason_opens_for_reading_alone(as_user, colleague, case):
    browser = as_user(colleague)
    browser.post(url_of(case, "reason"), {"reason": ReadReason.COVER})

    assert browser.get(url_of(case, "move")).status_code == 403
    assert browser.get(reverse("visits:log", args=[case.uuid])).status_code == 403


@pytest.mark.parametrize("name", ["detail", "assign", "move"])
def test_for_another_agency_a_case_does_not_exist(as_user, stranger, case, name):
    assert as_user(stranger).get(url_of(case, name)).status_code == 404


def test_a_stranger_cannot_give_a_reason(as_user, stranger, case):
    assert as_user(stranger).post(url_of(case, "reason"), {"reason": ReadReason.CALL}).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.HOUSING_CONSULTANT, Role.UPLOADER, Role.BAILIFF, Role.FUNDER, Role.ADMINISTRATOR]
)
def test_for_whoever_is_not_in_the_duo_a_case_does_not_exist(as_user, case, role):
    assert as_user(person(role)).get(url_of(case)).status_code == 404


def test_a_manager_opens_with_a_reason_and_reads_no_story(as_user, team, case):
    manager = person(Role.MANAGER, organisation=team.organisation)
    case.timeline.create(
        household=case.household, kind="contact", detail="visit:reached", text="Koffie", at=dates.now()
    )
    browser = as_user(manager)
    browser.post(url_of(case, "reason"), {"reason": ReadReason.DUTY})

    page = browser.get(url_of(case))

    assert page.status_code == 200
    assert "Koffie" not in page.content.decode()
