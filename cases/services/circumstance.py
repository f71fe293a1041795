"""Why a household is not to be approached for some time, whether or not it has a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest

from accounts.outbox import publish
from cases.enums import EntryKind
from cases.models import Household, HouseholdCircumstance
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from cases.enums import Circumstance


class CircumstanceHoldsAlready(Exception):  # noqa: N818 -- errors are facts
    """This circumstance was noted before and has not ended."""


@transaction.atomic
def mark_circumstance(
    *,
    household: Household,
    kind: Circumstance,
    by: User,
    since: date | None = None,
    until: date | None = None,
    note: str = "",
) -> HouseholdCircumstance:
    """Note why a household is not to be approached for some time; `until` is the first day without it.

    The household is locked first, so that two people at once note it once. Raises CircumstanceHoldsAlready when it
    holds already on one of these days.
    """
    Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    first = since or dates.today()
    lasting = Q(until=None) | Q(until__gt=Greatest("since", first))
    others = household.circumstances.filter(lasting, kind=kind)
    if (others.filter(since__lt=until) if until else others).exists():
        raise CircumstanceHoldsAlready(kind)
    circumstance = HouseholdCircumstance.objects.create(
        household=household, kind=kind, since=first, until=until, note=note
    )
    case = household.current_case
    record(household=household, case=case, kind=EntryKind.CIRCUMSTANCE, detail=kind, text=note, by=by)
    publish("case.changed", household_id=household.pk)
    return circumstance


@transaction.atomic
def end_circumstance(*, circumstance: HouseholdCircumstance, by: User) -> bool:
    """Let a circumstance that holds end today, and say whether it did; ended already is left as it was.

    The ``update`` is also the lock: of two people exactly one ends it.
    """
    today = dates.today()
    if not HouseholdCircumstance.objects.on(today).filter(pk=circumstance.pk).update(until=today):
        return False
    household = circumstance.household
    kind = EntryKind.CIRCUMSTANCE_ENDED
    record(household=household, case=household.current_case, kind=kind, detail=circumstance.kind, by=by)
    publish("case.changed", household_id=household.pk)
    return True
