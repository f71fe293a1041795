"""Write synthetic but life-like arrears lists of three housing corporations, with the answers.

Each corporation exports in its own way, as real ones do:
  kade    CSV, ';', cp1252, two title lines, decimal comma, dd-mm-yyyy, a totals row, months in arrears given
  oost    XLSX, title rows, real Excel dates and numbers, address in one cell, months in arrears given
  rivier  CSV, ',', UTF-8 with BOM, ISO dates, split address, no months column (balance and rent instead)

The rent ledger behind the lists is simulated tenant by tenant, so truth.json can say for every month
which contracts belong on the two-month and the three-month list, which are excluded and why, and which
rows of each file are broken. All people are invented. The files in `tests/data/arrears` are what it writes
for 900 tenants; a change of the order in which it draws random numbers changes them all.

    python -m tests.tools.sample_lists --out DIR [--tenants 1200] [--months 6] [--first 2026-03] [--seed 1]
                                       [--clean] [--no-xlsx]
"""

import argparse
import csv
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

LAST = [
    "Jansen",
    "de Vries",
    "van den Berg",
    "Bakker",
    "El Amrani",
    "Müller",
    "van 't Höf",
    "Yılmaz",
    "de Groot",
    "Nguyễn",
    "Smit",
    "Visser",
    "'t Hart",
    "Ramdin",
    "Øster",
    "Peters",
    "van der Heijden-Bos",
    "Strauss",
    "Strauß",
    "Kok",
]
STREETS = [
    ("Pretoriusstraat", "1092"),
    ("Transvaalkade", "1092"),
    ("Majubastraat", "1092"),
    ("Krugerplein", "1091"),
    ("Linnaeusstraat", "1093"),
    ("Javastraat", "1094"),
    ("Molukkenstraat", "1095"),
    ("Zeeburgerdijk", "1095"),
    ("Middenweg", "1098"),
    ("Prinsengracht", "1015"),
    ("Lindengracht", "1015"),
    ("Haarlemmerdijk", "1013"),
    ("Spaarndammerstraat", "1013"),
    ("Overtoom", "1054"),
    ("Kinkerstraat", "1053"),
    ("Meer en Vaart", "1068"),
]
CORPORATIONS = ("kade", "oost", "rivier")
HABITS = ["pays", "late_once", "two_then_pays", "sinks", "partial", "chronic_one", "falls"]
HABIT_WEIGHTS = [48, 17, 10, 9, 8, 4, 4]
JULY = 7
SPOILED = 0.012  # share of rows that are broken
ADDRESS_HEADER = "openbareruimte;huisnummer;huisletter;huisnummertoevoeging;postcode;woonplaats;gemeente;lat;lon"
DEFINITION = (
    "months in arrears per contract, as at the first of the month: whole rents that fit in the balance, newest period "
    "first, each with the rent that an accepted row of that period gave, else today's; "
    "a household is on the list of its contract with most months; exclusions are tried in the order "
    "objection, no personal contact, payment arrangement; new_* are the households (by their dwelling's contract) "
    "that come on a list for the first time in their arrears episode, when nobody has decided on them yet"
)
COLUMNS = {
    "kade": {"contract": "Contractnr", "balance": "Achterstand (€)", "born": "Geb.datum", "postcode": "Postcode"},
    "oost": {"contract": "Relatienummer", "balance": "Saldo", "born": "Geboren", "postcode": "Postcode"},
    "rivier": {
        "contract": "contract_id",
        "balance": "balance_due",
        "born": "date_of_birth",
        "postcode": "postal_code",
    },
}

Line = dict[str, Any]


@dataclass
class Tenant:
    corporation: str
    contract: str
    name: str
    born: date
    street: str
    number: int
    addition: str
    postcode: str
    rent: Decimal
    phone: str
    email: str
    habit: str  # how this tenant pays
    arrangement_from: int | None
    arrangement_until: int | None = None  # broken or ended
    rise: Decimal = Decimal(0)  # share by which the rent rises on 1 July
    objects: bool = False  # the tenant objected to passing the data on
    personal_contact: bool = True  # the corporation tried personal contact first
    balance: Decimal = Decimal(0)

    def has_arrangement(self, month: int) -> bool:
        return (
            self.arrangement_from is not None
            and month >= self.arrangement_from
            and (self.arrangement_until is None or month < self.arrangement_until)
        )

    @property
    def home(self) -> str:
        """The contract of the dwelling; a garage names it."""
        return self.contract.removesuffix("-G")


