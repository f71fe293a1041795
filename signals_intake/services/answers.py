"""What suppliers hear: a code from a closed list, never the content."""

from __future__ import annotations


def answer_supplier(*, household_id: int) -> None:
    raise RuntimeError(household_id)
