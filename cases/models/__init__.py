from cases.models.case import Case, CaseStage, CaseWorker
from cases.models.clock import Clock
from cases.models.closing import Closing, ClosingCheck, Ending
from cases.models.consult import Breakthrough, Consult, ConsultReply, Specialist
from cases.models.contact import ContactAttempt, day_part_of
from cases.models.crisis import Checklist, Crisis, CrisisCall, CrisisItem
from cases.models.decision import Decision
from cases.models.discussion import CaseloadLine, CaseloadTalk, Discussion
from cases.models.evaluation import Evaluation
from cases.models.household import Consent, Dwelling, Household, HouseholdCircumstance, HouseholdProfile, Person
from cases.models.obstacle import Obstacle, PolicySignal
from cases.models.referral import Referral
from cases.models.safety import SafetyNote
from cases.models.scaling import Scaling
from cases.models.service import Service
from cases.models.story import Statement
from cases.models.table import NeighbourhoodTable, TableMeeting, TableMember, TableOffer
from cases.models.task import Task
from cases.models.timeline import TimelineEntry

__all__ = [
    "Breakthrough",
    "Case",
    "CaseStage",
    "CaseWorker",
    "CaseloadLine",
    "CaseloadTalk",
    "Checklist",
    "Clock",
    "Closing",
    "ClosingCheck",
    "Consent",
    "Consult",
    "ConsultReply",
    "ContactAttempt",
    "Crisis",
    "CrisisCall",
    "CrisisItem",
    "Decision",
    "Discussion",
    "Dwelling",
    "Ending",
    "Evaluation",
    "Household",
    "HouseholdCircumstance",
    "HouseholdProfile",
    "NeighbourhoodTable",
    "Obstacle",
    "Person",
    "PolicySignal",
    "Referral",
    "SafetyNote",
    "Scaling",
    "Service",
    "Specialist",
    "Statement",
    "TableMeeting",
    "TableMember",
    "TableOffer",
    "Task",
    "TimelineEntry",
    "day_part_of",
]
