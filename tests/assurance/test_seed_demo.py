"""Seeding the demo city in processes of their own: killed in the middle and begun again, and twice at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.models import Membership
from accounts.scope import JOB, scope
from cases.models import Dwelling, Household
from signals_intake.enums import DeliveryState
from signals_intake.models import (
    ArrearsList,
    Balance,
    Contract,
    Delivery,
    ListedRow,
    ListEntry,
    RejectedRow,
    Review,
    ReviewDecision,
    RowIssue,
    Signal,
    StagedRow,
)
from tests.conftest import renew_database
from tests.outreach.conftest import wait_for

ROOT = Path(__file__).parents[2]
#: All but what the choice of households brings with it: that follows their keys, and a killed step uses up some.
COUNTED = (
    ArrearsList, Balance, Contract, Delivery, Dwelling, Household, ListedRow, ListEntry, Membership, RejectedRow,
    Review, ReviewDecision, RowIssue, Signal, StagedRow,
)  # fmt: skip
pytestmark = pytest.mark.assurance


def seed() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "seed_demo"],
        cwd=ROOT, env=os.environ | {"REDIS_URL": "redis://127.0.0.1:9/0"}, text=True, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(*processes: subprocess.Popen[str]) -> list[str]:
    said = [process.communicate(timeout=300)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), said
    return said


def counts() -> dict[str, int]:
    with scope(JOB):
        return {model.__name__: model.objects.count() for model in COUNTED}


def processed() -> int:
    with scope(JOB):
        return Delivery.objects.filter(state=DeliveryState.PROCESSED).count()


def test_a_killed_seeding_is_finished_by_the_next_also_if_two_begin_at_once(committed_db):
    finish(seed())
    undisturbed = counts()
    assert processed() == undisturbed["Delivery"] == 18
    renew_database()

    killed = seed()
    wait_for(lambda: processed() >= 8, seconds=300)
    killed.kill()
    killed.communicate()
    assert processed() < 18
    said = finish(seed(), seed())

    assert counts() == undisturbed
    assert sum("six months" in text for text in said) == 1  # one did it, the other waited and found it done
    finish(seed())
    assert counts() == undisturbed
