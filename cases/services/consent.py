"""What a household lets a corporation know: given on a day, by word to somebody, and taken back as easily."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.outbox import publish
from cases.enums import EntryKind
from cases.models import Consent
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from cases.models import Household


@transaction.atomic
def give_consent(*, household: Household, organisation: Organisation, by: User) -> Consent:
    """Note that the household lets this corporation know that it is helped.

    Twice is once, also of two people at the same moment (one running row by constraint): the first day and name stay.
    """
    consent, is_new = Consent.objects.get_or_create(
        household=household,
        organisation=organisation,
        withdrawn_on=None,
        defaults={"given_on": dates.today(), "noted_by": by},
    )
    if is_new:
        _tell(EntryKind.CONSENT, household=household, organisation=organisation, by=by)
    return consent


@transaction.atomic
def withdraw_consent(*, household: Household, organisation: Organisation, by: User) -> bool:
    """Note that the household takes its consent back, and say whether there was one. It counts at once.

    The ``update`` is also the lock: of two people exactly one withdraws it.
    """
    mine = Consent.objects.running().filter(household=household, organisation=organisation)
    if not mine.update(withdrawn_on=dates.today(), withdrawn_by=by):
        return False
    _tell(EntryKind.CONSENT_WITHDRAWN, household=household, organisation=organisation, by=by)
    return True


def _tell(kind: EntryKind, *, household: Household, organisation: Organisation, by: User) -> None:
    record(household=household, case=household.current_case, kind=kind, about=organisation, by=by)
    publish("case.changed", household_id=household.pk)
