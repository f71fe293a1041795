"""What a neighbourhood table may not hear: who a story is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.names import search_words

if TYPE_CHECKING:
    from cases.models import Case

#: Shorter words are particles and initials, which stand in any sentence.
SHORTEST = 4


def holds_a_name(case: Case, *texts: str) -> bool:
    """Say whether a text has a name of this household, its street or its postcode. It guards against a slip."""
    household = case.household
    names = [person.name for person in household.people.all()]
    dwelling = household.dwelling
    known = set(search_words(" ".join([*names, dwelling.street])))
    written = set(search_words(" ".join(texts)))
    figures, letters = dwelling.postcode[:4], dwelling.postcode[4:].lower()
    return bool({word for word in known if len(word) >= SHORTEST} & written) or {figures, letters} <= written
