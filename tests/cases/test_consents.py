"""What a household says yes to and takes back, what we heard before it knew, and what it objects to."""

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import ReadReason, Role
from cases.enums import AgreedHow, CloseReason, ConsentPurpose, EntryKind
from cases.models import Consent, Gathered, Objection
from cases.services.case import CaseAlreadyClosed, close_case
from cases.services.consent import (
    ObjectionAnswered,
    ToldAlready,
    answer_objection,
    give_consent,
    note_gathered,
    note_objection,
    tell_gathered,
    withdraw_consent,
)
from common.dates import fixed_today
from tests.cases.races import together
from tests.factories.accounts import OrganisationFactory, TeamFactory, person
from tests.factories.cases import CaseFactory, HouseholdFactory
from tests.factories.signals_intake import ContractFactory

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
HEARD = "De post ligt al weken in het portaal"


@pytest.fixture
def bob(team):
    return person(Role.SOCIAL_WORKER, team=team, user__name="Bob")


@pytest.fixture
def kade(case):
    kade = OrganisationFactory(corporation=True, name="De Kade")
    ContractFactory(household=case.household, supplier=kade)
    return kade


@pytest.fixture
def heard(case, alice):
    with fixed_today(MAY):
        return note_gathered(case=case, source="De buurvrouw", what=HEARD, by=alice)


@pytest.fixture
def objection(case, alice):
    return note_objection(case=case, about="Geen brieven meer naar mijn werk", by=alice)


def page_of(case):
    return reverse("cases:consents", args=[case.uuid])


def act(case, name, *args):
    return reverse(f"cases:{name}", args=[case.uuid, *args])


def main_of(answer):
    return answer.content.decode().partition("<main")[2].partition("</main")[0]


# --- a yes, and taking it back


def test_consent_twice_is_once_and_the_first_day_and_name_stay(case, alice, bob, kade):
    before = case.timeline.count()
    with fixed_today(MAY):
        first = give_consent(household=case.household, organisation=kade, by=alice)

    again = give_consent(household=case.household, organisation=kade, by=bob)

    assert (again, again.given_on, again.noted_by) == (first, MAY, alice)
    assert case.timeline.count() == before + 1


def test_consent_is_taken_back_once_and_can_be_given_anew(alice, bob, kade):
    household = HouseholdFactory()
    with fixed_today(MAY):
        consent = give_consent(household=household, organisation=kade, by=alice)
    with fixed_today(JUNE):
        answers = [withdraw_consent(consent=consent, by=who) for who in (bob, alice)]
    with fixed_today(JULY):
        give_consent(household=household, organisation=kade, by=alice)

    rows = household.consents.order_by("pk").values_list("given_on", "withdrawn_on", "withdrawn_by")
    assert answers == [True, False]
    assert list(rows) == [(MAY, JUNE, bob.pk), (JULY, None, None)]


def test_a_consent_counts_until_its_last_day_and_can_then_be_given_anew(alice, kade):
    household = HouseholdFactory()
    with fixed_today(MAY):
        first = give_consent(household=household, organisation=kade, until=JUNE, by=alice)
        assert (list(Consent.objects.running()), first.runs) == ([first], True)

    with fixed_today(JUNE):
        assert (list(Consent.objects.running()), first.runs) == ([], False)
        assert not withdraw_consent(consent=first, by=alice)
        again = give_consent(household=household, organisation=kade, given_on=MAY, by=alice)

    assert (again.pk != first.pk, again.given_on) == (True, JUNE)


def test_a_household_may_say_for_how_much_longer(case, alice, kade):
    with fixed_today(MAY):
        give_consent(household=case.household, organisation=kade, until=JUNE, by=alice)
        give_consent(household=case.household, organisation=kade, until=JULY, by=alice)

    consent = Consent.objects.get()
    assert (consent.given_on, consent.until) == (MAY, JULY)


def test_one_yes_is_for_one_purpose_and_one_partner(case, alice, kade):
    household = case.household
    give = partial(give_consent, household=household, by=alice)
    give(organisation=kade)
    give(organisation=kade, purpose=ConsentPurpose.SHARE)
    give(party="Huisarts", purpose=ConsentPurpose.SHARE)
    give(party="huisarts ", purpose=ConsentPurpose.SHARE)
    give(purpose=ConsentPurpose.REGISTER, how=AgreedHow.WRITTEN)

    withdraw_consent(consent=household.consents.get(party="Huisarts"), by=alice)

    assert {(consent.purpose, consent.who) for consent in Consent.objects.running()} == {
        ("knows", "De Kade"), ("share", "De Kade"), ("register", ""),
    }  # fmt: skip


