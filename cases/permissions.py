"""How much of a case somebody sees once it is open (design.md §6)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.db.models import Case as If
from django.db.models import Exists, F, OuterRef, Q, TextField, Value, When

from accounts.models import Document, Membership
from accounts.permissions import Permission, may
from cases.enums import Acute, Agreement, ClockKind, ContactKind, EntryKind, PersonRole, Stage, Visibility
from cases.models import (
    Breakthrough,
    Case,
    CaseloadTalk,
    Consult,
    Gathered,
    HelpRequest,
    Objection,
    Task,
    TimelineEntry,
)
from common import dates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models import (
        Clock,
        Consent,
        ContactAttempt,
        Household,
        HouseholdCircumstance,
        Obstacle,
        Person,
        PinnedWarning,
        Referral,
        Scaling,
        Statement,
    )
    from cases.models.consult import BreakthroughQuerySet

#: A referral says what kind of help, which a partner does not hear.
PARTNER_AGREEMENTS = (Agreement.OFFICE, Agreement.ARRANGEMENT, Agreement.LOOK_INTO)
PARTNER_CONTACTS = (ContactKind.VISIT, ContactKind.NOTE)
#: Attempts that tell where things stand; after years a file has hundreds.
RECENT = 20
#: What tells enough also without a word: heavier help, a doubt, why somebody lets go, how a crisis ended, money.
CARE_ENTRIES = (
    EntryKind.SCALED,
    EntryKind.SCALED_ANSWERED,
    EntryKind.CHECKED,
    EntryKind.CLOSE_ASKED,
    EntryKind.CLOSE_NOT_YET,
    EntryKind.CRISIS_ENDED,
    EntryKind.CRISIS_SETTLED,
    EntryKind.CREDITOR,
    EntryKind.INCOME,
    EntryKind.DEBT_STEP,
    EntryKind.TRADE_OFF,
    EntryKind.DEBT_DECISION,
    EntryKind.CHECK,
    EntryKind.CONSULT,
    EntryKind.BREAKTHROUGH,
    EntryKind.DECIDED,
    EntryKind.SAFETY,
    EntryKind.CASELOAD_TALK,
    EntryKind.DOCUMENT,
    EntryKind.DOCUMENT_GONE,
    EntryKind.ESTIMATE,
)
CARE_CLOCKS = (ClockKind.DEBT_DECISION, ClockKind.CHECK)
#: What documents call the case that they belong to.
DOCUMENTS = "case"
PARTNER_ENTRIES = (EntryKind.OPENED, EntryKind.ASSIGNED, EntryKind.CLOSED)


class Sight(Enum):
    """Everything; everything but what was told; or, for a partner in the duo, agreed facts and visits."""

    CARE = "care"
    PLANNING = "planning"
    PARTNER = "partner"

    @property
    def is_care(self) -> bool:
        return self is Sight.CARE

    @property
    def is_partner(self) -> bool:
        return self is Sight.PARTNER


def sight_of(user: User) -> Sight:
    if may(user, Permission.STORY_VIEW):
        return Sight.CARE
    return Sight.PARTNER if may(user, Permission.CASE_AS_DUO) else Sight.PLANNING


def known_to(user: User) -> Q:
    """Say of which entries somebody may know at all: a partner of visits, of the course and of what is shared."""
    sight = sight_of(user)
    if not sight.is_partner:
        return Q() if sight.is_care else ~Q(kind__in=CARE_ENTRIES)
    visits = Q(kind=EntryKind.CONTACT, detail__regex=f"^({'|'.join(PARTNER_CONTACTS)}):")
    return visits | Q(kind__in=PARTNER_ENTRIES) | Q(kind=EntryKind.NOTE, visibility=Visibility.CORPORATION)


def readable_by(user: User) -> Q:
    """Say of which entries somebody may read the text."""
    sight = sight_of(user)
    shared = Q(visibility=Visibility.CORPORATION)
    if sight.is_partner:
        return shared & Q(kind=EntryKind.NOTE)
    team = shared | Q(visibility=Visibility.TEAM)
    if not sight.is_care:
        return team
    private = Q(visibility=Visibility.PRIVATE)
    mine = Q(by=user)
    if user.membership is not None and user.membership.team_id and may(user, Permission.PRIVATE_NOTE_READ):
        mine |= Q(case__team=user.membership.team_id)
    return team | Q(visibility=Visibility.CARE) | (private & mine)


def timeline_of(case: Case, user: User) -> QuerySet[TimelineEntry]:
    """Give what happened as far as this person may know of it, each with `shown`: its text if they may read it."""
    entries = TimelineEntry.objects.filter(known_to(user), case=case).select_related("by", "about")
    return entries.defer("text", "search").annotate(
        shown=If(When(readable_by(user), then=F("text")), default=Value(""), output_field=TextField())
    )


def attempts_of(case: Case, user: User) -> QuerySet[ContactAttempt]:
    """Give the attempts, newest first; a partner sees those at the door."""
    attempts = case.attempts.defer("story")
    return attempts.filter(kind__in=PARTNER_CONTACTS) if sight_of(user).is_partner else attempts


def recent_attempts(case: Case, user: User) -> list[ContactAttempt]:
    """Give the attempts by which somebody knows where things stand, newest first, with what was told for care staff."""
    attempts = attempts_of(case, user).select_related("by")
    if sight_of(user).is_care:
        attempts = attempts.defer(None)
    return list(attempts[:RECENT])


def statements_of(case: Case, user: User) -> dict[str, Statement]:
    """Give what is said about the household by kind, for care staff alone."""
    if not sight_of(user).is_care:
        return {}
    return {statement.kind: statement for statement in case.statements.running().select_related("by")}


def people_of(case: Case, user: User) -> list[Person]:
    """Give who lives here; a partner sees the tenant, whom the contract names."""
    people = list(case.household.people.all())
    if not sight_of(user).is_partner:
        return people
    return [person for person in people if person.role == PersonRole.MAIN_TENANT]


def promises_of(case: Case, user: User) -> list[Task]:
    """Give what is agreed and not yet done; of a colleague's visit a partner sees only that it is planned.

    Asking after a referral stands with the referral.
    """
    return [task for task in open_tasks_of(case, user) if task.referral is None or not task.referral.is_open]


def open_tasks_of(case: Case, user: User) -> list[Task]:
    """Give what `promises_of` gives and, to whoever may know, the asking after referrals: each open one has one.

    What is done about debts only care staff read.
    """
    tasks, sight = case.tasks.open().select_related("owner", "student", "referral"), sight_of(user)
    if not sight.is_partner:
        asking = may(user, Permission.REFERRAL_VIEW)
        known = [task for task in tasks if asking or task.referral is None]
        return [task for task in known if sight.is_care or task.debt_step_id is None]
    found = list(tasks.to_tick().filter(Q(is_visit=True) | Q(owner=user)))
    for task in found:
        task.what = task.what if task.owner_id == user.pk else ""
    return found


def ended_tasks_of(case: Case, user: User) -> QuerySet[Task]:
    """Give what was done or dropped, the newest first; what was done about debts to care staff alone."""
    ended = case.tasks.exclude(done_at=None).order_by("-done_at").select_related("owner", "student")
    return ended if sight_of(user).is_care else ended.filter(debt_step=None)


def student_tasks_of(user: User) -> QuerySet[Task]:
    """Give what a student or trainee is asked to do in the own team, and nothing else of those cases."""
    membership = user.membership
    if membership is None or membership.team_id is None or not may(user, Permission.STUDENT_TASKS):
        return Task.objects.none()
    mine = Task.objects.to_tick().filter(student=user, case__team=membership.team_id)
    return mine.filter(case__in=Case.objects.open())


def tasks_to_tick(user: User) -> QuerySet[Task]:
    """Give the tasks that this person may tick off: of the own cases those one writes in, else one's own."""
    if may(user, Permission.STUDENT_TASKS):
        return student_tasks_of(user)
    tasks = Task.objects.to_tick().filter(case__in=Case.objects.own(user))
    return tasks if may(user, Permission.CASE_WRITE) else tasks.filter(owner=user)


