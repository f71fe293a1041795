"""``make run``: what it refuses at once, and the whole of it in clones of this checkout."""

import contextlib
import fcntl
import http.client
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

from outreach.embedded import places
from outreach.embedded.processes import processes_in
from outreach.supervisor import Part
from tests.outreach.conftest import REPOSITORY, SERVED, kill, wait_for

STRANGER = "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_busy_port_is_said_in_one_line_before_anything_starts(installation):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        installation.environment["PORT"] = str(port)

        answer = installation.run("-m", "outreach.supervisor")

    assert answer.returncode == 1
    assert answer.stderr == (
        f"Port {port} on 127.0.0.1 is in use. Choose another one: PORT={port % 65535 + 1} make run\n"
    )
    assert not installation.folder.exists()


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(installation, port):
    installation.environment["PORT"] = port

    answer = installation.run("-m", "outreach.supervisor")

    assert (answer.returncode, answer.stderr) == (1, f"PORT must be a number from 1 to 65535, not {port!r}.\n")


def test_one_data_folder_serves_one_run(installation):
    installation.folder.mkdir()
    installation.environment["PORT"] = str(free_port())
    with (installation.folder / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        answer = installation.run("-m", "outreach.supervisor")

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Outreach runs already with the data in {installation.folder}.")
    assert [file.name for file in installation.folder.iterdir()] == ["run.lock"]


def test_a_part_that_dies_is_started_again():
    part = Part("part", ["http.server", "0", "--bind", "127.0.0.1"])
    part.start()
    first = part._process.pid

    kill(first)
    wait_for(lambda: part._process.poll() is not None)
    part.mend()

    assert part._process.pid != first
    part.ask_to_stop()
    part.wait(until=0)
    assert part._process.returncode


def test_a_part_that_keeps_dying_is_given_up():
    part = Part("part", ["no_such_module"])
    part.start()

    for _ in range(5):
        part._process.wait()
        part.mend()
    part._process.wait()

    with pytest.raises(RuntimeError, match="part keeps ending"):
        part.mend()


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def is_ready(port: int) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        return get(port, "/readyz")[0] == 200
    return False


@pytest.mark.assurance
def test_it_says_where_it_is_and_servers_that_are_killed_come_back(installation):
    port = free_port()
    installation.environment |= {"PORT": str(port), "OUTREACH_DEMO": "yes"}
    supervisor = installation.start("-m", "outreach.supervisor")
    wait_for(lambda: is_ready(port), seconds=300)
    assert supervisor.stdout.readline() == "\n"
    assert supervisor.stdout.readline() == f"Outreach runs at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"

    kill(installation.postmaster())
    for pid in processes_in(installation.folder / "valkey", program="valkey-server"):
        kill(pid)
    wait_for(lambda: not is_ready(port))
    wait_for(lambda: is_ready(port), seconds=60)

    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(60) == 0
    assert not installation.cluster.running()
    assert not processes_in(installation.folder / "valkey", program="valkey-server")


# --- the whole, in clones


class Run:
    """One ``make run`` in ``folder``, as ``user``."""

    def __init__(self, folder: Path, user: str) -> None:
        self.folder = folder
        self.port = free_port()
        drop = {} if user == "root" or os.geteuid() else {"user": user, "group": pwd.getpwnam(user).pw_gid}
        environment = {name: value for name, value in os.environ.items() if name not in SERVED}
        environment |= {"PORT": str(self.port), "HOME": str(folder.parent)}
        self.log = folder.parent / "log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["make", "run"],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **drop | ({"extra_groups": []} if drop else {}),
            )

    def ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return is_ready(self.port)

    def supervisor(self) -> int:
        [pid] = [pid for pid in running_in(self.folder) if b"outreach.supervisor" in command_line(pid)]
        return pid

    def stop(self) -> None:
        """As Ctrl-C does: to the whole foreground group."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(60)
        wait_for(lambda: not running_in(self.folder))


def running_in(folder: Path) -> list[int]:
    """Whatever works in the checkout: the supervisor, web, worker, beat."""
    return [pid for program in ("python3.11", "python3") for pid in processes_in(folder, program=program)]


def command_line(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@pytest.fixture
def clone(request):
    """A fresh clone for one of three: root, an ordinary user, root where only root may look."""
    user, mode = request.param
    if os.geteuid():
        user = pwd.getpwuid(os.geteuid()).pw_name
    base = Path(tempfile.mkdtemp(prefix="outreach-clone-"))
    subprocess.run(["git", "clone", "--quiet", REPOSITORY, base / "outreach"], check=True)
    if not os.geteuid():
        for path in (base, *base.rglob("*")):
            shutil.chown(path, user, pwd.getpwnam(user).pw_gid)
    base.chmod(mode)
    yield base / "outreach", user
    for pid in running_in(base / "outreach"):
        kill(pid)
    wait_for(lambda: not running_in(base / "outreach"))
    shutil.rmtree(base)
    refuge = places.REFUGE / places.short_hash(base / "outreach" / "var")
    shutil.rmtree(refuge, ignore_errors=True)
    refuge.with_suffix(".lock").unlink(missing_ok=True)


@pytest.mark.assurance
@pytest.mark.slow
@pytest.mark.parametrize(
    "clone", [("root", 0o755), (STRANGER, 0o755), ("root", 0o700)], indirect=True, ids=["root", "user", "shut"]
)
def test_a_new_clone_runs_twice_and_after_sigkill(clone):
    folder, user = clone

    run = Run(folder, user)
    wait_for(run.ready, seconds=600)
    assert get(run.port, "/healthz") == (200, json.dumps({"status": "ok"}))
    run.stop()

    run = Run(folder, user)
    wait_for(run.ready, seconds=180)
    os.kill(run.supervisor(), signal.SIGKILL)
    run.process.wait(60)
    wait_for(lambda: not running_in(folder))

    run = Run(folder, user)
    wait_for(run.ready, seconds=180)
    wait_for(lambda: "What to try first" in run.log.read_text())
    run.stop()
