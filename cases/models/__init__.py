from cases.models.case import Case, CaseStage, CaseWorker
from cases.models.clock import Clock
from cases.models.closing import Closing, ClosingCheck, Ending
from cases.models.contact import ContactAttempt, day_part_of
from cases.models.crisis import Checklist, Crisis, CrisisCall, CrisisItem
from cases.models.evaluation import Evaluation
from cases.models.gathering import Gathering, Guest
from cases.models.household import Consent, Dwelling, Household, HouseholdCircumstance, HouseholdProfile, Person
from cases.models.obstacle import Obstacle, PolicySignal
from cases.models.paper import HandoverPack
from cases.models.referral import Referral
from cases.models.rhythm import Cadence, MonitoringCheck
from cases.models.scaling import Scaling
from cases.models.service import Service
from cases.models.story import Statement
from cases.models.task import Task
from cases.models.timeline import TimelineEntry

__all__ = [
    "Cadence",
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
    "Gathering",
    "Guest",
    "HandoverPack",
    "Household",
    "HouseholdCircumstance",
    "HouseholdProfile",
    "MonitoringCheck",
    "Obstacle",
    "Person",
    "PolicySignal",
    "Referral",
    "Scaling",
    "Service",
    "Statement",
    "Task",
    "TimelineEntry",
    "day_part_of",
]
