"""Six months of rent of an invented part of the city: who pays, who falls behind, and the lists that follow.

Always the same people, whatever the day; only the dates move along.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from common import dates
from signals_intake.imports.columns import PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MONTHS = 6
TENANTS = 1300
SUPPLIERS = ("kade", "oost", "rivier")
INITIALS = "ABCDEFGHIJKLMNPRSTVWYZ"
SURNAMES = """Jansen|de Vries|van den Berg|Bakker|El Amrani|Müller|van 't Höf|Yılmaz|de Groot|Nguyễn|Smit|Visser|'t Hart
Ramdin|Øster|Peters|van der Heijden|Kowalska|Wijnands|Baptista|Owusu|Da Silva|Achahbar|Verhoef|Willems|Özdemir|Kartosen
Boukhari|Martina|Dijkstra|Postuma|Lim|Hassan|Vermeer|Brouwer|Tesfay|Haddad|Koster|Mensah|Schouten""".replace(
    "\n", "|"
).split("|")
#: Street, postcode figures, latitude and longitude of its middle.
STREETS = (
    ("Pretoriusstraat", 1092, "52.3538", "4.9237"), ("Transvaalkade", 1092, "52.3508", "4.9260"),
    ("Krugerplein", 1091, "52.3529", "4.9205"), ("Linnaeusstraat", 1093, "52.3601", "4.9270"),
    ("Javastraat", 1094, "52.3633", "4.9375"), ("Molukkenstraat", 1095, "52.3640", "4.9460"),
    ("Middenweg", 1098, "52.3520", "4.9370"), ("Prinsengracht", 1015, "52.3765", "4.8835"),
    ("Lindengracht", 1015, "52.3795", "4.8830"), ("Haarlemmerdijk", 1013, "52.3823", "4.8870"),
    ("Spaarndammerstraat", 1013, "52.3885", "4.8800"), ("Kinkerstraat", 1053, "52.3672", "4.8680"),
    ("Overtoom", 1054, "52.3621", "4.8680"), ("Meer en Vaart", 1068, "52.3600", "4.8060"),
)  # fmt: skip
#: How somebody pays once it goes wrong, with how many of a hundred do so.
HABITS = {"sinks": 26, "two_behind": 24, "one_behind": 14, "late_once": 14, "recovers": 22}


@dataclass
class Tenant:
    supplier: str
    contract: str
    name: str
    born: date
    street: str
    number: int
    addition: str
    postcode: str
    phone: str
    email: str
    rent: Decimal
    habit: str
    trouble: int  # the month in which it goes wrong; below 0 before our first list
    arrangement: bool
    objects: bool
    contacted: bool
    reminded: bool
    offered: bool
    balance: Decimal = Decimal(0)


def make_tenants() -> list[Tenant]:
    rng = random.Random(2007)
    tenants = [_make_tenant(rng, i) for i in range(TENANTS)]
    for tenant in tenants:
        for month in range(tenant.trouble, 0):
            pay_month(tenant, month)
    garages = (
        Tenant(**{**vars(t), "contract": f"{t.contract}-G", "rent": Decimal("64.10"), "balance": Decimal(0)})
        for t in tenants[::37]
    )
    return [*tenants, *garages]


def _make_tenant(rng: random.Random, i: int) -> Tenant:
    street, area, _, _ = rng.choice(STREETS)
    name = f"{rng.choice(INITIALS)}.{rng.choice(INITIALS)}. {rng.choice(SURNAMES)}"
    return Tenant(
        supplier=SUPPLIERS[i % 3],
        contract=f"{rng.randrange(10**6):07}-{i:04}",
        name=name,
        born=date(rng.randrange(1938, 2006), rng.randrange(1, 13), rng.randrange(1, 29)),
        street=street,
        number=rng.randrange(1, 240),
        addition=rng.choice(["", "", "1", "2", "3", "hs", "A"]),
        postcode=f"{area} {rng.choice('ABCDEGHJKL')}{rng.choice('ABEGHKLPRSTVXZ')}",
        phone="" if rng.random() < 0.25 else f"06 {rng.randrange(10**7, 10**8)}",
        email="" if rng.random() < 0.5 else f"huurder{i}@example.org",
        rent=Decimal(rng.randrange(42000, 98000)) / 100,
        habit=rng.choices(list(HABITS), list(HABITS.values()))[0],
        trouble=rng.randrange(-3, MONTHS),
        arrangement=rng.random() < 0.07,
        objects=rng.random() < 0.02,
        contacted=rng.random() >= 0.03,
        reminded=rng.random() >= 0.02,
        offered=rng.random() >= 0.02,
    )


def pay_month(tenant: Tenant, month: int) -> None:
    """Let one rent fall due and be paid, or not."""
    tenant.balance += tenant.rent
    since = month - tenant.trouble
    if since < 0:
        tenant.balance = Decimal(0)
        return
    paid = {
        "sinks": Decimal(0),
        "two_behind": tenant.rent if since >= 2 else Decimal(0),
        "one_behind": tenant.rent if since >= 1 else Decimal(0),
        "late_once": tenant.balance if since >= 1 else Decimal(0),
        "recovers": tenant.balance if since >= 4 else tenant.rent * (since % 2),
    }[tenant.habit]
    tenant.balance -= min(paid, tenant.balance)


def write_lists(folder: Path, *, newest: date) -> Iterator[tuple[date, str, Path]]:
    """Write month after month each corporation's list, under its own headers; give date, corporation and file."""
    tenants = make_tenants()
    for month in range(MONTHS):
        as_of = dates.add_months(newest, month - MONTHS + 1)
        for tenant in tenants:
            pay_month(tenant, month)
        for supplier in SUPPLIERS:
            path = folder / f"{as_of:%Y-%m}-{supplier}.csv"
            _write_list(path, [t for t in tenants if t.supplier == supplier and t.balance > 0], supplier, as_of)
            yield as_of, supplier, path


