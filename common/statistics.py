"""The planner's figures about a table, refreshed by whoever has just changed much of it."""

from __future__ import annotations

from django.db import connection


def refresh(*tables: str) -> None:
    """Run ANALYZE in the open transaction: a fixed sample, some tenths of a second a table.

    Without it the next statement of the same transaction plans for the table as autovacuum last saw it: empty.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(connection.ops.quote_name(table) for table in tables)}")
