"""What stands on the papers of a household: what is there already, and nothing that is private.

A household reads its own words, what was agreed, the steps of a crisis, when we come again and whom to call. No note,
no story and no worry of ours goes on paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import Carrier, ClockKind, ItemKind, ItemState, Stage, StatementKind
from common import dates
from common.templatetags.ui import full_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from accounts.models import User
    from cases.models import Case, CrisisItem, Task

#: What a household may read of what is said about it: its own wish, and what is strong.
OWN_WORDS = (StatementKind.NEED, StatementKind.DAY)
STRONG = (StatementKind.STRENGTH, StatementKind.PROTECTIVE)
#: Of a crisis, the lists that somebody works on; what to bring has a paper of its own.
STEPS = (ItemKind.STEP, ItemKind.PAPER)
COMES = (ClockKind.SIGN_OF_LIFE, ClockKind.CHECK)


class Plan(NamedTuple):
    """The plan as it stands in the file, in the order in which a household reads it."""

    words: list[str]
    strong: list[str]
    agreed: list[Task]
    steps: list[CrisisItem]
    visit_on: date | None
    hear_on: date | None
    people: list[User]


def plan_of(case: Case) -> Plan:
    said = {statement.kind: statement.text for statement in case.statements.running()}
    running = [crisis for crisis in case.crises.prefetch_related("items") if not crisis.end]
    items = [item for crisis in running for item in crisis.items.all() if item.kind in STEPS]
    visits = case.tasks.open().filter(is_visit=True, due_on__gte=dates.today())
    hears = case.clocks.running().filter(kind__in=COMES, due_on__gte=dates.today())
    return Plan(
        words=[said[kind] for kind in OWN_WORDS if kind in said],
        strong=[said[kind] for kind in STRONG if kind in said],
        agreed=agreed_with(case),
        steps=[item for item in items if item.state == ItemState.OPEN],
        visit_on=visits.order_by("due_on").values_list("due_on", flat=True).first(),
        hear_on=hears.order_by("due_on").values_list("due_on", flat=True).first(),
        people=people_to_call(case),
    )


def agreed_with(case: Case) -> list[Task]:
    """Give what was agreed with the household and is open: promised to it, or done by somebody else than us.

    What workers have to do among themselves is not on its paper.
    """
    shared = Q(is_promise=True) | ~Q(carrier=Carrier.PROFESSIONAL)
    tasks = case.tasks.to_do().filter(shared, referral=None, scaling=None)
    return list(tasks.select_related("owner", "student"))


def people_to_call(case: Case) -> list[User]:
    """Give the duo; before there is one, whoever keeps the direction."""
    duo = case.duo
    return duo or ([case.director] if case.director else [])


def pack_of(case: Case, *, words: str = "") -> dict[str, Any]:
    """Give what goes along to whoever helps next, in plain values: it is kept as it was given."""
    plan, household = plan_of(case), case.household
    return {
        "name": household.name,
        "address": str(household.dwelling),
        "phone": household.phone,
        "words": words.strip(),
        "own_words": plan.words,
        "strong": plan.strong,
        "course": _course(case),
        "agreed": [[task.what, capfirst(task.who), full_day(task.due_on)] for task in plan.agreed],
        "steps": [item.label for item in plan.steps],
        "elsewhere": [
            [referral.party, capfirst(str(referral.get_state_display())), full_day(referral.state_on)]
            for referral in case.referrals.open()
        ],
        "in_the_way": [
            [capfirst(str(obstacle.get_kind_display())), obstacle.party]
            for obstacle in case.obstacles.filter(ended_on=None)
        ],
        "people": [[person.name, _works_at(person), person.phone] for person in plan.people],
    }


def _course(case: Case) -> list[list[str]]:
    """Tell what happened in steps with their days: how it began, its stages, how crises ended, how often we met."""
    stages = [(stage.since, capfirst(str(Stage(stage.stage).label))) for stage in case.stages.all()]
    crises = [
        (crisis.ended_on, f"{capfirst(str(crisis.get_threat_display()))}: {crisis.get_end_display()}")
        for crisis in case.crises.exclude(end="")
        if crisis.ended_on
    ]
    running = [(crisis.known_on, capfirst(str(crisis.get_threat_display()))) for crisis in case.crises.filter(end="")]
    lines = _in_order([*stages, *crises, *running])
    met = case.attempts.filter(reached=True).aggregate(times=Count("pk"))["times"]
    if met:
        lines.append(["", ngettext("We spoke %(times)d time", "We spoke %(times)d times", met) % {"times": met}])
    return lines


def _in_order(lines: Iterable[tuple[date, str]]) -> list[list[str]]:
    return [[full_day(on), what] for on, what in sorted(lines, key=lambda line: line[0])]


def _works_at(person: User) -> str:
    membership = person.membership
    return membership.organisation.name if membership else _("works elsewhere now")
