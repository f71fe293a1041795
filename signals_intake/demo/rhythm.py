"""How often the duos of the demo city are in touch, who is followed, where it is quiet, who came to the walk-in hour."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from cases.enums import (
    ContactKind,
    DocumentKind,
    DocumentSource,
    EndReason,
    GatheringKind,
    Going,
    Keeping,
    Pace,
    Stage,
    StatementKind,
    Threat,
    WorkerSide,
)
from cases.models import Case
from cases.services.contact import log_attempt
from cases.services.crisis import end_crisis, start_crisis
from cases.services.gathering import hold_gathering, welcome
from cases.services.paper import add_document, write_minutes
from cases.services.rhythm import look_in, set_cadence, tell_day
from cases.services.story import tell_story
from cases.services.task import add_task
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User

MAIL = (
    "From: klantenservice@energie.example.org\r\nSubject: Uw verzoek\r\n\r\n"
    "Wij gaan akkoord met 45 euro per maand, te beginnen op de eerste."
)
#: Where the people work whom a newcomer is told to sign in as.
TEAM = "Oost"
PACES = [Pace.WEEKLY, Pace.FORTNIGHTLY, Pace.MONTHLY, Pace.WHEN_NEEDED]
#: Since when it is quiet in one household, and how long ago somebody looked in or made coffee.
QUIET, LATELY = timedelta(days=45), timedelta(days=3)


def keep_in_touch(*, on: date) -> None:
    """Plan a cadence where guidance runs, look in on who is followed, and let one household fall silent."""
    open_cases = Case.objects.open().filter(team__name=TEAM, workers__side=WorkerSide.AGENCY, workers__until=None)
    guided = list(open_cases.filter(stage=Stage.GUIDANCE, acute="").order_by("opened_on", "pk"))
    old = [case for case in guided[1:] if case.opened_on < on - 2 * QUIET]
    if old:
        guided.remove(old[-1])
        _fall_silent(old[-1], on)
    for case, pace in zip(guided, PACES, strict=False):
        with dates.fixed_today(on - LATELY):
            set_cadence(case=case, pace=pace, by=_worker(case))
    if guided:
        _bring_flowers(guided[0], on)
        _keep_papers(guided[0], on)
        _hold_walk_in(guided[0], on)
    for case in open_cases.filter(stage=Stage.MONITORING).order_by("pk")[:3]:
        _follow(case, on)


def _worker(case: Case) -> User:
    return case.workers.current().select_related("user").get(side=WorkerSide.AGENCY).user


def _fall_silent(case: Case, on: date) -> None:
    """Let an eviction be averted weeks ago, with nothing heard since."""
    worker = _worker(case)
    with dates.fixed_today(on - QUIET):
        crisis = start_crisis(case=case, threat=Threat.EVICTION, by=worker)
        end_crisis(crisis=crisis, reason=EndReason.ARRANGEMENT, by=worker)


def _bring_flowers(case: Case, on: date) -> None:
    with dates.fixed_today(on - LATELY):
        log_attempt(
            case=case, kind=ContactKind.PRESENCE, at=dates.now(), reached=True, by=_worker(case),
            story="Tulpen mee, haar verjaardag. Koffie en een foto van vroeger. Over de post niets gezegd.",
        )  # fmt: skip


def _keep_papers(case: Case, on: date) -> None:
    worker = _worker(case)
    with dates.fixed_today(on - LATELY):
        tell_story(
            case=case, by=worker,
            said={
                StatementKind.NEED: "Ik wil hier blijven wonen en de post weer durven openen.",
                StatementKind.STRENGTH: "Zij kookt elke zondag voor de buren. Haar zus belt elke dag.",
            },
        )  # fmt: skip
        add_task(case=case, what="Samen de energieleverancier bellen", by=worker, is_promise=True, due_on=on + LATELY)
        add_task(case=case, what="Post in de doos bij de deur leggen", by=worker, is_promise=True)
        write_minutes(
            case=case, who="Mevrouw, haar zus en de hulpverlener", by=worker,
            words="We hebben de brieven op drie stapels gelegd. De energierekening doen we eerst.",
        )  # fmt: skip
        add_document(
            case=case, file=ContentFile(MAIL.encode(), name="akkoord-energie.eml"), kind=DocumentKind.MAIL,
            source=DocumentSource.AGENCY, keeping=Keeping.YEAR, by=worker,
        )  # fmt: skip


def _hold_walk_in(case: Case, on: date) -> None:
    worker = _worker(case)
    with dates.fixed_today(on - LATELY):
        walk_in = hold_gathering(
            team=case.team, kind=GatheringKind.WALK_IN, place="Buurthuis, de grote tafel", number=9, by=worker
        )
        for name, promised in [("Fatma", "Formulier voor kwijtschelding meenemen"), ("Cor", ""), ("Joop", "")]:
            welcome(gathering=walk_in, first_name=name, follow_up=promised, by=worker)


def _follow(case: Case, on: date) -> None:
    worker, day = _worker(case), on - LATELY
    with dates.fixed_today(day):
        look_in(case=case, going=Going.SAME, note="De regeling loopt. Zus doet de post.", by=worker)
        tell_day(case=case, words="Drie ochtenden in de buurtmoestuin.", by=worker)
