"""Logging an attempt to reach a household, and all that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.outbox import publish
from cases.enums import (
    NATIONAL_CONTACTS,
    Agreement,
    ClockKind,
    ContactKind,
    DoorStep,
    EntryKind,
    Outcome,
    Present,
    Stage,
)
from cases.models import Case, ContactAttempt, Household, TimelineEntry, day_part_of
from cases.models.tags import TAG_CLASSES
from cases.services import clock
from cases.services.case import change_stage, lock_open, take_back_visiting
from cases.services.record import record, revise
from cases.services.standing import come_freely
from cases.services.task import check_tasks, finish_visits, promise

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from django.db.models import TextChoices

    from accounts.models import User
    from cases.enums import TaskAnswer


class Step(NamedTuple):
    """What was promised next; `is_visit` puts it on the day list."""

    what: str
    on: date
    is_visit: bool = False


@transaction.atomic
def log_attempt(
    *,
    case: Case,
    kind: ContactKind,
    at: datetime,
    reached: bool,
    by: User,
    present: Collection[str] = (),
    door_steps: Collection[str] = (),
    outcome: str = "",
    agreements: Collection[str] = (),
    story: str = "",
    next_step: Step | None = None,
    note_left: bool = False,
    tasks: Mapping[UUID, TaskAnswer] | None = None,
    tags: Mapping[str, str] | None = None,
    along: Collection[User] = (),
    uuid: UUID | None = None,
) -> ContactAttempt:
    """Log one attempt; a second log of the same kind in the same day part adds to the first, so nothing is lost.

    A note under the door is an attempt of its own. `uuid` is the form's: sent twice it is logged once. `tasks` says
    what became of what was agreed before, `tags` how it was done (``cases.models.tags``). `along` are colleagues who
    were there too; so is whoever logs second.
    What follows from being reached stands at ``_reach``. Any attempt of a national kind stops the response window,
    because an open case means that the review has decided, and our working day to an attempt in a crisis. In a closed
    case it is kept and nothing follows: nothing is promised there, and what runs is of another case.
    """
    is_open = Case.objects.select_for_update(no_key=True).get(pk=case.pk).stage != Stage.CLOSED
    new = ContactAttempt(
        household=case.household, case=case, kind=kind, at=at, reached=reached, present=_in_order(Present, present),
        door_steps=_in_order(DoorStep, door_steps), outcome=outcome, agreements=_in_order(Agreement, agreements),
        story=story.strip(), by=by, **(tags or {}),
    )  # fmt: skip
    attempt, sent_before = _save(new, uuid, along)
    if kind == ContactKind.VISIT and not sent_before:
        finish_visits(case=case, until=attempt.on, by=by)
    if note_left and kind != ContactKind.NOTE:
        note = ContactAttempt(household=case.household, case=case, kind=ContactKind.NOTE, at=at, reached=False, by=by)
        _save(note, None, along)
    check_tasks(case=case, answers=tasks or {}, by=by)
    if next_step is not None and is_open:
        promise(
            case=case, what=next_step.what, due_on=next_step.on, is_visit=next_step.is_visit, owner=by,
            is_promise=reached, by=by,
        )  # fmt: skip
    if kind.national and is_open:
        clock.stop_clock(kind=ClockKind.RESPONSE, household=case.household, on=attempt.on, by=by)
        clock.stop_crisis_attempt(case=case, on=attempt.on, by=by)
    if attempt.reached:
        _reach(case=case, attempt=attempt, by=by)
    publish("case.changed", household_id=case.household_id)
    case.refresh_from_db()
    return attempt


@transaction.atomic
def correct_attempt(
    *, attempt: ContactAttempt, reached: bool, by: User, outcome: str = "", story: str = ""
) -> ContactAttempt:
    """Put right what was logged; what follows is drawn again as if it had been logged so at first.

    How it was stays in the history, and the timeline says that it was corrected. Nothing changed is no correction.
    Raises CaseAlreadyClosed: a case stays as it was closed.
    """
    case, was = _lock(attempt), ContactAttempt.objects.get(pk=attempt.pk)
    attempt.refresh_from_db()
    attempt.reached, attempt.outcome, attempt.story = reached, outcome, story.strip()
    if (attempt.reached, attempt.outcome, attempt.story) == (was.reached, was.outcome, was.story):
        return attempt
    entry = entry_of(was)
    attempt.save(update_fields=["reached", "outcome", "story"])
    if entry is not None:
        revise(entry=entry, detail=_detail(attempt), text=attempt.story, by=by)
    _draw_again(case=case, was=was, by=by)
    publish("case.changed", household_id=case.household_id)
    return attempt


@transaction.atomic
def withdraw_attempt(*, attempt: ContactAttempt, by: User) -> None:
    """Take away an attempt that was none at this household: nothing counts it and nothing follows from it.

    The row goes to the history whole; of its line on the timeline the words go too, since they are of somebody else.
    Raises CaseAlreadyClosed.
    """
    case, was = _lock(attempt), ContactAttempt.objects.get(pk=attempt.pk)
    entry = entry_of(was)
    attempt.delete()
    if entry is not None:
        revise(entry=entry, kind=EntryKind.CONTACT_WITHDRAWN, detail=was.kind, text="", by=by)
    if ContactKind(was.kind).national and not _tried(case, since=was.on):
        for kind in (ClockKind.RESPONSE, ClockKind.CRISIS_ATTEMPT):
            clock.run_on(kind=kind, household=case.household, stopped_on=was.on)
    _draw_again(case=case, was=was, by=by)
    publish("case.changed", household_id=case.household_id)


def entry_of(attempt: ContactAttempt) -> TimelineEntry | None:
    """Find the line on the timeline that tells of an attempt."""
    return TimelineEntry.objects.filter(
        household=attempt.household, kind=EntryKind.CONTACT, at=attempt.at, detail__startswith=f"{attempt.kind}:"
    ).first()


def attempt_of(entry: TimelineEntry) -> ContactAttempt | None:
    """Find the attempt that a line on the timeline tells of."""
    return ContactAttempt.objects.filter(case=entry.case_id, at=entry.at, kind=entry.code).first()


def _lock(attempt: ContactAttempt) -> Case:
    Household.objects.select_for_update(no_key=True).get(pk=attempt.household_id)
    return lock_open(attempt.case)


def _tried(case: Case, *, since: date) -> bool:
    return ContactAttempt.objects.filter(
        household=case.household, on__gte=since, kind__in=NATIONAL_CONTACTS
    ).exists()  # fmt: skip


def _draw_again(*, case: Case, was: ContactAttempt, by: User) -> None:
    """Take back what followed from an attempt as it was, and draw what follows from the conversations that there are.

    Of these three can matter: the one logged first, the earliest, and the first that was a yes.
    """
    spoken = list(case.attempts.filter(reached=True).order_by("pk"))
    said_yes = [attempt for attempt in spoken if attempt.outcome == Outcome.WANTS_TO_TALK]
    if was.reached and was not in spoken:
        case.first_reached_on = None
        case.save(update_fields=["first_reached_on"])
        if not spoken or spoken[0].pk > was.pk:
            take_back_visiting(case=case, on=was.on, by=by)
    if was.reached and was.outcome == Outcome.WANTS_TO_TALK and was not in said_yes:
        clock.take_back_conversation(case=case, on=was.on)
    matter = {*spoken[:1], *sorted(spoken, key=lambda attempt: attempt.on)[:1], *said_yes[:1]}
    for attempt in sorted(matter, key=lambda attempt: attempt.pk):
        _reach(case=case, attempt=attempt, by=by)
    clock.follow_cadence(case=case, by=by)


def _reach(*, case: Case, attempt: ContactAttempt, by: User) -> None:
    """Draw the consequences of a conversation.

    The first one stops the weeks of contact and takes the case from contact to visiting; a case in another stage
    stays there. Each moves the planned next sign of life. Who wants to talk on has said yes to the offer, which starts
    the law's clock of the first conversation, once, or the shorter one under a threat. Guidance is a decision of its
    own and never follows from a log. A closed case stays as it was closed: contact afterwards is kept and changes
    nothing.
    """
    case.refresh_from_db()
    if case.stage == Stage.CLOSED:
        return
    if case.first_reached_on is None or attempt.on < case.first_reached_on:
        case.first_reached_on = attempt.on
        case.save(update_fields=["first_reached_on"])
    clock.stop_clock(kind=ClockKind.CONTACT_PHASE, household=case.household, on=attempt.on, by=by)
    if case.stage == Stage.CONTACT:
        change_stage(case=case, stage=Stage.VISITING, on=attempt.on, by=by)
    if attempt.outcome == Outcome.WANTS_TO_TALK:
        come_freely(case=case, by=by)
    says_yes = attempt.outcome == Outcome.WANTS_TO_TALK and case.stage != Stage.GUIDANCE
    if says_yes and (case.acute or not case.clocks.filter(kind=ClockKind.FIRST_CONVERSATION).exists()):
        clock.start_first_conversation(case=case, on=attempt.on, by=by)
    clock.follow_cadence(case=case, by=by)


def _save(new: ContactAttempt, uuid: UUID | None, along: Collection[User]) -> tuple[ContactAttempt, bool]:
    """Write an attempt or add it to the one it belongs to; say also whether this very form was sent before."""
    new.on, new.day_part = timezone.localdate(new.at), day_part_of(new.at)
    sent = ContactAttempt.objects.filter(case=new.case, uuid=uuid).first() if uuid else None
    same = sent or ContactAttempt.objects.filter(
        household=new.household, kind=new.kind, on=new.on, day_part=new.day_part
    ).first()  # fmt: skip
    if same is not None:
        _add(new, to=same)
        _together(same, [*along, new.by])
        return same, sent is not None
    if uuid and not ContactAttempt.objects.filter(uuid=uuid).exists():
        new.uuid = uuid
    new.save()
    _together(new, along)
    record(
        household=new.household, case=new.case, kind=EntryKind.CONTACT, detail=_detail(new), text=new.story,
        at=new.at, by=new.by,
    )  # fmt: skip
    return new, False


def _add(new: ContactAttempt, *, to: ContactAttempt) -> None:
    """Add what is new to an attempt; what it said already stays, and its line on the timeline follows."""
    entry = entry_of(to)
    to.reached = to.reached or new.reached
    to.present = _in_order(Present, {*to.present, *new.present})
    to.door_steps = _in_order(DoorStep, {*to.door_steps, *new.door_steps})
    to.agreements = _in_order(Agreement, {*to.agreements, *new.agreements})
    for name in ("outcome", *TAG_CLASSES):
        setattr(to, name, getattr(new, name) or getattr(to, name))
    if new.story and new.story not in to.story:
        to.story = f"{to.story}\n\n{new.story}".strip()
    to.save()
    if entry is not None:
        revise(entry=entry, detail=_detail(to), text=to.story)


def _together(attempt: ContactAttempt, people: Collection[User | None]) -> None:
    """Note who was there besides whoever logged it first."""
    attempt.along.add(*(person for person in people if person is not None and person.pk != attempt.by_id))


def _detail(attempt: ContactAttempt) -> str:
    """Give the code on the timeline: kind, and whether somebody was reached."""
    return f"{attempt.kind}:{'reached' if attempt.reached else 'tried'}"


def _in_order(choices: type[TextChoices], given: Collection[str]) -> list[str]:
    return [choice.value for choice in choices if choice in given]
