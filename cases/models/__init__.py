from cases.models.case import Case, CaseStage, CaseWorker
from cases.models.clock import Clock
from cases.models.closing import Closing, ClosingCheck, Ending
from cases.models.contact import ContactAttempt, Task, day_part_of
from cases.models.crisis import Checklist, Crisis, CrisisCall, CrisisItem
from cases.models.evaluation import Evaluation
from cases.models.household import Consent, Dwelling, Household, HouseholdCircumstance, HouseholdProfile, Person
from cases.models.story import Statement
from cases.models.timeline import TimelineEntry

__all__ = [
    "Case",
    "CaseStage",
    "CaseWorker",
    "Checklist",
    "Clock",
    "Closing",
    "ClosingCheck",
    "Consent",
    "ContactAttempt",
    "Crisis",
    "CrisisCall",
    "CrisisItem",
    "Dwelling",
    "Ending",
    "Evaluation",
    "Household",
    "HouseholdCircumstance",
    "HouseholdProfile",
    "Person",
    "Statement",
    "Task",
    "TimelineEntry",
    "day_part_of",
]
