"""The read log of cases: every opening is a row, and whoever is not of the team gives a reason first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.enums import ReadReason
from accounts.models import ReadLog
from cases.queries.file import SUBJECT
from common import dates

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

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


def log_shown(*, subject: str, ids: Collection[UUID], user: User, reason: ReadReason = ReadReason.OWN) -> None:
    """Log that a search showed what was written in these: reading a piece is reading, once a day."""
    if not ids:
        return
    today = ReadLog.objects.filter(subject=subject, subject_id__in=ids, user=user, at__date=dates.today())
    logged = set(today.values_list("subject_id", flat=True))
    role = user.membership.role if user.membership else ""
    ReadLog.objects.bulk_create(
        ReadLog(user=user, role=role, subject=subject, subject_id=one, reason=reason)
        for one in ids
        if one not in logged
    )


def log_part(*, subject: str, subject_id: UUID, user: User, reason: ReadReason = ReadReason.OWN) -> None:
    """Log, once a day, that somebody read a part that has a line of its own in the log."""
    today = ReadLog.objects.filter(subject=subject, subject_id=subject_id, user=user, at__date=dates.today())
    if not today.exists():
        role = user.membership.role if user.membership else ""
        ReadLog.objects.create(user=user, role=role, subject=subject, subject_id=subject_id, reason=reason)
