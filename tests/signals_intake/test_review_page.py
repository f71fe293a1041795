"""The meeting on the screen: what either side reads, saving row by row, signing, and who finds it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from cases.enums import Circumstance, ConsentPurpose, ContactKind, Stage
from cases.models import Case
from cases.services.case import assign_duo
from cases.services.circumstance import end_circumstance, mark_circumstance
from cases.services.consent import give_consent, withdraw_consent
from cases.services.contact import log_attempt
from common import dates
from signals_intake.enums import AgencySide, Decision
from signals_intake.models import ReviewDecision, Signal
from signals_intake.queries.review import agency_answer, agency_side
from signals_intake.services.pick_up import pick_up_signals
from signals_intake.services.review import decide, sign_off
from tests.factories.accounts import MembershipFactory, OrganisationFactory, TeamFactory, person, sign_in
from tests.factories.cases import CaseFactory
from tests.factories.signals_intake import DeliveryFactory, ReviewFactory, list_signal, signal_of
from tests.signals_intake.test_review import MEETING, Meeting

HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def meeting(db):
    with dates.fixed_today(MEETING), translation.override("en"):
        yield Meeting()


@pytest.fixture
def agency(meeting) -> Client:
    return reader(meeting.leader)


@pytest.fixture
def house(meeting) -> Client:
    return reader(meeting.consultant)


def reader(user) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    return sign_in(client, user)


def page_of(meeting) -> str:
    return reverse("signals_intake:review", args=[meeting.review.uuid])


def row_of(meeting, entry) -> str:
    return reverse("signals_intake:review_row", args=[meeting.review.uuid, entry.uuid])


def region(html: str, entry) -> str:
    """Cut one row out of a page; the token of the form is another one each time."""
    found = re.search(rf'<li class="review[^>]*id="row-{entry.uuid}".*?</li>', html, re.DOTALL)
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", found[0])


def html_of(response) -> str:
    return response.content.decode()


def known_household(meeting, stage=Stage.MONITORING):
    """A household with a case, a duo, a story, a circumstance and a report of another corporation."""
    entry = meeting.entry()
    worker = person(Role.DEBT_COUNSELLOR, team=meeting.team)
    case = CaseFactory(household=entry.household, team=meeting.team, stage=stage, duo=[worker, meeting.leader])
    log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, story="She lost her job", by=worker)
    other = OrganisationFactory(corporation=True, name="Stadgenoten")
    signal_of(entry.household, DeliveryFactory(supplier=other), months=7)
    return entry, case, worker


def test_the_agency_reads_what_it_knows(meeting, agency):
    entry, _case, worker = known_household(meeting)
    mark_circumstance(household=entry.household, kind=Circumstance.DO_NOT_VISIT, by=worker)

    html = html_of(agency.get(page_of(meeting)))

    for words in ["Monitoring", worker.name, "home visit", "Housing corporation: 7 months", "Asked not to be visited"]:
        assert words in html
    assert "She lost her job" not in html


def test_that_another_agency_helps_is_a_reason_to_wait_and_no_more_is_said(meeting, agency):
    entry, elsewhere = meeting.entry(), TeamFactory()
    worker = person(Role.DEBT_COUNSELLOR, team=elsewhere, user__name="Mies van der Rohe")
    CaseFactory(household=entry.household, team=elsewhere, stage=Stage.MONITORING, duo=[worker, meeting.leader])

    html = html_of(agency.get(page_of(meeting)))

    assert "Mies van der Rohe" not in html
    assert "Monitoring" not in html
    assert agency_side(entry, supplier=meeting.kade) == (AgencySide.NOT_NOW, None)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.CLOSED])
def test_the_corporation_reads_nothing_of_what_the_agency_knows(meeting, house, stage):
    entry, _case, worker = known_household(meeting, stage)
    mark_circumstance(household=entry.household, kind=Circumstance.TRAJECTORY, note="at the clinic", by=worker)

    page = re.search(r"<main.*</main>", html_of(house.get(page_of(meeting))), re.DOTALL)[0]
    facts = page.replace("#unknown", "").lower()

    # light contact is also one of the four answers
    forbidden = [label.lower() for label in map(str, [*Stage.labels, *Circumstance.labels]) if label != "light contact"]
    forbidden += ["known", "she lost her job", worker.name.lower(), "stadgenoten", "7 months", "clinic", "home visit"]
    assert [words for words in forbidden if words in facts] == []


@pytest.mark.parametrize(
    ("stage", "side"),
    [
        (None, AgencySide.VISIT_IS_FINE),
        (Stage.VISITING, AgencySide.NOT_NOW),
        (Stage.MONITORING, AgencySide.TOGETHER),
        (Stage.LIGHT_CONTACT, AgencySide.TOGETHER),
    ],
)
def test_the_agency_says_one_of_three_things(meeting, house, stage, side):
    entry = meeting.entry()
    if stage:
        CaseFactory(household=entry.household, team=meeting.team, stage=stage)

    said, contact = agency_side(entry, supplier=meeting.kade)

    assert (said, contact) == (side, meeting.leader if side == AgencySide.TOGETHER else None)
    html = html_of(house.get(page_of(meeting)))
    assert [str(label) for label in AgencySide.labels if str(label) in html] == [str(side.label)]


def test_a_circumstance_is_not_now(meeting):
    entry = meeting.entry()
    mark_circumstance(household=entry.household, kind=Circumstance.DECEASED, by=meeting.leader)

    assert agency_side(entry, supplier=meeting.kade)[0] == AgencySide.NOT_NOW


def test_the_case_that_this_decision_opened_is_nothing_the_agency_knew(meeting):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.VISIT, by=meeting.consultant)
    entry.refresh_from_db()

    assert agency_side(entry, supplier=meeting.kade)[0] == AgencySide.VISIT_IS_FINE


def test_a_corporation_that_is_in_the_duo_reads_whom_of_it_to_ask(meeting):
    entry = meeting.entry()
    worker = person(Role.DEBT_COUNSELLOR, team=meeting.team)
    case = CaseFactory(household=entry.household, team=meeting.team, stage=Stage.LIGHT_CONTACT)
    assign_duo(case=case, agency_worker=worker, house_worker=meeting.consultant, by=meeting.leader)

    assert agency_side(entry, supplier=meeting.kade) == (AgencySide.TOGETHER, worker)


def test_the_corporation_to_which_a_partner_went_is_not_in_the_duo(meeting):
    """They came with another one: nobody of the case is named to the new one."""
    entry, worker = meeting.entry(), person(Role.DEBT_COUNSELLOR, team=meeting.team)
    came_with = person(Role.HOUSING_CONSULTANT)
    case = CaseFactory(household=entry.household, team=meeting.team, stage=Stage.LIGHT_CONTACT)
    assign_duo(case=case, agency_worker=worker, house_worker=came_with, by=meeting.leader)
    case.workers.update(since=dates.today() - timedelta(days=1))
    came_with.memberships.update(until=dates.today())
    MembershipFactory(user=came_with, role=Role.HOUSING_CONSULTANT, organisation=meeting.kade, since=dates.today())

    assert agency_side(entry, supplier=meeting.kade) == (AgencySide.TOGETHER, meeting.leader)


def test_with_consent_this_corporation_reads_where_it_stands_and_another_does_not(meeting, house):
    entry, _case, worker = known_household(meeting)
    give_consent(household=entry.household, organisation=meeting.kade, by=worker)

    html = html_of(house.get(page_of(meeting)))

    assert "Monitoring" in html
    assert worker.name in html
    assert agency_side(entry, supplier=OrganisationFactory(corporation=True))[1] == meeting.leader


def test_consent_tells_the_corporation_until_its_last_day_and_no_other_purpose_does(meeting, house):
    entry, case, worker = known_household(meeting)
    household, kade, day = entry.household, meeting.kade, dates.today()
    give_consent(household=household, organisation=kade, purpose=ConsentPurpose.SHARE, by=worker)
    assert agency_answer(entry, supplier=kade).case is None

    give_consent(household=household, organisation=kade, until=day + timedelta(days=1), by=worker)

    assert agency_answer(entry, supplier=kade).case == case
    with dates.fixed_today(day + timedelta(days=1)):
        assert agency_answer(entry, supplier=kade).case is None


def test_consent_that_was_taken_back_tells_the_corporation_nothing_from_that_moment(meeting, house):
    entry, case, worker = known_household(meeting)
    household, kade = entry.household, meeting.kade
    before = agency_answer(entry, supplier=kade)

    consent = give_consent(household=household, organisation=kade, by=worker)
    answer = agency_answer(entry, supplier=kade)
    assert (answer.case, answer.contact, [one.user for one in answer.workers]) == (
        case,
        worker,
        [worker, meeting.leader],
    )

    withdraw_consent(consent=consent, by=worker)
    assert agency_answer(entry, supplier=kade) == before
    assert (before.case, before.workers, before.contact) == (None, [], meeting.leader)
    assert worker.name not in html_of(house.get(page_of(meeting)))


def test_a_circumstance_that_ended_is_no_reason_any_more(meeting):
    entry = meeting.entry()
    known = mark_circumstance(household=entry.household, kind=Circumstance.TRAJECTORY, by=meeting.leader)
    assert agency_side(entry, supplier=meeting.kade)[0] == AgencySide.NOT_NOW

    end_circumstance(circumstance=known, by=meeting.leader)

    assert agency_side(entry, supplier=meeting.kade)[0] == AgencySide.VISIT_IS_FINE


def test_what_was_said_in_the_meeting_of_another_corporation_stays_there(meeting, house):
    entry = meeting.entry()
    oost = OrganisationFactory(corporation=True)
    list_signal(signal_of(entry.household, DeliveryFactory(supplier=oost)), meeting.list)
    second = ReviewFactory(arrears_list=meeting.list, supplier=oost)
    colleague = person(Role.HOUSING_CONSULTANT, organisation=oost)
    decide(entry=entry, decision=Decision.NONE, reason="other", note="owes two", by=colleague, review=second)

    html = html_of(house.get(page_of(meeting) + f"?row={entry.uuid}"))

    assert "Nothing" in html
    assert [words for words in ["owes two", colleague.name, oost.name] if words in html] == []


def test_a_saved_row_closes_and_the_next_one_opens(meeting, agency):
    first, second = meeting.entry(), meeting.entry()

    answer = agency.post(row_of(meeting, first), {"decision": "visit"}, **HTMX)

    assert ReviewDecision.objects.get(entry=first).said.by == meeting.leader
    events = json.loads(answer["HX-Trigger-After-Settle"])
    assert events == {"reviewChanged": {"target": "body"}, "openRow": {"target": f"#row-{second.uuid}"}}
    page = html_of(agency.get(page_of(meeting)))
    assert region(html_of(answer), first) == region(page, first)


def test_what_a_corporation_decides_reaches_the_other_ones_by_the_job(meeting, house):
    entry = meeting.entry()
    oost = OrganisationFactory(corporation=True)
    list_signal(signal_of(entry.household, DeliveryFactory(supplier=oost)), meeting.list)

    assert house.post(row_of(meeting, entry), {"decision": "visit"}).status_code == 302

    def days():
        return dict(Signal.objects.values_list("supplier", "picked_up_on"))

    assert Case.objects.get(household=entry.household).stage == Stage.CONTACT
    assert days() == {meeting.kade.pk: MEETING, oost.pk: None}
    pick_up_signals(household_id=entry.household_id)
    assert days() == {meeting.kade.pk: MEETING, oost.pk: MEETING}


def test_the_row_that_opens_is_the_same_as_on_a_fresh_page(meeting, agency):
    meeting.entry()
    entry = meeting.entry()

    answer = agency.get(row_of(meeting, entry), **HTMX)

    page = html_of(agency.get(page_of(meeting) + f"?row={entry.uuid}"))
    assert region(html_of(answer), entry) == region(page, entry)


def test_toolbar_and_sign_off_are_the_same_as_on_a_fresh_page(meeting, agency):
    meeting.entry()
    agency.post(reverse("signals_intake:review_join", args=[meeting.review.uuid]))
    page = html_of(agency.get(page_of(meeting)))

    for name in ["review_toolbar", "review_sign"]:
        answer = html_of(agency.get(reverse(f"signals_intake:{name}", args=[meeting.review.uuid]), **HTMX))
        assert answer.strip() in page


def test_without_script_the_page_comes_back_at_the_next_row(meeting, agency):
    first, second = meeting.entry(), meeting.entry()

    answer = agency.post(row_of(meeting, first), {"decision": "visit"})
    assert answer["Location"] == f"{page_of(meeting)}?row={second.uuid}#row-{second.uuid}"

    answer = agency.post(row_of(meeting, second), {"decision": "visit"})
    assert answer["Location"] == page_of(meeting) + "#sign-off"


@pytest.mark.parametrize("extra", [HTMX, {}])
def test_departing_without_a_reason_is_refused_in_the_row(meeting, agency, extra):
    entry = meeting.entry()

    answer = agency.post(row_of(meeting, entry), {"decision": "none", "note": "soon"}, **extra)

    assert answer.status_code == 422
    assert "Choose why you decide otherwise" in region(html_of(answer), entry)
    assert 'value="soon"' in html_of(answer)
    assert not ReviewDecision.objects.exists()


def test_postponing_takes_a_day_after_the_list(meeting, agency):
    entry = meeting.entry()
    answer = {"decision": "postpone", "reason": "capacity", "postponed_until": "2026-05-01"}

    assert agency.post(row_of(meeting, entry), answer).status_code == 422
    assert agency.post(row_of(meeting, entry), answer | {"postponed_until": "2026-06-15"}).status_code == 302
    assert entry.decision.postponed_until == date(2026, 6, 15)


def test_a_day_beside_another_answer_is_left_alone(meeting, agency):
    answer = {"decision": "visit", "postponed_until": "2020-01-01"}

    assert agency.post(row_of(meeting, meeting.entry()), answer).status_code == 302


def test_whoever_replaces_a_decision_reads_whose(meeting, agency):
    entry = meeting.entry()
    decide(entry=entry, decision=Decision.NONE, reason="small", by=meeting.consultant)

    answer = agency.post(row_of(meeting, entry), {"decision": "visit", "seen": ""}, **HTMX)

    words = f"{meeting.consultant.name} decided “Nothing” for C. Wijnands in the meantime. Yours replaces it."
    assert words in html_of(answer)
    page = html_of(agency.get(page_of(meeting)))
    assert meeting.leader.name in region(page, entry)


def test_opening_the_page_changes_nothing_and_joining_does(meeting, house):
    meeting.entry()
    page = html_of(house.get(page_of(meeting)))
    assert "I take part" in page
    assert not meeting.review.participants.exists()

    answer = house.post(reverse("signals_intake:review_join", args=[meeting.review.uuid]), **HTMX)

    assert meeting.consultant.name in html_of(answer)
    assert "I take part" not in html_of(answer)


def test_both_sides_sign_and_then_the_page_only_reads(meeting, agency, house):
    entry = meeting.entry()
    sign = reverse("signals_intake:review_sign", args=[meeting.review.uuid])
    assert "1 household still waits" in html_of(agency.post(sign, follow=True))
    agency.post(row_of(meeting, entry), {"decision": "visit"})

    assert "You have signed." in html_of(agency.post(sign, follow=True))
    page = html_of(house.post(sign, follow=True))

    assert "The meeting is closed." in page
    assert "review__decide" not in re.findall(r"<form[^>]*>", page)
    late = agency.post(row_of(meeting, entry), {"decision": "none", "reason": "small"}, **HTMX)
    assert late["HX-Redirect"] == page_of(meeting)
    assert ReviewDecision.objects.get().decision == "visit"


def test_the_other_sides_of_town_do_not_find_the_meeting(meeting):
    entry = meeting.entry()
    strangers = [
        person(Role.HOUSING_CONSULTANT),
        person(Role.SOCIAL_WORKER),
        person(Role.TEAM_LEADER, team=TeamFactory(organisation=meeting.team.organisation)),
    ]

    for user in strangers:
        client = reader(user)
        assert client.get(page_of(meeting)).status_code == 404
        assert client.post(row_of(meeting, entry), {"decision": "visit"}).status_code == 404
    assert not ReviewDecision.objects.exists()


def test_a_row_of_another_meeting_is_not_found(meeting, agency):
    stranger = Meeting().entry()
    meeting.entry()

    assert agency.post(row_of(meeting, stranger), {"decision": "visit"}).status_code == 404


def test_who_may_only_look_cannot_decide(meeting):
    entry = meeting.entry()
    assistant = reader(person(Role.TEAM_ASSISTANT, team=meeting.team))

    page = html_of(assistant.get(page_of(meeting)))
    assert "Save and go on" not in page
    assert assistant.post(row_of(meeting, entry), {"decision": "visit"}).status_code == 403
    assert reader(person(Role.UPLOADER, organisation=meeting.kade)).get(page_of(meeting)).status_code == 403


@pytest.mark.parametrize("households", [3, 10])
@pytest.mark.parametrize("side", ["leader", "consultant"])
def test_the_page_costs_the_same_for_any_number_of_rows(meeting, households, side, django_assert_num_queries):
    meeting.covenant.visits_per_week = 12
    meeting.covenant.save()
    first, *rest = [meeting.entry() for _ in range(households)]
    CaseFactory(household=first.household, team=meeting.team, stage=Stage.MONITORING)
    decide(entry=rest[0], decision=Decision.VISIT, by=meeting.leader)
    client = reader(getattr(meeting, side))

    # the session, who asks and the scope take three; the rest is ours
    with django_assert_num_queries({"leader": 3 + 15, "consultant": 3 + 14}[side]):
        assert client.get(page_of(meeting)).status_code == 200


def test_sign_off_by_the_service_shows_who_and_when(meeting, agency):
    decide(entry=meeting.entry(), decision=Decision.VISIT, by=meeting.leader)
    sign_off(review=meeting.review, by=meeting.consultant)

    page = html_of(agency.get(page_of(meeting)))

    assert "Tuesday 12 May, 12:00" in page[page.index('id="sign-off"') :]
