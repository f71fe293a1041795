"""What policy said of what stands in the way, for whoever noted it: a signal without an answer is soon given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.models import PolicySignal

if TYPE_CHECKING:
    from cases.models import Obstacle


def with_policy(obstacles: list[Obstacle], *, agency: int) -> list[Obstacle]:
    """Give each obstacle with the newest signal of its party and kind as ``signal``: one question for all of them."""
    if not obstacles:
        return obstacles
    parties = {obstacle.party for obstacle in obstacles}
    raised = PolicySignal.objects.filter(agency=agency, party__in=parties).order_by("raised_on", "pk")
    newest = {(signal.party, signal.kind): signal for signal in raised}
    for obstacle in obstacles:
        obstacle.signal = newest.get((obstacle.party, obstacle.kind))
    return obstacles
