"""The course of a case is said in one place, kept by one service and drawn in the docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cases.enums import Stage
from cases.models import Case
from cases.services.case import StageDoesNotFollow, change_stage
from cases.stages import MOVES, OPEN, next_stages
from scripts.draw_stages import PAGE, draw
from tests.factories.cases import CaseFactory

STEPS = [(before, after) for before in sorted(OPEN) for after in sorted(OPEN - {before})]
ROOT = Path(__file__).parents[2]
#: Writing the stage of a case: a keyword of `update` or `create`, or the attribute.
WRITES = re.compile(
    r"^\s+\w+\.stage = |(?:Case(?:Stage)?\.objects\.create|\.update)\([^)]*\bstage=", re.DOTALL | re.MULTILINE
)


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_a_case_takes_the_steps_that_are_drawn_and_no_other(team, leader, before, after):
    case = CaseFactory(team=team, stage=before)

    if after in next_stages(before):
        change_stage(case=case, stage=after, by=leader)
    else:
        with pytest.raises(StageDoesNotFollow):
            change_stage(case=case, stage=after, by=leader)

    assert Case.objects.get().stage == (after if after in next_stages(before) else before)


def test_every_stage_is_reached_and_the_last_is_the_end():
    assert {move.after for move in MOVES} == set(Stage)
    assert next_stages(Stage.CLOSED) == frozenset()


def test_the_drawing_is_up_to_date():
    assert PAGE.read_text() == draw(), "run python -m scripts.draw_stages"


def test_one_service_writes_the_stage_of_a_case():
    apps = ["accounts", "cases", "visits", "networks", "signals_intake", "reporting"]
    sources = [path for app in apps for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]

    assert {str(path.relative_to(ROOT)) for path in sources if WRITES.search(path.read_text())} == {
        "cases/services/case.py"
    }
