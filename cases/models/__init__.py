from cases.models.arrangement import Arrangement, BailiffCosts
from cases.models.case import ApproachSwitch, Case, CaseStage, CaseWorker
from cases.models.claim import ClaimBatch, ClaimLine, InterventionType, Tariff
from cases.models.clock import Clock
from cases.models.closing import Closing, ClosingCheck, Ending
from cases.models.consent import Consent, Gathered, Objection
from cases.models.consult import Breakthrough, Consult, ConsultReply, Specialist
from cases.models.contact import ContactAttempt, day_part_of
from cases.models.creditor import Creditor
from cases.models.crisis import Checklist, Crisis, CrisisCall, CrisisItem
from cases.models.debt import DebtPaper, DebtStep, TradeOff
from cases.models.debt_decision import DebtDecision
from cases.models.decision import Decision
from cases.models.discussion import CaseloadLine, CaseloadTalk, Discussion
from cases.models.evaluation import Evaluation
from cases.models.gathering import Gathering, Guest
from cases.models.household import (
    Dwelling,
    EarlierAddress,
    Household,
    HouseholdCircumstance,
    HouseholdProfile,
    Person,
)
from cases.models.income import IncomeLine
from cases.models.obstacle import Obstacle, PolicySignal
from cases.models.paper import HandoverPack
from cases.models.referral import Referral
from cases.models.request import HelpRequest
from cases.models.rhythm import Cadence, MonitoringCheck
from cases.models.safety import SafetyNote
from cases.models.scaling import Scaling
from cases.models.service import Service
from cases.models.story import Statement
from cases.models.table import NeighbourhoodTable, TableMeeting, TableMember, TableOffer
from cases.models.task import Task
from cases.models.timeline import TimelineEntry
from cases.models.warning import PinnedWarning

__all__ = [
    "ApproachSwitch",
    "Arrangement",
    "BailiffCosts",
    "Breakthrough",
    "Cadence",
    "Case",
    "CaseStage",
    "CaseWorker",
    "CaseloadLine",
    "CaseloadTalk",
    "Checklist",
    "ClaimBatch",
    "ClaimLine",
    "Clock",
    "Closing",
    "ClosingCheck",
    "Consent",
    "Consult",
    "ConsultReply",
    "ContactAttempt",
    "Creditor",
    "Crisis",
    "CrisisCall",
    "CrisisItem",
    "DebtDecision",
    "DebtPaper",
    "DebtStep",
    "Decision",
    "Discussion",
    "Dwelling",
    "EarlierAddress",
    "Ending",
    "Evaluation",
    "Gathered",
    "Gathering",
    "Guest",
    "HandoverPack",
    "HelpRequest",
    "Household",
    "HouseholdCircumstance",
    "HouseholdProfile",
    "IncomeLine",
    "InterventionType",
    "MonitoringCheck",
    "NeighbourhoodTable",
    "Objection",
    "Obstacle",
    "Person",
    "PinnedWarning",
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
    "Tariff",
    "Task",
    "TimelineEntry",
    "TradeOff",
    "day_part_of",
]
