"""What households of the demo city told: it keeps them off the lists, or lets their landlord know of us."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from cases.enums import AgreedHow, Circumstance, CloseReason, ContactKind, Outcome, Present, Visibility, WorkerSide
from cases.models import Case
from cases.services.circumstance import mark_circumstance
from cases.services.consent import give_consent
from cases.services.contact import log_attempt
from cases.services.warning import pin_warning
from common import dates
from signals_intake.demo.letting_go import say_goodbye
from signals_intake.demo.openness import be_open
from signals_intake.models import ArrearsList

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Organisation, User
    from cases.models import Household


class Call(NamedTuple):
    """What holds from a phone call on (for how many months), how the case ended, and in words what was noted."""

    kind: Circumstance
    months: int | None
    outcome: Outcome
    close: CloseReason
    words: str


#: One a month, in this order.
CALLS = [
    Call(
        Circumstance.TRAJECTORY, 12, Outcome.SOLVES_IT, CloseReason.HANDED_OVER,
        "Schuldhulp van de gemeente loopt sinds het voorjaar.",
    ),
    Call(
        Circumstance.AGREED_PATTERN, 9, Outcome.PAID, CloseReason.PAID,
        "Betaalt op de 25e, na het salaris. Zo afgesproken met de corporatie.",
    ),
    Call(
        Circumstance.MOVED, None, Outcome.MOVED, CloseReason.MOVED,
        "Woont nu bij zijn dochter in Almere.",
    ),
]  # fmt: skip
NO_VISITS = "Werkt ’s nachts en slaapt overdag. Bellen mag na vieren."
NIGHTS, DOG = "Bel niet aan voor elf uur", "Grote hond achter de deur, doet niets"
TWO = "Ga met z’n tweeën"
#: From the meeting to a call, and to a wish or a consent.
SOON, LATER = timedelta(days=2), timedelta(days=11)


def tell_call(*, household: Household, met_on: date, by: User) -> None:
    """Call one household of an older list after the meeting; what it tells keeps it off every later list."""
    case = Case.objects.open().get(household=household)
    months_told = ArrearsList.objects.filter(as_of__lt=met_on).values("as_of").distinct().count() - 1
    call, day = CALLS[months_told % len(CALLS)], met_on + SOON
    until = dates.add_months(dates.first_of_month(day), call.months) if call.months else None
    with dates.fixed_today(day):
        log_attempt(
            case=case,
            kind=ContactKind.PHONE,
            at=timezone.make_aware(datetime.combine(day, time(16, 20))),
            reached=True,
            present=[Present.TENANT],
            outcome=call.outcome,
            by=by,
        )
        mark_circumstance(household=household, kind=call.kind, until=until, note=call.words, by=by)
        say_goodbye(case=case, reason=call.close, by=by)


def tell_wishes(*, met_on: date, asked: Household, agreed: Household, landlord: Organisation) -> None:
    """Let one household of the newest cases ask for no visits, and another agree that its landlord knows of us."""
    with dates.fixed_today(min(met_on + LATER, timezone.localdate())):
        mark_circumstance(household=asked, kind=Circumstance.DO_NOT_VISIT, note=NO_VISITS, by=_worker(asked))
        pin_warning(case=_case(asked), text=NIGHTS, by=_worker(asked))
        pin_warning(case=_case(agreed), text=DOG, by=_worker(agreed))
        pin_warning(case=_case(agreed), text=TWO, visibility=Visibility.CARE, by=_worker(agreed))
        give_consent(household=agreed, organisation=landlord, how=AgreedHow.TALK, by=_worker(agreed))
        be_open(household=agreed, by=_worker(agreed))


def _case(household: Household) -> Case:
    return Case.objects.open().get(household=household)


def _worker(household: Household) -> User:
    return _case(household).workers.current().select_related("user").get(side=WorkerSide.AGENCY).user
