"""The wall between suppliers, as the database sees it.

Row-level security lets a transaction see the rows of one supplier (``organisation:<id>``), of all suppliers
(``agency`` for staff, ``job`` for work without a person), or of none (unset). The setting lives exactly as long as
the transaction, so that the next user of a pooled connection inherits nothing.

Only the middleware, the base task and the base command open a scope; a house-rule test keeps it so.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import Membership

AGENCY = "agency"
JOB = "job"
NOBODY = ""


def scope_of(membership: Membership | None) -> str:
    """Say what a person's transactions may see of the suppliers' rows."""
    if membership is None:
        return NOBODY
    if membership.organisation.is_supplier:
        return f"organisation:{membership.organisation_id}"
    return AGENCY


@contextmanager
def scope(name: str) -> Iterator[None]:
    """Open a transaction in which the wall stands where `name` says.

    Scopes do not nest: the inner one would widen what the outer one sees. Raises RuntimeError then.
    """
    if getattr(connection, "scope_is_open", False):
        raise RuntimeError("a scope is open already")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.scope', true), set_config('app.scope', %s, true)", [name])
        before = cursor.fetchone()[0]
        connection.scope_is_open = True  # type: ignore[attr-defined]
        try:
            yield
        finally:
            connection.scope_is_open = False  # type: ignore[attr-defined]
        if not connection.needs_rollback:
            # ends with the commit by itself; matters inside the one transaction of a test
            cursor.execute("SELECT set_config('app.scope', %s, true)", [before or NOBODY])


def wait_for_others() -> None:
    """Let the open transaction wait for a lock as long as it takes: work that others wait for too, and gets it done.

    A page waits ten seconds at most (``outreach.settings``).
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
