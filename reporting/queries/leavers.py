"""Households whose people left: who left the team leaves nobody behind without somebody hearing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Membership
from cases.enums import PersonRole, WorkerSide
from cases.models import Case, CaseWorker, Person, Task

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from django.db.models import QuerySet

    from accounts.models import User

    Rows = QuerySet[Any, tuple[Any, ...]]

#: How many lines stand on the page.
SHOWN = 50


class Leaver(NamedTuple):
    """An open case with something still in the hands of somebody who left."""

    uuid: UUID
    household: str
    who: str


def left_behind(user: User) -> list[Leaver]:
    """Give the open cases of a leader's team in whose duo, direction or tasks somebody stands who left: one statement.

    Of the agency's halves somebody left who works for another team now, or for none; of the others who works nowhere.
    """
    cases = Case.objects.own(user).open()
    ours = Membership.objects.running().filter(user=OuterRef("user"))
    in_team = ours.filter(
        Q(team=OuterRef("case__team")) | Q(team=None, organisation=OuterRef("case__team__organisation"))
    )
    of_team = Q(side__in=[WorkerSide.AGENCY, WorkerSide.SECOND])
    workers = CaseWorker.objects.current().filter(
        (of_team & ~Exists(in_team)) | (~of_team & ~Exists(ours)), case__in=cases
    )  # fmt: skip
    led = cases.exclude(director=None).exclude(_works("director"))
    tasks = Task.objects.open().filter(case__in=cases).exclude(_works("owner"))
    parts = [_rows(workers, "case__", "user"), _rows(led, "", "director"), _rows(tasks, "case__", "owner")]
    found = parts[0].union(*parts[1:]).order_by("of_household", "of_who", "of_case")[:SHOWN]
    return [Leaver(*row) for row in found]


def _works(who: str) -> Exists:
    return Exists(Membership.objects.running().filter(user=OuterRef(who)))


def _rows(found: QuerySet[Any], case: str, who: str) -> Rows:
    tenant = Person.objects.filter(household=OuterRef(f"{case}household"), role=PersonRole.MAIN_TENANT)
    columns = {
        "of_case": F(f"{case}uuid"),
        "of_household": Coalesce(Subquery(tenant.values("name")[:1]), Value("")),
        "of_who": F(f"{who}__name"),
    }
    rows: Rows = found.order_by().annotate(**columns).values_list(*columns)
    return rows
