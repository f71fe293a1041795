"""Arrears lists as files, in the layout of the demo corporation De Kade, and what stands behind one."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from signals_intake.imports.columns import PRESETS
from signals_intake.models import Delivery, SupplierAgreement
from tests.factories.accounts import MembershipFactory
from tests.factories.signals_intake import ColumnMappingFactory, SupplierAgreementFactory

if TYPE_CHECKING:
    from accounts.models import Organisation, User

HEADERS = list(PRESETS["rivier"])
ROW = {
    "contract_id": "0000001-000001", "initials_surname": "N. de Vries", "date_of_birth": "1980-01-31",
    "street": "Pretoriusstraat", "house_number": "1", "postal_code": "1092 GK", "city": "AMSTERDAM",
    "balance_due": "1500.00", "monthly_rent": "500.00", "payment_plan": "false", "reminder_sent_on": "2026-04-12",
    "personal_contact": "true", "debt_help_offered": "true", "objection": "false",
}  # fmt: skip


def rows(count: int, **cells: Any) -> list[dict[str, str]]:
    """Make rows of different tenants at different doors."""
    return [
        ROW | {"contract_id": f"{n:07}-000001", "initials_surname": f"A. Tenant{n}", "house_number": str(n)} | cells
        for n in range(1, count + 1)
    ]


def list_file(
    lines: list[dict[str, str]], *, name: str = "list.csv", extra: tuple[str, ...] = ()
) -> SimpleUploadedFile:
    """Write rows as the list that somebody uploads; `extra` columns are none of ours."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*HEADERS, *extra], restval="")
    writer.writeheader()
    writer.writerows(lines)
    return SimpleUploadedFile(name, out.getvalue().encode(), content_type="text/csv")


def uploader(role: Role = Role.UPLOADER) -> User:
    """Make somebody of a corporation that may deliver such lists."""
    agreement = SupplierAgreementFactory()
    ColumnMappingFactory(supplier=agreement.supplier, columns=PRESETS["rivier"])
    return MembershipFactory(role=role, organisation=agreement.supplier).user


def agency_of(user: User) -> Organisation:
    """Give the agency with which somebody's corporation made its agreement."""
    assert user.membership is not None
    return SupplierAgreement.objects.get(supplier=user.membership.organisation).covenant.agency


def delivered() -> Delivery:
    """Give the one delivery that there is."""
    return Delivery.objects.get()
