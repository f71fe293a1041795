from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from accounts.commands import ScopedCommand
from accounts.models import Organisation
from common import dates
from signals_intake.demo.ledger import write_addresses, write_lists
from signals_intake.demo.people import make_city
from signals_intake.demo.stories import keep_old_promises, tell_month
from signals_intake.imports.staging import receive_delivery
from signals_intake.models import Delivery
from signals_intake.services.addresses import load_addresses
from signals_intake.services.importing import confirm_delivery
from signals_intake.services.lists import queue_lists

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import date


class Command(ScopedCommand):
    help = "Fill an empty installation with a demo city: people, agreements, six months of lists, cases. Twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-signals", action="store_true", help="people and agreements only")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        self.in_scope(make_city)
        self.progress("organisations, people and agreements are there")
        if options["no_signals"] or self.in_scope(Delivery.objects.exists):
            return
        newest = dates.first_of_month(dates.today())
        with TemporaryDirectory() as folder:
            addresses = Path(folder) / "addresses.csv"
            write_addresses(addresses)
            self.in_scope(load_addresses, path=addresses)
            month: date | None = None
            for as_of, supplier, path in write_lists(Path(folder), newest=newest):
                if month and as_of != month:
                    self.tell(month, newest)
                with dates.fixed_today(min(as_of + timedelta(days=3), dates.today())):
                    self.deliver(supplier, path, as_of)
                month = as_of
            self.tell(newest, newest)
        self.in_scope(keep_old_promises)
        self.progress("six months of lists and their cases are there")

    def deliver(self, code: str, path: Path, as_of: date) -> None:
        supplier = self.in_scope(Organisation.objects.get, code=code)
        received = self.in_scope(
            receive_delivery, supplier=supplier, path=path, file_name=path.name, as_of=as_of, by=None
        )
        self.run_job(job_id=self.in_scope(confirm_delivery, delivery=received.delivery, by=None).pk)

    def tell(self, as_of: date, newest: date) -> None:
        with dates.fixed_today(as_of):
            for job in self.in_scope(queue_lists, as_of=as_of, by=None):
                self.run_job(job_id=job.pk)
        self.in_scope(tell_month, as_of=as_of, newest=as_of == newest)
        self.progress(f" {as_of:%Y-%m}")
