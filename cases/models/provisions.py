"""What a household may have a right to, as it comes with the product.

Ours, put together in 2026 from the kinds of allowances, benefits and remissions of that year; it names who gives
something, no amounts and no conditions. A line that ends gets its `until`, a new one its `since`: what was noted keeps
its code, and a household is offered what holds on the day of the talk.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

#: The year of the list; the page says so.
YEAR = 2026
FIRST_DAY = date(YEAR, 1, 1)


class Provision(TextChoices):
    HEALTH = "health", _("Healthcare allowance")
    RENT = "rent", _("Rent allowance")
    CHILD_BUDGET = "child_budget", _("Child budget")
    CHILDCARE = "childcare", _("Childcare allowance")
    CHILD_BENEFIT = "child_benefit", _("Child benefit")
    SOCIAL = "social", _("Social assistance, or a supplement to it")
    EMPLOYEE = "employee", _("Unemployment, sickness or disability benefit")
    PENSION = "pension", _("State pension, or the supplement to it")
    TAX = "tax", _("Tax credit or refund")
    PROTECTED = "protected", _("Protected earnings: is too much seized?")
    MUNICIPAL = "municipal", _("Remission of municipal taxes")
    WATER = "water", _("Remission of the water board's taxes")
    SPECIAL = "special", _("Special assistance")
    LOW_INCOME = "low_income", _("Supplement after years on a low income")
    CHILDREN = "children", _("School, sport or clothing for children")
    HEALTH_COVER = "health_cover", _("The municipality's health insurance")
    CITY_PASS = "city_pass", _("City pass")
    EMERGENCY = "emergency", _("Emergency fund")
    FOOD = "food", _("Food bank")


class Giver(TextChoices):
    """Who gives something, so who is asked."""

    ALLOWANCES = "allowances", _("Allowances office")
    SVB = "svb", _("Social Insurance Bank")
    UWV = "uwv", _("Employee Insurance Agency")
    TAX = "tax", _("Tax office")
    MUNICIPALITY = "municipality", _("Municipality")
    WATER = "water", _("Water board")
    CREDITOR = "creditor", _("Whoever seizes it")
    FUND = "fund", _("A fund")
    FOOD = "food", _("The food bank")


class Part(TextChoices):
    """Under which heading a line stands."""

    ALLOWANCES = "allowances", _("Allowances")
    INCOME = "income", _("Income")
    MUNICIPALITY = "municipality", _("Municipality and water board")
    URGENT = "urgent", _("When there is nothing left now")


class Offer(NamedTuple):
    """A line of the list and the days on which it holds; `until` is the first day without it."""

    what: Provision
    giver: Giver
    part: Part
    since: date = FIRST_DAY
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


P, G, S = Provision, Giver, Part
OFFERS = [
    Offer(P.HEALTH, G.ALLOWANCES, S.ALLOWANCES), Offer(P.RENT, G.ALLOWANCES, S.ALLOWANCES),
    Offer(P.CHILD_BUDGET, G.ALLOWANCES, S.ALLOWANCES), Offer(P.CHILDCARE, G.ALLOWANCES, S.ALLOWANCES),
    Offer(P.CHILD_BENEFIT, G.SVB, S.ALLOWANCES), Offer(P.SOCIAL, G.MUNICIPALITY, S.INCOME),
    Offer(P.EMPLOYEE, G.UWV, S.INCOME), Offer(P.PENSION, G.SVB, S.INCOME), Offer(P.TAX, G.TAX, S.INCOME),
    Offer(P.PROTECTED, G.CREDITOR, S.INCOME), Offer(P.MUNICIPAL, G.MUNICIPALITY, S.MUNICIPALITY),
    Offer(P.WATER, G.WATER, S.MUNICIPALITY), Offer(P.SPECIAL, G.MUNICIPALITY, S.MUNICIPALITY),
    Offer(P.LOW_INCOME, G.MUNICIPALITY, S.MUNICIPALITY), Offer(P.CHILDREN, G.MUNICIPALITY, S.MUNICIPALITY),
    Offer(P.HEALTH_COVER, G.MUNICIPALITY, S.MUNICIPALITY), Offer(P.CITY_PASS, G.MUNICIPALITY, S.MUNICIPALITY),
    Offer(P.EMERGENCY, G.FUND, S.URGENT), Offer(P.FOOD, G.FOOD, S.URGENT),
]  # fmt: skip
