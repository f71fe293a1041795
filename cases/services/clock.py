"""Everything that changes a clock: start, pause, resume, stop (design.md §3). The start day is day 0."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from cases.enums import ClockKind, Pace, Stage
from cases.models import Clock
from cases.queries.covenant import covenant_of
from cases.services.workdays import add_workdays, next_workday
from common import dates

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, time

    from accounts.models import User
    from cases.models import Case, Household

#: Four weeks to the first conversation (Wgs, article 4.1).
FIRST_CONVERSATION_DAYS = 28
#: Working days to the first conversation under a threat (Wgs, article 4.2).
URGENT_CONVERSATION_WORKDAYS = 3
#: Working days from knowing of a crisis to the first attempt: our aim, not law.
CRISIS_ATTEMPT_WORKDAYS = 1
#: How long before the end of the term a decision on debt help is asked for.
DECISION_WARNING = timedelta(days=14)
CONVERSATIONS = (ClockKind.FIRST_CONVERSATION, ClockKind.URGENT_CONVERSATION)
#: Stages in which the next day is that of a check or of a promised sign of life.
PLANNED_OTHERWISE = (Stage.MONITORING, Stage.MINIMAL_CONTACT, Stage.CLOSED)


class ClockKnowsNoPause(Exception):  # noqa: N818 -- errors are facts
    """The law's terms and an eviction day run on, whatever the covenant says."""


@transaction.atomic
def start_clock(
    *,
    kind: ClockKind,
    household: Household,
    due_on: date,
    by: User | None,
    case: Case | None = None,
    started_on: date | None = None,
    warn_on: date | None = None,
    hour: time | None = None,
) -> Clock:
    """Start a clock, or give the one of its kind that runs already for this household, unchanged.

    The end of a legal term moves off a Saturday, Sunday or holiday.
    """
    clock, _ = Clock.objects.get_or_create(
        kind=kind,
        household=household,
        stopped_on=None,
        defaults={
            "case": case,
            "owner": by,
            "started_on": started_on or dates.today(),
            "warn_on": warn_on,
            "hour": hour,
            "due_on": next_workday(due_on) if kind.is_legal else due_on,
        },
    )
    return clock


def start_contact_phase(*, case: Case, on: date, by: User) -> Clock | None:
    """Start the weeks in which contact is sought, unless this household was reached before.

    Runs from the day the duo is there, so also when a light contact with a duo becomes a visit.
    """
    if case.stage != Stage.CONTACT or case.assigned_at is None or case.first_reached_on is not None:
        return None
    covenant = covenant_of(case, on=on)
    return start_clock(
        kind=ClockKind.CONTACT_PHASE,
        household=case.household,
        case=case,
        started_on=on,
        warn_on=on + timedelta(days=covenant.contact_warn_days),
        due_on=on + timedelta(days=covenant.contact_decide_days),
        by=by,
    )


def seek_until(*, case: Case, on: date, by: User) -> bool:
    """Let the weeks in which contact is sought end on another day, and say whether they ran."""
    return bool(case.clocks.filter(kind=ClockKind.CONTACT_PHASE, stopped_on=None).update(due_on=on, warn_on=on))


def start_first_conversation(*, case: Case, on: date, by: User) -> Clock:
    """Start the law's four weeks, or its three working days under a threat: the household said yes to the offer."""
    if case.acute:
        return start_urgent_conversation(case=case, on=on, by=by)
    return start_clock(
        kind=ClockKind.FIRST_CONVERSATION,
        household=case.household,
        case=case,
        started_on=on,
        due_on=on + timedelta(days=FIRST_CONVERSATION_DAYS),
        by=by,
    )


def start_urgent_conversation(*, case: Case, on: date, by: User) -> Clock:
    """Start the law's three working days under a threat; the four weeks run on beside them."""
    return start_clock(
        kind=ClockKind.URGENT_CONVERSATION,
        household=case.household,
        case=case,
        started_on=on,
        warn_on=on,
        due_on=add_workdays(on, URGENT_CONVERSATION_WORKDAYS),
        by=by,
    )


