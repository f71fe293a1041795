"""The words by which a case is found: the tenant and the address, and apart from them who else lives there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cases.enums import PersonRole
from common.names import search_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cases.models import Household


def subject_of(household: Household) -> dict[str, str]:
    """Give both fields of a case by their name."""
    dwelling = household.dwelling
    people = list(household.people.order_by("pk"))
    tenants = [person.name for person in people if person.role == PersonRole.MAIN_TENANT]
    others = [person.name for person in people if person.role != PersonRole.MAIN_TENANT]
    address = [str(dwelling), dwelling.postcode, dwelling.city]
    return {"subject": _words(*tenants, *address), "others": _words(*others)}


def words_of(facts: Mapping[str, Any]) -> str:
    """Give the words by which a request for help is found, of what was told when it was noted."""
    told = ("name", "street", "number", "addition", "postcode", "asked_by")
    return _words(*(str(facts.get(name) or "") for name in told))


def index_cases(household: Household) -> None:
    """Bring the words of all cases of a household up to date, after somebody was added, renamed or taken away."""
    household.cases.update(**subject_of(household))


def _words(*texts: str) -> str:
    return " ".join(search_words(" ".join(texts)))
