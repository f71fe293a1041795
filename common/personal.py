"""What kind of personal data a model field can hold, and how long it stays.

Every model names this for each of its open fields in ``field_classes``; a test walks all models and fails on a field
without a class. Retention terms are those of design.md §5.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Category(Enum):
    NONE = "no personal data"
    IDENTITY = "who somebody is"
    CONTACT = "how to reach somebody"
    FINANCE = "what somebody owes or pays"
    CARE = "what somebody told or was seen"
    ACCOUNT = "a user of the product"


class Retention(Enum):
    ALWAYS = "kept: no personal data"
    EPISODE = "until the arrears episode ends, at most 6 months"
    SIGNAL = "6 months, picked up 12 months, or with its case if later"
    CASE = "18 months after the case closes"
    ACCOUNT = "as long as the account, then 6 months"
    RECEIPT = "24 months"
    LOG = "5 years"
    CLAIM = "7 years"


class FieldClass(NamedTuple):
    category: Category
    retention: Retention


NOT_PERSONAL = FieldClass(Category.NONE, Retention.ALWAYS)
ACCOUNT = FieldClass(Category.ACCOUNT, Retention.ACCOUNT)
IDENTITY = FieldClass(Category.IDENTITY, Retention.CASE)
CONTACT = FieldClass(Category.CONTACT, Retention.CASE)
CARE = FieldClass(Category.CARE, Retention.CASE)
DEBT = FieldClass(Category.FINANCE, Retention.CASE)
BALANCE = FieldClass(Category.FINANCE, Retention.EPISODE)
SIGNAL = FieldClass(Category.FINANCE, Retention.SIGNAL)
STAGED = FieldClass(Category.IDENTITY, Retention.EPISODE)
CLAIMED = FieldClass(Category.FINANCE, Retention.CLAIM)
LOGGED = FieldClass(Category.ACCOUNT, Retention.LOG)

FieldClasses = dict[str, FieldClass]
