from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.models import Document
from accounts.permissions import Permission, may
from cases.enums import Acute, ClockKind
from cases.models import Case, HelpRequest
from cases.permissions.sight import sight_of
from common import dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models import Clock, PinnedWarning

CARE_CLOCKS = (ClockKind.DEBT_DECISION, ClockKind.CHECK)
#: What documents call the case that they belong to.
DOCUMENTS = "case"


def acute_of(case: Case, user: User) -> Acute | None:
    """Give what presses in a case; a partner knows of an eviction, the corporation's own, and of no cut-off."""
    acute = Acute(case.acute) if case.acute else None
    return None if acute is None or (sight_of(user).is_partner and not acute.is_of_the_home) else acute


def clocks_of(clocks: Iterable[Clock], user: User) -> list[Clock]:
    """Give of these clocks what somebody may know: a partner the eviction day alone, who plans none about debts."""
    sight = sight_of(user)
    if sight.is_partner:
        return [clock for clock in clocks if clock.kind == ClockKind.EVICTION]
    return [clock for clock in clocks if sight.is_care or clock.kind not in CARE_CLOCKS]


def requests_of(case: Case, user: User) -> list[HelpRequest]:
    """Give who asked us for help for this household, to its own team."""
    return list(HelpRequest.objects.of(user).filter(case=case))


def episodes_of(case: Case, user: User) -> list[Case]:
    """Give the other times that this agency helped this household, newest first.

    Of those of one's own also who worked there and how it ended (`is_own`); of another team its name and the days.
    """
    membership = user.membership
    if membership is None or not may(user, Permission.REQUEST_VIEW):
        return []
    others = Case.objects.episodes().filter(household=case.household_id).exclude(pk=case.pk)
    near = others.filter(team__organisation=membership.organisation).order_by("-opened_on", "-pk")
    found = {"is_own": Exists(Case.objects.own(user).filter(pk=OuterRef("pk")))}
    return list(near.annotate(**found).select_related("team").prefetch_related("workers__user"))


def documents_of(case: Case) -> QuerySet[Document]:
    """Give the files of a case that are still to be kept, newest first. They open with the papers, for care staff."""
    kept = Q(keep_until=None) | Q(keep_until__gte=dates.today())
    return Document.objects.filter(kept, subject=DOCUMENTS, subject_id=case.uuid).order_by("-added_at", "-pk")


def may_remove(document: Document, user: User) -> bool:
    """Say whether this person may remove a file: whoever added it, or a team leader."""
    return document.added_by_id == user.pk or may(user, Permission.CASE_ASSIGN)


def may_take_off(warning: PinnedWarning, user: User) -> bool:
    """Say whether this person may take a warning off: who writes in the case any, a partner what it pinned itself."""
    return warning.noted_by_id == user.pk or may(user, Permission.CASE_WRITE)
