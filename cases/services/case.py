"""Everything that happens to a case as a whole. Each change is one transaction, with its line on the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext

from accounts.outbox import publish
from cases.enums import Approach, ClockKind, CloseReason, EntryKind, Route, Stage, WorkerSide
from cases.models import Case, CaseStage, CaseWorker, Clock, Ending, Household, TimelineEntry
from cases.queries.silence import silence_of
from cases.services import clock
from cases.services.end_result import code_end_result
from cases.services.record import record
from cases.services.subject import subject_of
from cases.services.task import promise
from cases.services.team_talk import bring_before_team, rest_until
from cases.states import CASE, RESTING
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Team, User
    from cases.endings import EndResult

#: Stages that a first conversation leads to.
AFTER_CONVERSATION = frozenset({Stage.GUIDANCE, Stage.MONITORING})
#: Facts that end a case whether or not the household was ever reached.
FACTS = frozenset({CloseReason.MOVED, CloseReason.DECEASED})
#: After a conversation contact never ends from our side alone (design.md §7.4): one of these, or minimal contact.
AFTER_CONTACT = FACTS | {
    CloseReason.WANTS_NO_HELP,
    CloseReason.AGREED,
    CloseReason.SOLVED,
    CloseReason.PAID,
    CloseReason.HANDED_OVER,
}
#: A household never reached is closed by the consultation of week 8, or was not to be picked up in the first place.
WITHOUT_CONTACT = FACTS | {CloseReason.NOT_REACHED, CloseReason.NOT_PICKED_UP}
#: What hangs on a case and begins nothing: it is there from the opening, or follows it by itself.
BY_ITSELF = frozenset({CaseStage, CaseWorker, Clock, TimelineEntry})
#: What somebody put in the file that stands on the timeline alone.
WRITTEN = frozenset({EntryKind.NOTE, EntryKind.MINUTES, EntryKind.DOCUMENT})
#: When nobody said so, a case that rests has its next sign of life or check after this many calendar months.
NEXT_SIGN_MONTHS = 1


class CaseAlreadyAssigned(Exception):  # noqa: N818 -- errors are facts
    """Somebody else chose the duo first; `by` is who."""

    def __init__(self, *, by: User | None) -> None:
        super().__init__("the case has a duo")
        self.by = by


class CaseAlreadyClosed(Exception):  # noqa: N818 -- errors are facts
    """Somebody else closed the case first."""


class StageDoesNotFollow(Exception):  # noqa: N818 -- errors are facts
    """No case goes from its stage to this one: see ``cases.states``."""


class ClosingNotAllowed(Exception):  # noqa: N818 -- errors are facts
    """The reason does not fit what happened: see AFTER_CONTACT and WITHOUT_CONTACT."""


def lock_open(case: Case) -> Case:
    """Lock a case for what may only be written while it is open. Raises CaseAlreadyClosed."""
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if locked.stage == Stage.CLOSED:
        raise CaseAlreadyClosed
    return locked


def reasons_to_close(case: Case) -> frozenset[CloseReason]:
    """Say for which reasons this case may be closed now; silence is one after a year of trying (ADR 11)."""
    if case.first_reached_on is None:
        return WITHOUT_CONTACT
    return AFTER_CONTACT | {CloseReason.SILENT} if silence_of(case, on=dates.today()) else AFTER_CONTACT


def begun_by() -> list[type[Model]]:
    """Give what says that something was begun in a case: all that hangs on one, in this room or a higher one."""
    links = Case._meta.related_objects  # noqa: SLF001 -- Django's own name for it
    return [link.related_model for link in links if link.field.name == "case" and link.related_model not in BY_ITSELF]


@transaction.atomic
def open_case(
    *, household: Household, team: Team, stage: Stage, on: date, by: User, route: Route = Route.LIST, why: str = ""
) -> Case:
    """Open a case after the decision *visit* (contact) or *light contact*, or let the open one go on.

    A new case follows the last one of its household; who asked for help itself comes to us, to all others we go. A
    resting case takes up the asked stage with the same people; one in contact, visiting or guidance stays there. `why`
    there is a new one stands on its timeline. The household is locked first, so that two decisions at once make one
    case.
    """
    Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    case = Case.objects.open().filter(household=household).first()
    if case is not None:
        if case.stage in RESTING and case.stage != stage:
            change_stage(case=case, stage=stage, on=on, by=by)
        return case
    case = Case.objects.create(
        household=household, team=team, stage=stage, opened_on=on, route=route,
        approach=Approach.REGULAR if route == Route.SELF else Approach.OUTREACH,
        follows=_last_episode(household, team),
        **subject_of(household),
    )  # fmt: skip
    CaseStage.objects.create(case=case, stage=stage, since=on)
    record(household=household, case=case, kind=EntryKind.OPENED, detail=stage, text=why, by=by)
    publish("case.changed", household_id=household.pk)
    return case


@transaction.atomic
def assign_duo(*, case: Case, agency_worker: User, house_worker: User, by: User) -> None:
    """Give a case its duo; from here the weeks of the contact phase count, and the agency's half has the direction.

    The ``update`` is also the lock: of two team leaders who choose together exactly one changes a row, the other
    gets CaseAlreadyAssigned with the name of the first. Without a partner of the corporation the second is a colleague.
    """
    now, today = dates.now(), dates.today()
    if not Case.objects.open().unassigned().filter(pk=case.pk).update(assigned_at=now, assigned_by=by):
        case.refresh_from_db()
        raise CaseAlreadyAssigned(by=case.assigned_by)
    Case.objects.filter(pk=case.pk, director=None).update(director=agency_worker, director_since=today)
    case.refresh_from_db()
    partner = house_worker.membership
    second = WorkerSide.HOUSE if partner and partner.organisation.is_supplier else WorkerSide.SECOND
    CaseWorker.objects.bulk_create(
        CaseWorker(case=case, user=user, side=side, since=today)
        for user, side in [(agency_worker, WorkerSide.AGENCY), (house_worker, second)]
    )
    clock.start_contact_phase(case=case, on=today, by=agency_worker)
    record(household=case.household, case=case, kind=EntryKind.ASSIGNED, by=by)
    publish("case.changed", household_id=case.household_id)


@transaction.atomic
def change_stage(*, case: Case, stage: Stage, by: User, on: date | None = None, next_on: date | None = None) -> None:
    """Move an open case to another open stage, with the clocks that begin and end there. The same stage is nothing.

    Guidance and monitoring follow from the first conversation, so they stop that clock; minimal contact does not,
    because the law knows no rest. It rests with a next date (`next_on`) and comes before the team every six months;
    a household that is followed has its first check on that date.
    Closing is ``cases.services.closing.let_go``. Raises StageDoesNotFollow for a step that is not in ``cases.states``.
    """
    day = on or dates.today()
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if Stage.CLOSED in {locked.stage, stage}:
        raise CaseAlreadyClosed
    if locked.stage != stage:
        if stage not in CASE.after(locked.stage):
            raise StageDoesNotFollow(stage)
        _write_stage(case=locked, stage=stage, on=day)
        if stage in AFTER_CONVERSATION:
            clock.stop_clocks(kinds=clock.CONVERSATIONS, household=locked.household, on=day, by=by)
        next_day = next_on or dates.add_months(day, NEXT_SIGN_MONTHS)
        if stage == Stage.MONITORING:
            clock.start_monitoring(case=locked, on=day, check_on=next_day, by=by)
        else:
            clock.stop_monitoring(case=locked, on=day, by=by)
        clock.start_contact_phase(case=locked, on=day, by=by)
        clock.follow_cadence(case=locked, by=by)
        if stage == Stage.MINIMAL_CONTACT:
            clock.stop_clock(kind=ClockKind.CONTACT_PHASE, household=locked.household, on=day, by=by)
            _rest(case=locked, on=day, next_on=next_day, by=by)
        else:
            clock.stop_clock(kind=ClockKind.TEAM_TALK, household=locked.household, on=day, by=by)
        record(household=locked.household, case=locked, kind=EntryKind.STAGE, detail=stage, by=by)
        publish("case.changed", household_id=locked.household_id)
    case.refresh_from_db()


def take_back_visiting(*, case: Case, on: date, by: User) -> None:
    """Seek contact again: the conversation of a day that ended it was none, so the stage that it began is gone.

    A stage that a worker chose since then stays, and the weeks that run are those that ran.
    """
    visiting, contact = [*case.stages.order_by("-pk")[:2], None, None][:2]
    if case.stage != Stage.VISITING or visiting is None or contact is None or contact.stage != Stage.CONTACT:
        return
    if visiting.since == max(on, contact.since):
        visiting.delete()
        case.stages.filter(pk=contact.pk).update(until=None)
        case.stage = Stage.CONTACT
        case.save(update_fields=["stage"])
        clock.run_on(kind=ClockKind.CONTACT_PHASE, household=case.household, stopped_on=on)
        record(household=case.household, case=case, kind=EntryKind.STAGE, detail=Stage.CONTACT, by=by)


@transaction.atomic
def close_case(
    *, case: Case, reason: CloseReason, by: User, on: date | None = None, result: EndResult | None = None
) -> None:
    """Close a case for a reason that respects the household (design.md §7.4); its duo and clocks end with it.

    The last step of ``cases.services.closing``, which holds the reason against what happened; without a `result` the
    usual national code of the reason is kept. Raises ClosingNotAllowed for a reason that does not fit,
    CaseAlreadyClosed when somebody was first.
    """
    day = on or dates.today()
    case.refresh_from_db()
    coded = result or code_end_result(case=case, ending=Ending(reason), on=day)
    if case.stage != Stage.CLOSED and reason not in reasons_to_close(case):
        raise ClosingNotAllowed(reason)
    mine = Case.objects.open().filter(pk=case.pk, first_reached_on=case.first_reached_on)
    if not mine.update(stage=Stage.CLOSED, closed_on=day, closed_by=by, close_reason=reason, end_result=coded):
        raise CaseAlreadyClosed
    _wind_up(case=case, reason=reason, on=day, by=by)


@transaction.atomic
def withdraw_case(*, case: Case, by: User) -> bool:
    """Close a case whose opening was a mistake, and say whether it was closed.

    Only while nobody was put on it and nothing was begun: the household never heard of it, so this ends no contact
    (design.md §7.4). Any other case goes on.
    """
    day = dates.today()
    begun: list[QuerySet[Any]] = [QuerySet(model).filter(case=OuterRef("pk")) for model in begun_by()]
    begun.append(TimelineEntry.objects.filter(case=OuterRef("pk"), kind__in=WRITTEN))
    mine = Case.objects.open().unassigned().filter(*(~Exists(rows) for rows in begun), pk=case.pk)
    if not mine.update(stage=Stage.CLOSED, closed_on=day, closed_by=by, close_reason=CloseReason.OTHER):
        return False
    _wind_up(case=case, reason=CloseReason.OTHER, on=day, by=by)
    return True


def _last_episode(household: Household, team: Team) -> Case | None:
    """Give the last time that this agency helped the household; of another's this one knows nothing."""
    episodes = Case.objects.episodes().filter(household=household, team__organisation=team.organisation_id)
    return episodes.order_by("-closed_on", "-pk").first()


