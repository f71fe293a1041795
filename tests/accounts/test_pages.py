from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.enums import ReadReason, Role
from accounts.models import ReadLog
from tests.factories.accounts import (
    AreaFactory,
    CovenantFactory,
    MembershipFactory,
    TeamFactory,
    UserFactory,
    person,
    sign_in,
)


def opening(*, user=None, at=None, **fields) -> ReadLog:
    line = ReadLog(
        user=user or UserFactory(), role=Role.MANAGER, subject="case", subject_id=uuid.uuid4(), reason=ReadReason.DUTY
    )
    for name, value in fields.items():
        setattr(line, name, value)
    if at:
        field = ReadLog._meta.get_field("at")
        field.auto_now_add, line.at = False, at
    try:
        line.save()
    finally:
        ReadLog._meta.get_field("at").auto_now_add = True
    return line


@pytest.fixture
def officer(db, client):
    return sign_in(client, person(Role.PRIVACY_OFFICER))


def lines(response) -> list[ReadLog]:
    return list(response.context["page"])


def test_a_leader_sees_the_people_of_the_own_team_only(db, client):
    team, other = TeamFactory(), TeamFactory()
    colleague = MembershipFactory(team=team).user
    stranger = MembershipFactory(team=other).user

    page = sign_in(client, person(Role.TEAM_LEADER, team=team)).get(reverse("accounts:team")).content.decode()

    assert colleague.name in page
    assert stranger.name not in page
    assert other.name not in page


def test_a_leader_without_a_team_sees_all_of_the_organisation(db, client):
    team = TeamFactory()
    second = TeamFactory(organisation=team.organisation)

    answer = sign_in(client, person(Role.TEAM_LEADER, organisation=team.organisation)).get(reverse("accounts:team"))

    assert set(answer.context["teams"]) == {team, second}


def test_a_leader_sees_the_covenants_of_the_own_agency(db, client):
    area = AreaFactory()
    CovenantFactory()

    answer = sign_in(client, person(Role.TEAM_LEADER, team=area.team)).get(reverse("accounts:team"))

    assert list(answer.context["covenants"]) == [area.covenant]
    assert "1000–1109" in answer.content.decode()


def test_a_leader_sees_no_organisations_and_nobody_elsewhere(db, client):
    answer = sign_in(client, person(Role.TEAM_LEADER, team=TeamFactory())).get(reverse("accounts:team"))

    assert not answer.context["organisations"]
    assert not answer.context["people"].object_list


def test_an_administrator_sees_everybody(db, client):
    consultant = person(Role.HOUSING_CONSULTANT)

    page = sign_in(client, person(Role.ADMINISTRATOR)).get(reverse("accounts:team")).content.decode()

    assert consultant.email in page


def test_somebody_whose_membership_ended_is_not_shown(db, client):
    team = TeamFactory()
    gone = MembershipFactory(team=team, until="2021-01-01").user

    page = sign_in(client, person(Role.TEAM_LEADER, team=team)).get(reverse("accounts:team")).content.decode()

    assert gone.name not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_team_page_costs_the_same_for_any_number_of_people(db, client, count, django_assert_max_num_queries):
    for area in [AreaFactory() for _ in range(count)]:
        MembershipFactory.create_batch(count, team=area.team)
    sign_in(client, person(Role.ADMINISTRATOR))

    with django_assert_max_num_queries(18):
        client.get(reverse("accounts:team"))


def test_without_teams_the_page_says_what_comes(db, client):
    client.cookies["language"] = "en"
    page = sign_in(client, person(Role.TEAM_LEADER)).get(reverse("accounts:team"))

    assert "No teams yet" in page.content.decode()
    assert "No covenant yet" in page.content.decode()


def test_the_log_shows_the_newest_first(officer):
    first, second = opening(), opening()

    assert lines(officer.get(reverse("accounts:log"))) == [second, first]


def test_the_log_shows_one_day_in_local_time(officer):
    late = opening(at=datetime(2026, 5, 1, 21, 59, tzinfo=UTC))
    opening(at=datetime(2026, 5, 1, 22, 0, tzinfo=UTC))  # 2 May in Amsterdam

    assert lines(officer.get(reverse("accounts:log"), {"day": "2026-05-01"})) == [late]


def test_the_log_shows_one_reason(officer):
    called = opening(reason=ReadReason.CALL)
    opening(reason=ReadReason.COVER)

    assert lines(officer.get(reverse("accounts:log"), {"reason": "call"})) == [called]


@pytest.mark.parametrize("query", [{"day": "31-02-2026x"}, {"reason": "curious"}])
def test_a_filter_that_is_none_shows_nothing(officer, query):
    opening()

    assert lines(officer.get(reverse("accounts:log"), query)) == []


def test_the_log_goes_page_by_page(officer):
    user = UserFactory()
    for _ in range(51):
        opening(user=user)

    page = officer.get(reverse("accounts:log"), {"page": 2, "reason": "duty"})

    assert len(lines(page)) == 1
    assert "reason=duty&amp;page=1" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_costs_the_same_for_any_number_of_lines(officer, count, django_assert_max_num_queries):
    for _ in range(count):
        opening()

    with django_assert_max_num_queries(10):
        officer.get(reverse("accounts:log"))


def test_an_empty_log_says_what_it_is_for(officer):
    officer.cookies["language"] = "en"
    page = officer.get(reverse("accounts:log")).content.decode()

    assert "Nobody has opened a file yet" in page
