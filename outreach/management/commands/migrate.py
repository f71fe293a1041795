"""``migrate`` as the owner of the schema, since the application's own role may change no table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.commands import migrate

from outreach.schema import as_owner, grant_by_default, mark_complete, work_as_job


class Command(migrate.Command):
    """Django's own, on the connection of ``DATABASE_OWNER_URL``, with the grants of the application role."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; a run over all apps to their last migration marks the schema complete."""
        app = settings.DATABASES["default"]["USER"]
        whole = not any(options.get(name) for name in ("app_label", "plan", "check_unapplied", "prune"))
        with as_owner(options.get("database") or "default") as connection:
            grant_by_default(connection, app=app)
            work_as_job(connection)
            super().handle(*args, **options)
            if whole:
                mark_complete(connection, app=app)
