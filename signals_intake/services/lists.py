"""The two- and three-month lists of one date, from the rules of design.md §3, as a set.

Every row of two months or more gets exactly one outcome. A list may be made again at any time: what somebody decided
on stays as it was, the rest follows the facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.enums import JobKind
from accounts.jobs import queue_job
from accounts.models import Covenant
from cases.enums import HOLDING_STAGES
from common import dates, statistics
from signals_intake.models import ArrearsList, Delivery
from signals_intake.services.answers import answer_from_list
from signals_intake.services.held_back import tell_duos
from signals_intake.services.list_sql import ASSESS, OUTCOMES, WRITE_ROWS, WRITE_SUMS

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Job, User

#: Lists of one covenant are made one after the other: each looks at the earlier ones.
LIST_LOCK = 0x6C697374


@transaction.atomic
def queue_lists(*, as_of: date, by: User | None) -> list[Job]:
    """Ask for the lists of a date, one job a covenant; who asks, for those of their own agency.

    Asking twice, or from two places, gives the same jobs.
    """
    jobs = []
    covenants = Covenant.objects.filter(valid_from__lte=as_of)
    if by is not None:
        covenants = covenants.filter(agency__memberships=by.membership)
    for covenant in covenants:
        arrears_list, _ = ArrearsList.objects.get_or_create(covenant=covenant, as_of=as_of)
        job = queue_job(kind=JobKind.LISTS, key=str(arrears_list.pk), by=by, total=1)
        ArrearsList.objects.filter(pk=arrears_list.pk).update(job=job)
        jobs.append(job)
    return jobs


def queue_due_lists() -> int:
    """Ask for the lists of the last month for which something was delivered since they were made.

    An older file that comes late counts for every later list as well: it tells rents, and who owed.
    """
    delivered = Delivery.objects.counting()
    since = dates.add_months(dates.today(), -1)
    found = {*delivered.filter(as_of__gte=since).values_list("as_of", flat=True).distinct()}
    found |= {*ArrearsList.objects.filter(as_of__gte=since).values_list("as_of", flat=True)}
    due = [as_of for as_of in sorted(found) if _is_due(as_of)]
    for as_of in due:
        queue_lists(as_of=as_of, by=None)
    return len(due)


def _is_due(as_of: date) -> bool:
    last = Delivery.objects.counting().filter(as_of__lte=as_of).aggregate(at=Max("processed_at"))["at"]
    return last is not None and not ArrearsList.objects.filter(as_of=as_of, made_at__gt=last).exists()


def list_step(job: Job) -> bool:
    """Make the list that the job is about, always in one step, and tell those whom it concerns."""
    arrears_list = ArrearsList.objects.select_related("covenant").get(pk=int(job.key))
    make_list(arrears_list=arrears_list)
    answer_from_list(arrears_list=arrears_list)
    tell_duos(arrears_list=arrears_list)
    return True


@transaction.atomic
def make_list(*, arrears_list: ArrearsList) -> None:
    """Assess every row of the month's deliveries and write what became of it.

    The newest list is worked with now, so cases and circumstances count as they are today; a list of an older date
    looks at them as they were then.
    """
    rules = _rules(arrears_list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LIST_LOCK, arrears_list.covenant_id])
        for statement in (*ASSESS, *OUTCOMES, *WRITE_ROWS):
            cursor.execute(statement, rules)
        statistics.refresh("signals_intake_listentry", "signals_intake_listedrow")
        for statement in WRITE_SUMS:
            cursor.execute(statement, rules)
        cursor.execute("DROP TABLE assessed, standing, offered_anew, delivered")
    arrears_list.made_at = timezone.now()
    arrears_list.rules = {
        name: str(rules[name]) for name in ("light_months", "visit_months", "minimum_amount", "known_at")
    }
    arrears_list.save(update_fields=["made_at", "rules"])


def _rules(arrears_list: ArrearsList) -> dict[str, Any]:
    covenant, as_of = arrears_list.covenant, arrears_list.as_of
    newer = Delivery.objects.counting().filter(as_of__gt=as_of, supplier__agreements__covenant=covenant).exists()
    return {
        "list": arrears_list.pk,
        "covenant": covenant.pk,
        "as_of": as_of,
        "month": dates.first_of_month(as_of),
        "known_at": as_of if newer else max(as_of, dates.today()),
        "light_months": covenant.light_contact_from_months,
        "visit_months": covenant.visit_from_months,
        "minimum_amount": covenant.minimum_amount,
        "holding": list(HOLDING_STAGES),
        "response_days": covenant.response_window_days,
    }
