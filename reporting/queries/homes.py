"""What needs doing now, for each home page. Always the same small number of statements, however long the lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Case as If
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Covenant, Membership, ReadLog, User
from cases.enums import ClockKind, RequestState
from cases.models import Breakthrough, Case, CaseWorker, Clock, Closing, Consult, HelpRequest, Task
from cases.permissions import breakthroughs_for, consults_for, student_tasks_of
from cases.queries.board import crisis_first
from cases.queries.rhythm import quiet_since_crisis
from common.dates import first_of_month, today
from signals_intake.enums import Answer, RowOutcome
from signals_intake.models import Delivery, ListEntry, Review, Signal
from visits.queries import doors_done, stops_of, visits_ahead

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

#: How many lines a home page shows of anything, and how many days it looks ahead.
LINES, DOORS, AHEAD = 6, 4, timedelta(days=14)
PROMISES, AGREED = 10, 100
SOON = timedelta(days=7)
#: Days that others set stand on top, whatever else is late.
COUNTDOWNS = [kind for kind in ClockKind if kind.is_countdown]
PLANNED = [kind for kind in ClockKind if kind.is_plan]


@dataclass(frozen=True)
class Day:
    """Somebody's own round and promises; the first door is the one that is next."""

    stops: Sequence[Case]
    doors: int
    done: int
    ahead: Sequence[Task]
    promises: Sequence[Task]
    #: what is agreed besides: one tap away, since nothing agreed is out of sight
    later: Sequence[Task]

    @property
    def total(self) -> int:
        return self.doors + self.done


@dataclass(frozen=True)
class TeamState:
    """What a team has in hand, and which cases wait for a duo."""

    open: int
    without_duo: int
    visits_today: int
    waiting: list[Case]


@dataclass(frozen=True)
class AnswerCount:
    label: str | _StrPromise
    count: int
    of: int


@dataclass(frozen=True)
class Suppliers:
    """The lists that a supplier delivered lately, and whether this month's is among them."""

    deliveries: list[Delivery]
    expected: date | None


def day_of(user: User) -> Day:
    """Give what this person has to do, with the same doors as the day list."""
    on = today()
    stops = list(stops_of(user, on=on))
    own = Case.objects.own(user)
    came_after = Q(case__in=own, created_at__date__gte=F("case__closed_on"))  # somebody got in touch, or looked back
    promises = (
        Task.objects.to_do()
        .filter(Q(due_on=None) | Q(due_on__lte=on + AHEAD), Q(case__in=own.open()) | came_after, owner=user)
        .select_related("case__household__dwelling", "owner", "student")
        .prefetch_related("case__household__people")
    )
    agreed = list(promises[:AGREED])
    return Day(
        stops=stops[:DOORS],
        doors=len(stops),
        done=doors_done(user, on=on).count(),
        ahead=list(visits_ahead(user, after=on)[:DOORS]),
        promises=agreed[:PROMISES],
        later=agreed[PROMISES:],
    )


def student_tasks(user: User) -> list[Task]:
    """Give what somebody is asked to do as a student, with the worker to ask."""
    tasks = student_tasks_of(user).open()  # type: ignore[attr-defined]
    return list(tasks.select_related("owner", "case__household").prefetch_related("case__household__people"))


def clocks_of(user: User) -> list[Clock]:
    """Give the clocks that ask for attention in one's own cases, the oldest first."""
    duo = CaseWorker.objects.current().filter(case=OuterRef("case"), user=user)
    mine = Clock.objects.filter(Q(owner=user) | Exists(duo))
    return _pressing(mine.filter(case__in=Case.objects.own(user).open()))


def clocks_of_team(user: User) -> list[Clock]:
    """Give the terms of the team; what a duo planned with a household is between them."""
    return _pressing(Clock.objects.filter(case__in=Case.objects.own(user).open()).exclude(kind__in=PLANNED))


def closings_asked(user: User, *, duo: bool = False) -> list[Closing]:
    """Give what others asked to let go and waits for a second person, in one's own team or (`duo`) one's own cases."""
    cases = Case.objects.own(user)
    asked = Closing.objects.asked().exclude(asked_by=user).filter(case__in=cases.of_duo(user) if duo else cases)
    people = asked.select_related("asked_by", "case__household__dwelling").prefetch_related("case__household__people")
    return list(people.order_by("asked_at", "pk")[:LINES])


def quiet_cases(user: User, *, duo: bool = False) -> list[Case]:
    """Give where nothing was heard since a crisis, in one's own team or (`duo`) one's own cases; the longest first."""
    own = Case.objects.own(user)
    quiet = quiet_since_crisis(own.of_duo(user) if duo else own)
    people = quiet.select_related("household__dwelling").prefetch_related("household__people")
    return list(people.order_by(F("heard_on").asc(nulls_first=True), "pk")[:LINES])


def questions_of(user: User) -> list[Consult]:
    """Give what colleagues ask somebody, and the own questions that were answered; the oldest first."""
    asked = Consult.objects.asked_of(user).filter(is_answered=False).values("pk")
    answered = Q(asked_by=user, is_answered=True)
    waiting = consults_for(user).open().filter(Q(pk__in=asked) | answered).select_related("asked_by", "asked_of")
    return list(waiting.order_by("asked_at", "pk")[:LINES])