def test_consent_names_the_corporation_on_the_timeline(case, alice, kade):
    before = list(case.timeline.values_list("pk", flat=True))
    withdraw_consent(consent=give_consent(household=case.household, organisation=kade, by=alice), by=alice)

    given, withdrawn = case.timeline.exclude(pk__in=before).order_by("pk")
    assert (given.about, given.kind, withdrawn.kind) == (kade, EntryKind.CONSENT, EntryKind.CONSENT_WITHDRAWN)
    assert all("De Kade" in entry.title for entry in (given, withdrawn))
    assert given.title != withdrawn.title


def test_with_whom_else_is_told_stands_in_the_text_that_care_staff_read(case, alice):
    give_consent(household=case.household, party="Huisarts", purpose=ConsentPurpose.ASK, by=alice)

    entry = case.timeline.get(kind=EntryKind.CONSENT)
    assert (entry.text, "Huisarts" in entry.title) == ("Huisarts", False)
    assert str(ConsentPurpose.ASK.label) in entry.title


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "knows", "party": "Huisarts"},
        {"purpose": "share"},
        {"purpose": "story", "party": "Krant"},
        {"purpose": "register", "until": MAY},
    ],
)
def test_the_database_keeps_a_consent_to_what_it_can_be(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(household=HouseholdFactory(), given_on=MAY, noted_by=person(Role.TRAINEE), **wrong)


def test_of_two_people_at_the_same_moment_one_notes_the_consent(committed_db):
    team = TeamFactory()
    people = [person(Role.DEBT_COUNSELLOR, team=team) for _ in range(2)]
    case, kade = CaseFactory(team=team), OrganisationFactory(corporation=True)
    household = case.household

    together(household, *(partial(give_consent, household=household, organisation=kade, by=who) for who in people))

    assert (Consent.objects.count(), case.timeline.count()) == (1, 1)


# --- what we heard before the household knew, and what it objects to


def test_what_we_heard_is_told_once_and_within_a_month(case, alice, bob, heard):
    with fixed_today(JUNE):
        assert (heard.tell_before, heard.is_late) == (JUNE, False)
    with fixed_today(date(2026, 6, 2)):
        assert heard.is_late
        tell_gathered(heard=heard, how=AgreedHow.PHONE, by=bob)
    with pytest.raises(ToldAlready):
        tell_gathered(heard=heard, by=alice)

    heard.refresh_from_db()
    assert (heard.told_on, heard.told_by, heard.told_how, heard.is_late) == (date(2026, 6, 2), bob, "phone", False)
    kinds = case.timeline.values_list("kind", flat=True)
    assert {EntryKind.GATHERED, EntryKind.GATHERED_TOLD} <= set(kinds)


def test_it_was_not_told_before_it_was_heard(heard, alice):
    tell_gathered(heard=heard, on=date(2026, 4, 1), by=alice)

    heard.refresh_from_db()
    assert heard.told_on == MAY


def test_an_objection_stays_open_until_somebody_notes_what_followed(case, alice, bob, objection):
    answer_objection(objection=objection, answer="Post gaat alleen naar huis.", by=bob)
    with pytest.raises(ObjectionAnswered):
        answer_objection(objection=objection, answer="Anders", by=alice)

    objection.refresh_from_db()
    assert (objection.answer, objection.answered_by) == ("Post gaat alleen naar huis.", bob)
    assert case.timeline.get(kind=EntryKind.OBJECTION_ANSWERED).text == objection.answer


# --- the page


def test_consent_is_given_and_taken_back_on_its_page(as_user, alice, case, kade):
    browser = as_user(alice)
    form = browser.get(page_of(case)).context["consent_form"]
    assert (form.initial["organisation"], list(form.fields["organisation"].queryset)) == (kade.uuid, [kade])

    answer = browser.post(page_of(case), {"purpose": "knows", "organisation": kade.uuid, "how": "phone"})

    consent = Consent.objects.running().get()
    assert (answer.status_code, consent.organisation, consent.how) == (302, kade, "phone")
    assert "De Kade" in main_of(browser.get(page_of(case)))
    browser.post(act(case, "consent_withdraw", consent.uuid))
    context = browser.get(page_of(case)).context
    assert (context["running"], context["over"]) == ([], [consent])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "purpose"),
        ({"purpose": "knows", "party": "De huisarts"}, "organisation"),
        ({"purpose": "share"}, "party"),
        ({"purpose": "register", "until": "2020-01-01"}, "until"),
        ({"purpose": "register", "given_on": "2090-01-01"}, "given_on"),
    ],
)
def test_what_is_missing_is_asked_and_what_was_typed_stays(as_user, alice, case, typed, field):
    answer = as_user(alice).post(page_of(case), {**typed, "party": "De huisarts" if field != "party" else ""})

    assert (answer.status_code, list(answer.context["consent_form"].errors)) == (422, [field])
    assert ("De huisarts" in main_of(answer)) == (field != "party")
    assert not Consent.objects.exists()


