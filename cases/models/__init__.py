from cases.models.case import Case, CaseStage, CaseWorker, TimelineEntry
from cases.models.clock import Clock
from cases.models.contact import ContactAttempt, Task, day_part_of
from cases.models.household import Consent, Dwelling, Household, HouseholdCircumstance, Person

__all__ = [
    "Case",
    "CaseStage",
    "CaseWorker",
    "Clock",
    "Consent",
    "ContactAttempt",
    "Dwelling",
    "Household",
    "HouseholdCircumstance",
    "Person",
    "Task",
    "TimelineEntry",
    "day_part_of",
]
