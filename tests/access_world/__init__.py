"""What each address can be asked for, a module a noun; ``tests/access.py`` names the targets."""

from tests.access_world import case, household, lists, money, papers, talks, together
from tests.access_world.world import Kwargs, World

__all__ = ["Kwargs", "World", "case", "household", "lists", "money", "papers", "talks", "together"]
