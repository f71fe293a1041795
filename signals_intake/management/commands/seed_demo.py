from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.db import connection

from accounts.commands import ScopedCommand
from accounts.enums import JobState
from accounts.models import Organisation
from common import dates
from signals_intake.demo.directory import fill_directory, raise_first_signal, send_on
from signals_intake.demo.ledger import MONTHS, write_addresses, write_lists
from signals_intake.demo.money import open_boxes
from signals_intake.demo.openness import claim_work, look_back_from_home
from signals_intake.demo.people import make_city
from signals_intake.demo.requests import tell_requests
from signals_intake.demo.stories import is_told, keep_old_promises, tell_month
from signals_intake.demo.talks import think_along
from signals_intake.enums import DeliveryState
from signals_intake.imports.staging import receive_delivery
from signals_intake.models import Delivery
from signals_intake.services.addresses import load_addresses
from signals_intake.services.importing import confirm_delivery
from signals_intake.services.lists import queue_lists

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator
    from datetime import date

    from accounts.models import Job

SEED_LOCK = 0x73656564
#: Each step stands that it was done before, so these may begin anew; all others are past or somebody's own.
UNFINISHED = {DeliveryState.STAGED, DeliveryState.QUEUED}


class Command(ScopedCommand):
    help = (
        "Fill an empty installation with a demo city: people, agreements, six months of lists, cases. Twice is once; "
        "one that was interrupted is finished."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-signals", action="store_true", help="people and agreements only")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 -- Django's signature
        with alone():
            self.in_scope(make_city)
            self.in_scope(fill_directory)
            self.progress("organisations, people and agreements are there")
            if options["no_signals"]:
                return
            newest = self.in_scope(newest_month)
            if not self.in_scope(is_told, as_of=newest):
                self.make_months(newest)

    def make_months(self, newest: date) -> None:
        """Go month by month, from where an earlier run stopped; beside the lists of somebody else make nothing."""
        with TemporaryDirectory() as folder:
            lists = write_lists(Path(folder), newest=newest)
            as_of, supplier, path = next(lists)
            if not self.in_scope(is_ours, path=path):
                return
            addresses = Path(folder) / "addresses.csv"
            write_addresses(addresses)
            self.in_scope(load_addresses, path=addresses)
            self.deliver(supplier, path, as_of)
            month = as_of
            for as_of, supplier, path in lists:
                if as_of != month:
                    self.tell(month, newest)
                self.deliver(supplier, path, as_of)
                month = as_of
            self.tell(newest, newest)
        self.progress("six months of lists and their cases are there")

    def deliver(self, code: str, path: Path, as_of: date) -> None:
        if self.in_scope(is_told, as_of=as_of):
            return
        supplier = self.in_scope(Organisation.objects.get, code=code)
        with dates.fixed_today(min(as_of + timedelta(days=3), dates.today())):
            received = self.in_scope(
                receive_delivery, supplier=supplier, path=path, file_name=path.name, as_of=as_of, by=None
            )
            if received.delivery.state in UNFINISHED:
                self.finish(self.in_scope(confirm_delivery, delivery=received.delivery, by=None))

    def tell(self, as_of: date, newest: date) -> None:
        if self.in_scope(is_told, as_of=as_of):
            return
        with dates.fixed_today(as_of):
            for job in self.in_scope(queue_lists, as_of=as_of, by=None):
                self.finish(job)
        self.in_scope(tell, as_of=as_of, newest=newest)
        self.progress(f" {as_of:%Y-%m}")

    def finish(self, job: Job) -> None:
        self.run_job(job_id=job.pk)
        job.refresh_from_db()
        if job.state == JobState.FAILED:
            raise CommandError(f"the demo city was not made, {job.kind}: {job.error_code}. Run seed_demo again.")


@contextmanager
def alone() -> Iterator[None]:
    """Let one seeding follow the other; a killed one lets go, since the lock is its session's."""
    with connection.cursor() as cursor:
        while not _locked(cursor):
            time.sleep(0.2)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SEED_LOCK])


def _locked(cursor: Any) -> bool:
    """Ask again and again: a wait in the database would be ended by its lock_timeout."""
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [SEED_LOCK])
    return bool(cursor.fetchone()[0])


def newest_month() -> date:
    """Give the month of the last list: that of the run that began, also if it is finished in a later month."""
    first = Delivery.objects.order_by("as_of").values_list("as_of", flat=True).first()
    return dates.add_months(first, MONTHS - 1) if first else dates.first_of_month(dates.today())


def is_ours(*, path: Path) -> bool:
    """Whether the lists that are there, if any, began with this one; the demo city's are the same for ever."""
    digest = sha256(path.read_bytes()).hexdigest()
    return not Delivery.objects.exists() or Delivery.objects.filter(sha256=digest).exists()


def tell(*, as_of: date, newest: date) -> None:
    """Tell a month; with the last one, in the same transaction, all is done."""
    tell_month(as_of=as_of, newest=as_of == newest)
    if as_of == newest:
        keep_old_promises()
        send_on()
        open_boxes()
        raise_first_signal()
        look_back_from_home(on=dates.today())
        claim_work(until=dates.today())
        tell_requests()
        think_along()
