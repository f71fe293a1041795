"""What both organisations decide about a household on the list, and how their meeting ends.

A later decision replaces an earlier one. The case that a decision opened follows the new one for as long as nobody was
put on it and nothing was tried; after that it goes on, because contact never ends from our side alone
(design.md §7.4). A case that was there before goes on anyway: light contact does not take back a visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.outbox import publish
from cases.enums import ClockKind, Stage
from cases.models import Case, Clock, Household
from cases.services.case import change_stage, open_case, withdraw_case
from cases.services.clock import start_clock, stop_clock
from common import dates
from signals_intake.enums import PICKED_UP, Decision, RowOutcome
from signals_intake.models import Deliberation, ListedRow, ListEntry, Review, ReviewDecision, SignOff
from signals_intake.queries.offers import last_before, why_offered_anew
from signals_intake.services.pick_up import pick_up_signals

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User

STAGES = {Decision.VISIT: Stage.CONTACT, Decision.LIGHT_CONTACT: Stage.LIGHT_CONTACT}


class ReviewClosed(Exception):  # noqa: N818 -- errors are facts
    """Both organisations have signed; the meeting is over."""


class ReasonMissing(Exception):  # noqa: N818 -- errors are facts
    """The decision departs from the proposal, and nobody said why."""


class PostponedTooEarly(Exception):  # noqa: N818 -- errors are facts
    """A household is postponed to a day after the date of its list."""


class NotAllDecided(Exception):  # noqa: N818 -- errors are facts
    """Households of this meeting, of whichever team, still wait for a decision; `left` of them."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def next_month(entry: ListEntry) -> date:
    """Give the day to which a household is postponed unless somebody says otherwise."""
    return dates.add_months(dates.first_of_month(max(entry.arrears_list.as_of, dates.today())), 1)


@transaction.atomic
def decide(
    *,
    entry: ListEntry,
    decision: Decision,
    by: User,
    reason: str = "",
    note: str = "",
    postponed_until: date | None = None,
    review: Review | None = None,
) -> ReviewDecision:
    """Decide on a household; it works at once. Of two people who decide together the last one stands.

    Visit and light contact open a case, or let the known one go on; nothing and postpone open none and stop the
    response window. `review` is the meeting in which it was said, else found by who says it. A sign-off that was given
    before is taken back: nobody has signed for this. Raises ReviewClosed, ReasonMissing, PostponedTooEarly.
    """
    meeting = _running_meeting(entry=entry, review=review, by=by)
    entry = ListEntry.objects.select_for_update(of=("self",)).select_related("arrears_list", "team").get(pk=entry.pk)
    made = ReviewDecision.objects.filter(entry=entry).first() or ReviewDecision(entry=entry)
    before = made.decision
    made.decision, made.decided_at = decision, dates.now()
    made.postponed_until = _postponed(entry, postponed_until) if decision == Decision.POSTPONE else None
    made.said = Deliberation.objects.create(
        entry=entry,
        review=meeting,
        supplier=meeting.supplier if meeting else None,
        by=by,
        at=made.decided_at,
        reason=_reason(entry, decision, reason),
        note=note.strip(),
    )
    _follow(made=made, entry=entry, before=before, by=by)
    made.save()
    pick_up_signals(household_id=entry.household_id)
    if decision != before:
        SignOff.objects.filter(review__in=_meetings(entry), review__closed_at=None).delete()
    publish("case.changed", household_id=entry.household_id)
    return made


@transaction.atomic
def sign_off(*, review: Review, by: User) -> None:
    """Say yes to the decisions for one's organisation; the second yes closes the meeting.

    Saying it twice is once. Raises ReviewClosed and NotAllDecided.
    """
    locked = Review.objects.select_for_update(of=("self",)).select_related("arrears_list__covenant").get(pk=review.pk)
    membership = by.membership
    sides = {locked.supplier_id, locked.arrears_list.covenant.agency_id}
    if locked.closed_at is not None:
        raise ReviewClosed
    if left := ListEntry.objects.in_review(locked).undecided().count():
        raise NotAllDecided(left)
    assert membership is not None, "whoever may sign works for a side"
    SignOff.objects.get_or_create(
        review=locked,
        organisation=membership.organisation,
        defaults={"supplier_id": locked.supplier_id, "user": by, "at": dates.now()},
    )
    join(review=locked, user=by)
    if set(locked.sign_offs.values_list("organisation_id", flat=True)) == sides:
        Review.objects.filter(pk=locked.pk).update(closed_at=dates.now())
    review.refresh_from_db(fields=["closed_at"])


