"""Stories of the reports that go through the whole file: each from its first door to how it stands in the end."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from cases.endings import LookingBack, SortedBy
from cases.enums import (
    Approach,
    Carrier,
    ChainKind,
    ChainState,
    ClockKind,
    CloseReason,
    ContactKind,
    DirectionCheck,
    Heard,
    Mode,
    Outcome,
    Pace,
    PersonRole,
    Purpose,
    ReferralState,
    Referrer,
    Route,
    Rung,
    Scale,
    Stage,
    StatementKind,
    TaskAnswer,
)
from cases.models import CaseWorker, Ending
from cases.queries.paper import plan_of
from cases.services.case import assign_duo, open_case
from cases.services.closing import confirm_closing, let_go
from cases.services.contact import log_attempt
from cases.services.creditor import CreditorLine, add_creditors
from cases.services.debt import report_step, start_step
from cases.services.decision import log_decision
from cases.services.discussion import hold_discussion, plan_discussion
from cases.services.evaluation import look_back
from cases.services.note import add_note
from cases.services.referral import answer_referral, refer
from cases.services.request import accept_request, note_request
from cases.services.rhythm import set_cadence
from cases.services.scaling import scale
from cases.services.story import tell_story
from cases.services.task import add_task, finish_task
from common import dates
from common.dates import fixed_today
from networks.services import add_person
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, HouseholdFactory, PersonFactory

DAY = date(2026, 5, 4)
HERE = {"postcode": "1092GK", "number": 700, "street": "Pretoriusstraat"}


@pytest.fixture
def ask(team, leader):
    """Take up a request of 4 May: ``ask(Route.SELF, why="...")``."""

    def asked(route, **facts):
        with fixed_today(DAY):
            request = note_request(team=team, route=route, by=leader, facts=HERE | facts)
            return accept_request(request=request, direction=DirectionCheck.NOBODY, by=leader)

    return asked


def page_of(browser, case, part="detail"):
    return browser.get(reverse(f"cases:{part}", args=[case.uuid])).content.decode()


def spoken(case, by, *, on=DAY, **said):
    with fixed_today(on):
        return log_attempt(
            **{"case": case, "kind": ContactKind.VISIT, "at": dates.now(), "reached": True, "by": by} | said
        )


# --- Outreachend besturen 2012


def test_teen_mother_under_threat_of_a_cut_shares_what_was_agreed_and_not_what_was_told(ask, alice):
    """Outreachend besturen 2012, story 6: work and income sends its intake along, and may cut the benefit."""
    case = ask(Route.REFERRAL, referrer=Referrer.WORK_INCOME, why="Intake: zestien jaar, een baby. Wil naar school.")
    add_task(case=case, what="Maandag les, dinsdag stage", carrier=Carrier.HOUSEHOLD, by=alice)
    add_note(case=case, text="Was vorige week twee keer niet in de les", by=alice)
    spoken(case, alice, story="Durft haar klantmanager niet te bellen")

    with translation.override("nl"):
        context = {"case": case, "plan": plan_of(case), "today": dates.today(), "agency": "Raakvlak"}
        paper = render_to_string("cases/paper_agreements.html", context)

    assert "Maandag les, dinsdag stage" in paper
    assert not any(told in paper for told in ("twee keer niet", "klantmanager", "Wil naar school"))
    assert "Wil naar school" in case.requests.get().why


def test_isolated_person_a_door_that_stays_closed_is_never_red(as_user, ask, alice, leader):
    """Outreachend besturen 2012, story 12: found on our own round; ten weeks of ringing, and contact is still sought."""
    case = ask(Route.ROUND)
    with fixed_today(DAY):
        assign_duo(case=case, agency_worker=alice, house_worker=leader, by=leader)
    for week in range(10):
        spoken(case, alice, on=DAY + timedelta(weeks=week), reached=False)

    with fixed_today(DAY + timedelta(weeks=10)):
        home = as_user(alice).get(reverse("home")).content.decode()
        pages = [home, page_of(as_user(alice), case), as_user(alice).get(reverse("cases:list")).content.decode()]
        clock = case.clocks.get(kind=ClockKind.CONTACT_PHASE, stopped_on=None)
        assert (clock.state, case.stage) == ("soon", Stage.CONTACT)

    assert ["clock--past" in page for page in pages] == [False, False, False]
    assert "te laat" not in home


def test_informal_party_doubt_asks_on_whose_strength_it_leans(as_user, alice, case):
    """Outreachend besturen 2012, story 14: a service for one household asks whether the other strengths were tried."""
    url = reverse("cases:task_add", args=[case.uuid])
    asked = as_user(alice).get(reverse("cases:together", args=[case.uuid])).context["task_form"]
    assert [code for code, _label in asked.fields["rung"].choices] == ["", *Rung]
    assert "mode_reason" in asked.fields

    reason = "Buren en maatje zijn gevraagd en konden niet"
    as_user(alice).post(url, {"what": "Thuishulp", "rung": Rung.INDIVIDUAL, "mode_reason": reason})

    assert case.tasks.get().rung == Rung.INDIVIDUAL
    assert reason in page_of(as_user(alice), case, "together")


# --- Samen DOEN 2016


def test_a_church_or_help_from_outside_both_views_stand_and_the_household_decides(as_user, alice, leader, case):
    """Samen DOEN 2016, story 3: a Ghanaian family that hardly knows the way; a colleague sees it otherwise."""
    brought = plan_discussion(case=case, question="Wie wijst hun de weg?", purpose=Purpose.TEST, by=alice)
    views = "Alice: de Ghanese kerk, met taalles en leren budgetteren.\nIngrid: liever hulp van buiten de gemeenschap."

    hold_discussion(
        discussion=brought, options=views, choice="De kerk, en wij ernaast", heard=Heard.PRESENT,
        their_words="Daar verstaan ze ons", by=leader,
    )  # fmt: skip
    refer(case=case, party="Ghanese kerk", why="Taalles en budgetteren", by=alice)

    page = page_of(as_user(alice), case, "talks")
    assert all(words in page for words in ["Ghanese kerk", "van buiten de gemeenschap", "Daar verstaan ze ons"])
    assert (brought.heard, case.referrals.get().party) == (Heard.PRESENT, "Ghanese kerk")


def test_must_fall_first_the_risk_is_weighed_and_a_day_to_look_again_is_set(as_user, alice, leader, case):
    """Samen DOEN 2016, story 8: feels no urgency; what follows may be felt, and nobody looks away."""
    tell_story(case=case, said={StatementKind.RISK: "Dagvaarding over drie weken, geen kinderen"}, by=alice)
    log_decision(
        case=case, choice="Nu niet ingrijpen", reason="Ziet geen haast", known="Twee maanden schuld",
        unknown="Of er elders schuld is", consulted=leader.name, by=alice,
    )  # fmt: skip
    again = DAY + timedelta(days=14)
    with fixed_today(DAY):
        look = add_task(
            case=case, what="Opnieuw wegen", due_on=again, mode=Mode.NOT, mode_reason="Eerst de gevolgen", by=alice
        )

    with fixed_today(again):
        home = as_user(alice).get(reverse("home"))
    assert look in home.context["day"].promises
    assert (look.tags, case.stage) == ([str(Mode.NOT.label)], Stage.CONTACT)
    talks, together = (page_of(as_user(alice), case, part) for part in ("talks", "together"))
    assert "Nu niet ingrijpen" in talks
    assert "Eerst de gevolgen" in together
    assert "Dagvaarding over drie weken" in page_of(as_user(alice), case, "story")


def test_parents_will_not_cooperate_after_six_weeks_it_is_talked_over_and_scaled_up(as_user, ask, alice, leader):
    """Samen DOEN 2016, story 9: children live there; with the school the team decides to ask youth protection."""
    case = ask(Route.REFERRAL, referrer=Referrer.SCHOOL, asked_by="Juf Willeke", fall_back="School belt ons")
    PersonFactory(household=case.household, role=PersonRole.CHILD, name="Noor", birth_date=date(2018, 3, 1))
    with fixed_today(DAY):
        assign_duo(case=case, agency_worker=alice, house_worker=leader, by=leader)
        spoken(case, alice, reached=False)

    with fixed_today(DAY + timedelta(weeks=6)):
        assert case.clocks.get(kind=ClockKind.CONTACT_PHASE).state == "soon"
        asked = plan_discussion(case=case, question="Doorgaan, stoppen of opschalen?", by=alice)
        hold_discussion(discussion=asked, choice="Opschalen, met de school", heard=Heard.NOT_HEARD, by=leader)
        scaled = scale(
            case=case, direction=Scale.UP, party="Jeugdbescherming", known="Zes weken geen contact", by=alice
        )

    assert scaled.follow_ups.open().get().due_on == DAY + timedelta(weeks=8)
    assert "School belt ons" in page_of(as_user(alice), case, "route")
    case.refresh_from_db()
    assert (case.stage, case.closed_on) == (Stage.CONTACT, None)


def test_household_with_80_professionals_sees_them_counted_and_one_plan_kept(as_user, ask, alice, team):
    """Samen DOEN 2016, story 16: twenty organisations and twenty plans in six years."""
    case = ask(Route.SELF, why="Niet nog eens mijn verhaal")
    ended = {"team": team, "household": case.household, "stage": Stage.CLOSED, "close_reason": CloseReason.SOLVED}
    times = [
        CaseFactory(**ended, opened_on=date(2022, 1, 3), closed_on=date(2022, 6, 1), closed_by=alice) for _ in range(19)
    ]
    CaseFactory(**ended, opened_on=date(2018, 1, 3), closed_on=date(2019, 6, 1), closed_by=alice)  # too long ago
    for number in range(20):
        asked = {"party": f"Instelling {number}", "accepted_by": f"Mevrouw {number}", "state": ReferralState.ACCEPTED}
        times[number % 19].referrals.create(sent_on=DAY, state_on=DAY, **asked)
        times[number % 19].scalings.create(party=f"instelling {number}", scale=Scale.UP, asked_on=DAY)
    users = UserFactory.create_batch(60)
    CaseWorker.objects.bulk_create(
        CaseWorker(case=times[number % 19], user=user, side="agency", since=DAY, until=DAY)
        for number, user in enumerate(users)
    )

    page = as_user(alice).get(reverse("cases:route", args=[case.uuid]))

    assert page.context["involved"] == (80, 20, 1, 20)
    assert case.household.cases.open().get() == case


# --- Sociale netwerken 2014


def test_young_mother_is_helped_in_step_with_another_service_and_is_satisfied(ask, alice, leader):
    """Sociale netwerken 2014, story A: 28, three small children, few people around her; trouble with their father."""
    case = ask(Route.SELF, why="Geldzorgen en ruzie met de vader van de kinderen")
    for born in (2021, 2023, 2025):
        PersonFactory(household=case.household, role=PersonRole.CHILD, birth_date=date(born, 1, 1))
    spoken(case, alice, outcome=Outcome.WANTS_TO_TALK)
    dosa = refer(case=case, party="DOSA", why="Op elkaar afstemmen", is_warm=True, by=alice)
    answer_referral(referral=dosa, state=ReferralState.ACCEPTED, accepted_by="Mevrouw Vos", by=alice)
    answer_referral(referral=dosa, state=ReferralState.RESULT, result="Afspraken over de omgang", by=alice)
    said = look_back(case=case, helped=LookingBack.YES, words="Ik ben tevreden", by=alice)

    closing = let_go(case=case, ending=Ending(CloseReason.AGREED, sorted_by=SortedBy.TOGETHER), by=alice)
    confirm_closing(closing=closing, by=leader)

    case.refresh_from_db()
    assert (case.stage, closing.two_people, said.helped) == (Stage.CLOSED, True, "yes")
    assert (dosa.state, dosa.accepted_by) == ("result", "Mevrouw Vos")
    assert not case.tasks.filter(carrier=Carrier.NETWORK).exists()


@pytest.mark.parametrize(
    "about", ["Een burn-out en een scheiding", "Geweld en een scheiding", "Een ex die dronk"], ids=["C", "D", "E"]
)
def test_mostly_weekly_then_monthly_more_done_alone_and_satisfied(ask, alice, about):
    """Sociale netwerken 2014, story C, story D and story E: three women who later do more themselves."""
    case = ask(Route.SELF, why=about)
    with fixed_today(DAY):
        set_cadence(case=case, pace=Pace.WEEKLY, by=alice)
        first = add_task(case=case, what="De bank bellen", by=alice)
    with fixed_today(date(2026, 11, 2)):
        finish_task(task=first, by=alice)
        set_cadence(case=case, pace=Pace.MONTHLY, by=alice)
        add_task(case=case, what="De verzekering bellen", carrier=Carrier.HOUSEHOLD, by=alice)
        look_back(case=case, helped=LookingBack.YES, heard=LookingBack.YES, by=alice)

    assert [cadence.pace for cadence in case.cadences.order_by("since")] == [Pace.WEEKLY, Pace.MONTHLY]
    assert list(case.tasks.order_by("pk").values_list("carrier", flat=True)) == ["professional", "household"]
    assert case.evaluations.get().helped == "yes"


def test_stays_for_her_worker_and_keeps_her_when_she_moves_within_the_city(as_user, alice, case):
    """Sociale netwerken 2014, story H: does not want to move house, because she would lose her worker."""
    words = "Ik wil niet verhuizen: dan raak ik mijn hulpverlener kwijt"
    tell_story(case=case, said={StatementKind.NEED: words}, by=alice)
    spoken(case, alice, outcome=Outcome.WANTS_TO_TALK)
    duo = case.duo

    answer = as_user(alice).post(
        reverse("cases:close", args=[case.uuid]), {"reason": "moved", "moved_to": "within", "story": "Nieuw huis"}
    )

    case.refresh_from_db()
    assert (answer.status_code, case.stage, case.duo) == (422, Stage.VISITING, duo)
    assert words in plan_of(case).words


def test_observed_woman_about_fifty_asks_for_one_thing_and_needs_order_in_another(as_user, ask, alice, leader):
    """Sociale netwerken 2014, story O1: came for herself, an ex made the debt, once a month the post is ordered."""
    case = ask(Route.SELF, name="J. de Vries", why="Psychische klachten na de scheiding")
    with fixed_today(DAY):
        assign_duo(case=case, agency_worker=alice, house_worker=leader, by=leader)
        tell_story(case=case, said={StatementKind.UNDERLYING: "Schulden die haar ex maakte"}, by=alice)
        [debt] = add_creditors(case=case, lines=[CreditorLine("Diverse", Decimal(100000))], by=alice)
        add_person(
            household=case.household, name="Ria", relation="buurvrouw", can_help_with="Laptop, printer", by=alice
        )
        set_cadence(case=case, pace=Pace.MONTHLY, by=alice)
        post = add_task(case=case, what="De post ordenen", carrier=Carrier.HOUSEHOLD, by=alice)
        spoken(case, alice, outcome=Outcome.WANTS_TO_TALK, story="Eerst twintig minuten over haarzelf")
        for kind, party in [(ChainKind.CREDIT_BANK, "Kredietbank"), (ChainKind.ADMINISTRATOR, "Perspect")]:
            step = start_step(case=case, kind=kind, party=party, by=alice)
            report_step(step=step, state=ChainState.HANDED_OVER, by=alice)
        start_step(case=case, kind=ChainKind.RESTRUCTURING, by=alice)
    month = date(2026, 6, 4)
    spoken(case, alice, on=month, tasks={post.uuid: TaskAnswer.HAPPENED}, story="Post, uitleg, scootmobiel geregeld")

    post.refresh_from_db()
    said = dict(case.statements.running().values_list("kind", "text"))
    assert (case.approach, case.route) == (Approach.REGULAR, Route.SELF)
    assert said == {"presenting": "Psychische klachten na de scheiding", "underlying": "Schulden die haar ex maakte"}
    assert (debt.amount, debt.owed_by, post.drop_reason) == (100000, None, "")  # in her name, whoever made it
    assert case.clocks.get(kind=ClockKind.SIGN_OF_LIFE, stopped_on=None).due_on == date(2026, 7, 4)
    assert [step.party for step in case.debt_steps.exclude(party="").order_by("pk")] == ["Kredietbank", "Perspect"]
    assert [one.name for one in case.household.network.all()] == ["Ria"]  # nobody who is paid for it
    assert not case.tasks.filter(carrier__in=[Carrier.NETWORK, Carrier.VOLUNTEER]).exists()
    assert "Schulden die haar ex maakte" in page_of(as_user(alice), case)


def test_a_light_project_for_the_elderly_brings_a_heavier_situation_in_one_step(as_user, team, leader, alice):
    """Sociale netwerken 2014, small scenario: Even Buurten spil. Over seventy, lighter help no longer fits."""
    facts = HERE | {
        "referrer": Referrer.TEAM, "asked_by": "De spil van Even Buurten", "name": "G. Smit",
        "birth_date": date(1949, 2, 3), "why": "Somber, vergeet te eten",
    }  # fmt: skip
    with fixed_today(DAY):
        request = note_request(team=team, route=Route.REFERRAL, by=leader, facts=facts)
        case = accept_request(request=request, direction=DirectionCheck.OTHERS, kept_by="Even Buurten", by=leader)
        assert (case.household.tenant.age, case.approach) == (77, Approach.OUTREACH)

    page = page_of(as_user(alice), case, "route")
    assert "De spil van Even Buurten" in page
    assert (request.kept_by, request.hears, case.stage) == ("Even Buurten", True, Stage.CONTACT)


# --- Vroeg Eropaf 2008


def test_centrum_letter_flow_an_unanswered_letter_is_followed_by_the_duo(as_user, team, leader, alice, partner):
    """Vroeg Eropaf 2008, S3: two months behind and listed; the letter is not answered, so two people visit."""
    household = HouseholdFactory()
    with fixed_today(DAY):
        case = open_case(household=household, team=team, stage=Stage.LIGHT_CONTACT, on=DAY, by=leader)
        spoken(case, alice, kind=ContactKind.LETTER, reached=False)
    month = date(2026, 6, 4)
    with fixed_today(month):
        again = open_case(household=household, team=team, stage=Stage.CONTACT, on=month, by=leader)
        assign_duo(case=again, agency_worker=alice, house_worker=partner, by=leader)
        days = [as_user(who).get(reverse("visits:day")).context["stops"] for who in (alice, partner)]

    assert (again, again.stage) == (case, Stage.CONTACT)
    assert [list(stops) for stops in days] == [[case], [case]]
    assert case.attempts.get().kind == ContactKind.LETTER