def test_only_a_landlord_of_the_household_reads_along(as_user, alice, case, kade):
    oost = OrganisationFactory(corporation=True)

    answer = as_user(alice).post(page_of(case), {"purpose": "knows", "organisation": oost.uuid})

    assert (answer.status_code, Consent.objects.count()) == (422, 0)


def test_consent_to_a_landlord_of_before_can_still_be_taken_back(as_user, alice, case, kade):
    consent = give_consent(household=case.household, organisation=kade, by=alice)
    case.household.contracts.all().delete()

    as_user(alice).post(act(case, "consent_withdraw", consent.uuid))

    assert not Consent.objects.running().exists()


def test_of_another_household_nothing_is_changed_from_here(as_user, alice, team, case, kade, heard, objection):
    other, consent = CaseFactory(team=team), give_consent(household=case.household, organisation=kade, by=alice)
    urls = [
        act(other, "consent_withdraw", consent.uuid),
        act(other, "gathered_told", heard.uuid),
        act(other, "objection_answer", objection.uuid),
    ]

    assert [as_user(alice).post(url, {"answer": "Zo"}).status_code for url in urls] == [404] * 3


def test_what_others_told_and_an_objection_are_noted_and_followed_up(as_user, alice, case):
    browser = as_user(alice)
    browser.post(act(case, "gathered_add"), {"heard-source": "De huismeester", "heard-what": HEARD})
    browser.post(act(case, "objection_add"), {"objection-about": "Niet bij de buren navragen"})
    heard, objection = Gathered.objects.get(), Objection.objects.get()

    refused = browser.post(act(case, "gathered_told", heard.uuid), {"on": "2020-01-01"})
    browser.post(act(case, "gathered_told", heard.uuid), {"how": "talk"})
    browser.post(act(case, "objection_answer", objection.uuid), {"answer": "Dat doen we niet meer."})

    assert (refused.status_code, "2020-01-01" in refused.content.decode()) == (422, True)
    page = main_of(browser.get(page_of(case)))
    assert all(words in page for words in ["De huismeester", HEARD, "Niet bij de buren", "Dat doen we niet meer."])
    heard.refresh_from_db()
    assert heard.told_by == alice


def test_a_closed_case_is_written_in_too(as_user, alice, case, kade):
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)

    answer = as_user(alice).post(page_of(case), {"purpose": "knows", "organisation": kade.uuid})

    assert (answer.status_code, Consent.objects.count()) == (302, 1)


# --- who reads what


def test_a_team_assistant_reads_that_and_when_and_no_words(as_user, team, case, alice, kade, heard, objection):
    give_consent(household=case.household, organisation=kade, by=alice)
    browser = as_user(person(Role.TEAM_ASSISTANT, team=team))

    page = main_of(browser.get(page_of(case)))

    assert ("De Kade" in page, "De buurvrouw" in page) == (True, True)
    assert HEARD not in page
    assert objection.about not in page
    assert "<form" not in page
    assert browser.post(page_of(case)).status_code == 403


def test_a_partner_in_the_duo_hears_of_none_of_it(as_user, partner, case, alice, kade, heard, objection):
    give_consent(household=case.household, organisation=kade, by=alice)
    browser = as_user(partner)

    assert browser.get(page_of(case)).status_code == 403
    file = main_of(browser.get(reverse("cases:detail", args=[case.uuid])))
    assert not any(words in file for words in ["De Kade", HEARD, objection.about, page_of(case)])


