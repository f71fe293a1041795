"""Where the teams of the demo city send people, and households that wait there. Everything is invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from accounts.enums import Role
from accounts.models import Membership, Organisation
from cases.enums import Carrier, ObstacleKind, ReferralState, Scale, ServiceArea, Stage, WorkerSide
from cases.models import Case, Referral, Service
from cases.services.obstacle import note_obstacle, raise_signal
from cases.services.referral import answer_referral, refer
from cases.services.scaling import scale
from cases.services.service import add_service
from cases.services.task import add_task
from common import dates

if TYPE_CHECKING:
    from accounts.models import User


class Place(NamedTuple):
    name: str
    what_for: str
    conditions: str
    reach: str
    area: ServiceArea
    checked_days_ago: int


PLACES = [
    Place("Schuldhulp Stadsbank", "Schuldregeling en stabilisatie", "Vast inkomen, administratie op orde", "020 555 01 10, werkdagen tot 12 uur", ServiceArea.CITY, 40),
    Place("Kredietbank Rijnstroom", "Saneringskrediet, budgetbeheer", "Wachttijd is lang; bel eerst", "balie Kanaalweg 3, ma en do", ServiceArea.CITY, 25),
    Place("Voedselbank De Schuur", "Eten voor een paar maanden", "Onder de norm van de voedselbank, met verwijzing", "vrijdag 14 tot 16 uur, Schuurstraat 9", ServiceArea.AREA, 15),
    Place("Papierwinkel Oost", "Samen de post openen en ordenen", "Voor iedereen, zonder afspraak", "buurthuis De Meent, dinsdagochtend", ServiceArea.AREA, 260),
    Place("Burenhulp Oost", "Een maatje, klusjes, meegaan naar een afspraak", "Een vrijwilliger wordt gezocht", "via Mieke, 06 5550 1234", ServiceArea.AREA, 10),
    Place("Kledinghuis Twee Handen", "Kleding en spullen voor kinderen", "Met een briefje van de hulpverlener", "woensdag, Havenkade 20", ServiceArea.AREA, 400),
    Place("Opvang De Haven", "Noodopvang voor gezinnen", "Via de gemeente, vaak vol", "020 555 07 70, dag en nacht", ServiceArea.CITY, 70),
    Place("Taalcafé Zuiderkerk", "Nederlands oefenen, mensen ontmoeten", "", "donderdagavond, koffie om zeven uur", ServiceArea.ELSEWHERE, 120),
]  # fmt: skip


def fill_directory() -> None:
    """Fill the directory of the agency, each place checked some time ago; what is there stays."""
    agency = Organisation.objects.get(code="raakvlak")
    keeper = Membership.objects.running().filter(role=Role.TEAM_ASSISTANT, organisation=agency).select_related("user")
    by = keeper.earliest("pk").user
    for place in PLACES:
        if not Service.objects.filter(agency=agency, name=place.name).exists():
            *said, _days = place
            words = dict(zip(("name", "what_for", "conditions", "reach", "area"), said, strict=True))
            with dates.fixed_today(dates.today() - timedelta(days=place.checked_days_ago)):
                add_service(agency=agency, by=by, **words)


def send_on() -> None:
    """Let households in guidance wait at some places, be turned away at others, and agree on tasks."""
    if Referral.objects.exists():
        return
    guided = Case.objects.open().filter(stage__in=[Stage.GUIDANCE, Stage.MONITORING]).order_by("pk")
    for number, case in enumerate(guided[:10]):
        worker = case.workers.current().filter(side=WorkerSide.AGENCY).select_related("user").first()
        if worker is not None:
            _send(case, number, by=worker.user)


def _send(case: Case, number: int, *, by: User) -> None:
    stadsbank, schuur, burenhulp = (Service.objects.get(name=PLACES[place].name) for place in (0, 2, 4))
    with dates.fixed_today(max(case.opened_on, dates.today() - timedelta(days=9 + number * 2))):
        sent = refer(
            case=case,
            party="",
            service=stadsbank,
            why="Regeling met drie schuldeisers",
            is_warm=True,
            shared="Overzicht van inkomsten en schulden",
            agreed_on=dates.today(),
            agreed_how="talk",
            by=by,
        )
        if number % 3 == 0:
            refer(case=case, party="", service=burenhulp, why="Iemand die meegaat naar de bank", by=by)
    if number % 2:
        answer_referral(
            referral=sent,
            state=ReferralState.REFUSED,
            result="Administratie niet op orde, dus geen aanmelding",
            obstacle=ObstacleKind.CRITERION,
            by=by,
        )
    elif number % 4 == 0:
        answer_referral(referral=sent, state=ReferralState.ACCEPTED, accepted_by="Mevrouw De Ruiter", by=by)
    if number % 5 == 0:
        note_obstacle(
            case=case,
            party="Kredietbank Rijnstroom",
            kind=ObstacleKind.WAITING_LIST,
            what="Eerste gesprek over drie maanden",
            since=dates.today() - timedelta(days=60),
            by=by,
        )
        refer(case=case, party="", service=schuur, by=by)
    if number % 5 == 1:
        known = "Drie kilo afgevallen, gaat niet naar de huisarts"
        scale(
            case=case,
            direction=Scale.UP,
            party="Wijkverpleging Oost",
            reason="Zorg om de gezondheid",
            known=known,
            by=by,
        )
    day = dates.today() + timedelta(days=number % 7 - 1)
    add_task(case=case, what="Jaaropgave zoeken", carrier=Carrier.HOUSEHOLD, due_on=day, by=by)
    add_task(case=case, what="Zus belt de verhuurder", carrier=Carrier.NETWORK, carried_by="zus Latifa", by=by)
    if number % 2:
        add_task(case=case, what="Toeslag narekenen", due_on=day, is_promise=True, by=by)
    student = Membership.objects.running().filter(role=Role.TRAINEE, team=case.team).select_related("user").first()
    if student is not None and number % 3 == 0:
        add_task(
            case=case, what="Met het formulier helpen", carrier=Carrier.STUDENT, student=student.user, due_on=day, by=by
        )


def raise_first_signal() -> None:
    """Let a leader take up with policy that one service turns people away."""
    leader = Membership.objects.running().filter(role=Role.TEAM_LEADER).select_related("user").earliest("pk")
    if not leader.organisation.policy_signals.exists():
        raise_signal(
            agency=leader.organisation,
            party="Schuldhulp Stadsbank",
            kind=ObstacleKind.CRITERION,
            owner=leader.user,
            words="Wie hulp het hardst nodig heeft, heeft zijn papieren niet op orde. Vraag: eerst stabiliseren, dan papieren.",
            by=leader.user,
        )
