from __future__ import annotations

from celery import shared_task

from accounts.celery import ScopedTask


@shared_task(name="cases.forget_documents", base=ScopedTask)
def forget_documents_task() -> None:
    from cases.services.paper import forget_documents  # noqa: PLC0415 -- task is a leaf

    forget_documents()
