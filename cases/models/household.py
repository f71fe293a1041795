from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import Circumstance, Language, PersonRole, Tenure
from common import dates
from common.keys import UUID7
from common.names import name_key
from common.personal import CARE, CONTACT, IDENTITY, NOT_PERSONAL, FieldClasses

if TYPE_CHECKING:
    from datetime import date

    from cases.models.case import Case

OF_AGE = 18


class Dwelling(models.Model):
    """One front door, as in the Dutch address register.

    House letter and addition are one key: suppliers divide them as they like (``common.names.suffix_key``).
    """

    postcode = models.CharField(max_length=6)
    number = models.PositiveIntegerField()
    suffix = models.CharField(max_length=32, blank=True, help_text="key of letter and addition")
    letter = models.CharField(max_length=10, blank=True)
    addition = models.CharField(max_length=20, blank=True)
    street = models.CharField(max_length=200)
    city = models.CharField(max_length=100, blank=True)
    municipality = models.CharField(max_length=100, blank=True)
    register_id = models.CharField(max_length=16, blank=True)
    lat = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    field_classes: ClassVar[FieldClasses] = dict.fromkeys(
        ["postcode", "suffix", "letter", "addition", "street", "city", "municipality", "register_id", "lat", "lon"],
        NOT_PERSONAL,  # an address of the public register, by itself nobody's
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dwelling_once", fields=["postcode", "number", "suffix"]),
            models.CheckConstraint(name="dwelling_postcode", condition=Q(postcode__regex=r"^[1-9][0-9]{3}[A-Z]{2}$")),
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.door}"

    @property
    def map_link(self) -> str:
        """The address for the map of the phone itself (RFC 5870); nothing leaves for a server of maps."""
        place = f"{self.lat},{self.lon}" if self.lat is not None and self.lon is not None else "0,0"
        return f"geo:{place}?q={quote(f'{self}, {self.postcode} {self.city}'.strip())}"

    @property
    def door(self) -> str:
        """What stands on the door: ``116-bis``."""
        extra = f"{self.letter}{'-' if self.letter and self.addition else ''}{self.addition}"
        return f"{self.number}-{extra}" if extra else str(self.number)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Household(models.Model):
    """The people of one tenancy in one dwelling. Keeps its id when it moves; whoever moves in next is another one.

    `tenant_key` is name and birth date of the main tenant, by which files of several suppliers find it.
    """

    uuid = models.UUIDField(db_default=UUID7(), unique=True, editable=False)
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="households", db_index=False)
    tenant_key = models.CharField(max_length=420)
    lives_here_since = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    field_classes: ClassVar[FieldClasses] = {"tenant_key": IDENTITY, "lives_here_since": IDENTITY}

    class Meta:
        constraints = [models.UniqueConstraint(name="household_once_a_dwelling", fields=["dwelling", "tenant_key"])]

    @property
    def tenant(self) -> Person | None:
        """The main tenant; prefetch ``people`` on lists."""
        return next((p for p in self.people.all() if p.role == PersonRole.MAIN_TENANT), None)

    @property
    def phone(self) -> str:
        """The number that was given to us, else that of the contract; select ``profile`` on lists."""
        profile = getattr(self, "profile", None)
        tenant = self.tenant
        return (profile and profile.phone) or (tenant.phone if tenant else "")

    @property
    def name(self) -> str:
        tenant = self.tenant
        return tenant.name if tenant else str(_("Household"))

    @property
    def has_minor(self) -> bool:
        """Whether somebody under 18 lives here; prefetch ``people`` on lists."""
        return any(person.is_minor for person in self.people.all())

    @property
    def current_case(self) -> Case | None:
        """The open case, else the one that was closed last: where people look for what is known."""
        return self.cases.order_by(F("closed_on").desc(nulls_first=True), "-pk").first()


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class EarlierAddress(models.Model):
    """Where a household lived before it moved, so that a file that still names that door finds it."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="earlier_addresses")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()

    field_classes: ClassVar[FieldClasses] = {"until": IDENTITY}

    class Meta:
        constraints = [models.UniqueConstraint(name="earlier_address_once", fields=["household", "dwelling"])]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Person(models.Model):
    """Somebody of a household."""

    uuid = models.UUIDField(
        null=True, editable=False, help_text="of somebody who was added by hand; looked up within the household"
    )
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=20, choices=PersonRole)
    name = models.CharField(_("name"), max_length=200)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)

    field_classes: ClassVar[FieldClasses] = {
        "role": IDENTITY,
        "name": IDENTITY,
        "birth_date": IDENTITY,
        "phone": CONTACT,
        "email": CONTACT,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_main_tenant", fields=["household"], condition=Q(role=PersonRole.MAIN_TENANT)
            )
        ]

    @property
    def age(self) -> int | None:
        """Whole years today."""
        if self.birth_date is None:
            return None
        today = dates.today()
        had_birthday = (today.month, today.day) >= (self.birth_date.month, self.birth_date.day)
        return today.year - self.birth_date.year - (not had_birthday)

    @property
    def key(self) -> str:
        """Name and birth date as ``Household.tenant_key`` has them; without a birth date only half of it."""
        return f"{name_key(self.name)}|{self.birth_date.isoformat() if self.birth_date else ''}"

    @property
    def is_minor(self) -> bool:
        """Under 18; a child without a birth date counts as one, because the safe side is the other one."""
        return self.role == PersonRole.CHILD if self.age is None else self.age < OF_AGE


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class HouseholdProfile(models.Model):
    """How to reach a household and how it lives; apart from Household, which large files fill.

    `phone` is the number that the household gave us itself; no file of a corporation changes it.
    """

    household = models.OneToOneField(Household, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    tenure = models.CharField(_("how they live here"), max_length=12, choices=Tenure, blank=True)
    languages = ArrayField(models.CharField(max_length=3, choices=Language), default=list, blank=True)
    contact_wish = models.CharField(_("how and when to reach them"), max_length=200, blank=True)
    postal_address = models.CharField(_("where post arrives"), max_length=200, blank=True)

    field_classes: ClassVar[FieldClasses] = {
        "phone": CONTACT,
        "tenure": IDENTITY,
        "languages": IDENTITY,
        "contact_wish": CONTACT,
        "postal_address": CONTACT,
    }

    @property
    def spoken(self) -> list[str]:
        return [str(Language(code).label) for code in self.languages if code in Language.values]


class CircumstanceQuerySet(models.QuerySet["HouseholdCircumstance"]):
    def on(self, day: date) -> CircumstanceQuerySet:
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def asked_no_visits(self, *, on: date) -> CircumstanceQuerySet:
        """Households whose door is not for ringing on a day."""
        return self.on(on).filter(kind=Circumstance.DO_NOT_VISIT)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class HouseholdCircumstance(models.Model):
    """Why a household is not to be approached for some time, whatever it owes.

    `until` is the first day without it. One that ended on the day it began held on no day; it stays, because somebody
    noted it and somebody may have acted on it.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="circumstances")
    kind = models.CharField(max_length=20, choices=Circumstance)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = CircumstanceQuerySet.as_manager()
    field_classes: ClassVar[FieldClasses] = {"kind": CARE, "since": CARE, "until": CARE, "note": CARE}

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(name="circumstance_ends_later", condition=Q(until=None) | Q(until__gte=F("since"))),
            models.UniqueConstraint(
                name="one_lasting_circumstance_a_kind", fields=["household", "kind"], condition=Q(until=None)
            ),
        ]

    @property
    def holds(self) -> bool:
        """Whether it holds today; the same rule as ``on``."""
        today = dates.today()
        return self.since <= today and (self.until is None or self.until > today)

    @property
    def icon(self) -> str:
        return Circumstance(self.kind).icon
