"""Claims: made from what was registered, each thing once, for the tariff of its day, and sent on."""

import threading
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.enums import Role
from cases.enums import ClaimBasis, ClaimState, CloseReason, ContactKind, EndReason, Stage, Threat
from cases.models import Case, ClaimBatch, ClaimLine, Tariff
from cases.queries.claims import subtotals
from cases.services.case import change_stage, close_case
from cases.services.claim import (
    BatchMovedOn,
    NothingToClaim,
    TariffLater,
    TypeRunsAlready,
    add_type,
    discard_batch,
    end_type,
    make_batch,
    move_batch,
    set_tariff,
)
from cases.services.contact import log_attempt
from cases.services.crisis import end_crisis, start_crisis
from common.dates import fixed_today
from tests.factories.accounts import TeamFactory, person
from tests.factories.cases import CaseFactory

MAY, MAY_END, JUNE, JUNE_END = date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30)


@pytest.fixture
def farid(team):
    return person(Role.MANAGER, organisation=team.organisation)


@pytest.fixture
def yara(team):
    return person(Role.TEAM_ASSISTANT, team=team)


@pytest.fixture
def agency(team):
    return team.organisation


def visit(case, by, day, *, reached=False, hour=10):
    at = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Amsterdam"))
    with fixed_today(day):
        return log_attempt(case=case, kind=ContactKind.VISIT, at=at, reached=reached, by=by)


def claimed(agency, basis, by, amount="50.00", since=date(2026, 1, 1)):
    kind = add_type(agency=agency, name=f"Type {basis}", basis=basis, by=by)
    set_tariff(kind=kind, amount=Decimal(amount), valid_from=since, by=by)
    return kind


def made(agency, by, since=MAY, until=JUNE_END):
    return make_batch(agency=agency, since=since, until=until, by=by).batch


# --- what makes a line


def test_every_kind_of_line_comes_from_what_was_registered(agency, case, alice, leader, farid):
    for basis in ClaimBasis:
        claimed(agency, basis, farid)
    visit(case, alice, date(2026, 5, 6))
    visit(case, alice, date(2026, 5, 12), reached=True)
    with fixed_today(date(2026, 5, 20)):
        end_crisis(crisis=start_crisis(case=case, threat=Threat.EVICTION, by=alice), reason=EndReason.PAID, by=alice)
        change_stage(case=case, stage=Stage.GUIDANCE, by=alice)
    with fixed_today(date(2026, 6, 2)):
        close_case(case=case, reason=CloseReason.SOLVED, by=leader)

    batch = made(agency, farid)

    assert set(batch.lines.values_list("basis", "on")) == {
        ("visit", date(2026, 5, 6)), ("visit", date(2026, 5, 12)), ("conversation", date(2026, 5, 12)),
        ("guidance", date(2026, 5, 20)), ("averted", date(2026, 5, 20)), ("closed", date(2026, 6, 2)),
    }  # fmt: skip
    assert set(batch.lines.values_list("case_uuid", flat=True)) == {case.uuid}
    assert {one.number for one in subtotals(batch)} == {1, 2}


def test_nothing_is_claimed_twice(agency, case, alice, farid):
    claimed(agency, ClaimBasis.VISIT, farid)
    visit(case, alice, date(2026, 5, 6))
    line = made(agency, farid).lines.get()

    with pytest.raises(NothingToClaim):
        made(agency, farid, since=date(2026, 5, 6))
    with pytest.raises(IntegrityError, match="nothing_is_claimed_twice"), transaction.atomic():
        ClaimLine.objects.create(
            batch=line.batch, type=line.type, basis=line.basis, source=line.source, case_uuid=line.case_uuid,
            on=line.on, amount=1,
        )  # fmt: skip


def test_under_another_name_the_same_visit_is_not_claimed_again(agency, case, alice, farid):
    kind = claimed(agency, ClaimBasis.VISIT, farid)
    visit(case, alice, date(2026, 5, 6))
    made(agency, farid)
    with pytest.raises(TypeRunsAlready):
        add_type(agency=agency, name="Huisbezoek nieuw", basis=ClaimBasis.VISIT, by=farid)
    end_type(kind=kind, by=farid)
    claimed(agency, ClaimBasis.VISIT, farid)

    with pytest.raises(NothingToClaim):
        made(agency, farid)


