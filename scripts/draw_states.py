"""Draw ``docs/states.md`` from ``cases/states.py``: ``python -m scripts.draw_states``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cases.states import COURSES, OPEN

if TYPE_CHECKING:
    from cases.states import Course, Move

PAGE = Path(__file__).resolve().parents[1] / "docs" / "states.md"
HEAD = """# What follows what

Drawn from `cases/states.py` by `python -m scripts.draw_states`; a test fails when it is not up to date. One service
each moves them, and takes no step that is not drawn.
"""


def draw() -> str:
    """Give the page, one drawing a course."""
    return "\n".join([HEAD, *map(_draw, COURSES)])


def _draw(course: Course[str]) -> str:
    arrows = [arrow for move in course.moves for arrow in _arrows(move)]
    ends = [f"    {state} --> [*]" for state in dict.fromkeys(m.after for m in course.moves) if not course.after(state)]
    lines = ["stateDiagram-v2", *(["    any: any open stage"] if any("any" in arrow for arrow in arrows) else [])]
    where = f"`{course.column}`, written by `cases/services/{course.service}.py` alone."
    return "\n".join([f"## {course.title}", where, "", "```mermaid", *lines, *arrows, *ends, "```", ""])


def _arrows(move: Move[str]) -> list[str]:
    """Give a step from each state before it; one that every open stage of a case may take is drawn once, from `any`."""
    before = ["any"] if move.before == OPEN else sorted(map(str, move.before)) or ["[*]"]
    return [f"    {state} --> {move.after}: {move.why}" for state in before]


if __name__ == "__main__":
    PAGE.write_text(draw())
