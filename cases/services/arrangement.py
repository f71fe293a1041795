"""What a household and its corporation agreed about the rent, whether it was kept, and who pays the bailiff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.outbox import publish
from cases.enums import ArrangementState, CostsDeal, EntryKind
from cases.models import Arrangement, BailiffCosts
from cases.services.case import lock_open
from cases.services.record import record
from cases.states import ARRANGEMENT
from common import dates

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from accounts.models import Organisation, User
    from cases.models import Case


class ArrangementRunsAlready(Exception):  # noqa: N818 -- errors are facts
    """With this corporation one runs: it was kept or broken before there is another."""


class ArrangementEndedAlready(Exception):  # noqa: N818 -- errors are facts
    """Somebody else noted first whether it was kept."""


@transaction.atomic
def arrange(
    *, case: Case, corporation: Organisation, by: User, terms: str = "", agreed_on: date | None = None
) -> Arrangement:
    """Note an arrangement about the rent. The case is locked first: of two people one notes it.

    Raises ArrangementRunsAlready, CaseAlreadyClosed.
    """
    locked, day = lock_open(case), agreed_on or dates.today()
    if locked.arrangements.filter(corporation=corporation, state=ArrangementState.RUNS).exists():
        raise ArrangementRunsAlready
    arrangement = Arrangement.objects.create(
        case=locked, corporation=corporation, terms=terms.strip(), agreed_on=day, state_on=day, noted_by=by
    )
    _tell(arrangement, by=by)
    return arrangement


@transaction.atomic
def end_arrangement(*, arrangement: Arrangement, state: ArrangementState, by: User, on: date | None = None) -> None:
    """Note that an arrangement was kept to its end, or broken, and on which day.

    The ``update`` is also the lock: of two people the second gets ArrangementEndedAlready. Raises CaseAlreadyClosed.
    """
    lock_open(arrangement.case)
    mine = Arrangement.objects.filter(pk=arrangement.pk, state__in=ARRANGEMENT.before(state))
    if not mine.update(state=state, state_on=max(on or dates.today(), arrangement.agreed_on)):
        raise ArrangementEndedAlready
    arrangement.refresh_from_db()
    _tell(arrangement, by=by)


@transaction.atomic
def note_bailiff_costs(
    *, case: Case, corporation: Organisation, deal: CostsDeal, by: User, amount: Decimal | None = None
) -> BailiffCosts:
    """Note who pays the bailiff; an amount that is known stays until there is another. Raises CaseAlreadyClosed.

    The case is locked first. Saying once more what stands there changes nothing.
    """
    locked = lock_open(case)
    known = locked.bailiff_costs.filter(corporation=corporation).first()
    said = amount if amount is not None or known is None else known.amount
    if known is not None and (known.deal, known.amount) == (deal, said):
        return known
    costs, _new = BailiffCosts.objects.update_or_create(
        case=locked,
        corporation=corporation,
        defaults={"deal": deal, "deal_on": dates.today(), "amount": said, "noted_by": by},
    )
    record(
        household=locked.household, case=locked, kind=EntryKind.BAILIFF_COSTS, detail=deal, text=corporation.name, by=by
    )
    publish("case.changed", household_id=locked.household_id)
    return costs


def _tell(arrangement: Arrangement, *, by: User) -> None:
    case = arrangement.case
    words = "\n\n".join(filter(None, [arrangement.corporation.name, arrangement.terms]))
    kind, state = EntryKind.ARRANGEMENT, arrangement.state
    record(household=case.household, case=case, kind=kind, detail=state, text=words, by=by)
    publish("case.changed", household_id=case.household_id)
