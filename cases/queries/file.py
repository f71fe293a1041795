from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from accounts.enums import ReadReason
from accounts.models import ReadLog
from cases.endings import ClosingState
from cases.enums import Stage
from cases.models import Case
from cases.queries.arrangement import arranged_beside
from cases.queries.warnings import pinned_beside
from common import dates

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models.case import CaseQuerySet

#: What the log calls an opened case.
SUBJECT = "case"
BESIDE: list[str] = ["household__profile", "asked__asked_by", "follows"]


def openings_today(user: User, **of: Any) -> QuerySet[ReadLog]:
    return ReadLog.objects.filter(subject=SUBJECT, user=user, at__date=dates.today(), **of)


def within_reach(user: User) -> CaseQuerySet:
    """Give the cases of the inner and the middle ring (design.md §6), all that the door asks in one question.

    Each says whether it is the user's own (`is_own`), and whether they opened it today at all (`opened_today`) or with
    a reason (`reason_today`). `asked` is the closing that waits for a second person, if one does; `pinned` what whoever
    goes to the door reads first, `arranged` and `costs` what was agreed about the rent.
    """
    mine = Case.objects.own(user).filter(pk=OuterRef("pk"))
    others = Case.objects.same_agency(user).filter(pk=OuterRef("pk"))
    today = openings_today(user, subject_id=OuterRef("uuid"))
    found = {
        "is_own": Exists(mine),
        "opened_today": Exists(today),
        "reason_today": Exists(today.exclude(reason=ReadReason.OWN)),
        **pinned_beside(user),
        **arranged_beside(user),
        "asked": FilteredRelation("closings", condition=Q(closings__state=ClosingState.ASKED)),
    }
    near = Case.objects.for_list().filter(Q(Exists(mine)) | Q(Exists(others)))
    return near.annotate(**found).select_related(*BESIDE)


def is_latest(case: Case) -> bool:
    """Say whether what a household says now belongs in this case: it is the open one, or the last of its agency.

    While another agency helps the household, that is theirs to note.
    """
    later = Q(opened_on__gt=case.opened_on) | Q(opened_on=case.opened_on, pk__gt=case.pk)
    ours = Q(team__organisation=case.team.organisation_id)
    others = Case.objects.filter(household=case.household_id).exclude(pk=case.pk)
    return not others.filter(~Q(stage=Stage.CLOSED) | (ours & later)).exists()


def reason_of_today(case: Case, user: User) -> ReadReason:
    """Say why this person has the file open: it is theirs, or the reason they gave today."""
    given = openings_today(user, subject_id=case.uuid).exclude(reason=ReadReason.OWN)
    found = None if case.is_own else given.order_by("-pk").values_list("reason", flat=True).first()
    return ReadReason(found) if found else ReadReason.OWN
