"""What the demo city needs beyond its seed, so that every page shows every state it has; and who lives there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import JobState
from accounts.jobs import run_step
from accounts.models import Organisation
from accounts.scope import JOB, scope
from cases.models import Case
from common import dates
from signals_intake.demo.people import PEOPLE
from signals_intake.imports.staging import receive_delivery
from signals_intake.models import Delivery
from signals_intake.services.importing import confirm_delivery
from tests.signals_intake.sample_city import file_of

if TYPE_CHECKING:
    from datetime import date

    from playwright.sync_api import BrowserContext, Page

    from accounts.models import Job
    from signals_intake.demo.people import Someone

#: Whose lists say no date of their own, so that they can be delivered for any month.
HOUSE = "rivier"
#: Somebody of each role; of corporations, whoever has lists in every state.
ONE_OF_EACH = {
    person.role: person for person in [*reversed(PEOPLE), *(one for one in PEOPLE if one.organisation == HOUSE)]
}


def put_lists_in_every_state() -> None:
    """Deliver one list that waits for its check, one being processed, one that failed, and one that was replaced."""
    newest = dates.first_of_month(dates.today())
    deliver("2026-05", dates.add_months(newest, -7))
    queue("2026-06", dates.add_months(newest, -8))
    job = queue("2026-04", dates.add_months(newest, -9))
    with scope(JOB):
        job.state, job.error_code, job.finished_at = JobState.FAILED, "gave_up", timezone.now()
        job.save()
    with tempfile.TemporaryDirectory() as folder:
        shorter = Path(folder) / "shorter.csv"
        shorter.write_bytes(b"".join(file_of("2026-03", HOUSE).read_bytes().splitlines(keepends=True)[:40]))
        process(shorter, dates.add_months(newest, -10))
    process(file_of("2026-03", HOUSE), dates.add_months(newest, -10))


def deliver(what: str | Path, as_of: date) -> Delivery:
    path = what if isinstance(what, Path) else file_of(what, HOUSE)
    with scope(JOB):
        supplier = Organisation.objects.get(code=HOUSE)
        return receive_delivery(supplier=supplier, path=path, file_name=path.name, as_of=as_of, by=None).delivery


def queue(what: str | Path, as_of: date) -> Job:
    delivery = deliver(what, as_of)
    with scope(JOB):
        return confirm_delivery(delivery=delivery, by=None)


def process(path: Path, as_of: date) -> None:
    finish(queue(path, as_of))


def finish(job: Job) -> None:
    """Do what a worker would."""
    more = True
    while more:
        with scope(JOB):
            more = run_step(job_id=job.pk)


def states_of_deliveries() -> dict[str, str]:
    """Tell in which state a list is, and what is rare about a case, by its identity; each has a page of its own."""
    with scope(JOB):
        rows = Delivery.objects.values_list("uuid", "state", "job__state")
        of_cases = {str(uuid): "money" for uuid in Case.objects.exclude(creditors=None).values_list("uuid", flat=True)}
        of_cases |= {str(uuid): "crisis" for uuid in Case.objects.exclude(crises=None).values_list("uuid", flat=True)}
        of_cases |= {str(uuid): "scaled" for uuid in Case.objects.exclude(scalings=None).values_list("uuid", flat=True)}
        return {str(uuid): "/".join(filter(None, state)) for uuid, *state in rows} | of_cases


def states() -> dict[str, str]:
    """Tell the stage of a case as well."""
    with scope(JOB):
        stages = dict(Case.objects.values_list("uuid", "stage"))
    return states_of_deliveries() | {str(uuid): stage for uuid, stage in stages.items()}


def sign_in(context: BrowserContext, person: Someone) -> Page:
    """Choose somebody by their button on the login page."""
    page = context.new_page()
    page.goto("/account/login")
    page.click(f".demo-users form:has([value='{person.email}']) button")
    page.wait_for_url(lambda url: "/account/" not in url)
    return page
