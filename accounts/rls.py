"""Migration operations that put a supplier-owned table, or its history, behind the wall."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

#: Wrapped in SELECT so that PostgreSQL reads the setting once a statement, not once a row.
_POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY supplier_wall ON {table}
    USING ({test}) WITH CHECK ({test});
"""
_TEST = """
    (SELECT coalesce(current_setting('app.scope', true), '')) IN ('agency', 'job')
    OR {column} = (SELECT nullif(split_part(current_setting('app.scope', true), 'organisation:', 2), '')::bigint)
"""
_UNDO = """
DROP POLICY supplier_wall ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def wall(table: str, column: str = "supplier_id") -> RunSQL:
    """Let a transaction touch only the rows of the supplier in its scope; without a scope, none."""
    test = _TEST.format(column=column)
    return RunSQL(_POLICY.format(table=table, test=test), _UNDO.format(table=table))


def append_only(table: str) -> RunSQL:
    """Take from the application's role what a log never needs."""
    return RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM outreach_app",
        f"GRANT UPDATE, DELETE ON {table} TO outreach_app",
    )
