"""What tests of figures do with a household."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from cases.enums import ContactKind
from cases.models import Case, ContactAttempt, day_part_of

if TYPE_CHECKING:
    from typing import Any


def attempt(
    case: Case, day: date, *, kind: str = ContactKind.VISIT, reached: bool = False, **fields: Any
) -> ContactAttempt:
    """Log an attempt at ten in the morning, without what follows from it."""
    at = timezone.make_aware(datetime.combine(day, time(10)))
    return ContactAttempt.objects.create(
        household=case.household,
        case=case,
        kind=kind,
        at=at,
        on=day,
        day_part=day_part_of(at),
        reached=reached,
        **fields,
    )
