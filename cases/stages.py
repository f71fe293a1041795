"""The course of a case: which stage follows which, and what makes it so. ``docs/case-stages.md`` is drawn from it."""

from __future__ import annotations

from typing import NamedTuple

from cases.enums import Stage

OPEN = frozenset(Stage) - {Stage.CLOSED}
#: Stages from which a new decision of the joint review takes the case up again; from the others nothing goes back.
RESTING = frozenset({Stage.LIGHT_CONTACT, Stage.MONITORING, Stage.MINIMAL_CONTACT})
#: Where a worker may take a case; contact and light contact follow from the joint review.
BY_HAND = (Stage.VISITING, Stage.GUIDANCE, Stage.MONITORING, Stage.MINIMAL_CONTACT)


class Move(NamedTuple):
    """A step that a case may take, from any of some stages; from none when it begins."""

    before: frozenset[Stage]
    after: Stage
    why: str


BEGIN: frozenset[Stage] = frozenset()
MOVES = [
    Move(BEGIN, Stage.CONTACT, "the joint review decides on a visit"),
    Move(BEGIN, Stage.CONTACT, "a request for help is taken up"),
    Move(BEGIN, Stage.LIGHT_CONTACT, "the joint review decides on light contact"),
    Move(RESTING, Stage.CONTACT, "the joint review decides on a visit"),
    Move(RESTING, Stage.CONTACT, "a request for help is taken up"),
    # a decision may also be taken back, as long as nobody did anything
    Move(RESTING | {Stage.CONTACT}, Stage.LIGHT_CONTACT, "the joint review decides on light contact"),
    Move(frozenset({Stage.CONTACT}), Stage.VISITING, "somebody is reached"),
    *(Move(OPEN, stage, "a worker decides") for stage in BY_HAND),
    Move(OPEN, Stage.CLOSED, "the household is let go"),
]


def next_stages(stage: Stage) -> frozenset[Stage]:
    """Give the stages that may follow this one; none follows the last."""
    return frozenset(move.after for move in MOVES if stage in move.before) - {stage}
