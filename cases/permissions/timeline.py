from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as If
from django.db.models import F, Func, OuterRef, Q, TextField, Value, When

from accounts.permissions import Permission, may
from cases.enums import Agreement, ContactKind, EntryKind, StatementKind, Visibility
from cases.models import ContactAttempt, TimelineEntry
from cases.permissions.sight import sight_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models import Case

#: A referral says what kind of help, which a partner does not hear.
PARTNER_AGREEMENTS = (Agreement.OFFICE, Agreement.ARRANGEMENT, Agreement.LOOK_INTO)
PARTNER_CONTACTS = (ContactKind.VISIT, ContactKind.NOTE)
PARTNER_ENTRIES = (EntryKind.OPENED, EntryKind.ASSIGNED, EntryKind.CLOSED)
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
#: Attempts that tell where things stand; after years a file has hundreds.
RECENT = 20


class EarlierWords(NamedTuple):
    """How something read before, who wrote it so and since when."""

    title: str
    words: str
    by: User | None
    at: datetime


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
    """Give what happened as far as this person may know of it.

    Each has `shown`, its text if they may read it, and `along`, who was there besides whoever wrote it.
    """
    entries = TimelineEntry.objects.filter(known_to(user), case=case).select_related("by", "about")
    kind = Func(OuterRef("detail"), Value(":"), Value(1), function="split_part", output_field=TextField())
    told = ContactAttempt.objects.filter(household=OuterRef("household"), at=OuterRef("at"), kind=kind)
    found: dict[str, Any] = {
        "shown": If(When(readable_by(user), then=F("text")), default=Value(""), output_field=TextField()),
        "along": ArraySubquery(told.filter(along__isnull=False).order_by("along__name").values("along__name")),
    }
    return entries.defer("text", "search").annotate(**found)


def may_correct(entry: TimelineEntry, user: User) -> bool:
    """Say whether somebody may put right what was logged in a case of their own: its writer, or the team leader."""
    return entry.by_id == user.pk or may(user, Permission.LEAD)


def earlier_of(entry: TimelineEntry, user: User) -> list[EarlierWords]:
    """Give how an entry read before, newest first; of a version that fewer people might read, to these only."""
    versions = entry.events.filter(readable_by(user), kind=entry.kind)  # type: ignore[attr-defined]  # made by trigger
    return [
        EarlierWords(
            TimelineEntry(kind=version.kind, detail=version.detail).title, version.text,
            version.corrected_by if version.corrected_at else version.by, version.corrected_at or version.at,
        )
        for version in versions.select_related("by", "corrected_by").order_by("-pgh_id")
    ]  # fmt: skip


def earlier_statements(case: Case) -> list[EarlierWords]:
    """Give what was said about a household before, newest first, for whoever writes it."""
    ended = case.statements.exclude(until=None).select_related("by").order_by("-until", "-pk")
    return [EarlierWords(str(StatementKind(one.kind).label), one.text, one.by, one.since) for one in ended]


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


def agreements_for(user: User, attempts: Iterable[ContactAttempt]) -> list[Agreement]:
    """Give what was agreed in these contacts, each once."""
    agreed = {code for attempt in attempts for code in attempt.agreements}
    shown = PARTNER_AGREEMENTS if sight_of(user).is_partner else tuple(Agreement)
    return [agreement for agreement in shown if agreement.value in agreed]
