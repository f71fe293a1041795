"""The read log of cases: every opening is a row, and whoever is not of the team gives a reason first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import ReadLog
from cases.queries.file import SUBJECT

if TYPE_CHECKING:
    from accounts.enums import ReadReason
    from accounts.models import User
    from cases.models import Case


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
