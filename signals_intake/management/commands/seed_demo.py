from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.commands import ScopedCommand
from signals_intake.demo.people import make_city

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(ScopedCommand):
    help = "Fill an empty installation with a demo city. Twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-signals", action="store_true", help="people and agreements only")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        self.in_scope(make_city)
        self.progress("organisations, people and agreements are there")
