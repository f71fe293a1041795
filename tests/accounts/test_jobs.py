from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts import jobs
from accounts.enums import JobKind, JobState
from accounts.jobs import JobFailed, hand_out_lost_jobs, queue_job, run_step
from accounts.models import Job, OutboxMessage
from accounts.scope import JOB, scope


@pytest.fixture
def steps(monkeypatch):
    """Let a job of the kind of imports do what a test says; by default three pieces of work."""

    def three(job: Job) -> bool:
        job.total, job.done = 3, job.done + 1
        return job.done == job.total

    registered = {JobKind.IMPORT: three}
    monkeypatch.setattr(jobs, "_steps", registered)
    return registered


def queued() -> Job:
    return queue_job(kind=JobKind.IMPORT, key="file 1", by=None)


def run(job: Job) -> Job:
    while run_step(job_id=job.pk):
        pass
    job.refresh_from_db()
    return job


def test_asking_twice_gives_one_job_and_one_message(db):
    assert queued() == queued()
    assert OutboxMessage.objects.get().ids == {"job_id": queued().pk}


def test_a_finished_job_can_be_asked_for_again(db, steps):
    first = run(queued())

    assert queued() != first


def test_a_job_goes_step_by_step_to_its_end(db, steps):
    job = run(queued())

    assert (job.state, job.done, job.total, job.attempts) == (JobState.DONE, 3, 3, 1)
    assert job.finished_at is not None


def test_the_first_step_only_claims(db, steps):
    job = queued()

    assert run_step(job_id=job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.done) == (JobState.RUNNING, 1, 0)


def test_a_finished_job_is_not_done_again(db, steps):
    job = run(queued())
    steps.clear()  # a step would raise

    assert run_step(job_id=job.pk) is False


def test_a_job_that_cannot_be_done_says_why_and_leaves_nothing_behind(db, steps):
    def refuse(job: Job) -> bool:
        OutboxMessage.objects.create(topic="half", handler="done")
        raise JobFailed("file_is_gone")

    steps[JobKind.IMPORT] = refuse
    job = run(queued())

    assert (job.state, job.error_code) == (JobState.FAILED, "file_is_gone")
    assert not OutboxMessage.objects.filter(topic="half").exists()


def lose(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_whose_worker_is_gone_is_handed_out_again(db, steps):
    job = queued()
    run_step(job_id=job.pk)
    run_step(job_id=job.pk)
    lose(job)

    assert hand_out_lost_jobs() == 1

    assert OutboxMessage.objects.count() == 2
    assert (run(job).done, job.attempts) == (3, 2)


def test_a_job_with_a_running_lease_is_left_alone(db, steps):
    run_step(job_id=queued().pk)

    assert hand_out_lost_jobs() == 0


def test_waiting_in_a_long_queue_costs_no_attempt(db):
    job = queued()
    for _ in range(jobs.MOST_ATTEMPTS + 1):
        lose(job)
        hand_out_lost_jobs()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def worker(job: Job) -> None:
    """What a task does: a step a transaction, until the job is over."""
    more = True
    while more:
        with scope(JOB):
            more = run_step(job_id=job.pk)


def test_a_job_that_kills_every_worker_ends(committed_db, steps):
    def poison(job: Job) -> bool:
        raise MemoryError

    steps[JobKind.IMPORT] = poison
    with scope(JOB):
        job = queued()
    for _ in range(jobs.MOST_ATTEMPTS):
        with pytest.raises(MemoryError):
            worker(job)
        lose(job)
        with scope(JOB):
            hand_out_lost_jobs()

    worker(job)  # nothing left to die of
    job.refresh_from_db()
    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, "gave_up", jobs.MOST_ATTEMPTS)


def in_thread(work) -> threading.Thread:
    """Run `work` on a connection of its own."""

    def body() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=body)
    thread.start()
    return thread


def test_two_workers_do_each_step_once(committed_db, steps):
    done: list[int] = []

    def hundred(job: Job) -> bool:
        job.done += 1
        done.append(job.done)
        return job.done == 100

    steps[JobKind.IMPORT] = hundred
    with scope(JOB):
        job = queued()

    for thread in [in_thread(lambda: worker(job)), in_thread(lambda: worker(job))]:
        thread.join(30)

    assert done == list(range(1, 101))


def test_a_job_in_the_middle_of_a_step_is_not_lost(committed_db, steps):
    with scope(JOB):
        job = queued()
        run_step(job_id=job.pk)
    lose(job)
    found: list[int] = []

    def look() -> None:
        with scope(JOB):
            found.append(hand_out_lost_jobs())

    with scope(JOB):
        run_step(job_id=job.pk)
        in_thread(look).join(30)

    assert found == [0]


def test_two_who_ask_at_once_get_one_job(committed_db):
    together, found = threading.Barrier(2), []

    def ask() -> None:
        with scope(JOB):
            together.wait(10)
            found.append(queued().pk)

    for thread in [in_thread(ask), in_thread(ask)]:
        thread.join(30)

    assert len(found) == 2
    assert len(set(found)) == 1
