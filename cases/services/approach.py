"""What a household will need, as seen at the beginning, and whether we go to it or it comes to us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.outbox import publish
from cases.enums import Approach, EntryKind
from cases.models import ApproachSwitch
from cases.services.case import lock_open
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from accounts.models import User
    from cases.enums import Estimate, OwnStrength, SwitchReason
    from cases.models import Case


@transaction.atomic
def estimate_case(
    *, case: Case, by: User, estimate: Estimate | None = None, own_strength: OwnStrength | None = None
) -> bool:
    """Note one or both of what is seen at the beginning, and say whether anything changed.

    What is not given stays, so that each is one tap. Raises CaseAlreadyClosed: after the end it is known too well.
    """
    locked = lock_open(case)
    seen = {"estimate": estimate or locked.estimate, "own_strength": own_strength or locked.own_strength}
    if all(getattr(locked, name) == value for name, value in seen.items()):
        return False
    locked.estimate, locked.own_strength = seen["estimate"], seen["own_strength"]
    locked.save(update_fields=list(seen))
    detail = f"{locked.estimate}:{locked.own_strength}"
    record(household=locked.household, case=locked, kind=EntryKind.ESTIMATE, detail=detail, by=by)
    case.refresh_from_db()
    return True


@transaction.atomic
def switch_approach(*, case: Case, approach: Approach, by: User, reason: SwitchReason | None = None) -> bool:
    """Work in the other way from today, and say whether that is a change; the days before keep theirs.

    Who drops out of the regular way is visited in the same file, by the same people. Raises CaseAlreadyClosed.
    """
    locked = lock_open(case)
    if locked.approach == approach:
        return False
    locked.approach = approach
    locked.save(update_fields=["approach"])
    ApproachSwitch.objects.create(case=locked, approach=approach, on=dates.today(), reason=reason or "", by=by)
    detail = f"{approach}:{reason}" if reason else str(approach)
    record(household=locked.household, case=locked, kind=EntryKind.APPROACH, detail=detail, by=by)
    publish("case.changed", household_id=locked.household_id)
    case.refresh_from_db()
    return True