def requests_asked(user: User) -> dict[str, int]:
    """Count who asked for help and waits for an answer, and who is to be told what came of it."""
    waiting, told = Q(state=RequestState.WAITING), Q(notice="") | Q(told_at__isnull=False)
    return HelpRequest.objects.of(user).aggregate(
        waiting=Count("pk", filter=waiting), to_tell=Count("pk", filter=~told)
    )


def breakthroughs_asked(user: User) -> list[Breakthrough]:
    """Give what workers of one's own team wait for, by the day they need it."""
    waiting = breakthroughs_for(user).waiting().select_related("asked_by", "case__household__dwelling")
    people = waiting.prefetch_related("case__household__people")
    return list(people.order_by(F("needed_by").asc(nulls_last=True), "asked_on", "pk")[:LINES])


def team_state(user: User) -> TeamState:
    """Give the state of the user's team, what presses before what waits longest: three statements."""
    own = Case.objects.own(user).open()
    visits = Q(tasks__is_visit=True, tasks__done_at=None, tasks__due_on__lte=today())
    counts = own.aggregate(
        open=Count("pk", distinct=True),
        without_duo=Count("pk", filter=Q(assigned_at=None), distinct=True),
        visits_today=Count("tasks", filter=visits, distinct=True),
    )
    waiting = own.unassigned().select_related("household__dwelling").prefetch_related("household__people")
    lines = waiting.annotate(months=_months()).order_by(crisis_first(), "opened_on", "pk")[:LINES]
    return TeamState(waiting=list(lines), **counts)


def reviews_of(user: User, *, waiting: bool = False) -> list[Review]:
    """Give the reviews that are not closed, with the number of households that still wait for a decision.

    `waiting` leaves out those in which nobody waits: only the sign-off is missing there.
    """
    membership = user.membership
    entries = ListEntry.objects.of(membership).filter(
        arrears_list=OuterRef("arrears_list"), rows__supplier=OuterRef("supplier"), rows__outcome=RowOutcome.LISTED
    )
    reviews = Review.objects.of(membership).filter(closed_at=None).select_related("arrears_list", "supplier")
    newest = reviews.order_by("-arrears_list__as_of", "supplier__name")
    counted = newest.annotate(entries=_number(entries), waiting=_number(entries.undecided()))
    return list((counted.filter(waiting__gt=0) if waiting else counted)[:LINES])


def deliveries_of(user: User) -> Suppliers:
    """Give the last lists: one's own for a supplier, those of all for staff."""
    membership = user.membership
    if membership is None:
        return Suppliers([], None)
    lists = Delivery.objects.select_related("supplier", "uploaded_by", "job").order_by("-uploaded_at")
    if not membership.organisation.is_supplier:
        return Suppliers(list(lists[:LINES]), None)
    own = list(lists.filter(supplier=membership.organisation)[:LINES])
    this_month = first_of_month(today())
    late = not any(delivery.as_of >= this_month for delivery in own)
    return Suppliers(own, this_month if late else None)


def answers_of(user: User) -> list[AnswerCount]:
    """Count the supplier's signals by what it heard about them, first those without an answer yet."""
    counted = Signal.objects.of_supplier(user).order_by().values_list("answer").annotate(number=Count("pk"))
    numbers = dict(counted)
    total = sum(numbers.values())
    labels = [("", _("no answer yet")), *((answer.value, answer.label) for answer in Answer)]
    return [AnswerCount(label, numbers[answer], total) for answer, label in labels if numbers.get(answer)]


def read_today() -> tuple[int, list[ReadLog]]:
    """Give how many files were opened today, and the last of them that needed a reason."""
    log = ReadLog.objects.filter(at__date=today())
    with_reason = log.exclude(reason="own").select_related("user").order_by("-at")
    return log.count(), list(with_reason[:LINES])


@dataclass(frozen=True)
class RoleCount:
    label: str | _StrPromise
    count: int


def people_by_role() -> list[RoleCount]:
    counted = dict(Membership.objects.running().order_by().values_list("role").annotate(number=Count("pk")))
    return [RoleCount(role.label, counted[role]) for role in Role if role in counted]


def without_membership() -> int:
    """Count the accounts that can log in and may do nothing."""
    running = Membership.objects.running().filter(user=OuterRef("pk"))
    return User.objects.filter(~Exists(running), is_active=True).count()


def covenants() -> list[Covenant]:
    return list(Covenant.objects.select_related("agency").order_by("name")[:LINES])


def _pressing(clocks: QuerySet[Clock]) -> list[Clock]:
    on = today()
    pressing = clocks.filter(Q(warn_on__lte=on) | Q(due_on__lte=on + SOON), stopped_on=None, paused_on=None)
    # what is planned with each other comes to mind on its day, or every week of every household would stand here
    pressing = pressing.exclude(kind__in=PLANNED, due_on__gt=on)
    return list(
        pressing.exclude(case=None)
        .select_related("case", "household__dwelling", "owner")
        .prefetch_related("household__people")
        .order_by(If(When(kind__in=COUNTDOWNS, then=0), When(kind__in=PLANNED, then=2), default=1), "due_on", "pk")[
            :LINES
        ]
    )


def _number(entries: QuerySet[ListEntry]) -> Subquery:
    counted = entries.order_by().values("arrears_list").annotate(number=Count("pk", distinct=True)).values("number")
    return Subquery(counted, output_field=IntegerField())


def _months() -> Subquery:
    """The months that a case's household owed when it was listed last."""
    listed = ListEntry.objects.filter(household=OuterRef("household")).order_by("-arrears_list__as_of")
    return Subquery(listed.values("months")[:1])