def _write_list(path: Path, tenants: list[Tenant], supplier: str, as_of: date) -> None:
    headers = PRESETS[supplier]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(headers)
        for number, tenant in enumerate(tenants):
            values = _values(tenant, as_of)
            if number == len(tenants) // 2:
                values["birth_date"] = "31-02-1980"  # one row as people mistype them
            writer.writerow([values[field] for field in headers.values()])


def _values(tenant: Tenant, as_of: date) -> dict[str, str]:
    return {
        "contract": tenant.contract, "name": tenant.name, "birth_date": tenant.born.isoformat(),
        "street": tenant.street, "house_number": str(tenant.number), "addition": tenant.addition,
        "address": f"{tenant.street} {tenant.number} {tenant.addition}".strip(), "postcode": tenant.postcode,
        "city": "Amsterdam", "phone": tenant.phone, "email": tenant.email, "balance": f"{tenant.balance:.2f}",
        "rent": f"{tenant.rent:.2f}", "months_reported": str(int(tenant.balance // tenant.rent)),
        "reminder_on": (as_of - timedelta(days=17)).isoformat() if tenant.reminded else "",
        "arrangement": "ja" if tenant.arrangement else "nee", "personal_contact": "ja" if tenant.contacted else "nee",
        "help_offered": "ja" if tenant.offered else "nee", "objection": "ja" if tenant.objects else "nee",
    }  # fmt: skip


def write_addresses(path: Path) -> None:
    """Write the dwellings as the address register does."""
    rng = random.Random(1)
    middle = {street: (Decimal(lat), Decimal(lon)) for street, _, lat, lon in STREETS}
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(
            [
                "openbareruimte",
                "huisnummer",
                "huisletter",
                "huisnummertoevoeging",
                "postcode",
                "woonplaats",
                "gemeente",
                "lat",
                "lon",
            ]
        )
        for tenant in make_tenants():
            lat, lon = (
                place + Decimal(rng.randrange(-2000, 2000)) / 1_000_000 for place in middle[tenant.street]
            )  # fmt: skip
            writer.writerow(
                [tenant.street, tenant.number, "", tenant.addition, tenant.postcode.replace(" ", ""), "Amsterdam",
                 "Amsterdam", lat, lon]
            )  # fmt: skip
