"""Stories of the sources in which something threatens."""

from datetime import date, timedelta

from django.urls import reverse

from accounts.enums import Role
from cases.enums import (
    ClockKind,
    ContactKind,
    EndReason,
    ItemKind,
    ItemState,
    LegalStage,
    Outcome,
    Referrer,
    Route,
    Stage,
    Threat,
    ToldBy,
)
from cases.models import Task
from cases.services.case import change_stage
from cases.services.contact import log_attempt
from cases.services.crisis import change_crisis, end_crisis, start_crisis
from cases.services.request import note_request
from common import dates
from common.dates import fixed_today
from tests.cases.crisis.steps import MONDAY, address, in_english, item_of, main_of, tap
from tests.factories.accounts import person
from tests.factories.cases import CaseFactory


def test_judgment_served_last_week_too_late(as_user, alice, case):
    """Vroeg Eropaf 2008, S1: nothing is packed, the bailiff comes, and a bag holds the papers."""
    facts = {"legal_stage": LegalStage.SERVED, "stage_on": MONDAY - timedelta(days=7), "day": date(2026, 5, 13)}
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts=facts)
    browser = in_english(as_user(alice))
    bag = item_of(crisis, "take_papers")
    assert tap(browser, crisis, bag, "done", note="Tas van de supermarkt. Polis ontbreekt?").status_code == 302

    with fixed_today(date(2026, 5, 13)):
        browser.post(address("crisis_end", case, crisis), {"reason": "too_late"})
        page = main_of(browser.get(address("crisis", case)))

    crisis.refresh_from_db()
    assert (crisis.end, crisis.end_reason, crisis.lead_days) == ("lost", EndReason.TOO_LATE, 2)
    for words in ["Evicted", "Known too late", "2 days after we knew", "Where do they sleep?"]:
        assert words in page
    case.refresh_from_db()
    assert (case.stage, case.closed_on) == (Stage.CONTACT, None)


def test_first_client_of_the_steunpunt_clearance_today_on_top(as_user, alice, leader, team, case):
    """Eropaf-laboratorium 2011, story 2: somebody nearby reports a home that is being cleared."""
    late = CaseFactory(team=team, duo=[alice, person(Role.HOUSING_CONSULTANT)])
    Task.objects.create(case=late, what="visit", due_on=date(2026, 5, 1), owner=alice, is_visit=True)
    fields = {"threat": "eviction", "legal_stage": "today", "told_by": "nearby"}

    as_user(alice).post(address("crisis_start", case), fields)

    stops = as_user(alice).get(reverse("visits:day")).context["stops"]
    rows = as_user(leader).get(reverse("cases:list"), {"show": "team"}).context["cases"]
    assert (next(iter(stops)), next(iter(rows))) == (case, case)
    pages = [main_of(in_english(as_user(who)).get(reverse("home"))) for who in (alice, leader)]
    assert ["Eviction today" in page for page in pages] == [True, True]


def test_first_client_of_the_steunpunt_the_report_keeps_street_day_reporter_and_legal_stage(as_user, leader, team):
    """Eropaf-laboratorium 2011, story 2: the report alone makes the crisis of today, with who told it."""
    facts = {"postcode": "1093AB", "number": 12, "street": "Nic. de Roeverstraat", "eviction_on": MONDAY}
    told = {"referrer": Referrer.NEIGHBOUR, "asked_by": "De overbuurman"}

    request = note_request(team=team, route=Route.NOTICE, by=leader, facts=facts | told)

    crisis = request.case.crises.get()
    assert (crisis.legal_stage, crisis.day, crisis.told_by) == (LegalStage.TODAY, MONDAY, ToldBy.NEARBY)
    assert (request.address, request.asked_on, request.asked_by) == (
        "Nic. de Roeverstraat 12",
        MONDAY,
        "De overbuurman",
    )
    assert next(iter(as_user(leader).get(reverse("cases:list"), {"show": "team"}).context["cases"])) == request.case


def test_court_ruling_after_a_refusal_asks_again(as_user, alice, partner, case):
    """Eropaf-laboratorium 2011, story 4: the tenant refused help, then the judge grants dissolution."""
    log_attempt(
        case=case, kind=ContactKind.VISIT, at=dates.now() - timedelta(days=10), reached=True,
        outcome=Outcome.WANTS_NO_HELP, by=alice,
    )  # fmt: skip
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"legal_stage": LegalStage.SUMMONS})
    log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=False, by=alice)
    browser = in_english(as_user(alice))

    with fixed_today(MONDAY + timedelta(days=1)):
        change_crisis(crisis=crisis, by=alice, facts={"legal_stage": LegalStage.JUDGMENT})
        planned = Task.objects.filter(case=case, is_visit=True, done_at=None, due_on=dates.today())
        assert {task.owner for task in planned} == {alice, partner}
        page = main_of(browser.get(address("crisis", case)))
        assert "“Wants no help now”. Since then: judgment. Ask again whether they want help." in page

    with fixed_today(MONDAY + timedelta(days=2)):
        log_attempt(
            case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, outcome=Outcome.WANTS_TO_TALK, by=alice
        )
        page = main_of(browser.get(address("crisis", case)))

    assert "Ask again" not in page
    assert case.clocks.filter(kind=ClockKind.URGENT_CONVERSATION, stopped_on=None).exists()


def test_financial_administration_handed_over_to_save_the_home(as_user, alice, case, eviction):
    """Samen DOEN 2016, story 6: less say over the money, on purpose; the result is that the eviction is averted."""
    price = "Anderhalf jaar budgetbeheer, zelf gekozen"
    browser = in_english(as_user(alice))
    tap(browser, eviction, item_of(eviction, "administration"), "done")

    browser.post(address("crisis_end", case, eviction), {"reason": "administration", "given_up": price})

    eviction.refresh_from_db()
    assert (eviction.end, eviction.given_up) == ("averted", price)
    page = main_of(browser.get(address("crisis", case)))
    assert page.index("Averted") < page.index("Given up on purpose") < page.index(price)
    assert price in main_of(browser.get(address("detail", case)))


def test_threatened_eviction_worker_acts_first_and_prompts_return_when_it_is_averted(alice, case, eviction):
    """Sociale netwerken 2014, small scenario: threatened eviction, worker acts first. Only then the cause and their own part."""
    case.refresh_from_db()
    assert case.prompts_suspended

    end_crisis(crisis=eviction, reason=EndReason.PAID, by=alice)

    case.refresh_from_db()
    assert not case.prompts_suspended
    follow_up = Task.objects.get(case=case, is_visit=False, done_at=None)
    assert (follow_up.owner, follow_up.due_on) == (case.director, MONDAY + timedelta(days=7))


def test_shoebox_of_papers_is_no_reason_to_sort_before_talking(as_user, alice, case):
    """Eropaf-laboratorium 2011, story 1: the box was an excuse for a chat. No paper has to be there for anything."""
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=alice, facts={"told_by": ToldBy.HOUSEHOLD})
    log_attempt(case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, story="Wilde vooral praten.", by=alice)
    change_stage(case=case, stage=Stage.GUIDANCE, by=alice)

    answer = as_user(alice).post(address("crisis_end", case, crisis), {"reason": "paid"})

    assert answer.status_code == 302
    papers = crisis.items.filter(kind=ItemKind.PAPER)
    assert {item.state for item in papers} == {ItemState.OPEN}
    assert not Task.objects.filter(case=case, what__icontains="pap").exists()
