"""Draw ``docs/case-stages.md`` from ``cases/stages.py``: ``python -m scripts.draw_stages``."""

from __future__ import annotations

from pathlib import Path

from cases.stages import BEGIN, MOVES, OPEN

PAGE = Path(__file__).resolve().parents[1] / "docs" / "case-stages.md"
HEAD = """# The stages of a case

Drawn from `cases/stages.py` by `python -m scripts.draw_stages`; a test fails when it is not up to date. Every step goes
through `cases/services/case.py`, which writes the stage with its dates, its clocks and its line on the timeline.

```mermaid
stateDiagram-v2
    any: any open stage
"""


def draw() -> str:
    """Give the page; a step that every open stage may take is drawn once, from `any`."""
    arrows = []
    for move in MOVES:
        drawn = {BEGIN: ["[*]"], OPEN: ["any"]}
        before = drawn.get(move.before) or sorted(move.before - {move.after})
        arrows += [f"    {stage} --> {move.after.value}: {move.why}" for stage in before]
    return HEAD + "\n".join([*arrows, "    closed --> [*]"]) + "\n```\n"


if __name__ == "__main__":
    PAGE.write_text(draw())
