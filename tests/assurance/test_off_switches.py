"""A test that stays green without its control proves nothing: each control here is switched off, and its test fails.

Every line runs one test in a process of its own, with `OUTREACH_OFF` naming what ``switches.py`` takes away.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.assurance.switches import PATCHES, STATEMENTS

ROOT = Path(__file__).parents[2]
WALL = "tests/accounts/test_wall.py"
POLICY = "tests/common/test_security_policy.py"
pytestmark = pytest.mark.assurance


class Line(NamedTuple):
    control: str
    how: str
    test: str


TABLE = [
    Line(
        "wall",
        "row-level security off on one table",
        f"{WALL}::test_a_corporation_sees_its_own_rows_and_none_of_the_other",
    ),
    Line("wall of the history", "the same, of its history", f"{WALL}::test_without_a_scope_nothing_is_seen"),
    Line(
        "half of the wall", "anything may be written", f"{WALL}::test_no_row_can_be_written_for_the_other_corporation"
    ),
    Line(
        "one gate in the wall",
        "a second policy",
        f"{WALL}::test_no_table_has_a_second_policy_that_would_widen_the_first",
    ),
    Line(
        "history",
        "no trigger on one table",
        "tests/house_rules/test_history.py::test_a_change_and_a_removal_leave_the_row_as_it_was[cases.Consent]",
    ),
    Line(
        "row lock",
        "rows are read without FOR UPDATE",
        "tests/accounts/test_jobs.py::test_two_workers_do_each_step_once",
    ),
    Line(
        "claim",
        "a case is assigned whether it is or not",
        "tests/cases/test_services_case.py::test_of_two_team_leaders_at_the_same_moment_one_wins",
    ),
    Line("unique job", "no unique index", "tests/accounts/test_jobs.py::test_two_who_ask_at_once_get_one_job"),
    Line("unique case", "no unique index", "tests/test_promises.py::test_a_household_has_one_open_case"),
    Line("unique file", "no constraint", "tests/test_promises.py::test_a_file_counts_once_for_its_supplier_and_date"),
    Line(
        "outbox",
        "what happens is written nowhere",
        "tests/accounts/test_jobs.py::test_asking_twice_gives_one_job_and_one_message",
    ),
    Line(
        "queryset filter",
        "everybody's rows for everybody",
        "tests/test_access.py::test_everybody_gets_the_answer_of_the_table[cases:detail]",
    ),
    Line(
        "append only",
        "the log may be changed",
        "tests/accounts/test_readlog.py::test_a_line_can_be_neither_changed_nor_removed",
    ),
    Line("rollback", "an answer of 500 commits", "tests/accounts/test_middleware.py::test_an_answer_of_500_rolls_back"),
    Line(
        "login",
        "no login middleware",
        "tests/test_access.py::test_everybody_gets_the_answer_of_the_table[accounts:log]",
    ),
    Line(
        "grants",
        "every role may everything",
        "tests/test_access.py::test_everybody_gets_the_answer_of_the_table[accounts:log]",
    ),
    Line(
        "formulas",
        "cells leave as they are",
        "tests/common/test_exports.py::test_no_live_formula_leaves_as_csv_and_every_text_comes_back",
    ),
    Line("inline scripts", "a script in a page may run", f"{POLICY}::test_somebody_signed_in_gets_the_same_policy"),
    Line("policy of pages", "no policy is sent", f"{POLICY}::test_a_visitor_gets_the_policy"),
]


def run(tests: list[str], *, off: str) -> subprocess.CompletedProcess[str]:
    """Run tests without a control, on a database and a broker number beside those of this run."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.assurance.switches",
        "-p",
        "no:cacheprovider",
        "--tb=line",
        *tests,
    ]
    elsewhere = {**os.environ, "OUTREACH_OFF": off, "PYTEST_XDIST_WORKER": "gw7"}
    return subprocess.run(command, cwd=ROOT, env=elsewhere, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("line", TABLE, ids=lambda line: line.control)
def test_without_its_control_the_test_fails(line, db):
    answer = run([line.test], off=line.control)

    assert answer.returncode == pytest.ExitCode.TESTS_FAILED, answer.stdout
    assert " failed" in answer.stdout.splitlines()[-1], answer.stdout  # and not merely an error on the way to it


def test_with_every_control_they_all_pass(db):
    answer = run(sorted({line.test for line in TABLE}), off="")

    assert answer.returncode == pytest.ExitCode.OK, answer.stdout


def test_every_switch_is_in_the_table():
    assert {line.control for line in TABLE} == {*STATEMENTS, *PATCHES}
