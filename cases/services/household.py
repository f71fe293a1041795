"""Who lives in a household and how to reach it, as the people themselves tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from django.db import transaction

from cases.enums import EntryKind
from cases.models import Household, HouseholdProfile, Person
from cases.services.record import record
from cases.services.subject import index_cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from cases.models import Case


class Member(NamedTuple):
    """Somebody who lives here, as a form says it; `uuid` of somebody known, `gone` when they live here no more."""

    uuid: UUID | None
    name: str
    role: str
    birth_date: date | None = None
    phone: str = ""
    gone: bool = False


@transaction.atomic
def describe_household(*, case: Case, profile: Mapping[str, object], members: Iterable[Member], by: User) -> None:
    """Bring a household up to date, in one go. Whoever a contract names stays as it is.

    Who is gone is removed; the history keeps them. Nothing changed is nothing written.
    """
    household = Household.objects.select_for_update(no_key=True).get(pk=case.household_id)
    changed = _write_profile(household, profile)
    known = {person.uuid: person for person in household.people.exclude(uuid=None)}
    for member in members:
        if member.uuid is None or member.uuid in known:  # a colleague may have removed somebody in the meantime
            changed |= _write_member(household, known.get(member.uuid) if member.uuid else None, member)
    if changed:
        index_cases(household)
        record(household=household, case=case, kind=EntryKind.HOUSEHOLD, by=by)


def _write_profile(household: Household, profile: Mapping[str, object]) -> bool:
    found = HouseholdProfile.objects.filter(household=household).first() or HouseholdProfile(household=household)
    if all(getattr(found, name) == value for name, value in profile.items()):
        return False
    for name, value in profile.items():
        setattr(found, name, value)
    found.save()
    return True


def _write_member(household: Household, known: Person | None, member: Member) -> bool:
    if member.gone or not member.name:
        return known is not None and member.gone and bool(known.delete()[0])
    said = {"name": member.name, "role": member.role, "birth_date": member.birth_date, "phone": member.phone}
    if known is None:
        Person.objects.create(household=household, uuid=uuid4(), **said)
        return True
    if all(getattr(known, name) == value for name, value in said.items()):
        return False
    Person.objects.filter(pk=known.pk).update(**said)
    return True
