from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"expected a date as in 2026-05-01, not {text!r}") from None