def test_each_has_the_tariff_of_its_day_and_keeps_it(agency, case, alice, farid):
    kind = claimed(agency, ClaimBasis.VISIT, farid, "50.00", since=date(2026, 5, 10))
    set_tariff(kind=kind, amount=Decimal("60.00"), valid_from=JUNE, by=farid)
    for day in (date(2026, 5, 6), MAY_END, JUNE):
        visit(case, alice, day)

    batch, without = make_batch(agency=agency, since=MAY, until=JUNE_END, by=farid)
    set_tariff(kind=kind, amount=Decimal("70.00"), valid_from=date(2026, 7, 1), by=farid)

    assert without == 1
    assert list(batch.lines.values_list("on", "amount")) == [(MAY_END, Decimal(50)), (JUNE, Decimal(60))]


def test_a_tariff_only_follows_the_last_one(agency, farid):
    kind = claimed(agency, ClaimBasis.VISIT, farid, since=JUNE)

    for day in (MAY, JUNE):
        with pytest.raises(TariffLater):
            set_tariff(kind=kind, amount=Decimal(1), valid_from=day, by=farid)
    with pytest.raises(IntegrityError, match="one_tariff_at_a_time"), transaction.atomic():
        Tariff.objects.create(type=kind, amount=1, valid_from=date(2026, 7, 1), set_by=farid)


def test_the_days_of_a_batch_are_its_first_and_its_last(agency, case, alice, farid):
    claimed(agency, ClaimBasis.VISIT, farid)
    for day in (MAY, MAY_END, JUNE):
        visit(case, alice, day)

    batch = made(agency, farid, until=MAY_END)

    assert list(batch.lines.values_list("on", flat=True)) == [MAY, MAY_END]


def test_an_agency_claims_its_own_work(agency, case, alice, farid):
    far = TeamFactory()
    stranger = person(Role.MANAGER, organisation=far.organisation)
    claimed(far.organisation, ClaimBasis.VISIT, stranger)
    claimed(agency, ClaimBasis.VISIT, farid)
    visit(case, alice, date(2026, 5, 6))

    with pytest.raises(NothingToClaim):
        made(far.organisation, stranger)
    assert made(agency, farid).lines.count() == 1


def test_guidance_that_begins_again_is_claimed_once(agency, case, alice, farid):
    claimed(agency, ClaimBasis.GUIDANCE, farid)
    visit(case, alice, date(2026, 5, 6), reached=True)
    for day, stage in [(10, Stage.GUIDANCE), (12, Stage.MONITORING), (20, Stage.GUIDANCE)]:
        with fixed_today(date(2026, 5, day)):
            change_stage(case=case, stage=stage, by=alice)

    assert made(agency, farid).lines.get().on == date(2026, 5, 10)


# --- on its way


def test_a_batch_goes_over_the_desk_to_the_municipality_and_is_paid(agency, case, alice, farid):
    claimed(agency, ClaimBasis.VISIT, farid)
    visit(case, alice, date(2026, 5, 6))
    batch = made(agency, farid)
    with pytest.raises(BatchMovedOn):
        move_batch(batch=batch, state=ClaimState.PAID, by=farid)

    move_batch(batch=batch, state=ClaimState.DESK, by=farid)
    move_batch(batch=batch, state=ClaimState.RETURNED, note="Een regel te veel", by=farid)
    assert batch.note == "Een regel te veel"
    for state in (ClaimState.DESK, ClaimState.MUNICIPALITY, ClaimState.PAID):
        move_batch(batch=batch, state=state, by=farid)

    assert (batch.state, batch.note) == (ClaimState.PAID, "")
    with pytest.raises(BatchMovedOn):
        discard_batch(batch=batch, by=farid)


def test_what_was_thrown_away_can_be_claimed_anew(agency, case, alice, farid):
    claimed(agency, ClaimBasis.VISIT, farid)
    visit(case, alice, date(2026, 5, 6))

    discard_batch(batch=made(agency, farid), by=farid)

    assert made(agency, farid).lines.count() == 1


