"""Controls that a test run can be started without: ``OUTREACH_OFF=wall pytest -p tests.assurance.switches ...``.

Each takes one control away, in the database of that run or in its code. Nothing here is ever loaded by the product.
"""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest

from tests import servers

if TYPE_CHECKING:
    from collections.abc import Callable

OFF = os.environ.get("OUTREACH_OFF", "")
#: What the owner of the schema does to every database of the run.
STATEMENTS = {
    "wall": "ALTER TABLE signals_intake_signal DISABLE ROW LEVEL SECURITY",
    "wall of the history": "ALTER TABLE signals_intake_balanceevent DISABLE ROW LEVEL SECURITY",
    "half of the wall": "ALTER POLICY supplier_wall ON signals_intake_contract WITH CHECK (true)",
    "one gate in the wall": "CREATE POLICY gate ON signals_intake_delivery USING (true)",
    "history": "ALTER TABLE cases_consent DISABLE TRIGGER USER",
    "unique job": "DROP INDEX one_open_job_a_key",
    "unique case": "DROP INDEX one_open_case_a_household",
    "unique file": "ALTER TABLE signals_intake_delivery DROP CONSTRAINT same_file_once",
    "append only": "GRANT UPDATE ON accounts_readlog TO outreach_app;"
    " ALTER TABLE accounts_readlog DISABLE TRIGGER USER",
}


def sees_everything() -> None:
    """Take away what narrows cases, deliveries and signals to whoever asks."""
    from cases.models.case import CaseQuerySet
    from signals_intake.models.delivery import DeliveryQuerySet
    from signals_intake.models.signal import SignalQuerySet

    CaseQuerySet.own = CaseQuerySet.same_agency = lambda self, _user: self  # type: ignore[method-assign]
    DeliveryQuerySet.visible_to = lambda self, _user: self  # type: ignore[method-assign]
    SignalQuerySet.of_supplier = lambda self, _user: self  # type: ignore[method-assign]


def locks_nothing() -> None:
    from django.db.models import QuerySet

    QuerySet.select_for_update = lambda self, **_: self  # type: ignore[method-assign]


def claims_anything() -> None:
    from cases.models.case import CaseQuerySet

    CaseQuerySet.unassigned = lambda self: self  # type: ignore[method-assign]


def writes_no_message() -> None:
    from accounts import outbox

    outbox.subscribers = lambda _topic: []


def keeps_half_a_request() -> None:
    from accounts import middleware

    middleware.SERVER_ERROR = 600


def lets_anybody_in() -> None:
    from django.conf import settings

    settings.MIDDLEWARE.remove("django.contrib.auth.middleware.LoginRequiredMiddleware")


def grants_everything() -> None:
    from accounts.enums import Role
    from accounts.permissions import GRANTS

    for roles in GRANTS.values():
        roles |= set(Role)


def runs_any_script() -> None:
    from django.conf import settings

    settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"].append("'unsafe-inline'")


def sends_no_policy() -> None:
    from django.conf import settings

    settings.MIDDLEWARE.remove("csp.middleware.CSPMiddleware")


def runs_formulas() -> None:
    from common import exports

    exports.safe_text = lambda text: text


PATCHES: dict[str, Callable[[], None]] = {
    "queryset filter": sees_everything,
    "row lock": locks_nothing,
    "claim": claims_anything,
    "outbox": writes_no_message,
    "rollback": keeps_half_a_request,
    "login": lets_anybody_in,
    "grants": grants_everything,
    "formulas": runs_formulas,
    "inline scripts": runs_any_script,
    "policy of pages": sends_no_policy,
}


def pytest_configure(config: pytest.Config) -> None:
    """Switch off once Django is set up, before the first test."""
    if OFF in PATCHES:
        PATCHES[OFF]()
    elif OFF in STATEMENTS:
        whole = servers.clone

        def clone_without(*args: Any, **kwargs: Any) -> None:
            whole(*args, **kwargs)
            execute(STATEMENTS[OFF])

        servers.clone = clone_without
    elif OFF:
        raise pytest.UsageError(f"no such control: {OFF}")


def execute(statements: str) -> None:
    """Run as the owner, in the database of this run."""
    with (
        closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(statements)
