from accounts.models.audit import ReadLog
from accounts.models.document import Document
from accounts.models.job import Job
from accounts.models.link import PersonalLink, PersonalLinkUse
from accounts.models.organisation import Area, Covenant, Membership, Organisation, Team
from accounts.models.outbox import Heartbeat, Mail, OutboxMessage
from accounts.models.photo import UserPhoto
from accounts.models.user import User

__all__ = [
    "Area",
    "Covenant",
    "Document",
    "Heartbeat",
    "Job",
    "Mail",
    "Membership",
    "Organisation",
    "OutboxMessage",
    "PersonalLink",
    "PersonalLinkUse",
    "ReadLog",
    "Team",
    "User",
    "UserPhoto",
]
