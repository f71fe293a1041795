"""The 18 sample files month by month through the real Celery worker: exactly the lists of the truth."""

from __future__ import annotations

from accounts.models import Organisation
from accounts.scope import JOB, scope
from signals_intake.imports.staging import receive_delivery
from signals_intake.services.importing import confirm_delivery
from tests.signals_intake.sample_city import (
    FILES,
    MONTHS,
    as_of,
    assert_month_is_true,
    file_of,
    lists_by_worker,
    make_city,
    wait_for_jobs,
)


def deliver(month: str, code: str) -> None:
    with scope(JOB):
        supplier = Organisation.objects.get(code=code)
        path = file_of(month, code)
        received = receive_delivery(supplier=supplier, path=path, file_name=path.name, as_of=as_of(month), by=None)
        confirm_delivery(delivery=received.delivery, by=None)


def test_the_sample_files_give_exactly_the_lists_of_the_truth(celery_worker_process):
    make_city()

    for month in MONTHS:
        for code in FILES:
            deliver(month, code)
        wait_for_jobs()
        lists_by_worker(month)
        assert_month_is_true(month)
