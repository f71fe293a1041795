"""What is pinned at a door, as far as whoever reads it may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from cases.enums import Visibility
from cases.models import PinnedWarning
from cases.permissions import of_agency, sight_of
from common import dates

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Case
    from cases.models.warning import WarningQuerySet


def pinned_beside(user: User) -> dict[str, ArraySubquery]:
    """Give what is pinned now (`Case.pinned`), newest first, with a question that asks after cases anyway."""
    here = Q(case__household=OuterRef("household"), case__team__organisation=OuterRef("team__organisation"))
    pinned = PinnedWarning.objects.filter(_readable(user), here).on(dates.today())
    return {"pinned": ArraySubquery(pinned.values(pin=JSONObject(uuid="uuid", text="text", visibility="visibility")))}


def warnings_of(case: Case, user: User) -> WarningQuerySet:
    """Give what was ever pinned for this household by the agency of a case, newest first."""
    return PinnedWarning.objects.filter(_readable(user), of_agency(case)).select_related("noted_by")


def _readable(user: User) -> Q:
    return Q() if sight_of(user).is_care else Q(visibility=Visibility.CORPORATION)
