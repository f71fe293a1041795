"""The one table of grants (design.md §6). Who may do what, by role; where, by organisation, team and duo."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from accounts.enums import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class Permission(Enum):
    CASE_VIEW = "see the cases of the own team"
    CASE_WRITE = "write in the cases of the own team"
    CASE_ASSIGN = "give a case its duo"
    CASE_AS_DUO = "see agreed facts and visits of cases where one is in the duo"
    CASE_WITH_REASON = "open any case after giving a reason"
    STORY_VIEW = "read what was told: stories and care notes"
    PRIVATE_NOTE_READ = "read the private notes of the team"
    CIRCUMSTANCE_VIEW = "see what holds for a household for some time, and who may know that it is helped"
    DEBT_DECIDE = "decide on debt help as mandate holder"
    CHECKLIST_EDIT = "make another version of the organisation's lists for a crisis"
    NETWORK_VIEW = "see the people around a household"
    NETWORK_WRITE = "add to the people around a household"
    REFERRAL_VIEW = "see what others do for a household and where it waits"
    DIRECTORY = "use the directory of services and keep it"
    OBSTACLES_VIEW = "see what stands in the way at services, added up, and take it up with policy"
    REQUEST_VIEW = "see and note requests for help of the own team, and how a household came to us"
    REQUEST_SCREEN = "take up a request for help or send it on"
    ROUTES_FIGURES = "see in figures what came of whoever came to us by which route"
    TALKS = "think along about a household: questions to colleagues, decisions, safety, talks in the team"
    LEAD = "answer what workers ask of their leader, go through their cases with them, borrow somebody"
    TABLES = "keep the neighbourhood tables"
    STUDENT_TASKS = "see the tasks that one does as a student"
    CLAIMS_MAKE = "put together what the agency claims, and send it on"
    CLAIMS_SET = "say what may be claimed and for how much"
    VISIT_LOG = "log a contact attempt"
    SIGNAL_VIEW = "see signals and arrears"
    LIST_VIEW = "see the two- and three-month lists"
    LIST_START = "have the lists made"
    REVIEW_DECIDE = "decide on a row in the joint review"
    REVIEW_SIGN = "sign off the joint review for one's organisation"
    DELIVERY_VIEW = "see deliveries"
    DELIVERY_UPLOAD = "deliver a list"
    FEEDBACK_VIEW = "see receipts and coded answers"
    FIGURES_VIEW = "see figures"
    FIGURES_OWN_DELIVERIES = "see counts of one's own deliveries"
    TEAM_VIEW = "see who works where and what was agreed"
    USERS_MANAGE = "manage users and covenants"
    LOG_VIEW = "read the log of opened cases"


P, R = Permission, Role
_WORKER = {R.SOCIAL_WORKER, R.DEBT_COUNSELLOR}

GRANTS: dict[Permission, set[Role]] = {
    P.CASE_VIEW: _WORKER | {R.TEAM_LEADER, R.TEAM_ASSISTANT},
    P.CASE_WRITE: _WORKER | {R.TEAM_LEADER},
    P.CASE_ASSIGN: {R.TEAM_LEADER},
    P.CASE_AS_DUO: {R.HOUSING_CONSULTANT, R.EXPERT_BY_EXPERIENCE},
    P.CASE_WITH_REASON: _WORKER | {R.TEAM_LEADER, R.MANAGER, R.PRIVACY_OFFICER},
    P.STORY_VIEW: _WORKER | {R.TEAM_LEADER},
    P.PRIVATE_NOTE_READ: {R.TEAM_LEADER},
    P.CIRCUMSTANCE_VIEW: _WORKER | {R.TEAM_LEADER, R.TEAM_ASSISTANT, R.MANAGER, R.PRIVACY_OFFICER},
    P.DEBT_DECIDE: {R.TEAM_LEADER},
    P.CHECKLIST_EDIT: {R.TEAM_LEADER},
    P.NETWORK_VIEW: _WORKER | {R.TEAM_LEADER},
    P.NETWORK_WRITE: _WORKER,
    P.REFERRAL_VIEW: _WORKER | {R.TEAM_LEADER, R.TEAM_ASSISTANT},
    P.DIRECTORY: _WORKER | {R.TEAM_LEADER, R.TEAM_ASSISTANT},
    P.OBSTACLES_VIEW: {R.TEAM_LEADER, R.MANAGER},
    P.REQUEST_VIEW: _WORKER | {R.TEAM_LEADER, R.TEAM_ASSISTANT},
    P.REQUEST_SCREEN: {R.TEAM_LEADER, R.TEAM_ASSISTANT},
    P.ROUTES_FIGURES: _WORKER | {R.TEAM_LEADER, R.TEAM_ASSISTANT, R.MANAGER, R.FUNDER, R.DATA_STEWARD},
    P.TALKS: _WORKER | {R.TEAM_LEADER},
    P.LEAD: {R.TEAM_LEADER},
    P.TABLES: _WORKER | {R.TEAM_LEADER, R.TEAM_ASSISTANT},
    P.STUDENT_TASKS: {R.TRAINEE},
    P.CLAIMS_MAKE: {R.TEAM_ASSISTANT, R.MANAGER},
    P.CLAIMS_SET: {R.MANAGER, R.ADMINISTRATOR},
    P.VISIT_LOG: _WORKER | {R.TEAM_LEADER, R.HOUSING_CONSULTANT, R.EXPERT_BY_EXPERIENCE},
    P.SIGNAL_VIEW: _WORKER | {R.TEAM_LEADER, R.TEAM_ASSISTANT, R.HOUSING_CONSULTANT, R.UPLOADER, R.BAILIFF},
    P.LIST_VIEW: _WORKER | {R.TEAM_LEADER, R.TEAM_ASSISTANT, R.HOUSING_CONSULTANT},
    P.LIST_START: {R.TEAM_LEADER},
    P.REVIEW_DECIDE: _WORKER | {R.TEAM_LEADER, R.HOUSING_CONSULTANT},
    P.REVIEW_SIGN: {R.TEAM_LEADER, R.HOUSING_CONSULTANT},
    P.DELIVERY_VIEW: {R.UPLOADER, R.HOUSING_CONSULTANT, R.BAILIFF, R.TEAM_LEADER, R.TEAM_ASSISTANT},
    P.DELIVERY_UPLOAD: {R.UPLOADER, R.HOUSING_CONSULTANT},
    P.FEEDBACK_VIEW: {R.UPLOADER, R.HOUSING_CONSULTANT},
    P.FIGURES_VIEW: _WORKER
    | {R.TEAM_LEADER, R.TEAM_ASSISTANT, R.HOUSING_CONSULTANT, R.MANAGER, R.FUNDER, R.DATA_STEWARD},
    P.FIGURES_OWN_DELIVERIES: {R.UPLOADER},
    P.TEAM_VIEW: {R.TEAM_LEADER, R.ADMINISTRATOR},
    P.USERS_MANAGE: {R.ADMINISTRATOR},
    P.LOG_VIEW: {R.PRIVACY_OFFICER},
}


def may(user: User | AnonymousUser, permission: Permission) -> bool:
    """Say whether the user's running role holds the grant; nobody without a membership may anything."""
    membership = getattr(user, "membership", None)
    return membership is not None and membership.role in GRANTS[permission]


def require(user: User | AnonymousUser, permission: Permission) -> None:
    """Raise PermissionDenied (403) without the grant."""
    if not may(user, permission):
        raise PermissionDenied(permission.name)
