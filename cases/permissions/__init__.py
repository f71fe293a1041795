"""How much of a case somebody sees once it is open (design.md §6)."""

from cases.permissions.case import DOCUMENTS, acute_of, clocks_of, documents_of, episodes_of, may_remove, requests_of
from cases.permissions.household import (
    circumstances_of,
    consents_of,
    gathered_of,
    number_of,
    objections_of,
    of_agency,
    people_of,
    statements_of,
)
from cases.permissions.sight import sight_of
from cases.permissions.talks import breakthroughs_for, caseload_talks_for, consults_for, may_end
from cases.permissions.timeline import (
    CARE_ENTRIES,
    agreements_for,
    attempts_of,
    known_to,
    readable_by,
    recent_attempts,
    timeline_of,
)
from cases.permissions.together import (
    ended_tasks_of,
    obstacles_of,
    open_tasks_of,
    promises_of,
    referrals_of,
    scalings_of,
    student_tasks_of,
    tasks_to_tick,
)

__all__ = [
    "CARE_ENTRIES",
    "DOCUMENTS",
    "acute_of",
    "agreements_for",
    "attempts_of",
    "breakthroughs_for",
    "caseload_talks_for",
    "circumstances_of",
    "clocks_of",
    "consents_of",
    "consults_for",
    "documents_of",
    "ended_tasks_of",
    "episodes_of",
    "gathered_of",
    "known_to",
    "may_end",
    "may_remove",
    "number_of",
    "objections_of",
    "obstacles_of",
    "of_agency",
    "open_tasks_of",
    "people_of",
    "promises_of",
    "readable_by",
    "recent_attempts",
    "referrals_of",
    "requests_of",
    "scalings_of",
    "sight_of",
    "statements_of",
    "student_tasks_of",
    "tasks_to_tick",
    "timeline_of",
]
