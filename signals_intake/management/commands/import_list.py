from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils import translation

from accounts.commands import ScopedCommand
from accounts.enums import JobState
from accounts.models import Organisation
from signals_intake.enums import DeliveryState
from signals_intake.imports.staging import DeliveryRefused, receive_delivery
from signals_intake.management.arguments import iso_date
from signals_intake.messages import file_message
from signals_intake.queries.answers import delivery_answer
from signals_intake.services.importing import confirm_delivery

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from signals_intake.imports.staging import Received
    from signals_intake.models import Delivery


HINTS = {
    "as_of_missing": " Here: name it with --as-of, as in 2026-05-01.",
    "as_of_differs": " Here: the file says another date than --as-of.",
    "no_agreement": " Here: the corporation has no agreement for that date.",
}


def _expected(error: DeliveryRefused) -> str:
    """Say what the supplier's page says, in the language of commands, with the code behind which scripts look."""
    with translation.override("en"):
        said = file_message(error.code, error.columns)
    return f"the list cannot be taken, {error.code}: {said}{HINTS.get(error.code, '')}"


class Command(ScopedCommand):
    help = "Read a supplier's arrears list: a preview, and with --confirm the processing itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--supplier", required=True, metavar="CODE", help="code of the corporation, as in kade")
        parser.add_argument("--as-of", type=iso_date, metavar="DATE", help="date of the balances, as in 2026-05-01")
        parser.add_argument("--confirm", action="store_true", help="process the rows, not only read them")
        parser.add_argument("--json", action="store_true", help="answer with JSON")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        try:
            if not options["file"].is_file():
                raise CommandError(f"FILE must be a CSV or XLSX file; there is no such file: {options['file']}")
            received = self.in_scope(self.receive, **options)
        except DeliveryRefused as error:
            raise CommandError(_expected(error)) from None
        except OSError as error:
            raise CommandError(f"FILE must be a CSV or XLSX file that can be read; {error.strerror}") from None
        if options["confirm"] and not (received.duplicate and received.delivery.state != DeliveryState.QUEUED):
            self.process(received.delivery)
        answer = self.in_scope(self.result, received=received)
        if options["json"]:
            self.answer(answer)
        else:
            counts = ", ".join(f"{answer[name]} {name}" for name in ("received", "accepted", "rejected"))
            self.stdout.write(f"{counts}{', the same file as before' if answer['duplicate'] else ''}")

    def receive(self, *, file: Path, supplier: str, as_of: Any, **_: Any) -> Received:
        organisation = Organisation.objects.filter(code=supplier).first()
        if organisation is None or not organisation.is_supplier:
            known = Organisation.objects.filter(kind="corporation").order_by("code").values_list("code", flat=True)
            raise CommandError(f"--supplier must be one of {', '.join(known) or 'none yet'}")
        return receive_delivery(supplier=organisation, path=file, file_name=file.name, as_of=as_of, by=None)

    def process(self, delivery: Delivery) -> None:
        job = self.in_scope(confirm_delivery, delivery=delivery, by=None)
        self.run_job(job_id=job.pk)
        job.refresh_from_db()
        self.progress("")
        if job.state == JobState.FAILED:
            raise CommandError(f"the list was not processed: {job.error_code}")

    def result(self, *, received: Received) -> dict[str, Any]:
        received.delivery.refresh_from_db()
        return delivery_answer(received.delivery, duplicate=received.duplicate)
