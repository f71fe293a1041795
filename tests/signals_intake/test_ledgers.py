"""Ledgers that nobody has seen: whatever a seed brings, the lists are those of its truth, to the contract.

Each has arrangements that begin and that end, falls from 3 to 2, rent rises, broken rows and tenants of two
corporations: the seeds are such, and every run counts it again in the files.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from accounts.models import Organisation
from signals_intake.imports.staging import receive_delivery
from signals_intake.models import ListCount
from signals_intake.services.importing import confirm_delivery
from signals_intake.services.lists import queue_lists
from tests.signals_intake.ledger_events import EVENTS, count_events
from tests.signals_intake.sample_city import as_of, assert_month_is_true
from tests.signals_intake.small_city import finish
from tests.tools.sample_lists import CORPORATIONS, write_lists

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", [11, 12])
def test_other_ledgers_give_exactly_their_lists(db, tmp_path, seed):
    assert_ledger_is_true(tmp_path, tenants=300, seed=seed, first=date(2026, 3, 1), xlsx=False)


@pytest.mark.assurance
@pytest.mark.parametrize("seed", range(21, 27))
def test_more_ledgers_give_exactly_their_lists(db, tmp_path, seed):
    assert_ledger_is_true(tmp_path, tenants=900, seed=seed, first=date(2025, 6, 1), months=9)


def assert_ledger_is_true(folder: Path, **kind: Any) -> None:
    truth = write_lists(folder, **kind)
    assert missing(folder) == set()
    months = json.loads(json.dumps(truth))["months"]  # as the file says it: row numbers are text
    call_command("seed_demo", "--no-signals")
    for month in months:
        for code in CORPORATIONS:
            deliver(folder, month, code)
        for job in queue_lists(as_of=as_of(month), by=None):
            finish(job)
        assert_month_is_true(month, months)
        for count in ListCount.objects.filter(arrears_list__as_of=as_of(month)):
            parts = [count.listed, count.listed_earlier, count.excluded, count.not_due, count.rejected]
            assert sum(parts) == count.received


def missing(folder: Path) -> set[str]:
    """What no row of the ledger brings, of all that makes a ledger worth reading."""
    return set(EVENTS) - set(+count_events(folder))


@pytest.mark.parametrize(
    ("kind", "lost"),
    [
        ({}, set()),
        ({"clean": True}, {"rejected row"}),
        ({"first": date(2026, 8, 1)}, {"rent rises"}),
        ({"months": 3}, {"falls from 3 to 2", "rent rises", "arrangement ends"}),
    ],
    ids=["all", "clean", "autumn", "short"],
)
def test_a_ledger_that_lacks_something_is_seen(tmp_path, kind, lost):
    write_lists(tmp_path, **{"tenants": 300, "seed": 11, "xlsx": False} | kind)

    assert missing(tmp_path) == lost


def deliver(folder: Path, month: str, code: str) -> None:
    (path,) = folder.glob(f"{month}-{code}.*")
    supplier = Organisation.objects.get(code=code)
    received = receive_delivery(supplier=supplier, path=path, file_name=path.name, as_of=as_of(month), by=None)
    finish(confirm_delivery(delivery=received.delivery, by=None))
