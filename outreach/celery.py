"""The Celery application and its timetable, in UTC."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings")

app = Celery("outreach")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "relay": {"task": "accounts.relay_outbox", "schedule": 5.0},
    "beat": {"task": "accounts.beat", "schedule": 10.0},
    "lists": {"task": "signals_intake.queue_due_lists", "schedule": crontab(minute=15, hour="3,9,13")},
    "documents": {"task": "cases.forget_documents", "schedule": crontab(minute=40, hour="2")},
}
