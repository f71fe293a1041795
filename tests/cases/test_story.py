"""What is said about a household, how we stand with it, who lives there: kept up to date, nothing lost."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import ContactStatus, EntryKind, PersonRole, Relationship, StatementKind
from cases.models import HouseholdProfile, Person, Statement, TimelineEntry
from cases.permissions import number_of
from cases.queries.paper import pack_of
from cases.services.household import Member, TenantKnownAlready, describe_household
from cases.services.standing import set_standing
from cases.services.story import tell_story
from common import dates
from common.dates import fixed_today
from common.templatetags.ui import full_day
from tests.factories.accounts import person

OWN_WORDS, OUR_WORDS = "Ik wil dat de jongens op hun school blijven", "Ziek sinds november, loon gestopt"


def page_of(browser, case):
    return browser.get(reverse("cases:detail", args=[case.uuid])).content.decode()


def lines(case, kind):
    return list(TimelineEntry.objects.filter(case=case, kind=kind).order_by("pk").values_list("detail", "text"))


# --- what is said


def test_own_words_and_ours_stand_beside_each_other_before_anything_else(as_user, alice, case):
    tell_story(case=case, said={StatementKind.NEED: OWN_WORDS, StatementKind.SITUATION: OUR_WORDS}, by=alice)

    page = page_of(as_user(alice), case)

    assert page.index(OWN_WORDS) < page.index(OUR_WORDS) < page.index("timeline__item")


def test_another_version_ends_the_one_before_and_keeps_it(case, alice, leader):
    tell_story(case=case, said={StatementKind.RISK: "Geen inkomen"}, by=alice)
    tell_story(case=case, said={StatementKind.RISK: " Inkomen is hersteld "}, by=leader)

    first, second = Statement.objects.filter(case=case)
    assert (first.text, first.by, first.until) == ("Geen inkomen", alice, second.since)
    assert (second.text, second.by, second.until) == ("Inkomen is hersteld", leader, None)


def test_an_emptied_text_ends_what_was_said_and_what_did_not_change_is_no_version(case, alice):
    tell_story(case=case, said={StatementKind.RISK: "Geen inkomen"}, by=alice)

    assert not tell_story(case=case, said={StatementKind.RISK: "Geen inkomen "}, by=alice)
    assert tell_story(case=case, said={StatementKind.RISK: ""}, by=alice)

    assert not case.statements.running().exists()
    assert len(lines(case, EntryKind.STORY)) == 2


def test_two_people_who_write_at_once_keep_each_others_words(as_user, alice, leader, case):
    tell_story(case=case, said={StatementKind.SITUATION: "Begin"}, by=alice)
    address = reverse("cases:story", args=[case.uuid])
    shown = {"situation": "Begin", "initial-situation": "Begin", "risk": "", "initial-risk": ""}

    as_user(alice).post(address, shown | {"situation": OUR_WORDS})
    as_user(leader).post(address, shown | {"risk": "Geen inkomen"})

    said = dict(case.statements.running().values_list("kind", "text"))
    assert said == {"situation": OUR_WORDS, "risk": "Geen inkomen"}


def test_the_page_carries_what_it_showed(as_user, alice, case):
    tell_story(case=case, said={StatementKind.SITUATION: OUR_WORDS}, by=alice)

    page = as_user(alice).get(reverse("cases:story", args=[case.uuid])).content.decode()

    assert f'name="initial-situation" value="{OUR_WORDS}"' in page


@pytest.mark.parametrize("role", [Role.TEAM_ASSISTANT, Role.HOUSING_CONSULTANT])
def test_nothing_of_it_is_read_by_whoever_is_not_of_the_care(as_user, team, alice, partner, case, role):
    tell_story(case=case, said=dict.fromkeys(StatementKind, OUR_WORDS), by=alice)
    reader = partner if role == Role.HOUSING_CONSULTANT else person(role, team=team)

    assert OUR_WORDS not in page_of(as_user(reader), case)


# --- how we stand


def stand(case, by, **said):
    usual = {"director": by, "relationship": Relationship.CONTACT, "contact_status": ContactStatus.UNKNOWN}
    set_standing(case=case, by=by, **usual | said)


def test_whoever_of_the_agency_is_in_the_duo_keeps_the_direction_from_then_on(case, alice):
    assert case.director == alice


def test_each_change_is_a_line_and_no_change_is_none(case, alice, leader):
    stand(case, alice)
    assert not TimelineEntry.objects.filter(kind__in=["director", "relationship", "contact_status"]).exists()

    stand(case, alice, director=leader, relationship=Relationship.TRUST)
    stand(case, alice, director=leader, relationship=Relationship.CONTACT)

    assert lines(case, EntryKind.DIRECTOR) == [("", leader.name)]
    assert lines(case, EntryKind.RELATIONSHIP) == [("trust", ""), ("contact", "")]  # it may go back


def test_who_presses_is_noted_with_pressure_and_goes_with_it(case, alice):
    stand(case, alice, contact_status=ContactStatus.PRESSURE, pressed_by="Werk en inkomen")
    assert case.pressed_by == "Werk en inkomen"

    stand(case, alice, pressed_by="Werk en inkomen")
    assert (case.contact_status, case.pressed_by) == ("unknown", "")
    assert lines(case, EntryKind.CONTACT_STATUS) == [("pressure", "Werk en inkomen"), ("unknown", "")]


def test_since_when_contact_is_under_pressure_stands_on_the_file(as_user, case, alice):
    assert case.status_since == case.opened_on
    since = dates.today() - timedelta(days=9)

    stand(case, alice, contact_status=ContactStatus.PRESSURE, pressed_by="Werk en inkomen", since=since)
    stand(case, alice, contact_status=ContactStatus.PRESSURE, pressed_by="Werk en inkomen")
    assert case.status_since == since
    assert full_day(since) in page_of(as_user(alice), case)

    said = {"director": alice.uuid, "relationship": "contact", "contact_status": "voluntary", "since": since}
    as_user(alice).post(reverse("cases:standing", args=[case.uuid]), said)  # the day that stood there
    case.refresh_from_db()
    assert case.status_since == dates.today()


def test_the_form_offers_the_teams_workers_and_saves(as_user, alice, leader, colleague, case):
    browser, address = as_user(alice), reverse("cases:standing", args=[case.uuid])
    offered = set(browser.get(address).context["form"].fields["director"].queryset)
    assert offered == {alice, leader}

    said = {"director": leader.uuid, "relationship": "trust", "contact_status": "pressure", "pressed_by": "DWI"}
    assert browser.post(address, said).status_code == 302

    case.refresh_from_db()
    assert (case.director, case.relationship, case.pressed_by) == (leader, "trust", "DWI")


def test_the_direction_is_given_up_by_saying_so_and_not_by_leaving_the_team(as_user, alice, colleague, case):
    stand(case, alice, director=colleague)
    browser, address = as_user(alice), reverse("cases:standing", args=[case.uuid])
    said = {"relationship": "trust", "contact_status": "voluntary"}
    assert "" in [value for value, _label in browser.get(address).context["form"].fields["director"].choices]

    browser.post(address, said)
    case.refresh_from_db()
    assert case.director == colleague
    browser.post(address, said | {"director": ""})
    case.refresh_from_db()
    assert case.director is None


# --- who lives here


def household_form(*members, **profile):
    form = {"members-TOTAL_FORMS": str(len(members)), "members-INITIAL_FORMS": "0"} | profile
    for number, member in enumerate(members):
        form |= {f"members-{number}-{name}": value for name, value in member.items()}
    return form


def test_people_are_added_changed_and_leave_and_the_tenant_stays(as_user, alice, case):
    browser, address = as_user(alice), reverse("cases:household", args=[case.uuid])
    browser.post(address, household_form({"name": "Milan", "role": "child", "birth_date": "2013-04-01"}, {"name": ""}))
    milan = Person.objects.get(name="Milan")
    assert (milan.role, milan.household) == (PersonRole.CHILD, case.household)

    known = {"uuid": str(milan.uuid), "name": "Milan W.", "role": "child"}
    browser.post(address, household_form(known) | {"members-INITIAL_FORMS": "1"})
    assert [p.name for p in case.household.people.order_by("pk")] == ["C. Wijnands", "Milan W."]

    browser.post(address, household_form(known | {"gone": "on"}) | {"members-INITIAL_FORMS": "1"})
    assert [p.name for p in case.household.people.all()] == ["C. Wijnands"]
    assert [event.name for event in Person.pgh_event_model.objects.order_by("pgh_id")] == ["Milan", "Milan W."]


def test_whoever_a_contract_names_is_on_the_page_but_in_no_form(as_user, alice, case):
    """They come back with the next file, so that the form would promise what does not last."""
    Person.objects.create(household=case.household, role=PersonRole.MEMBER, name="Sem")
    browser, address = as_user(alice), reverse("cases:household", args=[case.uuid])

    assert [form.initial for form in browser.get(address).context["members"]] == [{}, {}]
    browser.post(address, household_form({"name": "Anders", "role": "member", "gone": "on"}))

    assert "Sem" in page_of(browser, case)


def test_a_tenant_whom_no_contract_names_is_written_down_by_hand_and_found_by_the_next_list(as_user, alice, case):
    case.household.people.all().delete()
    browser, address = as_user(alice), reverse("cases:household", args=[case.uuid])
    carla = {"name": "C. Wijnands", "role": "main_tenant", "birth_date": "1982-03-04"}

    twice = browser.post(address, household_form(carla, {"name": "Sem", "role": "main_tenant"}))
    assert (twice.status_code, list(twice.context["members"][1].errors)) == (422, ["role"])
    browser.post(address, household_form(carla))

    tenant = Person.objects.get(household=case.household)
    case.refresh_from_db()
    assert (case.household.name, case.household.tenant_key) == ("C. Wijnands", "cwijnands|1982-03-04")
    corrected = carla | {"uuid": str(tenant.uuid), "name": "Carla Wijnands", "phone": "0655555555"}
    browser.post(address, household_form(corrected) | {"members-INITIAL_FORMS": "1"})
    assert "tel:0655555555" in page_of(browser, case)


def test_a_tenant_whom_a_file_named_in_the_meantime_stays_and_nothing_typed_is_lost(as_user, alice, case):
    """The page was open before the list came in."""
    form = household_form({"name": "Anders", "role": "member"}, phone="0655555555")
    member = Member(None, "C. Wijnands", PersonRole.MAIN_TENANT)

    with pytest.raises(TenantKnownAlready):
        describe_household(case=case, profile={"phone": "0655555555"}, members=[member], by=alice)

    refused = as_user(alice).post(
        reverse("cases:household", args=[case.uuid]), form | {"members-0-role": "main_tenant"}
    )  # fmt: skip
    assert refused.context["form"]["phone"].value() == "0655555555"
    assert not HouseholdProfile.objects.exists()


def test_who_is_the_main_tenant_may_change_in_one_go(case, alice):
    case.household.people.all().delete()
    describe_household(
        case=case, profile={}, by=alice,
        members=[Member(None, "Carla", PersonRole.MAIN_TENANT), Member(None, "Milan", PersonRole.CHILD)],
    )  # fmt: skip
    carla, milan = (Person.objects.get(name=name).uuid for name in ("Carla", "Milan"))

    describe_household(
        case=case, profile={}, by=alice,
        members=[Member(milan, "Milan", PersonRole.MAIN_TENANT), Member(carla, "Carla", PersonRole.PARENT)],
    )  # fmt: skip

    assert case.household.people.get(role=PersonRole.MAIN_TENANT).name == "Milan"


def test_the_number_that_was_given_to_us_is_called_and_a_partner_keeps_that_of_the_contract(
    as_user, alice, partner, case
):
    as_user(alice).post(reverse("cases:household", args=[case.uuid]), household_form(phone="+31 6 5555 5555"))

    for address in (reverse("cases:detail", args=[case.uuid]), reverse("visits:day"), reverse("home")):
        assert 'href="tel:+31655555555"' in as_user(alice).get(address).content.decode()
    for address in (reverse("cases:detail", args=[case.uuid]), reverse("visits:day")):
        page = as_user(partner).get(address).content.decode()
        assert 'href="tel:0612345678"' in page
        assert "5555" not in page
    assert pack_of(case)["phone"] == "+31 6 5555 5555"


def test_a_partner_has_no_number_of_a_tenant_whom_we_wrote_down(alice, partner, case):
    case.household.people.update(uuid=uuid4())

    assert (number_of(case.household, alice), number_of(case.household, partner)) == ("0612345678", "")


def test_how_to_reach_them_is_kept_and_shown(as_user, alice, case):
    profile = {"contact_wish": "Liefst appen", "languages": ["nl", "tr"], "tenure": "corporation"}

    as_user(alice).post(reverse("cases:household", args=[case.uuid]), household_form(**profile))

    found = HouseholdProfile.objects.get(household=case.household)
    assert (found.contact_wish, found.languages, found.tenure) == ("Liefst appen", ["nl", "tr"], "corporation")
    assert "Liefst appen" in page_of(as_user(alice), case)


def test_somebody_elses_household_is_out_of_reach_of_the_form(as_user, alice, case):
    stranger = Person.objects.create(household=case.household, role="member", name="Sem", uuid=uuid4())
    other = type(case.household).objects.create(dwelling=case.household.dwelling, tenant_key="other")
    Person.objects.filter(pk=stranger.pk).update(household=other)

    form = household_form({"uuid": str(stranger.uuid), "name": "Anders", "role": "member", "gone": "on"})
    as_user(alice).post(reverse("cases:household", args=[case.uuid]), form)

    stranger.refresh_from_db()
    assert (stranger.name, stranger.household) == ("Sem", other)
    assert case.household.people.count() == 1


@pytest.mark.parametrize(("member", "field"), [
    ({"phone": "0612345678"}, "name"), ({"name": "Sem", "birth_date": "2999-01-01"}, "birth_date"),
    ({"name": "Sem", "birth_date": "31-31-2013"}, "birth_date"),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(as_user, alice, case, member, field):
    form = household_form({"role": "child"} | member, contact_wish="Bel na vier uur")
    answer = as_user(alice).post(reverse("cases:household", args=[case.uuid]), form)

    assert answer.status_code == 422
    assert list(answer.context["members"][0].errors) == [field]
    assert answer.context["form"]["contact_wish"].value() == "Bel na vier uur"
    assert not HouseholdProfile.objects.exists()


def test_nothing_changed_is_nothing_written(as_user, alice, case):
    as_user(alice).post(reverse("cases:household", args=[case.uuid]), household_form({"name": "", "role": "member"}))

    assert lines(case, EntryKind.HOUSEHOLD) == []


@pytest.mark.parametrize(("born", "role", "age", "minor"), [
    (date(2008, 11, 23), "child", 17, True), (date(2008, 11, 22), "child", 18, False), (None, "child", None, True),
    (None, "member", None, False), (date(2020, 1, 1), "member", 6, True),
])  # fmt: skip
def test_who_is_a_minor_today(born, role, age, minor):
    with fixed_today(date(2026, 11, 22)):
        somebody = Person(birth_date=born, role=role, name="Sem")
        assert (somebody.age, somebody.is_minor) == (age, minor)


def test_a_partner_sees_the_tenant_and_nobody_else_who_lives_there(as_user, partner, case):
    Person.objects.create(household=case.household, role=PersonRole.CHILD, name="Milan")

    page = page_of(as_user(partner), case)

    assert "C. Wijnands" in page
    assert "Milan" not in page


def test_earlier_words_are_read_where_new_ones_are_written(as_user, alice, leader, case):
    tell_story(case=case, said={StatementKind.RISK: "Geen inkomen"}, by=alice)
    tell_story(case=case, said={StatementKind.RISK: "Inkomen is hersteld"}, by=leader)

    page = as_user(leader).get(reverse("cases:story", args=[case.uuid]))

    assert [(words.words, words.by) for words in page.context["earlier"]] == [("Geen inkomen", alice)]
    assert "Geen inkomen" in page.content.decode()
