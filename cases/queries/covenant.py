from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.models import Area, Covenant

if TYPE_CHECKING:
    from datetime import date

    from cases.models import Case


def covenant_of(case: Case, *, on: date) -> Covenant:
    """Give the covenant of the case's team that held on a day, the one of its postcode first.

    Without any, an unsaved one with the usual figures: a case never fails for want of an agreement.
    """
    postcode = int(case.household.dwelling.postcode[:4])
    here = Area.objects.filter(covenant=OuterRef("pk"), postcode_from__lte=postcode, postcode_until__gte=postcode)
    covenants = Covenant.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=on), agency=case.team.organisation_id, valid_from__lte=on
    )
    return covenants.order_by(Exists(here).desc(), "pk").first() or Covenant()
