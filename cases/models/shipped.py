"""The lists of a crisis that come with the product, until an organisation makes its own.

They are a reconstruction of the *ontruimingszeef* from what others wrote about it (Outreachend werken bij dreigende
huisuitzetting 2008, 1.1 and 1.9); the original was not published there. The page says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.enums import ItemKind, Threat

if TYPE_CHECKING:
    from collections.abc import Sequence


class Shipped(TextChoices):
    LOAN = "loan", _("Ask for a loan at social services")
    ENTRY = "entry", _("Get the papers together to get into debt help")
    CREDIT_BANK = "credit_bank", _("Ask the credit bank for a repayment they can bear")
    AGREEMENT = "agreement", _("Make an agreement with the corporation, supplier or insurer")
    ADMINISTRATION = "administration", _("Have somebody look after the money for a while")
    TAX = "tax", _("Call the tax office")
    BENEFITS = "benefits", _("Check benefits and allowances")
    INCOME = "income", _("Repair the income")
    IDENTITY = "identity", _("Passport or identity card")
    PAY = "pay", _("Payslips or benefit statement")
    BANK = "bank", _("Bank statements of three months")
    RENT = "rent", _("Rent contract and rent statement")
    COURT = "court", _("Letters of the bailiff and the court")
    DEBTS = "debts", _("Who is owed what")
    INSURANCE = "insurance", _("Health insurance")
    ALLOWANCES = "allowances", _("Decisions on tax and allowances")
    TAKE_PAPERS = "take_papers", _("Identity, insurance and bank papers")
    MEDICINES = "medicines", _("Medicines")
    PETS = "pets", _("Pets: who takes them?")
    SHELTER = "shelter", _("Where they can sleep tonight")
    SLEEP = "sleep", _("Where do they sleep?")
    BELONGINGS = "belongings", _("Where are their belongings, and until when?")
    SCHOOL = "school", _("Can the children stay at their school?")
    PETS_AFTER = "pets_after", _("Where are the pets?")
    POST = "post", _("Where does their post arrive?")
    NEXT_HOME = "next_home", _("The next home")
    FOR_NOW = "for_now", _("Warmth, light, water or care for now")
    CONNECTED = "connected", _("Connected or insured again")


S = Shipped
LISTS: dict[ItemKind, Sequence[Shipped]] = {
    ItemKind.STEP: [
        S.LOAN, S.ENTRY, S.CREDIT_BANK, S.AGREEMENT, S.ADMINISTRATION, S.TAX, S.BENEFITS, S.INCOME,
    ],
    ItemKind.PAPER: [S.IDENTITY, S.PAY, S.BANK, S.RENT, S.COURT, S.DEBTS, S.INSURANCE, S.ALLOWANCES],
    ItemKind.BRING: [S.TAKE_PAPERS, S.MEDICINES, S.PETS, S.SHELTER],
}  # fmt: skip


def shipped(kind: ItemKind, threat: Threat) -> Sequence[Shipped]:
    """Give a list as it comes with the product; without gas or water nobody packs a bag."""
    if kind == ItemKind.AFTER:
        lost_home = [S.SLEEP, S.BELONGINGS, S.SCHOOL, S.PETS_AFTER, S.POST, S.NEXT_HOME]
        return lost_home if threat == Threat.EVICTION else [S.FOR_NOW, S.CONNECTED]
    return LISTS[kind] if threat == Threat.EVICTION or kind != ItemKind.BRING else []
