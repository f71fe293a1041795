"""The base of our management commands: a scope around the work, JSON alone on standard output."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from accounts.jobs import run_step
from accounts.scope import JOB, scope, wait_for_others

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")


class ScopedCommand(BaseCommand):
    """A command that does its work in its own process and needs neither broker nor worker.

    Several transactions may follow each other; what they publish waits in the outbox for the relay.
    """

    def in_scope(self, work: Callable[..., T], /, **arguments: Any) -> T:
        with scope(JOB):
            wait_for_others()
            return work(**arguments)

    def run_job(self, *, job_id: int) -> None:
        while self.in_scope(run_step, job_id=job_id):
            self.progress(".", ending="")

    def progress(self, text: str, ending: str = "\n") -> None:
        self.stderr.write(text, ending=ending)

    def answer(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, cls=DjangoJSONEncoder))
