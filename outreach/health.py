"""Health checks for a supervisor: no login, no personal data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Heartbeat, OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Callable

OLDEST_OUTBOX_ROW = timedelta(seconds=60)
OLDEST_BEAT = timedelta(seconds=60)
STARTED = timezone.now()


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _broker() -> str:
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1).ping()
    except redis.RedisError:
        return "down"
    return "ok"


def _outbox() -> str:
    """What was written before this process started counts from its start: the relay may have been away too."""
    oldest = OutboxMessage.objects.filter(sent_at=None).order_by("created_at").first()
    return "late" if oldest and timezone.now() - max(oldest.created_at, STARTED) > OLDEST_OUTBOX_ROW else "ok"


def _beat() -> str:
    """A beat that is not due yet is no fault: just started, nobody can have heard it."""
    last = Heartbeat.objects.filter(part="beat").first()
    heard = max(last.at, STARTED) if last else STARTED
    return "late" if timezone.now() - heard > OLDEST_BEAT else "ok"


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "broker": _broker, "outbox": _outbox, "beat": _beat}


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view
    """Everything it needs answers: 200, or 503 with the part that does not."""
    found: dict[str, str] = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check()
        except DatabaseError:
            found[name] = "unknown"
    ready = set(found.values()) == {"ok"}
    return JsonResponse({"status": "ok" if ready else "not ready", **found}, status=200 if ready else 503)