def take_back_conversation(*, case: Case, on: date) -> None:
    """Drop the term that began on a day on which nobody said yes after all. Who asked for help has said yes.

    A crisis of that day may have begun the three working days by itself, so these run on.
    """
    began = case.clocks.filter(kind__in=CONVERSATIONS, started_on=on, stopped_on=None)
    if case.crises.filter(known_on=on).exists():
        began = began.exclude(kind=ClockKind.URGENT_CONVERSATION)
    if not case.requests.exists():
        began.delete()


def relax_conversation(*, case: Case, by: User) -> None:
    """Give the law's four weeks to whoever waits for a first conversation still, now that nothing threatens."""
    urgent = case.clocks.filter(kind=ClockKind.URGENT_CONVERSATION, stopped_on=None).first()
    if urgent is not None:
        stop_clock(kind=ClockKind.URGENT_CONVERSATION, household=case.household, by=by)
        start_clock(
            kind=ClockKind.FIRST_CONVERSATION,
            household=case.household,
            case=case,
            started_on=urgent.started_on,
            due_on=urgent.started_on + timedelta(days=FIRST_CONVERSATION_DAYS),
            by=by,
        )


def start_crisis_attempt(*, case: Case, on: date, by: User) -> Clock:
    """Start our working day to an attempt: a crisis became known, or its legal stage changed."""
    return start_clock(
        kind=ClockKind.CRISIS_ATTEMPT,
        household=case.household,
        case=case,
        started_on=on,
        warn_on=on,
        due_on=add_workdays(on, CRISIS_ATTEMPT_WORKDAYS),
        by=by,
    )


def stop_crisis_attempt(*, case: Case, on: date, by: User) -> None:
    """Stop our working day to an attempt, unless this one was made before the crisis was known."""
    running = Clock.objects.filter(kind=ClockKind.CRISIS_ATTEMPT, household=case.household, stopped_on=None)
    running.filter(started_on__lte=on).update(stopped_on=on)


def count_down(*, kind: ClockKind, case: Case, due_on: date | None, by: User, hour: time | None = None) -> None:
    """Let a countdown end on the day and hour that others set, move it there, or stop it when there is none now."""
    running = Clock.objects.filter(kind=kind, household=case.household, stopped_on=None).first()
    if due_on is None:
        stop_clock(kind=kind, household=case.household, by=by)
    elif running is None:
        first = min(dates.today(), due_on)
        start_clock(
            kind=kind, household=case.household, case=case, started_on=first, warn_on=first, due_on=due_on, hour=hour,
            by=by,
        )  # fmt: skip
    elif (running.due_on, running.hour) != (due_on, hour):
        first = min(running.started_on, due_on)
        Clock.objects.filter(pk=running.pk).update(due_on=due_on, hour=hour, started_on=first, warn_on=first)


def start_monitoring(*, case: Case, on: date, by: User, check_on: date | None = None) -> Clock:
    """Follow the household for the covenant's number of calendar months, with a day for the first check."""
    months = covenant_of(case, on=on).monitoring_months
    if check_on is not None:
        plan_check(case=case, due_on=check_on, by=by)
    return start_clock(
        kind=ClockKind.MONITORING,
        household=case.household,
        case=case,
        started_on=on,
        due_on=dates.add_months(on, months),
        by=by,
    )


def start_debt_decision(*, case: Case, on: date, by: User) -> Clock:
    """Start the covenant's weeks (eight by law) from the first conversation about debts to a decision that is sent."""
    due_on = on + timedelta(days=covenant_of(case, on=on).debt_decision_days)
    return start_clock(
        kind=ClockKind.DEBT_DECISION,
        household=case.household,
        case=case,
        started_on=on,
        warn_on=due_on - DECISION_WARNING,
        due_on=due_on,
        by=by,
    )


def stop_monitoring(*, case: Case, on: date, by: User) -> None:
    """Stop following a household, and looking in on it."""
    stop_clocks(kinds=[ClockKind.MONITORING, ClockKind.CHECK], household=case.household, on=on, by=by)


