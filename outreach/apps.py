from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OutreachConfig(AppConfig):
    name = "outreach"

    def ready(self) -> None:
        """Give every process its Celery application, and let none talk to another PostgreSQL than 18."""
        from outreach import celery  # noqa: F401, PLC0415 -- shared tasks find the app once it is loaded
        from outreach.schema import refuse_other_version  # noqa: PLC0415 -- needs the settings

        connection_created.connect(refuse_other_version, dispatch_uid="refuse_other_version")
