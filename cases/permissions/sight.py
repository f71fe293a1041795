from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from accounts.permissions import Permission, may

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User

Row = TypeVar("Row")


class Sight(Enum):
    """Everything; everything but what was told; or, for a partner in the duo, agreed facts and visits."""

    CARE = "care"
    PLANNING = "planning"
    PARTNER = "partner"

    @property
    def is_care(self) -> bool:
        return self is Sight.CARE

    @property
    def is_partner(self) -> bool:
        return self is Sight.PARTNER


def sight_of(user: User) -> Sight:
    if may(user, Permission.STORY_VIEW):
        return Sight.CARE
    return Sight.PARTNER if may(user, Permission.CASE_AS_DUO) else Sight.PLANNING


def with_words(rows: Iterable[Row], user: User, *words: str) -> list[Row]:
    """Give these rows with the words that care staff alone reads, or without them."""
    found = list(rows)
    if not sight_of(user).is_care:
        for row in found:
            for name in words:
                setattr(row, name, "")
    return found
