"""The page of what is good to know: who reads and writes what, and what it changes elsewhere."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.enums import ReadReason, Role
from cases.enums import Circumstance, CloseReason
from cases.models import HouseholdCircumstance
from cases.services.case import close_case
from cases.services.circumstance import mark_circumstance
from cases.services.consent import give_consent
from common import dates
from tests.factories.accounts import OrganisationFactory, TeamFactory, person
from tests.factories.cases import CaseFactory
from tests.factories.signals_intake import ContractFactory

NOTE = "Nachtdienst, bel na vieren"


@pytest.fixture
def kade(case):
    kade = OrganisationFactory(corporation=True, name="De Kade")
    ContractFactory(household=case.household, supplier=kade)
    return kade


@pytest.fixture
def known(case, alice):
    return mark_circumstance(household=case.household, kind=Circumstance.DO_NOT_VISIT, note=NOTE, by=alice)


def page_of(case):
    return reverse("cases:circumstances", args=[case.uuid])


def end_of(case, circumstance):
    return reverse("cases:circumstance_end", args=[case.uuid, circumstance.uuid])


def text_of(browser, case, name="cases:circumstances"):
    return browser.get(reverse(name, args=[case.uuid])).content.decode()


def after_a_reason(browser, case):
    browser.post(reverse("cases:reason", args=[case.uuid]), {"reason": ReadReason.COVER})
    return browser


def test_a_circumstance_is_noted_with_what_was_typed(as_user, alice, case):
    until = dates.today() + timedelta(days=30)

    answer = as_user(alice).post(page_of(case), {"kind": Circumstance.TRAJECTORY, "until": until, "note": NOTE})

    assert answer.url == page_of(case)
    noted = case.household.circumstances.get()
    assert (noted.kind, noted.since, noted.until, noted.note) == ("trajectory", dates.today(), until, NOTE)


@pytest.mark.parametrize(("language", "label"), [("nl", "Overleden"), ("en", "Died")])
def test_the_form_speaks_the_language_of_its_reader(as_user, alice, case, language, label):
    browser = as_user(alice)
    browser.cookies["language"] = language

    assert label in text_of(browser, case)


@pytest.mark.parametrize("days", [-1, 0])
def test_a_last_day_that_is_over_is_refused_and_nothing_typed_is_lost(as_user, alice, case, days):
    until = dates.today() + timedelta(days=days)

    answer = as_user(alice).post(page_of(case), {"kind": Circumstance.MOVED, "until": until, "note": NOTE})

    assert answer.status_code == 422
    assert answer.context["form"].errors.as_data()["until"][0].code == "past"
    page = answer.content.decode()
    assert NOTE in page
    assert until.isoformat() in page
    assert 'value="moved" id="id_kind_1" checked' in page.replace(" required", "")


def test_a_kind_that_holds_already_is_named_instead_of_a_second_row(as_user, alice, case, known):
    answer = as_user(alice).post(page_of(case), {"kind": known.kind, "note": "Nog eens"})

    assert answer.status_code == 422
    assert "kind" in answer.context["form"].errors
    assert "Nog eens" in answer.content.decode()
    assert case.household.circumstances.count() == 1


@pytest.mark.parametrize("fields", [{}, {"kind": "nonsense"}, {"kind": "moved", "note": "x" * 201}])
def test_what_does_not_fit_is_refused(as_user, alice, case, fields):
    assert as_user(alice).post(page_of(case), fields).status_code == 422
    assert not case.household.circumstances.exists()


def test_what_ends_moves_to_what_held_before(as_user, alice, case, known):
    browser = as_user(alice)
    assert browser.get(page_of(case)).context["now"] == [known]

    assert browser.post(end_of(case, known)).url == page_of(case)

    context = browser.get(page_of(case)).context
    assert (context["now"], context["before"]) == ([], [known])


def test_a_circumstance_of_another_household_cannot_be_ended_from_here(as_user, alice, team, case):
    other = CaseFactory(team=team)
    theirs = mark_circumstance(household=other.household, kind=Circumstance.MOVED, by=alice)

    assert as_user(alice).post(end_of(case, theirs)).status_code == 404
    assert HouseholdCircumstance.objects.get().holds


# --- who reads what


def test_the_file_shows_what_holds_and_leads_to_the_page(as_user, alice, case, kade, known):
    give_consent(household=case.household, organisation=kade, by=alice)

    page = text_of(as_user(alice), case, "cases:detail")

    assert page.index("pinned") < page.index('id="course"') < page.index('id="know"')
    assert page.count(NOTE) == 3  # on top, in its section, on the timeline
    assert page_of(case) in page
    assert "De Kade" in page


def test_what_is_over_is_not_on_the_file(as_user, alice, case, known):
    as_user(alice).post(end_of(case, known))

    assert "pinned" not in text_of(as_user(alice), case, "cases:detail")


@pytest.mark.parametrize("role", [Role.HOUSING_CONSULTANT, Role.EXPERT_BY_EXPERIENCE])
def test_a_partner_in_the_duo_sees_neither_circumstances_nor_consent(as_user, alice, team, case, kade, known, role):
    lente = ContractFactory(household=case.household, supplier__name="Lente").supplier
    for landlord in (kade, lente):
        give_consent(household=case.household, organisation=landlord, by=alice)
    home = kade if role == Role.HOUSING_CONSULTANT else team.organisation
    partner = person(role, organisation=home)
    case.workers.filter(side="house").update(user=partner)
    browser = as_user(partner)

    assert browser.get(page_of(case)).status_code == 403
    file = browser.get(reverse("cases:detail", args=[case.uuid]))
    assert (file.context["circumstances"], file.context["consents"]) == ([], [])
    for hidden in [page_of(case), NOTE, 'id="know"', "pinned", "Lente", str(Circumstance.DO_NOT_VISIT.label)]:
        assert hidden not in file.content.decode().partition("<main")[2].partition("</main")[0]


def test_a_team_assistant_reads_kinds_and_days_and_no_notes(as_user, team, alice, case, kade, known):
    browser = as_user(person(Role.TEAM_ASSISTANT, team=team))

    for page in [text_of(browser, case), text_of(browser, case, "cases:detail")]:
        assert str(known.get_kind_display()) in page.lower()
        assert NOTE not in page
    assert end_of(case, known) not in text_of(browser, case)
    urls = (page_of(case), end_of(case, known))
    assert [browser.post(url).status_code for url in urls] == [403] * 2


@pytest.mark.parametrize(
    ("role", "reads_notes"), [(Role.SOCIAL_WORKER, True), (Role.MANAGER, False), (Role.PRIVACY_OFFICER, False)]
)
def test_after_a_reason_it_is_read_and_not_written(as_user, team, case, kade, known, role, reads_notes):
    where = TeamFactory(organisation=team.organisation) if role == Role.SOCIAL_WORKER else None
    browser = after_a_reason(as_user(person(role, organisation=team.organisation, team=where)), case)

    page = text_of(browser, case)

    assert (str(known.get_kind_display()) in page.lower(), NOTE in page) == (True, reads_notes)
    assert "<form" not in page.partition("<main")[2]
    urls = (page_of(case), end_of(case, known))
    assert [browser.post(url, {"kind": "moved"}).status_code for url in urls] == [403] * 2
    assert case.household.circumstances.count() == 1


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_costs_the_same_for_any_number_of_rows(as_user, alice, case, number, django_assert_num_queries):
    for kind in list(Circumstance)[:number]:
        mark_circumstance(household=case.household, kind=kind, by=alice)
        landlord = ContractFactory(household=case.household).supplier
        give_consent(household=case.household, organisation=landlord, by=alice)
    browser = as_user(alice)
    browser.get(page_of(case))

    with django_assert_num_queries(11):
        browser.get(page_of(case))


def test_from_an_old_case_nothing_is_noted_beside_the_open_one_of_another_agency(as_user, alice, case, known):
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)
    theirs = CaseFactory(household=case.household, opened_on=date(2026, 7, 1))
    browser = as_user(alice)

    answers = [
        browser.post(page_of(case), {"kind": Circumstance.MOVED}),
        browser.post(end_of(case, known)),
    ]

    assert {answer.url for answer in answers} == {reverse("cases:detail", args=[case.uuid])}
    assert "<form" not in text_of(browser, case).partition("<main")[2].partition("</main")[0]
    known.refresh_from_db()
    assert (case.household.circumstances.count(), known.until, theirs.timeline.count()) == (1, None, 0)