def referrals_of(case: Case, user: User) -> list[Referral]:
    """Give where the household was sent, oldest first; what was told there to care staff, nothing to a partner."""
    if not may(user, Permission.REFERRAL_VIEW):
        return []
    found = list(case.referrals.select_related("service", "sent_by").prefetch_related("follow_ups__owner"))
    if not sight_of(user).is_care:
        for referral in found:
            referral.why = referral.shared = referral.result = ""
    return found


def obstacles_of(case: Case, user: User) -> list[Obstacle]:
    """Give what stands or stood in the way, newest first: kinds and days to staff, words to care staff."""
    if not may(user, Permission.REFERRAL_VIEW):
        return []
    found = list(case.obstacles.select_related("noted_by"))
    for obstacle in found:
        obstacle.what = obstacle.what if sight_of(user).is_care else ""
    return found


def scalings_of(case: Case, user: User) -> list[Scaling]:
    """Give to whom the case was scaled up or down, newest first, to care staff alone."""
    if not sight_of(user).is_care:
        return []
    return list(case.scalings.select_related("asked_by"))


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


def circumstances_of(household: Household, user: User) -> list[HouseholdCircumstance]:
    """Give all that was noted, newest first: kinds and days to staff, notes to care staff, nothing to a partner."""
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    found = list(household.circumstances.all())
    for circumstance in found:
        circumstance.note = circumstance.note if sight_of(user).is_care else ""
    return found


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


