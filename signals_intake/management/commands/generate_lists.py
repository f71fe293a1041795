from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError

from accounts.commands import ScopedCommand
from accounts.enums import JobState
from signals_intake.management.arguments import iso_date
from signals_intake.queries.answers import list_answer
from signals_intake.services.lists import queue_lists

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(ScopedCommand):
    help = "Make the two- and three-month lists of a date, or answer with them if they were made before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=iso_date, required=True, metavar="DATE", help="as in 2026-05-01")
        parser.add_argument("--json", action="store_true", help="answer with JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        as_of = options["as_of"]
        for job in self.in_scope(queue_lists, as_of=as_of, by=None):
            self.run_job(job_id=job.pk)
            job.refresh_from_db()
            if job.state == JobState.FAILED:
                raise CommandError(f"the lists were not made: {job.error_code}")
        answer = self.in_scope(list_answer, as_of=as_of)
        if options["json"]:
            self.answer(answer)
            return
        for made in answer["lists"]:
            self.stdout.write(f"{made['stage']}: {len(made['items'])} new, {len(made['excluded'])} excluded")
        if answer["missing"]:
            self.stdout.write(f"no delivery from: {', '.join(answer['missing'])}")
