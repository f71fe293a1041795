"""The owner's side of the database: who changes the schema, and what the application role may do in it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import psycopg2
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from psycopg2 import sql

from outreach.embedded import database_urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

    from outreach.embedded import PostgresUser

MAJOR = 18
COMPLETE = "complete"
_DEFAULT_GRANTS = (
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
)
_FINISH = (
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {app}",
    "COMMENT ON TABLE django_migrations IS {complete}",
)


@contextlib.contextmanager
def as_owner(alias: str = "default") -> Iterator[BaseDatabaseWrapper]:
    """Make the connection that of ``DATABASE_OWNER_URL`` for a while; the database stays the same one."""
    connection = connections[alias]
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict.update(settings.DATABASE_OWNER)
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict.update(before)


def grant_by_default(connection: BaseDatabaseWrapper, *, app: str) -> None:
    """Let ``app`` read and write rows of every table still to be made; a migration may take some of it back."""
    _execute(connection, _DEFAULT_GRANTS, app=app)


def work_as_job(connection: BaseDatabaseWrapper) -> None:
    """Let data migrations see the suppliers' rows: the wall stands for the owner too. Ends with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.scope', 'job', false)")


def mark_complete(connection: BaseDatabaseWrapper, *, app: str) -> None:
    """Close the list of migrations to ``app`` and note that every migration has run once."""
    _execute(connection, _FINISH, app=app)


def complete_schema(user: PostgresUser) -> None:
    """Migrate the embedded database unless that was once done to the end; of two at once, one waits."""
    from django import setup  # noqa: PLC0415 -- only where there is something to do
    from django.core.management import call_command  # noqa: PLC0415

    if _is_complete():
        return
    with user.alone():
        if not _is_complete():
            setup()
            call_command("migrate", verbosity=0, interactive=False)


def refuse_other_version(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Raise ``ImproperlyConfigured`` at a server of another major version; costs no query."""
    version = connection.connection.info.server_version // 10000
    if version != MAJOR:
        raise ImproperlyConfigured(
            f"Outreach runs on PostgreSQL {MAJOR}; the server of DATABASE_URL is PostgreSQL {version}."
        )


def _is_complete() -> bool:
    with contextlib.closing(psycopg2.connect(database_urls()[0])) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('public.django_migrations'), 'pg_class')")
        row = cursor.fetchone()
    return row is not None and row[0] == COMPLETE


def _execute(connection: BaseDatabaseWrapper, statements: tuple[str, ...], *, app: str) -> None:
    names = {"app": sql.Identifier(app), "complete": sql.Literal(COMPLETE)}
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(**names))