def test_what_was_claimed_stays_when_the_case_is_destroyed(agency, team, alice, farid):
    claimed(agency, ClaimBasis.VISIT, farid)
    case = CaseFactory(team=team)
    visit(case, alice, date(2026, 5, 6))
    batch = made(agency, farid)

    case.attempts.all().delete()
    Case.objects.filter(pk=case.pk).delete()

    assert batch.lines.count() == 1


def test_of_two_people_who_make_the_same_batch_one_does(committed_db):
    team = TeamFactory()
    alice, farid = person(Role.SOCIAL_WORKER, team=team), person(Role.MANAGER, organisation=team.organisation)
    claimed(team.organisation, ClaimBasis.VISIT, farid)
    visit(CaseFactory(team=team), alice, date(2026, 5, 6))
    start, said = threading.Barrier(2), []

    def make():
        start.wait()
        try:
            said.append(made(team.organisation, farid))
        except NothingToClaim as error:
            said.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(type(one).__name__ for one in said) == ["ClaimBatch", "NothingToClaim"]
    assert (ClaimBatch.objects.count(), ClaimLine.objects.count()) == (1, 1)


# --- the pages


def test_from_type_to_file_on_the_pages(as_user, team, case, alice, farid, yara):
    visit(case, alice, date(2026, 5, 6))
    manager = as_user(farid)
    assert manager.post(reverse("claims:list"), {"since": MAY, "until": MAY_END}).status_code == 422
    manager.post(reverse("claims:types"), {"name": "Huisbezoek", "basis": "visit"})
    kind = team.organisation.intervention_types.get()
    assert manager.post(reverse("claims:tariff", args=[kind.uuid]), {"amount": "-1"}).status_code == 422
    manager.post(reverse("claims:tariff", args=[kind.uuid]), {"amount": "62,50", "valid_from": "2026-01-01"})

    assistant = as_user(yara)
    page = assistant.post(reverse("claims:list"), {"since": MAY, "until": MAY_END}, follow=True)
    batch = ClaimBatch.objects.get()
    file = assistant.get(reverse("claims:export_csv", args=[batch.uuid])).content.decode("utf-8-sig")
    assistant.post(reverse("claims:move", args=[batch.uuid, "desk"]))

    assert "62,50" in page.content.decode()
    assert f"2026-05-06;Huisbezoek;een huisbezoek;{case.uuid};62.50" in file
    for hidden in [case.household.name, str(case.household.dwelling), alice.name]:
        assert hidden not in file + page.content.decode().partition("<main")[2]
    batch.refresh_from_db()
    assert batch.state == ClaimState.DESK


def test_a_later_tariff_and_a_second_type_of_one_basis_are_refused_on_the_page(as_user, agency, farid):
    kind = claimed(agency, ClaimBasis.VISIT, farid, since=JUNE)
    browser = as_user(farid)

    tariff = browser.post(reverse("claims:tariff", args=[kind.uuid]), {"amount": "7", "valid_from": "2026-05-01"})
    second = browser.post(reverse("claims:types"), {"name": "Nog een", "basis": "visit"})

    assert (tariff.status_code, second.status_code) == (422, 422)
    assert "Nog een" in second.content.decode()


def test_a_batch_ends_before_today(as_user, agency, farid):
    claimed(agency, ClaimBasis.VISIT, farid)

    answer = as_user(farid).post(reverse("claims:list"), {"since": "2026-05-01", "until": "2090-01-01"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["until"])


def test_what_is_at_the_desk_is_not_thrown_away(as_user, agency, case, alice, farid):
    claimed(agency, ClaimBasis.VISIT, farid)
    visit(case, alice, date(2026, 5, 6))
    batch = made(agency, farid)
    move_batch(batch=batch, state=ClaimState.DESK, by=farid)

    answer = as_user(farid).post(reverse("claims:discard", args=[batch.uuid]))

    assert (answer.url, ClaimBatch.objects.count()) == (reverse("claims:batch", args=[batch.uuid]), 1)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number(as_user, agency, case, alice, farid, number, django_assert_num_queries):
    claimed(agency, ClaimBasis.VISIT, farid)
    for day in range(number):
        visit(case, alice, date(2026, 5, 6 + day))
        made(agency, farid)
    browser = as_user(farid)

    with django_assert_num_queries(9):
        browser.get(reverse("claims:list"))
