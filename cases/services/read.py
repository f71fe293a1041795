"""The read log of cases: every opening is a row, and whoever is not of the team gives a reason first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.enums import ReadReason
from accounts.models import ReadLog
from common import dates

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from cases.models import Case

SUBJECT = "case"


def open_file(*, case: Case, user: User, reason: ReadReason, explanation: str = "") -> None:
    """Log that somebody opens a case. When the log cannot be written, the error keeps the case closed."""
    membership = user.membership
    ReadLog.objects.create(
        user=user,
        role=membership.role if membership else "",
        subject=SUBJECT,
        subject_id=case.uuid,
        reason=reason,
        explanation=explanation,
    )


def open_own_file(*, case: Case, user: User) -> None:
    """Log the opening of a case of one's own team or duo, once a day."""
    if not _today(case=case, user=user).exists():
        open_file(case=case, user=user, reason=ReadReason.OWN)


def has_reason_today(*, case: Case, user: User) -> bool:
    """Say whether this person gave a reason today; it holds until the end of the day."""
    return _today(case=case, user=user).exclude(reason=ReadReason.OWN).exists()


def _today(*, case: Case, user: User) -> QuerySet[ReadLog]:
    return ReadLog.objects.filter(subject=SUBJECT, subject_id=case.uuid, user=user, at__date=dates.today())