def plan_check(*, case: Case, due_on: date | None, by: User, on: date | None = None) -> None:
    """Plan the next check of a household that is followed, instead of the one that was planned; or none any more."""
    stop_clock(kind=ClockKind.CHECK, household=case.household, on=on, by=by)
    if due_on is not None:
        first = min(on or dates.today(), due_on)
        start_clock(
            kind=ClockKind.CHECK, household=case.household, case=case, started_on=first, due_on=due_on,
            by=case.director or by,
        )  # fmt: skip


def follow_cadence(*, case: Case, by: User) -> None:
    """Let the next sign of life follow from the planned cadence and the last time that both sides spoke.

    It is never due before the cadence was planned. A case that rests has days of its own, so none from here.
    """
    cadence = case.cadences.filter(until=None).first()
    due_on = None
    if cadence is not None and case.stage not in PLANNED_OTHERWISE:
        heard_on = case.attempts.filter(reached=True).order_by("-on").values_list("on", flat=True).first()
        follows = Pace(cadence.pace).after(heard_on or cadence.since)
        due_on = max(follows, cadence.since) if follows else None
    running = case.clocks.filter(kind=ClockKind.SIGN_OF_LIFE, stopped_on=None).first()
    if running is not None and running.due_on == due_on:
        return
    stop_clock(kind=ClockKind.SIGN_OF_LIFE, household=case.household, by=by)
    if due_on is not None:
        start_clock(
            kind=ClockKind.SIGN_OF_LIFE, household=case.household, case=case,
            started_on=min(dates.today(), due_on), due_on=due_on, by=case.director or by,
        )  # fmt: skip


def pause_clock(*, clock: Clock, by: User, on: date | None = None) -> None:
    """Hold a clock; twice is once. Raises ClockKnowsNoPause for the law's and for a day that others set."""
    if ClockKind(clock.kind).is_legal or clock.is_countdown:
        raise ClockKnowsNoPause(clock.kind)
    Clock.objects.running().filter(pk=clock.pk).update(paused_on=on or dates.today())
    clock.refresh_from_db()


@transaction.atomic
def resume_clock(*, clock: Clock, by: User, on: date | None = None) -> None:
    """Let a held clock run on; what it still had to go, it still has."""
    held = Clock.objects.select_for_update().filter(pk=clock.pk, stopped_on=None, paused_on__isnull=False).first()
    if held is not None and held.paused_on is not None:
        pause = (on or dates.today()) - held.paused_on
        held.due_on += pause
        held.warn_on = held.warn_on + pause if held.warn_on else None
        held.paused_on = None
        held.save(update_fields=["due_on", "warn_on", "paused_on"])
    clock.refresh_from_db()


def stop_clock(*, kind: ClockKind, household: Household, by: User | None, on: date | None = None) -> bool:
    """Stop the running or held clock of a kind, if there is one, and say whether there was."""
    return stop_clocks(kinds=[kind], household=household, by=by, on=on)


def stop_clocks(*, kinds: Collection[ClockKind], household: Household, by: User | None, on: date | None = None) -> bool:
    """Stop whatever runs of these kinds, in one statement, and say whether anything did."""
    running = Clock.objects.filter(kind__in=kinds, household=household, stopped_on=None)
    return bool(running.update(stopped_on=on or dates.today()))


def run_on(*, kind: ClockKind, household: Household, stopped_on: date) -> None:
    """Let the last clock of a kind go on that stopped on a day, when what stopped it proves not to have happened."""
    last = Clock.objects.filter(kind=kind, household=household).order_by("started_on", "pk").last()
    if last is not None and last.stopped_on == stopped_on:
        Clock.objects.filter(pk=last.pk).update(stopped_on=None)


def stop_all(*, case: Case, by: User, on: date) -> None:
    """Stop what ran for a case, as it closes."""
    Clock.objects.filter(case=case, stopped_on=None).update(stopped_on=on)