def month_add(first: date, n: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
    return date(year, month + 1, 1)


# --- tenants and their ledger ---------------------------------------------------------------------------------------


def make_tenants(rng: random.Random, count: int) -> list[Tenant]:
    tenants = [make_tenant(rng, i) for i in range(count)]
    for tenant in tenants:
        if tenant.arrangement_from is not None and rng.random() < 0.4:
            tenant.arrangement_until = tenant.arrangement_from + 2
    # A garage: a second contract of the same household, sometimes elsewhere.
    for home in [t for t in tenants if rng.random() < 0.03]:
        landlord = rng.choice(CORPORATIONS) if home.name.isascii() else home.corporation
        garage = replace(home, contract=home.contract + "-G", rent=Decimal("64.10"), corporation=landlord)
        tenants.append(garage)
    return tenants


def make_tenant(rng: random.Random, i: int) -> Tenant:
    street, area = rng.choice(STREETS)
    number = rng.randrange(1, 300)
    return Tenant(
        corporation=CORPORATIONS[i % 3],
        contract=f"{rng.randrange(10**6):07d}-{i:06d}",
        name=f"{rng.choice('ABCDEFGHJKLMNPRST')}.{rng.choice('ABDEFJKMR')}. {rng.choice(LAST)}",
        born=date(rng.randrange(1936, 2008), rng.randrange(1, 13), rng.randrange(1, 29)),
        street=street,
        number=number,
        addition=rng.choice(["", "", "", "A", "1", "2", "3", "hs", "bis"]),
        postcode=f"{area} {rng.choice('ABCDEHJKLM')}{rng.choice('ABEGHKLPRSTVXZ')}",
        rent=Decimal(rng.randrange(38000, 98000)) / 100,
        phone="" if rng.random() < 0.3 else f"06-{rng.randrange(10**7, 10**8)}",
        email="" if rng.random() < 0.5 else f"huurder{i}@example.org",
        habit=rng.choices(HABITS, HABIT_WEIGHTS)[0],
        arrangement_from=rng.choice([1, 2, 3]) if rng.random() < 0.08 else None,
        rise=Decimal(rng.choice([0, 35, 45, 50])) / 1000,
        objects=rng.random() < 0.015,
        personal_contact=rng.random() >= 0.02,
    )


def step(rng: random.Random, tenant: Tenant, month: int, asof: date) -> None:
    """One rent period: the rent falls due, the tenant pays (or not)."""
    if asof.month == JULY:
        tenant.rent = (tenant.rent * (1 + tenant.rise)).quantize(Decimal("0.01"))
    tenant.balance += tenant.rent
    tenant.balance -= min(payment(rng, tenant, month), tenant.balance)


def payment(rng: random.Random, tenant: Tenant, month: int) -> Decimal:
    paid = Decimal(0)
    match tenant.habit:
        case "pays":
            paid = tenant.balance
        case "late_once":
            paid = paid if month == 1 else tenant.balance
        case "two_then_pays":
            paid = paid if month < 2 else tenant.balance
        case "falls":
            paid = paid if month < 3 else tenant.rent * 2 if month == 3 else tenant.rent
        case "partial":
            paid = (tenant.rent * Decimal(rng.choice([0, 25, 50, 75])) / 100).quantize(Decimal("0.01"))
        case "chronic_one":
            paid = tenant.rent if month else paid
    return paid  # who sinks pays nothing


def months_in_arrears(tenant: Tenant, month: int, known: Mapping[tuple[str, int], Decimal]) -> int:
    """Complete rent periods owed, counted from the newest backwards.

    Each period has the rent that a file for that period gave; where no file gave one, today's.
    """
    months, left, period = 0, tenant.balance, month
    while left >= (rent := known.get((tenant.contract, period), tenant.rent)):
        months, left, period = months + 1, left - rent, period - 1
    return months


# --- one corporation's way of writing -------------------------------------------------------------------------------


def dutch(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def kade_row(t: Tenant, reminder: date, *, arrangement: bool) -> Line:
    return {
        "Contractnr": t.contract,
        "Huurder": t.name,
        "Geb.datum": t.born.strftime("%d-%m-%Y"),
        "Straat": t.street,
        "Huisnr": t.number,
        "Toev.": t.addition,
        "Postcode": t.postcode,
        "Plaats": "Amsterdam",
        "Telefoon": t.phone,
        "Achterstand (€)": dutch(t.balance),
        "Huur p/m": dutch(t.rent),
        "Mnd": int(t.balance // t.rent),
        "Laatste herinnering": reminder.strftime("%d-%m-%Y"),
        "Betalingsregeling": "J" if arrangement else "N",
        "Persoonlijk contact": "J" if t.personal_contact else "N",
        "Doorverwezen SHV": "J",
        "Bezwaar": "J" if t.objects else "N",
        "Opmerking": "",
    }


def oost_row(t: Tenant, reminder: date, *, arrangement: bool) -> Line:
    return {
        "Relatienummer": t.contract,
        "Naam hoofdhuurder": t.name,
        "Geboren": t.born,
        "Adres": f"{t.street} {t.number}{(' ' + t.addition) if t.addition else ''}",
        "Postcode": t.postcode.replace(" ", ""),
        "Woonplaats": "Amsterdam",
        "E-mail": t.email,
        "Saldo": float(t.balance),
        "Nettohuur": float(t.rent),
        "Aantal maanden": int(t.balance // t.rent),
        "Regeling actief": "ja" if arrangement else "nee",
        "Herinnering verstuurd": reminder,
        "Persoonlijk contact gezocht": "ja" if t.personal_contact else "nee",
        "Gewezen op hulp": "ja",
        "Bezwaar huurder": "ja" if t.objects else "nee",
    }


def rivier_row(t: Tenant, reminder: date, *, arrangement: bool) -> Line:
    return {
        "contract_id": t.contract,
        "initials_surname": t.name,
        "date_of_birth": t.born.isoformat(),
        "street": t.street,
        "house_number": t.number,
        "house_number_addition": t.addition,
        "postal_code": t.postcode,
        "city": "AMSTERDAM",
        "mobile": t.phone,
        "email": t.email,
        "balance_due": f"{t.balance:.2f}",
        "monthly_rent": f"{t.rent:.2f}",
        "payment_plan": str(arrangement).lower(),
        "reminder_sent_on": reminder.isoformat(),
        "personal_contact": "true" if t.personal_contact else "false",
        "debt_help_offered": "true",
        "objection": "true" if t.objects else "false",
        "internal_risk_score": "0.5",
    }


ROWS = {"kade": kade_row, "oost": oost_row, "rivier": rivier_row}


def rows_for(corporation: str, listed: Sequence[Tenant], asof: date, month: int) -> list[Line]:
    reminder = month_add(asof, -1).replace(day=12)
    return [ROWS[corporation](t, reminder, arrangement=t.has_arrangement(month)) for t in listed]


def spoil(rng: random.Random, row: Line, columns: Mapping[str, str]) -> str:
    """Break one cell the way people break them; say which kind of break it is."""
    kind = rng.choice(["no_contract", "bad_amount", "bad_date", "bad_postcode", "shifted"])
    match kind:
        case "no_contract":
            row[columns["contract"]] = ""
        case "bad_amount":
            row[columns["balance"]] = "n.n.b."
        case "bad_date":
            row[columns["born"]] = "31-02-1980"
        case "bad_postcode":
            row[columns["postcode"]] = "10 92AB 3"
        case "shifted":
            row[columns["balance"]] = row[columns["contract"]] + "x"
    return kind


def write_csv(path: Path, rows: list[Line], *, sep: str, encoding: str, title: list[str], total: bool) -> None:
    with path.open("w", encoding=encoding, errors="replace", newline="") as out:
        for line in title:
            out.write(line + "\r\n")
        writer = csv.DictWriter(out, rows[0].keys(), delimiter=sep, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        if total:
            out.write("\r\n")
            out.write(f"Totaal{sep}{len(rows)} huurders\r\n")


def write_xlsx(path: Path, rows: list[Line], title: list[str]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Achterstanden")
    for line in title:
        sheet.append([line])
    sheet.append([])
    sheet.append(list(rows[0].keys()))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(path)


def write_list(stem: Path, corporation: str, rows: list[Line], asof: date, *, xlsx: bool = True) -> Path:
    """Write one file as that corporation does; the name gets the kind's ending."""
    if corporation == "oost" and xlsx:
        path = stem.with_suffix(".xlsx")
        write_xlsx(path, rows, ["Woningcorporatie Oostvoort", f"Peildatum {asof:%d-%m-%Y}"])
        return path
    path = stem.with_suffix(".csv")
    if corporation == "kade":
        title = ["Woonstichting De Kade;;;", f"Huurachterstanden per {asof:%d-%m-%Y};;;"]
        write_csv(path, rows, sep=";", encoding="cp1252", total=True, title=title)
    else:
        write_csv(path, rows, sep=",", encoding="utf-8-sig", title=[], total=False)
    return path


def write_addresses(path: Path, tenants: list[Tenant]) -> None:
    """Write the dwellings with the columns of the Dutch address register's CSV; a garage repeats its dwelling."""
    streets = [name for name, _ in STREETS]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(ADDRESS_HEADER.split(";"))
        for t in tenants:
            s = streets.index(t.street)
            lat = round(52.345 + 0.004 * (s % 8) + 0.00002 * t.number, 6)
            lon = round(4.87 + 0.009 * (s // 2) + 0.00003 * t.number, 6)
            postcode = t.postcode.replace(" ", "")
            writer.writerow([t.street, t.number, "", t.addition, postcode, "Amsterdam", "Amsterdam", lat, lon])


# --- the answers ----------------------------------------------------------------------------------------------------


@dataclass
class Ledger:
    """What the right answer depends on, carried from month to month."""

    known: dict[tuple[str, int], Decimal] = field(default_factory=dict)  # rent that an accepted row gave
    listed_stage: dict[str, int] = field(default_factory=dict)  # household -> highest stage in its running episode


@dataclass
class MonthAnswer:
    new_two_month: list[str] = field(default_factory=list)
    new_three_month: list[str] = field(default_factory=list)
    two_month: list[str] = field(default_factory=list)
    three_month: list[str] = field(default_factory=list)
    excluded_payment_arrangement: list[str] = field(default_factory=list)
    excluded_objection: list[str] = field(default_factory=list)
    excluded_no_personal_contact: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    broken: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)  # household -> highest months of its eligible contracts
    owing: set[str] = field(default_factory=set)  # households whose episode runs on

    def as_json(self) -> dict[str, Any]:
        inner = {"present", "owing"}
        return {name: value for name, value in vars(self).items() if name not in inner}


def judge(answer: MonthAnswer, ledger: Ledger, t: Tenant, month: int, *, bad: bool, nameless: bool) -> None:
    """Put one row where it belongs."""
    if not bad:
        ledger.known[t.contract, month] = t.rent
    months = months_in_arrears(t, month, ledger.known)
    if not nameless and (months >= 1 or bad):
        answer.owing.add(t.home)
    if bad or months < 2:
        return
    if t.objects:
        answer.excluded_objection.append(t.contract)
    elif not t.personal_contact:
        answer.excluded_no_personal_contact.append(t.contract)
    elif t.has_arrangement(month):
        answer.excluded_payment_arrangement.append(t.contract)
    else:
        (answer.two_month if months == 2 else answer.three_month).append(t.contract)
        answer.present[t.home] = max(months, answer.present.get(t.home, 0))


def close_month(answer: MonthAnswer, ledger: Ledger) -> None:
    """End the episodes of who owes no more, and list the others once a stage."""
    ledger.listed_stage = {home: s for home, s in ledger.listed_stage.items() if home in answer.owing}
    for home, months in answer.present.items():
        stage = 2 if months == 2 else 3
        if stage > ledger.listed_stage.get(home, 0):
            ledger.listed_stage[home] = stage
            (answer.new_two_month if stage == 2 else answer.new_three_month).append(home)


def write_lists(
    out: Path,
    *,
    tenants: int = 1200,
    months: int = 6,
    first: date = date(2026, 3, 1),
    seed: int = 1,
    clean: bool = False,
    xlsx: bool = True,
) -> dict[str, Any]:
    """Write all files of all months into a folder, and give what truth.json holds."""
    rng = random.Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    people = make_tenants(rng, tenants)
    write_addresses(out / "addresses.csv", people)
    ledger = Ledger()
    truth: dict[str, Any] = {"definition": DEFINITION, "months": {}}
    for month in range(months):
        asof, answer = month_add(first, month), MonthAnswer()
        for t in people:
            step(rng, t, month, asof)
        for corporation in CORPORATIONS:
            listed = [t for t in people if t.corporation == corporation and t.balance > 0]
            rows = rows_for(corporation, listed, asof, month)
            broken = {
                i: {"contract": t.contract, "kind": spoil(rng, row, COLUMNS[corporation])}
                for i, (t, row) in enumerate(zip(listed, rows, strict=True), start=1)
                if not clean and rng.random() < SPOILED
            }
            answer.rows[corporation], answer.broken[corporation] = len(rows), broken
            bad = {b["contract"] for b in broken.values()}
            nameless = {b["contract"] for b in broken.values() if b["kind"] == "no_contract"}
            for t in listed:
                judge(answer, ledger, t, month, bad=t.contract in bad, nameless=t.contract in nameless)
            if rows:
                write_list(out / f"{asof:%Y-%m}-{corporation}", corporation, rows, asof, xlsx=xlsx)
        close_month(answer, ledger)
        truth["months"][f"{asof:%Y-%m}"] = answer.as_json()
    (out / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False), encoding="utf-8")
    return truth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tenants", type=int, default=1200)
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--first", default="2026-03", help="yyyy-mm")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", action="store_true", help="no broken rows")
    parser.add_argument("--no-xlsx", action="store_true", help="write that corporation as CSV")
    options = vars(parser.parse_args())
    options["first"] = date.fromisoformat(options["first"] + "-01")
    options["xlsx"] = not options.pop("no_xlsx")
    truth = write_lists(options.pop("out"), **options)
    for month, answer in truth["months"].items():
        listed = {name: len(answer[name]) for name in ("new_two_month", "new_three_month", "two_month", "three_month")}
        print(month, listed, answer["rows"])  # noqa: T201 -- a command's answer


if __name__ == "__main__":
    main()