def test_after_a_reason_it_is_read_and_not_written(as_user, team, case, heard):
    browser = as_user(person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=team.organisation)))
    browser.post(reverse("cases:reason", args=[case.uuid]), {"reason": ReadReason.COVER})

    assert HEARD in main_of(browser.get(page_of(case)))
    assert browser.post(page_of(case), {"purpose": "register"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number(as_user, alice, case, number, django_assert_num_queries):
    for n in range(number):
        give_consent(household=case.household, party=f"School {n}", purpose=ConsentPurpose.SHARE, by=alice)
        note_gathered(case=case, source=f"Buur {n}", what=HEARD, by=alice)
        note_objection(case=case, about=f"Bezwaar {n}", by=alice)
    browser = as_user(alice)
    browser.get(page_of(case))

    with django_assert_num_queries(14):
        browser.get(page_of(case))


# --- a household that another agency helps now


@pytest.fixture
def elsewhere(case, alice, kade, heard, objection):
    """The open case of another agency, with a yes, something heard and an objection; the one of here is closed."""
    give_consent(household=case.household, organisation=kade, by=alice)
    close_case(case=case, reason=CloseReason.NOT_REACHED, by=alice)
    case.refresh_from_db()
    theirs = CaseFactory(household=case.household, opened_on=date(2026, 7, 1))
    by = person(Role.SOCIAL_WORKER, team=theirs.team)
    give_consent(household=case.household, party="Huisarts", purpose=ConsentPurpose.ASK, by=by, case=theirs)
    note_gathered(case=theirs, source="De wijkagent", what="Er is ruzie", by=by)
    note_objection(case=theirs, about="Niet met de kerk praten", by=by)
    return theirs


def test_an_old_closed_case_shows_nothing_of_what_another_agency_noted(as_user, alice, case, elsewhere):
    browser = as_user(alice)

    page = main_of(browser.get(page_of(case)))

    assert all(words in page for words in ["De Kade", "De buurvrouw", HEARD, "Geen brieven meer"])
    assert not any(words in page for words in ["Huisarts", "De wijkagent", "Er is ruzie", "Niet met de kerk"])
    assert "<form" not in page
    assert "Huisarts" not in main_of(browser.get(reverse("cases:circumstances", args=[case.uuid])))
    assert "Huisarts" not in main_of(browser.get(reverse("cases:detail", args=[case.uuid])))


def test_from_an_old_closed_case_nothing_is_noted_beside_the_open_one_of_another_agency(
    as_user, alice, case, elsewhere, heard, objection
):
    yes = case.household.consents.get(party="Huisarts")
    before = (elsewhere.timeline.count(), case.timeline.count())
    urls = [
        page_of(case),
        act(case, "consent_withdraw", yes.uuid),
        act(case, "gathered_add"),
        act(case, "gathered_told", heard.uuid),
        act(case, "objection_add"),
        act(case, "objection_answer", objection.uuid),
    ]
    typed = {"purpose": "register", "heard-source": "Buur", "heard-what": "x", "objection-about": "x", "answer": "Zo"}

    browser = as_user(alice)
    answers = [browser.post(url, said, follow=True) for url in urls for said in (typed, {})]

    assert {answer.redirect_chain[-1][0] for answer in answers} == {reverse("cases:detail", args=[case.uuid])}
    assert {message.level_tag for answer in answers for message in answer.context["messages"]} == {"warning"}
    assert (elsewhere.timeline.count(), case.timeline.count(), Consent.objects.running().count()) == (*before, 2)


@pytest.mark.parametrize("write", [note_gathered, note_objection, give_consent, withdraw_consent])
def test_who_had_the_form_open_when_another_agency_began_is_stopped_too(alice, case, elsewhere, write):
    said = {
        note_gathered: {"source": "Buur", "what": "x"},
        note_objection: {"about": "x"},
        give_consent: {"household": case.household, "purpose": ConsentPurpose.REGISTER},
        withdraw_consent: {"consent": case.household.consents.first()},
    }[write]

    with pytest.raises(CaseAlreadyClosed):
        write(case=case, by=alice, **said)


def test_the_agency_that_helps_now_does_not_answer_what_was_said_to_another(as_user, elsewhere, heard, objection):
    browser = as_user(person(Role.DEBT_COUNSELLOR, team=elsewhere.team))
    urls = [act(elsewhere, "gathered_told", heard.uuid), act(elsewhere, "objection_answer", objection.uuid)]

    assert [browser.post(url, {"answer": "Zo"}).status_code for url in urls] == [404, 404]
    assert HEARD not in main_of(browser.get(page_of(elsewhere)))


def test_when_both_are_closed_each_notes_in_its_own_last_case(alice, case, elsewhere, objection):
    close_case(case=elsewhere, reason=CloseReason.NOT_REACHED, by=alice)

    answer_objection(objection=objection, answer="Zo doen we het.", by=alice)
    give_consent(household=case.household, case=case, purpose=ConsentPurpose.REGISTER, by=alice)

    kinds = set(case.timeline.values_list("kind", flat=True))
    assert {EntryKind.OBJECTION_ANSWERED, EntryKind.CONSENT} <= kinds
    assert not elsewhere.timeline.filter(kind=EntryKind.OBJECTION_ANSWERED).exists()
