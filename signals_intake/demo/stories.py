"""What happened in the demo city: meetings, duos at doors, how it went; through the same services as in life."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Prefetch
from django.db.models.functions import Mod
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from cases.enums import CloseReason, ContactKind, DoorStep, Outcome, Present, Stage
from cases.models import Case, Task
from cases.services.case import assign_duo, change_stage
from cases.services.contact import Step, log_attempt
from common import dates
from signals_intake.demo.crises import tell_crises
from signals_intake.demo.good_to_know import tell_call, tell_wishes
from signals_intake.demo.letting_go import look_along, say_goodbye
from signals_intake.demo.lives import tell_life
from signals_intake.demo.rhythm import keep_in_touch
from signals_intake.enums import Answer, Decision, DepartureReason, ListStage
from signals_intake.models import ArrearsList, Deliberation, ListedRow, ListEntry, Review, ReviewDecision, Signal
from signals_intake.services.answers import answer_supplier
from signals_intake.services.review import decide, sign_off

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import Organisation


class Story(NamedTuple):
    """How a case goes: the outcome at the door, and where it stands in the end."""

    tries: int
    outcome: Outcome | None
    stage: Stage | None
    close: CloseReason | None
    words: str
    #: Who lives there, as ``lives`` tells it.
    life: str = ""


STORIES = [
    Story(1, Outcome.WANTS_TO_TALK, Stage.GUIDANCE, None, "Deed open met een stapel post. Samen drie brieven gelezen.", "post"),
    Story(2, None, None, None, ""),
    Story(2, Outcome.WANTS_TO_TALK, None, None, "Eerst niet thuis, na het kaartje zelf gebeld. Baan kwijt sinds maart.", "job"),
    Story(1, Outcome.PAID, None, CloseReason.PAID, "Had net betaald, vakantiegeld was binnen. Blij dat we langskwamen."),
    Story(1, Outcome.WANTS_NO_HELP, None, CloseReason.WANTS_NO_HELP, "Wil het zelf doen. Nummer achtergelaten."),
    Story(0, None, None, None, ""),
    Story(2, Outcome.WANTS_TO_TALK, Stage.MONITORING, None, "Regeling van € 45 per maand. Zus doet de post.", "arrangement"),
    Story(1, Outcome.SOLVES_IT, Stage.MINIMAL_CONTACT, None, "Gaat met zijn broer naar de bank. Mag over een maand bellen.", "alone"),
]  # fmt: skip
NOBODY_HOME = Story(0, None, None, None, "")
#: Between two attempts; and how long it takes at most until help begins.
RETRY, FIRST_WEEKS = timedelta(days=4), timedelta(days=42)
#: Households of each newest meeting that get a case; the rest is discussed and left.
VISITS, LIGHT = 8, 2
#: Of the newest cases, the one that agreed that its landlord knows of us, and the one that asked for no visits.
AGREED, ASKED = 0, 2
#: Of the newest cases, in which an eviction threatens, a cut-off, and where the home was kept.
CRISES = 1, 2, 6


def tell_month(*, as_of: date, newest: bool) -> None:
    """Hold the meetings about the lists of one date, and let the duos go out in the weeks after."""
    _of_role.cache_clear()
    lists = ArrearsList.objects.filter(as_of=as_of)
    met_on = as_of + timedelta(days=5)
    called = [] if newest else _call(lists)
    with dates.fixed_today(met_on):
        picked = _pick(lists, but=called)
        for number, entry in enumerate([*picked, *called]):
            wanted = Decision.VISIT if number < VISITS else Decision.LIGHT_CONTACT
            reason = "" if wanted == entry.proposal else DepartureReason.SUDDEN
            decide(entry=entry, decision=wanted, reason=reason, by=_consultant(entry))
        if not newest:
            _leave_the_rest(lists)
            _sign(lists)
    for number, entry in enumerate(picked[:VISITS]):
        case = Case.objects.filter(household=entry.household_id).exclude(stage=Stage.CLOSED).first()
        if case is not None:
            _tell(case, entry, STORIES[number % len(STORIES)], start=as_of + timedelta(days=6), newest=newest)
    for entry in called:
        caller = _of_role(Role.DEBT_COUNSELLOR, team=entry.team)
        tell_call(household=entry.household, met_on=met_on, by=caller)
    if newest:
        agreed, asked = picked[AGREED], picked[ASKED]
        tell_wishes(met_on=met_on, asked=asked.household, agreed=agreed.household, landlord=_supplier(agreed))
        look_along(on=timezone.localdate())
        eviction, cut_off, averted = (picked[number].household for number in CRISES)
        tell_crises(eviction=eviction, cut_off=cut_off, averted=averted)
        keep_in_touch(on=timezone.localdate())
    for entry in [*picked, *called]:
        answer_supplier(household_id=entry.household_id)


def is_told(*, as_of: date) -> bool:
    """Whether the meetings of that date were held: they are told in one transaction, all or nothing."""
    return ReviewDecision.objects.filter(entry__arrears_list__as_of=as_of).exists()


def keep_old_promises() -> None:
    """Let nobody in the demo city be months late: what was promised more than a week ago has been done."""
    long_ago = dates.today() - timedelta(days=7)
    Task.objects.filter(done_at=None, due_on__lt=long_ago).update(done_at=dates.now())


def _listed(lists: QuerySet[ArrearsList]) -> QuerySet[ListEntry]:
    entries = ListEntry.objects.filter(arrears_list__in=lists).select_related("household", "arrears_list", "team")
    rows = ListedRow.objects.filter(outcome="listed").select_related("supplier")
    return entries.prefetch_related(Prefetch("rows", rows))


def _call(lists: QuerySet[ArrearsList]) -> list[ListEntry]:
    """Choose whom to call: by contract and not by key, since it changes the next lists, which are always the same."""
    by_contract = _listed(lists).order_by("rows__balance__contract__number", "pk")
    return list(by_contract.filter(stage=ListStage.TWO_MONTH)[:1])


def _pick(lists: QuerySet[ArrearsList], *, but: list[ListEntry]) -> list[ListEntry]:
    entries = _listed(lists).exclude(pk__in=[entry.pk for entry in but])
    mixed = entries.order_by(Mod("household_id", 11), "pk")  # of every corporation and team some
    deep = list(mixed.filter(stage=ListStage.THREE_MONTH)[:VISITS])
    return [*deep, *mixed.filter(stage=ListStage.TWO_MONTH)[: VISITS + LIGHT - len(deep)]]


def _supplier(entry: ListEntry) -> Organisation:
    return entry.rows.all()[0].supplier


@cache
def _of_role(role: Role, **filters: object) -> User:
    """Find who holds a role. Asked hundreds of times, so it is kept while one month is told."""
    found = Membership.objects.running().filter(role=role, **filters).select_related("user").order_by("pk").first()
    assert found is not None, "the demo city has somebody for every role"
    return found.user


def _consultant(entry: ListEntry) -> User:
    return _of_role(Role.HOUSING_CONSULTANT, organisation=_supplier(entry))


def _leave_the_rest(lists: QuerySet[ArrearsList]) -> None:
    """Discuss everybody else of an older list: nothing to do now. One statement, since there are hundreds."""
    entries = ListEntry.objects.filter(arrears_list__in=lists, decision=None).order_by("pk")
    leader = _of_role(Role.TEAM_LEADER)
    reasons = cycle([DepartureReason.CAPACITY, DepartureReason.SMALL, DepartureReason.SMALL])
    said = Deliberation.objects.bulk_create(
        Deliberation(entry=entry, by=leader, at=dates.now(), reason=reason)
        for entry, reason in zip(entries, reasons, strict=False)
    )
    ReviewDecision.objects.bulk_create(
        ReviewDecision(entry=one.entry, decision=Decision.NONE, said=one, decided_at=one.at) for one in said
    )
    Signal.objects.filter(
        balance__listed__arrears_list__in=lists, answer="", balance__listed__entry__decision__decision=Decision.NONE
    ).update(answer=Answer.NOT_PICKED_UP_OTHER, answered_on=dates.today())


def _sign(lists: QuerySet[ArrearsList]) -> None:
    for review in Review.objects.filter(arrears_list__in=lists).select_related("supplier"):
        sign_off(review=review, by=_of_role(Role.HOUSING_CONSULTANT, organisation=review.supplier))
        sign_off(review=review, by=_of_role(Role.TEAM_LEADER))


def _tell(case: Case, entry: ListEntry, story: Story, *, start: date, newest: bool) -> None:
    role = Role.DEBT_COUNSELLOR if case.pk % 2 else Role.SOCIAL_WORKER
    worker, partner = _of_role(role, team=case.team), _partner(case, entry, story)
    if case.assigned_at or (newest and story.tries == 0):
        return  # has its people already, or waits for them
    story = story if story.tries else STORIES[1]
    with dates.fixed_today(start, time(9, case.pk % 60)):
        assign_duo(case=case, agency_worker=worker, house_worker=partner, by=_of_role(Role.TEAM_LEADER, team=case.team))
    day, today = start, timezone.localdate()
    for attempt in range(story.tries):
        day = min(start + timedelta(days=3) + RETRY * attempt, today)
        last = attempt == story.tries - 1
        again = max(day + timedelta(days=7), today + timedelta(days=case.pk % 5 - 1)) if last else day + RETRY
        _visit(case, story if last else NOBODY_HOME, day, 10 + 4 * (attempt % 2), again, by=worker)
    if story.life:
        tell_life(case=case, outcome=story.life, on=day, by=worker)
    day = min(day + timedelta(days=5), today)
    with dates.fixed_today(day, time(16, case.pk % 60)):
        case.refresh_from_db()
        if story.stage or (story.outcome and not story.close and start + FIRST_WEEKS < today):
            change_stage(case=case, stage=story.stage or Stage.GUIDANCE, by=worker)
        if story.close:
            say_goodbye(case=case, reason=story.close, by=worker)
    week_eight = start + timedelta(days=56)
    if story.outcome is None and week_eight <= today:
        with dates.fixed_today(week_eight):
            say_goodbye(case=case, reason=CloseReason.NOT_REACHED, by=worker)


def _partner(case: Case, entry: ListEntry, story: Story) -> User:
    """Who goes along: the consultant, but an expert by experience of the team where that is half the work."""
    experts = Membership.objects.running().filter(role=Role.EXPERT_BY_EXPERIENCE, team=case.team)
    place = experts.select_related("user").first() if story is STORIES[0] else None
    return place.user if place else _consultant(entry)


def _visit(case: Case, story: Story, day: date, hour: int, again: date, *, by: User) -> None:
    reached = story.outcome is not None
    with dates.fixed_today(day):
        log_attempt(
            case=case,
            kind=ContactKind.VISIT,
            at=timezone.make_aware(datetime.combine(day, time(hour, 5 + case.pk % 50))),
            reached=reached,
            present=[Present.TENANT] if reached else [Present.NOBODY],
            door_steps=[DoorStep.ENTRANCE, DoorStep.FLAT] if case.pk % 2 else [DoorStep.ENTRANCE],
            outcome=story.outcome or Outcome.NOT_HOME,
            story=story.words,
            note_left=not reached,
            next_step=Step("Samen de post openen" if reached else "Nog een keer aanbellen", again, is_visit=True),
            by=by,
        )