def join(*, review: Review, user: User) -> None:
    """Note that somebody takes part; twice is once."""
    review.participants.add(user)


def _meetings(entry: ListEntry) -> list[Review]:
    """Lock and give the meetings in which this household is talked about: one a corporation."""
    suppliers = ListedRow.objects.filter(entry=entry, outcome=RowOutcome.LISTED).values("supplier")
    meetings = Review.objects.filter(arrears_list=entry.arrears_list_id, supplier__in=suppliers)
    return list(meetings.select_related("supplier").select_for_update(of=("self",)).order_by("pk"))


def _running_meeting(*, entry: ListEntry, review: Review | None, by: User) -> Review | None:
    """Give the meeting in which this is decided; none when there are several and nobody says which.

    A corporation's own meeting counts for its people, whatever happens in another one.
    """
    meetings = _meetings(entry)
    home = by.membership.organisation if by.membership else None
    if home is not None and home.is_supplier:
        meetings = [meeting for meeting in meetings if meeting.supplier_id == home.pk]
    running = [meeting for meeting in meetings if meeting.closed_at is None]
    if meetings and not running:
        raise ReviewClosed
    named = [meeting for meeting in running if meeting == review]
    return next(iter(named), running[0] if len(running) == 1 else None)


def _reason(entry: ListEntry, decision: Decision, reason: str) -> str:
    if decision == entry.proposal:
        return ""
    if not reason:
        raise ReasonMissing
    return reason


def _postponed(entry: ListEntry, until: date | None) -> date:
    day = until or next_month(entry)
    if day <= entry.arrears_list.as_of:
        raise PostponedTooEarly
    return day


def _follow(*, made: ReviewDecision, entry: ListEntry, before: str, by: User) -> None:
    """Let the case and the response window follow the decision."""
    household = Household.objects.select_for_update(no_key=True).get(pk=entry.household_id)
    if made.decision in PICKED_UP:
        made.opened_case = _case_for(made=made, entry=entry, household=household, by=by)
        if before and before not in PICKED_UP:
            _reopen_window(household=household, by=by)
        return
    if made.opened_case is not None and withdraw_case(case=made.opened_case, by=by):
        made.opened_case = None
    stop_clock(kind=ClockKind.RESPONSE, household=household, by=by)


def _case_for(*, made: ReviewDecision, entry: ListEntry, household: Household, by: User) -> Case | None:
    """Open the case or let the known one go on; give the one that this decision opened, now or before."""
    assert entry.team is not None, "outside every area nobody is listed"
    stage, day = STAGES[Decision(made.decision)], dates.today()
    known = Case.objects.open().filter(household=household).first()
    if known is not None and known == made.opened_case and not known.assigned_at and not known.attempts.exists():
        change_stage(case=known, stage=stage, on=day, by=by)
        return known
    with translation.override(settings.LANGUAGE_CODE):
        why = why_offered_anew(entry, last_before(entry))
    case = open_case(household=household, team=entry.team, stage=stage, on=day, by=by, why=why)
    return case if known is None else made.opened_case


def _reopen_window(*, household: Household, by: User) -> None:
    """Run the response window on to the day it had, unless somebody has been there since it began."""
    last = Clock.objects.filter(household=household, kind=ClockKind.RESPONSE).order_by("-started_on", "-pk").first()
    if last is None or last.stopped_on is None or household.attempts.filter(on__gte=last.started_on).exists():
        return
    start_clock(
        kind=ClockKind.RESPONSE, household=household, started_on=last.started_on, due_on=last.due_on, by=by
    )  # fmt: skip
