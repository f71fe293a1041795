"""The embedded Valkey: what was queued survives, and nothing outlives its parent."""

import redis

from outreach.embedded import Valkey
from outreach.embedded.processes import processes_in
from tests.outreach.conftest import kill, wait_for

RUN = """
import sys
from outreach.embedded import Valkey
valkey = Valkey()
valkey.start()
print("in", flush=True)
sys.stdin.read()
"""


def parent_of_a_server(installation):
    process = installation.start("-c", RUN)
    assert process.stdout.readline() == "in\n"
    return process, redis.Redis(unix_socket_path=str(server(installation).socket))


def server(installation) -> Valkey:
    return Valkey(installation.folder / "valkey")


def pids(installation) -> list[int]:
    return processes_in(server(installation).home, program="valkey-server")


def test_what_was_queued_survives_sigkill(installation):
    parent, client = parent_of_a_server(installation)
    client.rpush("queue", "task")
    client.execute_command("WAITAOF", 1, 0, 5000)

    kill(pids(installation)[0])
    kill(parent.pid)
    _, client = parent_of_a_server(installation)

    assert client.lrange("queue", 0, -1) == [b"task"]
    client.close()


def test_it_dies_with_its_parent(installation):
    parent, client = parent_of_a_server(installation)
    client.close()

    kill(parent.pid)

    wait_for(lambda: not pids(installation))


def test_nothing_is_ever_evicted(installation):
    _, client = parent_of_a_server(installation)

    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    client.close()