def consents_of(case: Case, user: User) -> list[Consent]:
    """Give all consents, newest first; a partner does not hear of them, also not of the own corporation's.

    A closed case beside an open one of another agency shows what its own agency noted.
    """
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    found = case.household.consents.select_related("organisation", "noted_by", "withdrawn_by")
    if case.stage == Stage.CLOSED:
        agency = case.team.organisation_id
        elsewhere = Case.objects.open().filter(household=OuterRef("household")).exclude(team__organisation=agency)
        ours = Membership.objects.filter(organisation=agency).values("user")
        found = found.filter(~Exists(elsewhere) | Q(noted_by__in=ours))
    return list(found)


def gathered_of(case: Case, user: User) -> list[Gathered]:
    """Give what others told the agency of a case, newest first: from whom and when to staff, what to care staff."""
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    found = list(Gathered.objects.filter(of_agency(case)).select_related("noted_by", "told_by"))
    for heard in found:
        heard.what = heard.what if sight_of(user).is_care else ""
    return found


def objections_of(case: Case, user: User) -> list[Objection]:
    """Give what was objected to with the agency of a case, newest first: that it was to staff, words to care staff."""
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    found = list(Objection.objects.filter(of_agency(case)).select_related("noted_by", "answered_by"))
    if not sight_of(user).is_care:
        for objection in found:
            objection.about = objection.answer = ""
    return found


def of_agency(case: Case) -> Q:
    """Say what was noted of the household of a case by the agency of that case, also in its other cases."""
    return Q(case__household=case.household_id, case__team__organisation=case.team.organisation_id)


def agreements_for(user: User, attempts: Iterable[ContactAttempt]) -> list[Agreement]:
    """Give what was agreed in these contacts, each once."""
    agreed = {code for attempt in attempts for code in attempt.agreements}
    shown = PARTNER_AGREEMENTS if sight_of(user).is_partner else tuple(Agreement)
    return [agreement for agreement in shown if agreement.value in agreed]


def consults_for(user: User) -> QuerySet[Consult]:
    """Give the questions that somebody may read: asked by them, asked of them, or in a case that is their own."""
    membership = user.membership
    if membership is None or not may(user, Permission.TALKS):
        return Consult.objects.none()
    asked_of = Consult.objects.asked_of(user).values("pk")
    near = Consult.objects.filter(case__team__organisation=membership.organisation)
    return near.filter(Q(asked_by=user) | Q(pk__in=asked_of) | Q(case__in=Case.objects.own(user)))


def may_end(consult: Consult, user: User) -> bool:
    """Whoever asked ends a question; a team leader may, so that one of somebody who left does not stay."""
    return consult.asked_by == user or may(user, Permission.LEAD)


def breakthroughs_for(user: User) -> BreakthroughQuerySet:
    """Give what workers of one's own team asked of their leader, for who leads."""
    if not may(user, Permission.LEAD):
        return Breakthrough.objects.none()
    return Breakthrough.objects.filter(case__in=Case.objects.own(user))


def caseload_talks_for(user: User) -> QuerySet[CaseloadTalk]:
    """Give the talks that somebody had about their own cases, or held as a leader: the two of them read it."""
    return CaseloadTalk.objects.filter(Q(worker=user) | Q(leader=user))
