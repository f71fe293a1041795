"""Money at the kitchen table: whom a household owes, and what it may have."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from cases.enums import (
    ChainKind,
    ClockKind,
    CloseReason,
    ContactKind,
    CreditorState,
    EndReason,
    EntryKind,
    IncomeState,
    LegalStage,
    Outcome,
    StatementKind,
    Threat,
)
from cases.models import Case, Creditor, Ending, IncomeLine, Task
from cases.models.provisions import OFFERS, Giver, Offer, Part, Provision
from cases.permissions import known_to, timeline_of
from cases.queries.money import add_up, gained_per_month
from cases.services.case import CaseAlreadyClosed, withdraw_case
from cases.services.closing import let_go
from cases.services.contact import log_attempt
from cases.services.creditor import (
    CreditorChangedMeanwhile,
    CreditorLine,
    add_creditors,
    change_creditor,
    set_creditor,
)
from cases.services.crisis import end_crisis, start_crisis
from cases.services.debt import start_step
from cases.services.income import clear_income, set_income
from cases.services.story import tell_story
from cases.services.task import add_task
from common import dates
from common.dates import fixed_today
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory, PersonFactory

MONDAY = date(2026, 5, 11)


@pytest.fixture(autouse=True)
def monday():
    with fixed_today(MONDAY):
        yield


@pytest.fixture
def creditors(case, alice):
    lines = [CreditorLine("Stroomhuis", Decimal("312.50"), "K-77"), CreditorLine("Tandarts")]
    return add_creditors(case=case, lines=lines, by=alice)


def close(case, by):
    let_go(case=case, ending=Ending(CloseReason.DECEASED), by=by)


# --- stories


def test_shoebox_the_box_was_an_excuse_and_the_papers_can_wait(case, alice):
    """Eropaf-laboratorium 2011, story 1: sorted and out within 45 minutes is the wrong way. A talk is enough."""
    log_attempt(
        case=case,
        kind=ContactKind.APPOINTMENT,
        at=dates.now(),
        reached=True,
        story="Vooral over vroeger gepraat.",
        by=alice,
    )
    tell_story(case=case, said={StatementKind.UNDERLYING: "Wil iemand om mee te praten"}, by=alice)

    box = add_task(case=case, what="Samen de schoenendoos doen", by=alice)

    assert not case.creditors.exists()
    assert not case.debt_steps.exists()
    assert (box.due_on, box.is_promise, list(case.tasks.open())) == (None, False, [box])
    assert case.statements.get(kind=StatementKind.UNDERLYING).text == "Wil iemand om mee te praten"


def test_shoebox_a_name_a_paper_is_enough(case, alice):
    names = ["Stroomhuis", "Waterbedrijf", "Zorgverzekeraar", "De huurbaas", "Postorder"]

    add_creditors(case=case, lines=[CreditorLine(name) for name in names], by=alice)

    assert [(one.name, one.amount, one.state) for one in case.creditors.all()] == [
        (name, None, "open") for name in names
    ]
    assert case.timeline.get(kind=EntryKind.CREDITOR).text == ", ".join(names)


def test_a_small_debt_they_solve_alone_is_looked_at_later(case, alice):
    """Outreachend besturen 2012, story 21: own solution first: nothing but the creditor and what the household wants has to be noted."""
    [one] = add_creditors(case=case, lines=[CreditorLine("De huurbaas", Decimal(90))], by=alice)
    change_creditor(creditor=one, by=alice, facts={"aim": "Zelf, van het vakantiegeld"})

    set_creditor(creditor=one, state=CreditorState.PAID, seen=CreditorState.OPEN, by=alice)

    task = case.tasks.get()
    assert (task.due_on, task.owner, one.aim) == (date(2026, 8, 11), alice, "Zelf, van het vakantiegeld")


def test_five_creditors_and_glad_of_unasked_help_leads_to_debt_help(case, alice):
    """Vroeg Eropaf 2008, S8: somebody at the door nobody asked for, and five creditors they cannot solve alone."""
    add_creditors(case=case, lines=[CreditorLine(f"Schuldeiser {number}") for number in range(5)], by=alice)

    start_step(case=case, kind=ChainKind.APPLICATION, by=alice)

    assert add_up(case.creditors.all()).unknown == 5
    assert case.clocks.get(kind=ClockKind.DEBT_DECISION, stopped_on=None).due_on == date(2026, 7, 6)


def test_judgment_served_last_week_the_debt_stays_known_after_the_loss(case, alice):
    """Vroeg Eropaf 2008, S1: De Haan, too late; what is owed outlives the home, and the case goes on with it."""
    [rent] = add_creditors(case=case, lines=[CreditorLine("De corporatie", Decimal("3839.27"))], by=alice)
    eviction = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"legal_stage": LegalStage.SERVED})

    end_crisis(crisis=eviction, reason=EndReason.TOO_LATE, given_up="De pinpas", by=alice)

    assert add_up(case.creditors.all()).open == Decimal("3839.27")
    assert not case.trade_offs.exists()
    change_creditor(creditor=rent, by=alice, facts={"aim": "Later, als er een huis is"})


def test_bailiff_costs_are_paid_by_the_corporation_if_help_is_accepted(case, alice):
    """Vroeg Eropaf 2008, S10: three months behind and costs on top; not accepted, the costs stay with the tenant."""
    [costs] = add_creditors(case=case, lines=[CreditorLine("Deurwaarder, kosten", Decimal("412.90"))], by=alice)
    change_creditor(creditor=costs, by=alice, facts={"demand": "De corporatie betaalt als zij hulp aannemen"})
    assert add_up(case.creditors.all()).open == Decimal("412.90")

    log_attempt(
        case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, outcome=Outcome.WANTS_TO_TALK, by=alice
    )
    set_creditor(creditor=costs, state=CreditorState.PAID, seen=CreditorState.OPEN, by=alice)

    assert (add_up(case.creditors.all()).open, add_up(case.creditors.all()).paid) == (0, Decimal("412.90"))
    assert costs.demand == "De corporatie betaalt als zij hulp aannemen"


def test_a_debt_that_an_ex_made_stands_in_a_name_of_its_own(case, alice):
    ex = PersonFactory(household=case.household, role="partner", name="R. Wijnands")
    bank, shop = add_creditors(
        case=case, lines=[CreditorLine("Bank", Decimal(90000)), CreditorLine("Winkel", Decimal(10000))], by=alice
    )

    change_creditor(creditor=bank, by=alice, facts={"owed_by": ex})

    assert add_up([bank, shop]).by_person == [("", Decimal(10000)), ("R. Wijnands", Decimal(90000))]


# --- whom they owe


def test_the_same_form_sent_twice_notes_each_paper_once(case, alice, creditors):
    again = [CreditorLine("stroomhuis", Decimal("312.50"), "K-77"), CreditorLine("Tandarts"), CreditorLine("Nieuw")]

    new = add_creditors(case=case, lines=again, by=alice)

    assert [one.name for one in new] == ["Nieuw"]
    assert case.creditors.count() == 3


def test_two_files_of_one_creditor_are_two(case, alice, creditors):
    add_creditors(case=case, lines=[CreditorLine("Stroomhuis", Decimal("312.50"), "K-78")], by=alice)

    assert case.creditors.filter(name="Stroomhuis").count() == 2


def test_what_is_owed_adds_up_by_how_far_it_is(case, alice, creditors):
    lines = [CreditorLine("Verzekeraar", Decimal(100)), CreditorLine("Oom", Decimal(50))]
    arranged, paid = add_creditors(case=case, lines=lines, by=alice)
    set_creditor(creditor=arranged, state=CreditorState.ARRANGED, seen=CreditorState.OPEN, by=alice)
    set_creditor(creditor=paid, state=CreditorState.PAID, seen=CreditorState.OPEN, by=alice)

    assert add_up(case.creditors.all()) == (Decimal("312.50"), 100, 50, 1, [])


def test_their_demand_stands_beside_the_aim_of_the_household_whoever_wrote_it(case, alice, leader, creditors):
    change_creditor(creditor=creditors[0], by=alice, facts={"demand": "Alles ineens "})
    change_creditor(creditor=Creditor.objects.get(pk=creditors[0].pk), by=leader, facts={"aim": "€ 25 per maand"})

    one = Creditor.objects.get(pk=creditors[0].pk)
    assert (one.demand, one.aim, one.amount) == ("Alles ineens", "€ 25 per maand", Decimal("312.50"))


def test_of_two_people_the_second_sees_that_it_changed(alice, leader, creditors):
    set_creditor(creditor=creditors[0], state=CreditorState.ARRANGED, seen=CreditorState.OPEN, by=alice)

    with pytest.raises(CreditorChangedMeanwhile):
        set_creditor(creditor=creditors[0], state=CreditorState.PAID, seen=CreditorState.OPEN, by=leader)

    assert Creditor.objects.get(pk=creditors[0].pk).state == CreditorState.ARRANGED


def test_only_when_nothing_is_open_somebody_looks_later_whether_it_holds_and_once(case, alice, creditors):
    first, second = creditors
    set_creditor(creditor=first, state=CreditorState.ARRANGED, seen=CreditorState.OPEN, by=alice)
    assert not case.tasks.exists()

    set_creditor(creditor=second, state=CreditorState.PAID, seen=CreditorState.OPEN, by=alice)
    set_creditor(creditor=first, state=CreditorState.PAID, seen=CreditorState.ARRANGED, by=alice)

    assert Task.objects.get(case=case).due_on == date(2026, 8, 11)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"amount": Decimal(-1)}], ids=["no name", "below nothing"])
def test_the_database_keeps_a_creditor_whole(case, alice, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Creditor.objects.create(**{"case": case, "name": "x", "state_on": MONDAY, "noted_by": alice} | wrong)


def test_a_closed_case_gets_no_creditors_and_no_check(case, alice, creditors):
    close(case, alice)

    with pytest.raises(CaseAlreadyClosed):
        add_creditors(case=case, lines=[CreditorLine("Te laat")], by=alice)
    with pytest.raises(CaseAlreadyClosed):
        set_creditor(creditor=creditors[0], state=CreditorState.PAID, seen=CreditorState.OPEN, by=alice)
    with pytest.raises(CaseAlreadyClosed):
        set_income(case=case, state=IncomeState.HAS, code=Provision.RENT, by=alice)


def test_a_case_with_creditors_was_no_mistake(team, alice):
    case = CaseFactory(team=team)
    add_creditors(case=case, lines=[CreditorLine("Stroomhuis")], by=alice)

    assert withdraw_case(case=case, by=alice) is False


def test_a_partner_and_an_assistant_know_of_no_creditor(case, alice, partner, team, creditors):
    set_income(case=case, state=IncomeState.APPLIED, code=Provision.RENT, by=alice)
    assistant = person(Role.TEAM_ASSISTANT, team=team)

    for reader in (partner, assistant):
        told = timeline_of(case, reader)
        assert not told.filter(kind__in=[EntryKind.CREDITOR, EntryKind.INCOME]).exists()
    assert case.timeline.filter(known_to(alice), kind=EntryKind.CREDITOR).exists()


# --- what they may have


def test_one_tap_says_what_is_known_and_the_last_one_counts(case, alice, leader):
    set_income(case=case, state=IncomeState.MAY_HAVE, code=Provision.HEALTH, by=alice)
    set_income(case=case, state=IncomeState.HAS, code=Provision.HEALTH, by=leader)

    line = case.income_lines.get()
    assert (line.state, line.changed_by, line.gained) == ("has", leader, None)


def test_who_applies_waits_and_the_days_are_counted_until_the_answer(case, alice):
    set_income(case=case, state=IncomeState.APPLIED, code=Provision.RENT, applied_on=date(2026, 5, 1), by=alice)
    assert case.income_lines.get().days == 10

    with fixed_today(MONDAY + timedelta(days=20)):
        set_income(case=case, state=IncomeState.HAS, code=Provision.RENT, gained=Decimal("215.40"), by=alice)
    with fixed_today(MONDAY + timedelta(days=90)):
        line = case.income_lines.get()
        assert (line.days, line.answered_on) == (30, MONDAY + timedelta(days=20))


def test_what_a_month_brings_counts_only_what_they_have_now(case, alice):
    set_income(case=case, state=IncomeState.HAS, code=Provision.RENT, gained=Decimal("215.40"), by=alice)
    set_income(case=case, state=IncomeState.HAS, what="Aanvulling werkgever", gained=Decimal(40), by=alice)
    set_income(case=case, state=IncomeState.HAS, code=Provision.CHILD_BENEFIT, by=alice)
    assert gained_per_month(Case.objects.filter(pk=case.pk)) == Decimal("255.40")

    set_income(case=case, state=IncomeState.NOT, code=Provision.RENT, by=alice)

    assert gained_per_month(Case.objects.all()) == 40
    assert gained_per_month(Case.objects.none()) == 0


def test_a_tap_can_be_taken_back(case, alice):
    set_income(case=case, state=IncomeState.NOT, code=Provision.FOOD, by=alice)

    assert clear_income(case=case, code=Provision.FOOD, by=alice) is True
    assert clear_income(case=case, code=Provision.FOOD, by=alice) is False
    assert not case.income_lines.exists()


def test_a_whole_list_of_taps_is_one_line_on_the_timeline_and_an_application_its_own(case, alice):
    for provision in (Provision.RENT, Provision.HEALTH, Provision.FOOD):
        set_income(case=case, state=IncomeState.MAY_HAVE, code=provision, by=alice)
    set_income(case=case, state=IncomeState.APPLIED, code=Provision.RENT, by=alice)

    told = case.timeline.filter(kind=EntryKind.INCOME)
    assert sorted((entry.detail, entry.text) for entry in told) == [("", ""), ("applied", Provision.RENT.label)]


@pytest.mark.parametrize(
    "wrong",
    [{"what": "x"}, {"code": ""}, {"state": "applied"}, {"state": "not", "gained": 5}],
    ids=["both", "neither", "no day", "gains what it has not"],
)
def test_the_database_keeps_a_line_whole(case, alice, wrong):
    line = {"case": case, "code": "rent", "state": "has", "changed_at": dates.now(), "changed_by": alice}
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomeLine.objects.create(**line | wrong)


def test_an_offer_holds_from_its_first_day_until_the_day_it_ends():
    offer = Offer(Provision.EMERGENCY, Giver.FUND, Part.URGENT, since=date(2026, 1, 1), until=date(2027, 1, 1))

    assert [offer.holds(on) for on in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert {one.what for one in OFFERS} == set(Provision)
