"""The demo city and the 18 sample files: what every way of importing them must come to."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from accounts.enums import JobState
from accounts.jobs import OPEN
from accounts.models import Job
from accounts.outbox import relay
from accounts.scope import JOB, scope
from signals_intake.models import Delivery
from signals_intake.queries.answers import list_answer
from signals_intake.services.lists import queue_lists

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[1] / "data" / "arrears"
TRUTH: dict[str, dict[str, Any]] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["months"]
MONTHS = sorted(TRUTH)
FILES = {"kade": "csv", "oost": "xlsx", "rivier": "csv"}
#: Exclusion -> the name that it has in the truth.
EXCLUDED = ["payment_arrangement", "objection", "no_personal_contact"]


def make_city() -> None:
    """Commit the demo city without signals, and the addresses of the samples."""
    call_command("seed_demo", "--no-signals")
    call_command("load_addresses", str(SAMPLES / "addresses.csv"))


def file_of(month: str, supplier: str) -> Path:
    return SAMPLES / f"{month}-{supplier}.{FILES[supplier]}"


def as_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def wait_for(condition: Callable[[], object], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail("waited in vain")
        time.sleep(0.05)


def wait_for_jobs() -> None:
    """Let the worker finish what was asked of it; every job must have succeeded."""

    def nothing_open() -> bool:
        with scope(JOB):
            return not Job.objects.filter(state__in=OPEN).exists()

    relay()
    wait_for(nothing_open)
    with scope(JOB):
        assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def lists_by_worker(month: str) -> None:
    """Ask for the lists of a month and let the worker make them."""
    with scope(JOB):
        queue_lists(as_of=as_of(month), by=None)
    wait_for_jobs()


def assert_month_is_true(month: str, truths: dict[str, dict[str, Any]] = TRUTH) -> None:
    """Compare rejected rows, new households and exclusions with the truth, of the samples or of another ledger."""
    truth = truths[month]
    with scope(JOB):
        answer = list_answer(as_of=as_of(month))
        for delivery in Delivery.objects.filter(as_of=as_of(month)).select_related("supplier"):
            code = delivery.supplier.code
            assert delivery.received == truth["rows"][code]
            assert {str(n) for n in delivery.rejects.values_list("number", flat=True)} == set(truth["broken"][code])
    made = {part["stage"]: part for part in answer["lists"]}
    for stage in ("two_month", "three_month"):
        assert sorted(map(home, made[stage]["items"])) == sorted(truth[f"new_{stage}"]), (month, stage)
    held_back = [line for part in made.values() for line in part["excluded"]]
    for code in EXCLUDED:
        found = [contract for line in held_back if line["code"] == code for contract in line["contracts"]]
        assert sorted(found) == sorted(truth[f"excluded_{code}"]), (month, code)
    assert {line["code"] for line in held_back} <= set(EXCLUDED)


def home(line: dict[str, Any]) -> str:
    """Name the contract of the dwelling; a garage's carries -G behind it."""
    return min(line["contracts"], key=len).removesuffix("-G")
