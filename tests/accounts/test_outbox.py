from __future__ import annotations

import os
import subprocess
import sys

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts import events
from accounts.models import OutboxMessage
from accounts.outbox import due, mark_done, mark_failed, publish, relay, relay_soon

QUEUE = settings.CELERY_TASK_DEFAULT_QUEUE


@pytest.fixture
def topic(monkeypatch):
    """A topic with one listener, of these tests alone."""
    monkeypatch.setitem(events.TOPICS, "door.opened", ("door_id",))
    monkeypatch.setitem(events._subscribers, "door.opened", ["accounts.nobody"])
    return "door.opened"


@pytest.fixture
def broker():
    """The real broker of this test process, empty."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


def relay_without_a_broker(folder) -> float:
    """Call ``relay_soon`` in a process whose broker does not answer; gives the seconds it took."""
    code = """if True:
        import time, django
        django.setup()
        from accounts.outbox import relay_soon
        before = time.monotonic()
        relay_soon()
        print(time.monotonic() - before)
    """
    away = {**os.environ, "REDIS_URL": f"unix://{folder}/nobody.sock?db=0"}
    return float(subprocess.run([sys.executable, "-c", code], env=away, capture_output=True, check=True).stdout)


def waiting() -> int:
    return OutboxMessage.objects.filter(sent_at=None).count()


@transaction.atomic
def and_crash(work) -> None:
    """Do it, then die before the commit."""
    work()
    raise ZeroDivisionError


def test_every_subscriber_gets_a_row(db, topic, monkeypatch):
    monkeypatch.setitem(events._subscribers, topic, ["a.first", "b.second"])

    publish(topic, door_id=7)

    assert list(OutboxMessage.objects.values_list("handler", "ids")) == [
        ("a.first", {"door_id": 7}),
        ("b.second", {"door_id": 7}),
    ]


@pytest.mark.parametrize("ids", [{}, {"door_id": 1, "name": 2}, {"name": 1}])
def test_a_topic_carries_its_ids_and_nothing_else(db, topic, ids):
    with pytest.raises(ValueError, match=r"door\.opened"):
        publish(topic, **ids)


def test_an_unknown_topic_is_refused(db):
    with pytest.raises(ValueError, match="unheard"):
        publish("unheard.of")
    with pytest.raises(ValueError, match="unheard"):
        events.subscribe("unheard.of", "a.task")


def test_subscribing_twice_is_once(topic):
    events.subscribe(topic, "accounts.nobody")

    assert events.subscribers(topic) == ["accounts.nobody"]


def test_a_message_is_undone_with_its_transaction(committed_db, topic):
    with pytest.raises(ZeroDivisionError):
        and_crash(lambda: publish(topic, door_id=7))

    assert waiting() == 0


def test_the_relay_hands_over_what_waits(committed_db, topic, broker):
    publish(topic, door_id=7)

    assert relay() == 1

    assert broker.llen(QUEUE) == 1
    assert waiting() == 0
    assert relay() == 0


def test_the_oldest_go_first_and_a_batch_is_bounded(committed_db, topic, broker):
    for number in range(3):
        publish(topic, door_id=number)

    assert relay(batch=2) == 2

    assert OutboxMessage.objects.get(sent_at=None).ids == {"door_id": 2}


def test_what_waits_for_a_broker_that_is_away_goes_when_it_is_back(committed_db, topic, broker, tmp_path):
    publish(topic, door_id=7)

    assert relay_without_a_broker(tmp_path) < 5  # seconds; on a free machine a fifth of one
    assert waiting() == 1

    relay_soon()
    assert (waiting(), broker.llen(QUEUE)) == (0, 1)


def test_a_crash_after_sending_sends_again(committed_db, topic, broker):
    publish(topic, door_id=7)
    with pytest.raises(ZeroDivisionError):
        and_crash(relay)

    relay()

    assert broker.llen(QUEUE) == 2


def test_what_was_sent_and_never_done_is_sent_again_after_ever_longer_pauses(committed_db, topic, broker):
    publish(topic, door_id=7)
    relay()
    message = OutboxMessage.objects.get()
    pauses = []
    while due_after(message) <= 0:
        relay()
        message.refresh_from_db()
        pauses.append((message.next_at - message.sent_at).total_seconds() / settings.JOB_LEASE_SECONDS)

    assert pauses == [2**attempt for attempt in range(1, 10)]
    assert (message.attempts, broker.llen(QUEUE)) == (10, 10)


def due_after(message) -> int:
    """Let its pause be over, and say how many of the rows are not due even then."""
    OutboxMessage.objects.filter(pk=message.pk).update(next_at=timezone.now())
    return 1 - due().count()


def test_what_is_done_is_never_sent_again(committed_db, topic, broker):
    publish(topic, door_id=7)
    message = OutboxMessage.objects.get()

    mark_done(message.pk)

    assert relay() == 0


def test_what_failed_says_what_kind_of_error_it_was_and_not_its_words(db, topic):
    publish(topic, door_id=7)
    message = OutboxMessage.objects.get()

    mark_failed(message.pk, ValueError("mevrouw Jansen"))

    message.refresh_from_db()
    assert (message.error_code, message.done_at) == ("ValueError", None)


def test_a_row_that_another_relay_holds_is_passed_over(committed_db, topic, broker):
    publish(topic, door_id=7)
    with transaction.atomic():
        OutboxMessage.objects.select_for_update().get()
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM (SELECT FROM accounts_outboxmessage FOR UPDATE SKIP LOCKED) free")
            assert cursor.fetchone() == (0,)
        other.close()


def test_inside_a_transaction_nothing_is_sent(db, topic, broker):
    publish(topic, door_id=7)

    relay_soon()

    assert broker.llen(QUEUE) == 0
