"""The words by which a case is found: who lives there, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.names import search_words

if TYPE_CHECKING:
    from cases.models import Household


def subject_of(household: Household) -> str:
    dwelling = household.dwelling
    names = [person.name for person in household.people.order_by("pk")]
    return " ".join(search_words(" ".join([*names, str(dwelling), dwelling.postcode, dwelling.city])))


def index_cases(household: Household) -> None:
    """Bring the words of all cases of a household up to date, after somebody was added, renamed or taken away."""
    household.cases.update(subject=subject_of(household))
