from __future__ import annotations

from celery import shared_task

from accounts.celery import ScopedTask


@shared_task(name="signals_intake.queue_due_lists", base=ScopedTask)
def queue_due_lists_task() -> None:
    from signals_intake.services.lists import queue_due_lists  # noqa: PLC0415 -- task is a leaf

    queue_due_lists()


@shared_task(name="signals_intake.answer_supplier", base=ScopedTask)
def answer_supplier_task(*, household_id: int) -> None:
    from signals_intake.services.answers import answer_supplier  # noqa: PLC0415 -- task is a leaf

    answer_supplier(household_id=household_id)


@shared_task(name="signals_intake.pick_up_signals", base=ScopedTask)
def pick_up_signals_task(*, household_id: int) -> None:
    from signals_intake.services.pick_up import pick_up_signals  # noqa: PLC0415 -- task is a leaf

    pick_up_signals(household_id=household_id)
