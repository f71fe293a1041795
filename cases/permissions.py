"""How much of a case somebody sees once it is open (design.md §6)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.permissions import Permission, may
from cases.enums import Agreement, ContactKind, EntryKind
from cases.models import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models import Case, Consent, ContactAttempt, Household, HouseholdCircumstance, Task

#: A referral says what kind of help, which a partner does not hear.
PARTNER_AGREEMENTS = (Agreement.OFFICE, Agreement.ARRANGEMENT, Agreement.LOOK_INTO)
PARTNER_CONTACTS = (ContactKind.VISIT, ContactKind.NOTE)
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


def timeline_of(case: Case, user: User) -> list[TimelineEntry]:
    """Give what this person may read of what happened: stories for care staff, visits for a partner."""
    entries = TimelineEntry.objects.filter(case=case).select_related("by", "about")
    sight = sight_of(user)
    if sight.is_partner:
        visits = Q(kind=EntryKind.CONTACT, detail__regex=f"^({'|'.join(PARTNER_CONTACTS)}):")
        entries = entries.filter(visits | Q(kind__in=PARTNER_ENTRIES))
    if not sight.is_care:
        entries = entries.defer("text")
    found = list(entries)
    for entry in found:
        entry.text = entry.text if sight.is_care else ""
    return found


def attempts_of(case: Case, user: User) -> QuerySet[ContactAttempt]:
    """Give the attempts, newest first; a partner sees those at the door."""
    attempts = case.attempts.defer("story")
    return attempts.filter(kind__in=PARTNER_CONTACTS) if sight_of(user).is_partner else attempts


def promises_of(case: Case, user: User) -> list[Task]:
    """Give what is promised and not yet done; of a colleague's visit a partner sees only that it is planned."""
    tasks = case.tasks.filter(done_at=None).select_related("owner")
    if not sight_of(user).is_partner:
        return list(tasks)
    found = list(tasks.filter(Q(is_visit=True) | Q(owner=user)))
    for task in found:
        task.what = task.what if task.owner_id == user.pk else ""
    return found


def circumstances_of(household: Household, user: User) -> list[HouseholdCircumstance]:
    """Give all that was noted, newest first: kinds and days to staff, notes to care staff, nothing to a partner."""
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    found = list(household.circumstances.all())
    for circumstance in found:
        circumstance.note = circumstance.note if sight_of(user).is_care else ""
    return found


def consents_of(household: Household, user: User) -> list[Consent]:
    """Give all consents, newest first; a partner does not hear of them, also not of the own corporation's."""
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    return list(household.consents.select_related("organisation", "noted_by", "withdrawn_by"))


def agreements_for(user: User, attempts: Iterable[ContactAttempt]) -> list[Agreement]:
    """Give what was agreed at the door, each once."""
    agreed = {code for attempt in attempts for code in attempt.agreements}
    shown = PARTNER_AGREEMENTS if sight_of(user).is_partner else tuple(Agreement)
    return [agreement for agreement in shown if agreement.value in agreed]
