"""Where something threatens in the demo city, and how it ended elsewhere."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from cases.enums import (
    ContactKind,
    EndReason,
    ItemState,
    LegalStage,
    NotNeeded,
    Outcome,
    Present,
    StatementKind,
    Threat,
    ToldBy,
)
from cases.models import Case, Task
from cases.services.contact import Step, log_attempt
from cases.services.crisis import end_crisis, settle_crisis, start_crisis
from cases.services.crisis_lists import log_call, set_item
from cases.services.story import tell_story
from common import dates

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Crisis, Household

#: From today to the eviction; and since when it is known.
AHEAD, KNOWN = timedelta(days=6), timedelta(days=3)
SAID = {
    StatementKind.SITUATION: "Alleen sinds een half jaar. De huur liep via zijn vrouw, daarna bleef alles liggen.",
    StatementKind.NEED: "Ik ga hier niet weg. Ik weet alleen niet waar ik moet beginnen.",
    StatementKind.RISK: "Eet weinig en slaapt in de stoel. Doet de deur alleen open voor wie hij kent.",
    StatementKind.STRENGTH: "Pensioen komt elke maand binnen. Buurman Karel heeft een sleutel.",
}


def tell_crises(*, eviction: Household, cut_off: Household, averted: Household) -> None:
    """Let an eviction threaten in one household and a cut-off in another; a third kept its home and pays a price."""
    today = timezone.localdate()
    for tell, household in [(_eviction, eviction), (_cut_off, cut_off), (_averted, averted)]:
        case = Case.objects.open().filter(household=household).select_related("team").first()
        if case is not None and case.duo:
            with dates.fixed_today(today - KNOWN, time(11, 25)):
                tell(case, case.director or case.duo[0])


def _eviction(case: Case, by: User) -> None:
    crisis = start_crisis(
        case=case,
        threat=Threat.EVICTION,
        by=by,
        facts={
            "day": timezone.localdate() + AHEAD,
            "legal_stage": LegalStage.SERVED,
            "stage_on": dates.today() - timedelta(days=8),
            "told_by": ToldBy.BAILIFF,
            "note": "Om tien uur, vordering € 3.412,80. Het vonnis lag tussen de folders.",
        },
    )
    with dates.fixed_today(dates.today() + timedelta(days=1), time(10, 40)):
        log_attempt(
            case=case,
            kind=ContactKind.VISIT,
            at=dates.now(),
            reached=True,
            present=[Present.TENANT],
            outcome=Outcome.WANTS_TO_TALK,
            story="Deed open na het derde briefje. Het vonnis lag nog dicht. Wil blijven, weet niet hoe.",
            next_step=Step(
                "Papieren compleet maken aan tafel", timezone.localdate() + timedelta(days=1), is_visit=True
            ),
            by=by,
        )
        Task.objects.open().filter(case=case, is_visit=True, what="Nog een keer aanbellen").update(done_at=dates.now())
        tell_story(case=case, said=SAID, by=by)
    _tick(crisis, by, loan="Aanvraag ligt bij de gemeente, antwoord binnen drie dagen", court="", identity="")
    tax = crisis.items.get(code="tax")
    set_item(item=tax, state=ItemState.NOT_NEEDED, reason=NotNeeded.NOT_HERE, seen=0, by=by)
    log_call(
        crisis=crisis, who="Kredietbank", said="Kan meedenken als het pensioenoverzicht er is",
        next_step="Pensioenoverzicht mailen", next_on=timezone.localdate() + timedelta(days=1), by=by,
    )  # fmt: skip


def _cut_off(case: Case, by: User) -> None:
    start_crisis(
        case=case,
        threat=Threat.ELECTRICITY,
        by=by,
        facts={"day": timezone.localdate() + 2 * AHEAD, "told_by": ToldBy.SUPPLIER},
    )


def _averted(case: Case, by: User) -> None:
    crisis = start_crisis(case=case, threat=Threat.EVICTION, by=by, facts={"told_by": ToldBy.HOUSEHOLD})
    _tick(crisis, by, administration="Budgetbeheer vanaf volgende maand", agreement="€ 60 per maand erbij")
    given_up = "Een jaar lang doet iemand anders het geld. Zelf gekozen, om te kunnen blijven."
    end_crisis(crisis=crisis, reason=EndReason.ADMINISTRATION, given_up=given_up, by=by)
    settle_crisis(crisis=crisis, help_found="Maatje voor de post", help_again="De huisarts belt weer elke maand", by=by)


def _tick(crisis: Crisis, by: User, **done: str) -> None:
    for code, note in done.items():
        set_item(item=crisis.items.get(code=code), state=ItemState.DONE, seen=0, note=note, by=by)