def _rest(*, case: Case, on: date, next_on: date, by: User) -> None:
    """Promise the next sign of life of a case that rests, and the next talk about it."""
    promise(case=case, what=gettext("A sign of life"), due_on=next_on, owner=case.director or by, by=by)
    bring_before_team(case=case, on=on, due_on=rest_until(case, on=on), by=by)


def _wind_up(*, case: Case, reason: CloseReason, on: date, by: User) -> None:
    """End what belongs to a case that was just closed; nothing presses in it any more."""
    Case.objects.filter(pk=case.pk).update(acute="")
    case.refresh_from_db()
    _write_stage(case=case, stage=Stage.CLOSED, on=on)
    CaseWorker.objects.current().filter(case=case).update(until=on)
    case.cadences.filter(until=None).update(until=on)
    clock.stop_all(case=case, on=on, by=by)
    record(household=case.household, case=case, kind=EntryKind.CLOSED, detail=reason, by=by)
    publish("case.changed", household_id=case.household_id)


def _write_stage(*, case: Case, stage: Stage, on: date) -> None:
    """Write one row a stage; what is logged late does not reach back before the stage that runs."""
    running = case.stages.filter(until=None).first()
    day = max(on, running.since) if running else on
    case.stages.filter(until=None).update(until=day)
    CaseStage.objects.create(case=case, stage=stage, since=day)
    case.stage = stage
    case.save(update_fields=["stage"])
