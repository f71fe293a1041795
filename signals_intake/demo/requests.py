"""Who else asked for help in the demo city, besides the lists; and what came of it. Everything is invented."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import count, cycle
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from cases.enums import (
    Approach,
    CloseReason,
    ContactKind,
    DirectionCheck,
    Estimate,
    Outcome,
    OwnStrength,
    Present,
    Referrer,
    RefusalGround,
    Route,
    Stage,
    SwitchReason,
    ToldHow,
)
from cases.models import Case, Dwelling, HelpRequest
from cases.queries.requests import team_for
from cases.services.approach import switch_approach
from cases.services.case import assign_duo, change_stage
from cases.services.contact import log_attempt
from cases.services.request import accept_request, note_request, refuse_request, tell_referrer
from common import dates
from signals_intake.demo.letting_go import say_goodbye
from signals_intake.demo.lives import tell_life

if TYPE_CHECKING:
    from accounts.models import User


class Asked(NamedTuple):
    """A request: by whom, so many days ago, about whom; and what came of it (nothing yet: it waits)."""

    days_ago: int
    route: Route
    referrer: str
    asked_by: str
    name: str
    why: str
    fall_back: str = ""
    came_of_it: str = ""


WAITING = [
    Asked(2, Route.REFERRAL, Referrer.GP, "Praktijk De Linde, 020 555 03 30", "J. Oosterhuis", "Slaapt niet meer, heeft een la vol dichte brieven. Mag bellen.", "De huisarts ziet haar elke twee weken en belt ons."),
    Asked(1, Route.REFERRAL, Referrer.NEIGHBOUR, "mevrouw Daal van nummer 12", "", "De gordijnen zijn al weken dicht, de post steekt uit de bus."),
    Asked(4, Route.ROUND, "", "", "", "Balkon vol spullen, deur met een nieuw slot. Niemand deed open."),
    Asked(0, Route.SELF, "", "", "F. Aksoy", "Kwam aan de balie met een brief van de deurwaarder." ),
]  # fmt: skip
SCREENED = [
    Asked(160, Route.REFERRAL, Referrer.SCHOOL, "Juf Willeke, groep 5", "S. Hendriks", "De jongste komt zonder eten op school.", "School belt ons als ze weer wegblijft.", "dropped"),
    Asked(120, Route.REFERRAL, Referrer.GP, "Praktijk De Linde", "A. Koper", "Rekeningen en zorgen, ziek thuis.", "", "solved"),
    Asked(100, Route.REFERRAL, Referrer.GP, "Praktijk Zuid", "M. Linker", "Alleen, eet slecht.", "", "handed"),
    Asked(90, Route.REFERRAL, Referrer.POLICE, "Wijkagent Bakker", "R. Vos", "Ruzie om geld, twee keer politie aan de deur.", "Wijkagent gaat langs als het weer misgaat.", "guided"),
    Asked(80, Route.REFERRAL, Referrer.GP, "Praktijk De Linde", "T. Mulder", "Durft de deur niet meer uit.", "", "guided"),
    Asked(70, Route.REFERRAL, Referrer.TEAM, "Wijkteam Noord", "B. Yildirim", "Huurschuld en drie andere schulden.", "Terug naar het wijkteam.", "guided"),
    Asked(60, Route.REFERRAL, Referrer.CORPORATION, "Consulent De Kade", "K. Postma", "Lekkage niet gemeld, huis verwaarloosd.", "", "switched"),
    Asked(50, Route.SELF, "", "", "N. Ferrier", "Wil overzicht, weet niet waar te beginnen.", "", "guided"),
    Asked(40, Route.REFERRAL, Referrer.POLICE, "Meldkamer", "", "Kinderen 's nachts alleen op straat.", "", "unsafe"),
    Asked(30, Route.REFERRAL, Referrer.FAMILY, "dochter Anja", "W. Groot", "Vader vergeet te eten.", "Anja gaat zelf langs als wij hem niet treffen.", "ordinary"),
    Asked(9, Route.REFERRAL, Referrer.CARE, "GGZ, mevrouw Smit", "P. Zand", "Woont alleen, hoort stemmen.", "", "specialist"),
]  # fmt: skip
ENDS = {"dropped": CloseReason.WANTS_NO_HELP, "solved": CloseReason.SOLVED, "handed": CloseReason.HANDED_OVER}
REFUSED = {
    "unsafe": (RefusalGround.CHILD_UNSAFE, "Bel Veilig Thuis, dag en nacht. Wij denken mee als er een gezin bij komt."),
    "ordinary": (RefusalGround.ORDINARY, "Het sociaal spreekuur in het buurthuis helpt met eten aan huis."),
    "specialist": (RefusalGround.SPECIALIST, "Vraag een casemanager van uw eigen team. Met de post helpen wij graag."),
}  # fmt: skip
EVICTION_AHEAD = timedelta(days=9)
#: Doors in the streets of team Oost that no corporation lets.
OOST, FIRST_DOOR = "1086", 301


def tell_requests() -> None:
    """Let people ask for help besides the lists: some wait, some were taken up or sent on, some came back."""
    if HelpRequest.objects.exists():
        return
    streets = cycle(Dwelling.objects.filter(postcode__gte=OOST).order_by("street", "number", "pk").distinct("street"))
    doors = count(FIRST_DOOR, step=4)
    for asked in [*SCREENED, *WAITING]:
        _ask(asked, next(streets), next(doors))
    bailiff = Asked(1, Route.NOTICE, Referrer.BAILIFF, "Van Rijn en Smit", "D. Kuiper", "Ontruiming aangezegd.")
    _note(bailiff, next(streets), next(doors), eviction=True)
    _come_back(HelpRequest.objects.get(name="A. Koper"))


def _note(asked: Asked, street: Dwelling, door: int, *, eviction: bool = False) -> HelpRequest:
    assistant = Membership.objects.running().filter(role=Role.TEAM_ASSISTANT).select_related("user").earliest("pk").user
    team = team_for(postcode=street.postcode, by=assistant)
    assert team is not None, "the demo city has teams"
    facts = {
        "referrer": asked.referrer, "asked_by": asked.asked_by, "name": asked.name, "postcode": street.postcode,
        "number": door, "street": street.street, "why": asked.why, "fall_back": asked.fall_back,
    }  # fmt: skip
    if eviction:
        facts["eviction_on"] = timezone.localdate() + EVICTION_AHEAD
    return note_request(team=team, route=asked.route, by=assistant, facts=facts)  # type: ignore[arg-type]


def _ask(asked: Asked, street: Dwelling, door: int) -> None:
    day = timezone.localdate() - timedelta(days=asked.days_ago)
    with dates.fixed_today(day, time(9, door % 60)):
        request = _note(asked, street, door)
    if not asked.came_of_it:
        return
    leader = _of_team(Role.TEAM_LEADER, request)
    with dates.fixed_today(day + timedelta(days=2), time(11, door % 60)):
        if asked.came_of_it in REFUSED:
            ground, advice = REFUSED[asked.came_of_it]
            refuse_request(request=request, ground=ground, advice=advice, by=leader)
            if asked.came_of_it == "ordinary":
                tell_referrer(request=request, how=ToldHow.PHONE, by=leader)
            return
        case = accept_request(
            request=request, direction=DirectionCheck.NOBODY, estimate=Estimate.LONGER, own_strength=OwnStrength.BESIDE,
            by=leader,
        )  # fmt: skip
        worker, second = _of_team(Role.SOCIAL_WORKER, request), _of_team(Role.DEBT_COUNSELLOR, request)
        assign_duo(case=case, agency_worker=worker, house_worker=second, by=leader)
    _go_on(case, asked.came_of_it, worker)


def _go_on(case: Case, came_of_it: str, worker: User) -> None:
    began = case.opened_on
    with dates.fixed_today(began + timedelta(days=4), time(14, case.pk % 60)):
        outcome = Outcome.WANTS_NO_HELP if came_of_it == "dropped" else Outcome.WANTS_TO_TALK
        log_attempt(
            case=case, kind=ContactKind.VISIT, at=dates.now(), reached=True, present=[Present.TENANT], outcome=outcome,
            by=worker,
        )  # fmt: skip
        case.refresh_from_db()
    if came_of_it in ENDS:
        with dates.fixed_today(began + timedelta(days=25)):
            say_goodbye(case=case, reason=ENDS[came_of_it], by=worker)
        return
    tell_life(case=case, outcome="asked", on=began + timedelta(days=4), by=worker)
    with dates.fixed_today(began + timedelta(days=10), time(16, case.pk % 60)):
        change_stage(case=case, stage=Stage.GUIDANCE, by=worker)
        if came_of_it == "switched":
            switch_approach(case=case, approach=Approach.REGULAR, reason=SwitchReason.COMES, by=worker)
            switch_approach(case=case, approach=Approach.OUTREACH, reason=SwitchReason.MISSED, by=worker)


def _come_back(before: HelpRequest) -> None:
    """Let somebody ask again whom we let go some months ago; the worker of then is proposed."""
    with dates.fixed_today(timezone.localdate() - timedelta(days=1)):
        facts = {
            "name": before.name, "postcode": before.postcode, "number": before.number, "addition": before.addition,
            "street": before.street, "why": "Belde zelf: het ging goed, nu is er een brief van de belasting.",
        }  # fmt: skip
        request = note_request(team=before.team, route=Route.SELF, by=before.noted_by, facts=facts)  # type: ignore[arg-type]
        leader = _of_team(Role.TEAM_LEADER, request)
        accept_request(request=request, direction=DirectionCheck.NOBODY, by=leader)


def _of_team(role: Role, request: HelpRequest) -> User:
    members = Membership.objects.running().filter(role=role, organisation=request.team.organisation_id)
    own = members.filter(team=request.team).select_related("user").order_by("pk").first()
    return own.user if own else members.select_related("user").earliest("pk").user
