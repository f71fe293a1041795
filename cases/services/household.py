"""Where a household lives, who lives there and how to reach it, as the people themselves tell."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from django.db import IntegrityError, transaction

from accounts.outbox import publish
from cases.enums import Circumstance, EntryKind, PersonRole
from cases.models import Dwelling, EarlierAddress, Household, HouseholdProfile, Person
from cases.services.circumstance import end_circumstance
from cases.services.record import record
from cases.services.subject import index_cases
from common import dates
from common.names import suffix_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from accounts.models import User
    from cases.models import Case


class LivesThereAlready(Exception):  # noqa: N818 -- errors are facts
    """The household lives at this address."""


class KnownThereAlready(Exception):  # noqa: N818 -- errors are facts
    """The same tenant is known at this address as another household; a list brought it in."""


class TenantKnownAlready(Exception):  # noqa: N818 -- errors are facts
    """The household has a main tenant by name."""


class Address(NamedTuple):
    """A front door as somebody says it; the street counts only where the address register does not know the door."""

    postcode: str
    number: int
    addition: str = ""
    street: str = ""


class Member(NamedTuple):
    """Somebody who lives here, as a form says it; `uuid` of somebody known, `gone` when they live here no more."""

    uuid: UUID | None
    name: str
    role: str
    birth_date: date | None = None
    phone: str = ""
    gone: bool = False


def dwelling_at(address: Address) -> Dwelling:
    """Give the dwelling of an address: that of the register, or one by the street that was told."""
    dwelling, _new = Dwelling.objects.get_or_create(
        postcode=address.postcode, number=address.number, suffix=suffix_key("", address.addition),
        defaults={"addition": address.addition, "street": address.street},
    )  # fmt: skip
    return dwelling


@transaction.atomic
def move_household(*, household: Household, address: Address, by: User, on: date | None = None) -> None:
    """Let a household go on at another address, with its cases and all that is known of it.

    Its contracts stay about the address that it left, so that their corporation goes on reading that one; a file that
    names it finds the household. That it moved, nobody knew where to, ends. The household is locked first. Raises
    LivesThereAlready, and KnownThereAlready when the tenant stands at the new address as another household.
    """
    locked = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    old, new, day = locked.dwelling, dwelling_at(address), on or dates.today()
    if old == new:
        raise LivesThereAlready
    locked.dwelling, locked.lives_here_since = new, day
    try:
        with transaction.atomic():
            locked.save(update_fields=["dwelling", "lives_here_since"])
    except IntegrityError as error:  # a file may bring in the same tenant at this very moment
        raise KnownThereAlready from error
    _leave(locked, old, on=day)
    for moved in locked.circumstances.on(dates.today()).filter(kind=Circumstance.MOVED):
        end_circumstance(circumstance=moved, by=by)
    index_cases(locked)
    text = f"{_written(old)} → {_written(new)}"
    record(household=locked, case=locked.current_case, kind=EntryKind.MOVED, text=text, by=by)
    publish("case.changed", household_id=locked.pk)
    household.refresh_from_db()


def _leave(household: Household, old: Dwelling, *, on: date) -> None:
    household.earlier_addresses.filter(dwelling=household.dwelling).delete()  # where it lives again
    EarlierAddress.objects.update_or_create(household=household, dwelling=old, defaults={"until": on})
    household.contracts.filter(dwelling=None).update(dwelling=old)
    household.contracts.filter(dwelling=household.dwelling).update(dwelling=None)


def _written(dwelling: Dwelling) -> str:
    return f"{dwelling}, {dwelling.postcode} {dwelling.city}".strip()


@transaction.atomic
def describe_household(*, case: Case, profile: Mapping[str, object], members: Iterable[Member], by: User) -> None:
    """Bring a household up to date, in one go. Whoever a contract names stays as it is.

    Who is gone is removed; the history keeps them. Nothing changed is nothing written. Raises TenantKnownAlready for a
    second main tenant: a file, or a colleague, named one a moment ago.
    """
    household = Household.objects.select_for_update(no_key=True).get(pk=case.household_id)
    changed = _write_profile(household, profile)
    known = {person.uuid: person for person in household.people.exclude(uuid=None)}
    for member in sorted(members, key=_is_tenant):  # last, when who was it is another or gone
        if member.uuid is None or member.uuid in known:  # a colleague may have removed somebody in the meantime
            changed |= _write_member(household, known.get(member.uuid) if member.uuid else None, member)
    if changed:
        _name_key(household)
        index_cases(household)
        record(household=household, case=case, kind=EntryKind.HOUSEHOLD, by=by)


def _name_key(household: Household) -> None:
    """Let the files of suppliers find a household by the tenant that was written down here, unless one names it."""
    tenant = household.people.filter(role=PersonRole.MAIN_TENANT).exclude(uuid=None).first()
    if tenant is None or household.contracts.exists():
        return
    with suppress(IntegrityError), transaction.atomic():  # known here as another household: then that one is found
        Household.objects.filter(pk=household.pk).update(tenant_key=tenant.key)


def _write_profile(household: Household, profile: Mapping[str, object]) -> bool:
    found = HouseholdProfile.objects.filter(household=household).first() or HouseholdProfile(household=household)
    if all(getattr(found, name) == value for name, value in profile.items()):
        return False
    for name, value in profile.items():
        setattr(found, name, value)
    found.save()
    return True


def _is_tenant(member: Member) -> bool:
    return member.role == PersonRole.MAIN_TENANT and bool(member.name) and not member.gone


def _write_member(household: Household, known: Person | None, member: Member) -> bool:
    if member.gone or not member.name:
        return known is not None and member.gone and bool(known.delete()[0])
    said = {"name": member.name, "role": member.role, "birth_date": member.birth_date, "phone": member.phone}
    if known and all(getattr(known, name) == value for name, value in said.items()):
        return False
    try:
        with transaction.atomic():
            Person.objects.update_or_create(
                household=household, uuid=known.uuid if known else uuid4(), defaults=said
            )  # fmt: skip
    except IntegrityError as error:  # a file may name the tenant at this very moment
        raise TenantKnownAlready from error
    return True
