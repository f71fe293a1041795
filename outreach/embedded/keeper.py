"""The one parent of the embedded PostgreSQL: stays while anybody uses the server, goes when nobody does.

Run as ``python -m outreach.embedded.keeper HOME`` by the first user, outside whose session it lives. The
server dies with it (by the kernel), it goes when the server dies, and a user killed without a word is noticed
because the kernel drops the lock.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import sys
from pathlib import Path

from outreach.embedded.postgres import Cluster
from outreach.embedded.processes import EmbeddedError

SECONDS_BETWEEN_LOOKS = 0.25


def main(home: Path) -> None:
    """Start the server, say ``ready`` or what is wrong on standard output, stay until the last user is gone."""
    if os.fork():
        os._exit(0)  # the child belongs to nobody, so nobody need reap it
    lock = os.open(home / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    cluster = Cluster(home)
    try:
        cluster.start()
    except (EmbeddedError, OSError) as error:
        _say(str(error))
    else:
        _say("ready")
        _stay(cluster)
    finally:
        cluster.stop()


def _say(word: str) -> None:
    """Answer whoever started us, and let go of the pipe, so that nobody waits for its end."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stay(cluster: Cluster) -> None:
    """Return when the server died, we are told to go, or the lock of the users is free for us alone."""
    told: list[int] = []
    awake, waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda which, _frame: told.append(which))
    signal.signal(signal.SIGCHLD, lambda *_: None)
    users = os.open(cluster.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    while not told and not cluster.died():
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            select.select([awake], [], [], SECONDS_BETWEEN_LOOKS)
        else:
            return  # keeping the lock: newcomers wait until the server has stopped


if __name__ == "__main__":
    main(Path(sys.argv[1]))
