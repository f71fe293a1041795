"""Why a household that wanted no help is on a list again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.enums import CloseReason
from cases.models import Case
from signals_intake.models import Balance, ListedRow

if TYPE_CHECKING:
    from signals_intake.models import ListEntry


def last_before(entry: ListEntry) -> Case | None:
    """Give the last time that this household was helped, apart from the case that the decision on this entry opened."""
    made = getattr(entry, "decision", None)
    cases = Case.objects.episodes().filter(household=entry.household_id).select_related("team")
    if made is not None and made.opened_case_id is not None:
        cases = cases.exclude(pk=made.opened_case_id)
    return cases.order_by(F("closed_on").desc(nulls_first=True), "-opened_on").first()


def why_offered_anew(entry: ListEntry, last: Case | None) -> str:
    """Say why there is a new offer for who was let go at its own wish; of anybody else there is nothing to say.

    For the agency that let it go: to a corporation it would say that the household was helped.
    """
    assert entry.team is not None, "outside every area nobody is listed"
    if last is None or last.closed_on is None or last.close_reason != CloseReason.WANTS_NO_HELP:
        return ""
    if last.team.organisation_id != entry.team.organisation_id:
        return ""
    earlier = Balance.objects.filter(contract=OuterRef("balance__contract"), as_of__lte=last.closed_on)
    rows = ListedRow.objects.filter(entry=entry, balance__as_of__gt=last.closed_on).exclude(balance__bailiff_stage="")
    before = Subquery(earlier.order_by("-as_of").values("bailiff_stage")[:1])
    new = rows.annotate(before=before).exclude(before=F("balance__bailiff_stage"))
    stage = new.values_list("balance__bailiff_stage", flat=True).first()
    told = {"on": date_format(last.closed_on, "j F Y"), "stage": stage}
    if stage:
        return _("Wanted no help on %(on)s. A new offer: there is another legal stage (%(stage)s)") % told
    return _("Wanted no help on %(on)s. A new offer: the arrears began anew") % told
