"""The planner's figures about a table, refreshed by whoever has just changed much of it."""

from __future__ import annotations

from django.db import connection


def refresh(*tables: str) -> None:
    """Run ANALYZE in the open transaction: a fixed sample, some tenths of a second a table.

    Without it the next statement of the same transaction plans for the table as autovacuum last saw it: empty.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(connection.ops.quote_name(table) for table in tables)}")


def refresh_grown(*tables: str, by: int) -> None:
    """Refresh the tables that have just grown by `by` rows, if that is more than twice what the planner knows of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE oid = ANY (%s::regclass[]) AND reltuples * 2 < %s", [list(tables), by]
        )
        grown = [name for (name,) in cursor.fetchall()]
    if grown:
        refresh(*grown)
