"""Every topic that an app may publish, with the ids it carries, and who listens.

Apps subscribe in their ``apps.py``; the handler is the name of a Celery task that takes the ids as keywords and may
run more than once.
"""

from __future__ import annotations

from collections import defaultdict

TOPICS: dict[str, tuple[str, ...]] = {
    "job.queued": ("job_id",),
    "mail.written": ("mail_id",),
    "case.changed": ("household_id",),
}

_subscribers: defaultdict[str, list[str]] = defaultdict(list)


def subscribe(topic: str, handler: str) -> None:
    """Have the task named `handler` called for every message on `topic`. Twice is once."""
    if topic not in TOPICS:
        raise ValueError(f"unknown topic: {topic}")
    if handler not in _subscribers[topic]:
        _subscribers[topic].append(handler)


def subscribers(topic: str) -> list[str]:
    return list(_subscribers[topic])
