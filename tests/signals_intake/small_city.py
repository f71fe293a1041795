"""A city of a few households, told row by row: files go in through the real services, outcomes come out by contract."""

from __future__ import annotations

import csv
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from accounts.enums import JobState, OrganisationKind
from accounts.jobs import run_step
from cases.models import Household
from signals_intake.imports.columns import FIELDS
from signals_intake.imports.staging import receive_delivery
from signals_intake.models import (
    ArrearsList,
    Balance,
    ColumnMapping,
    ListCount,
    ListedRow,
    ListEntry,
    Signal,
    SupplierAgreement,
)
from signals_intake.services.importing import confirm_delivery
from signals_intake.services.lists import queue_lists
from tests.factories.accounts import AreaFactory, CovenantFactory, OrganisationFactory, UserFactory
from tests.factories.signals_intake import decide

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import Job, Organisation
    from signals_intake.enums import Decision
    from signals_intake.models import Delivery, ReviewDecision

MARCH, APRIL, MAY, JUNE = (f"2026-{month:02}-01" for month in range(3, 7))
RENT = 500
#: All that the law and the covenant ask for is there, so that a row is due by its balance alone.
FINE = {
    "birth_date": "1980-01-31", "street": "Pretoriusstraat", "postcode": "1092 GK", "city": "Amsterdam", "rent": RENT,
    "personal_contact": "ja", "help_offered": "ja", "reminder_on": "2020-01-05", "objection": "nee",
    "arrangement": "nee",
}  # fmt: skip
numbers = count(1)


def row(contract: str, months: int = 0, *, tenant: str = "", door: int = 0, **cells: Any) -> dict[str, Any]:
    """One row of so many months; of a tenant and a door of its own unless both are named."""
    own = sum(map(ord, contract)) * 7 + len(contract)
    return FINE | {
        "contract": contract,
        "name": f"A. Tenant {tenant or contract}",
        "house_number": door or own,
        "balance": months * RENT,
        **cells,
    }


class City:
    """One covenant and its corporations; ``outcomes`` says per contract where it stands on a list."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.covenant = CovenantFactory(agency__code="agency")
        self.area = AreaFactory(covenant=self.covenant)
        self.suppliers: dict[str, Organisation] = {}

    def supplier(self, code: str) -> Organisation:
        if code not in self.suppliers:
            made = OrganisationFactory(kind=OrganisationKind.CORPORATION, code=code)
            SupplierAgreement.objects.create(supplier=made, covenant=self.covenant, valid_from=date(2020, 1, 1))
            ColumnMapping.objects.create(supplier=made, name="ours", columns={name: name for name in FIELDS})
            self.suppliers[code] = made
        return self.suppliers[code]

    def receive(self, code: str, as_of: str, *rows: dict[str, Any]) -> Delivery:
        path = write(self.folder / f"{code}-{next(numbers)}.csv", *rows)
        day = date.fromisoformat(as_of)
        return receive_delivery(
            supplier=self.supplier(code), path=path, file_name=path.name, as_of=day, by=None
        ).delivery

    def deliver(self, code: str, as_of: str, *rows: dict[str, Any]) -> Delivery:
        """Upload, confirm and process a list."""
        delivery = self.receive(code, as_of, *rows)
        finish(confirm_delivery(delivery=delivery, by=None))
        delivery.refresh_from_db()
        return delivery

    def make_lists(self, as_of: str) -> ArrearsList:
        for job in queue_lists(as_of=date.fromisoformat(as_of), by=None):
            finish(job)
        return ArrearsList.objects.get(covenant=self.covenant, as_of=as_of)

    def outcomes(self, as_of: str, *, make: bool = True) -> dict[str, str]:
        """Where each row of two months or more stands: its list, its exclusion or its outcome, by contract."""
        if make:
            self.make_lists(as_of)
        rows = ListedRow.objects.filter(arrears_list__as_of=as_of, arrears_list__covenant=self.covenant)
        made = rows.select_related("entry", "balance__contract")
        return {line.balance.contract.number: standing(line) for line in made}

    def counts(self, as_of: str) -> dict[str, tuple[int, ...]]:
        """Received, listed, listed earlier, excluded, not due and rejected, by corporation."""
        fields = ["supplier__code", "received", "listed", "listed_earlier", "excluded", "not_due", "rejected"]
        counts = ListCount.objects.filter(arrears_list__as_of=as_of, arrears_list__covenant=self.covenant)
        return {code: tuple(numbers) for code, *numbers in counts.values_list(*fields)}

    def entry(self, contract: str, as_of: str) -> ListEntry:
        return ListEntry.objects.get(household=self.household(contract), arrears_list__as_of=as_of)

    def decide(self, contract: str, as_of: str, decision: Decision, **fields: Any) -> ReviewDecision:
        return decide(self.entry(contract, as_of), decision, **fields)

    def household(self, contract: str) -> Household:
        return Household.objects.get(contracts__number=contract)

    def balances(self, as_of: str) -> dict[str, tuple[int, int]]:
        """Months and days, by contract."""
        rows = Balance.objects.filter(as_of=as_of).values_list("contract__number", "months", "days")
        return {number: (months, days) for number, months, days in rows}

    def signals(self, as_of: str) -> set[str]:
        return set(Signal.objects.filter(signal_on=as_of).values_list("balance__contract__number", flat=True))


def standing(line: ListedRow) -> str:
    if line.outcome == "listed" and line.entry is not None:
        return line.entry.stage
    return line.exclusion or line.outcome


def finish(job: Job) -> None:
    """Do all steps of a job; it must succeed."""
    while run_step(job_id=job.pk):
        pass
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error_code


def write(path: Path, *rows: dict[str, Any]) -> Path:
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(FIELDS), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def somebody() -> Any:
    return UserFactory()
