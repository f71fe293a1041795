"""Migration operations that put a supplier-owned table, or its history, behind the wall."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

_POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY supplier_wall ON {table}
    USING ({read}) WITH CHECK ({write});
"""
#: Wrapped in SELECT so that PostgreSQL reads the setting once a statement, not once a row.
_ALL = "(SELECT coalesce(current_setting('app.scope', true), '')) IN ('agency', 'job')"
_SUPPLIER = "(SELECT nullif(split_part(current_setting('app.scope', true), 'organisation:', 2), '')::bigint)"
_UNDO = """
DROP POLICY supplier_wall ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def wall(table: str, column: str = "supplier_id") -> RunSQL:
    """Let a transaction touch only the rows of the supplier in its scope; without a scope, none."""
    own = f"{_ALL} OR {column} = {_SUPPLIER}"
    return _policy(table, read=own, write=own)


def shared_wall(table: str, theirs: str, *, read: bool = True) -> RunSQL:
    """Wall a table whose rows may belong to several suppliers: `theirs` is SQL that holds for {supplier} on {table}.

    Without `read` a supplier's transactions only add rows, as the triggers that write history do.
    """
    own = f"{_ALL} OR {theirs.format(table=table, supplier=_SUPPLIER)}"
    return _policy(table, read=own if read else _ALL, write=own)


def _policy(table: str, *, read: str, write: str) -> RunSQL:
    return RunSQL(_POLICY.format(table=table, read=read, write=write), _UNDO.format(table=table))


def append_only(table: str) -> RunSQL:
    """Take from the application's role what a log never needs."""
    return RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM outreach_app",
        f"GRANT UPDATE, DELETE ON {table} TO outreach_app",
    )
