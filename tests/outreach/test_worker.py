"""The real Celery worker that other tests lean on: it works on the test's database and may be killed."""

from django.utils import timezone

from accounts.models import Heartbeat
from outreach.celery import app
from tests.outreach.conftest import wait_for


def heard_since(moment) -> bool:
    return Heartbeat.objects.filter(at__gte=moment).exists()


def test_a_worker_works_on_the_database_of_the_test(celery_worker_process):
    asked = timezone.now()

    app.send_task("accounts.beat")

    wait_for(lambda: heard_since(asked))


def test_a_task_waits_while_the_worker_is_dead(celery_worker_process):
    celery_worker_process.kill()
    asked = timezone.now()
    app.send_task("accounts.beat")
    assert not heard_since(asked)

    celery_worker_process.start()

    wait_for(lambda: heard_since(asked))
