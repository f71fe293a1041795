"""How colleagues of the demo city think along: questions, decisions, a worry, talks, a neighbourhood table. Invented."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from accounts.enums import Role
from accounts.models import Membership
from cases.enums import (
    BreakthroughState,
    Heard,
    MemberKind,
    OfferKind,
    PersonRole,
    Purpose,
    SafetyChoice,
    SafetyStep,
    Shown,
    Skill,
)
from cases.models import Case, Consult
from cases.services.breakthrough import answer_breakthrough, ask_breakthrough
from cases.services.caseload import hold_caseload_talk
from cases.services.consult import ask_colleagues, reply, tell_skills
from cases.services.decision import advise, log_decision
from cases.services.discussion import hold_discussion, plan_discussion
from cases.services.household import Member, describe_household
from cases.services.safety import note_safety
from cases.services.table import add_offer, end_offer, open_table, plan_meeting, seat_member, write_meeting
from common import dates

if TYPE_CHECKING:
    from accounts.models import User

KNOWS = {
    "Samira El Idrissi": [Skill.MONEY],
    "Joost van Dalen": [Skill.YOUTH, Skill.VIOLENCE, Skill.WELFARE],
    "Dewi Sastro": [Skill.MONEY, Skill.DISABILITY],
    "Ruben Achterberg": [Skill.PSYCHIATRY, Skill.ADDICTION],
}
SEATS = [
    ("Buurthuis De Meent", MemberKind.INFORMAL, "Ria, dinsdag en donderdag"),
    ("Papierwinkel Oost", MemberKind.INFORMAL, "Ahmed"),
    ("Wijkzorg Rijnstroom", MemberKind.FORMAL, "wijkverpleging"),
    ("Burenhulp Oost", MemberKind.INFORMAL, "Mieke"),
    ("Basisschool De Regenboog", MemberKind.FORMAL, "de brugfunctionaris"),
]


def think_along() -> None:
    """Let colleagues ask, decide and talk about households that are guided; what is there already stays."""
    if Consult.objects.exists():
        return
    for name, skills in KNOWS.items():
        tell_skills(user=_of(user__name=name), skills=skills)
    samira, joost = _of(user__name="Samira El Idrissi"), _of(user__name="Joost van Dalen")
    ingrid = _of(role=Role.TEAM_LEADER, team__name="Oost")
    theirs = Case.objects.own(ingrid).open().of_duo(samira).order_by("-opened_on", "pk")
    first, second, third = theirs[:3]
    with dates.fixed_today(dates.today() - timedelta(days=3), time(15, 10)):
        _worry(third, samira=samira)
        _ask_joost(third, samira=samira, joost=joost)
        _ask(first, second, samira=samira, ingrid=ingrid)
        _decide(first, second, samira=samira, ingrid=ingrid)
        hold_caseload_talk(
            team=third.team, worker=samira, by=ingrid, words="Druk, maar te doen. Vrijdag is bureaudag.",
            lines={first: "Wachten op de bank", second: "Bijna klaar met de papieren", third: "Samen met Joost gaan"},
        )  # fmt: skip
    _sit_together(ingrid, samira)


def _ask_joost(case: Case, *, samira: User, joost: User) -> None:
    asked = ask_colleagues(
        case=case, asked_of=joost, by=samira, show=[Shown.PEOPLE, Shown.SITUATION],
        question="Moeder wil niets met de school. Hoe begin ik daarover zonder haar kwijt te raken?",
    )  # fmt: skip
    reply(consult=asked, by=joost, text="Vraag eerst wat goed gaat thuis. Ik ga de volgende keer graag mee.")


def _ask(first: Case, second: Case, *, samira: User, ingrid: User) -> None:
    ask_colleagues(
        case=second, skill=Skill.WELFARE, by=samira, show=[Shown.PEOPLE],
        question="Wie drinkt er koffie met iemand die bijna niet buiten komt?",
    )  # fmt: skip
    stuck = ask_breakthrough(
        case=second, by=samira, stuck="De bank wil een adres, de gemeente wil eerst een rekening",
        tried="Drie keer gebeld, brief gestuurd", asked="Wil jij de chef van het loket bellen?",
        needed_by=dates.today() + timedelta(days=10),
    )  # fmt: skip
    answer_breakthrough(request=stuck, state=BreakthroughState.MINE, answer="Ik bel morgen.", by=ingrid)
    ask_breakthrough(
        case=first, by=samira, asked="Mag ik twee weken elke dag even langs?", stuck="Deur blijft dicht na de brief",
        needed_by=dates.today() + timedelta(days=5),
    )  # fmt: skip


def _decide(first: Case, second: Case, *, samira: User, ingrid: User) -> None:
    decision = log_decision(
        case=first, by=samira, choice="Nog niet over de schulden beginnen, eerst de verwarming",
        reason="Vertrouwen is jong; de kou is nu het ergste", known="Drie schuldeisers, geen deurwaarder",
        unknown="Of er nog een lening bij familie is", consulted="Joost",
    )  # fmt: skip
    advise(decision=decision, advice="Vraag wel of er post ligt met een datum erop.", by=ingrid)
    brought = plan_discussion(
        case=second, by=samira, purpose=Purpose.WIDEN, question="Wie kan er mee naar het loket als ik er niet ben?"
    )
    hold_discussion(
        discussion=brought, by=samira, options="Een maatje van Burenhulp; de zus; Bas als stagiair",
        choice="Eerst de zus vragen, zij woont om de hoek", heard=Heard.BEFORE, their_words="Mijn zus mag alles weten.",
    )  # fmt: skip
    plan_discussion(case=first, by=samira, purpose=Purpose.TEST, question="Is afwachten hier nog verantwoord?")


def _worry(case: Case, *, samira: User) -> None:
    if not case.household.has_minor:
        child = Member(None, "Milan", PersonRole.CHILD, dates.add_months(dates.today(), -77))
        describe_household(case=case, profile={}, members=[child], by=samira)
    note_safety(
        case=case, step=SafetyStep.SIGNS, words="Geschreeuw bij de deur, kind staat stil in de gang.", by=samira
    )
    note_safety(case=case, step=SafetyStep.CONSULT, consulted="Joost; Veilig Thuis zonder namen", by=samira)
    note_safety(case=case, step=SafetyStep.TALK, words="Vader schrikt zelf: het is de stress om het geld.", by=samira)
    note_safety(
        case=case, step=SafetyStep.DECIDE, choice=SafetyChoice.HELP, consulted="Joost, Veilig Thuis", by=samira,
        words="Ouders willen hulp. Elke week langs, school kijkt mee, over vier weken opnieuw wegen.",
    )  # fmt: skip


def _sit_together(ingrid: User, samira: User) -> None:
    assert ingrid.membership is not None
    table = open_table(agency=ingrid.membership.organisation, name="Wijktafel Indische Buurt", by=ingrid)
    seats = [seat_member(table=table, name=name, kind=kind, contact=who, by=ingrid) for name, kind, who in SEATS]
    met = plan_meeting(table=table, on=dates.today() - timedelta(weeks=4), place="De Meent", by=ingrid)
    write_meeting(
        meeting=met, seen=0, by=ingrid, developments="De markt gaat verbouwen, ouderen komen minder buiten",
        cooperation="Korter bellen, vaker langslopen", came_of_it="De Meent loopt één keer mee naar boven",
        story="Een oudere man doet voor niemand open. Zijn post ligt buiten. Wie kent zijn gezicht?",
    )  # fmt: skip
    plan_meeting(table=table, on=dates.today() + timedelta(weeks=2), place="De Regenboog", by=ingrid)
    add_offer(
        table=table, kind=OfferKind.OFFER, what="Ruimte op dinsdagmiddag", member=seats[0], owner=samira, by=ingrid
    )
    add_offer(table=table, kind=OfferKind.REQUEST, what="Maatje dat Arabisch spreekt", owner=samira, by=ingrid)
    done = add_offer(
        table=table, kind=OfferKind.OFFER, what="Hulp bij formulieren", member=seats[1], owner=samira, by=ingrid
    )
    end_offer(offer=done, result="Drie mensen komen nu elke week", by=ingrid)


def _of(**filters: object) -> User:
    return Membership.objects.running().filter(**filters).select_related("user").earliest("pk").user
