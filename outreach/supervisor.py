"""One process tree for one machine: PostgreSQL, Valkey, web, worker and beat (``make run``).

The port is taken first and handed to gunicorn, so nothing else is started when it is busy and nobody can slip
in between. Whatever dies is started again; when the supervisor dies, even by SIGKILL, the kernel takes the rest
along. ``DATABASE_URL`` and ``REDIS_URL`` win over the embedded servers; the demo city and its known passwords
come only to the embedded database, unless ``OUTREACH_DEMO`` says otherwise.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import http
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, NoReturn

from outreach.embedded import EmbeddedError, PostgresUser, Valkey, data_dir
from outreach.embedded.places import REPOSITORY
from outreach.embedded.processes import die_with_parent, spawn

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PORT = 65535
# A part that dies this often within a minute is broken, not unlucky.
DEATHS_A_MINUTE = 5
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 20.0  # seconds for a part to finish its work when asked to stop


class Part:
    """One child process, started again when it dies."""

    def __init__(self, name: str, command: list[str], *, keep: tuple[int, ...] = ()) -> None:
        self.name = name
        self._command = [sys.executable, "-m", *command]
        self._keep = keep
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths: deque[float] = deque(maxlen=DEATHS_A_MINUTE)

    def start(self) -> None:
        """Start it."""
        # The worker would warn of root at every start; root chose it once.
        quiet = {"PYTHONWARNINGS": "ignore::UserWarning:celery.platforms"} if os.geteuid() == 0 else {}
        self._process = spawn(
            self._command,
            death=signal.SIGTERM,
            cwd=REPOSITORY,
            env=os.environ | quiet,
            pass_fds=self._keep,
        )

    def mend(self) -> None:
        """Start again what died; raise ``EmbeddedError`` when that does not help."""
        if self._process is None or self._process.poll() is None:
            return
        now = time.monotonic()
        if len(self._deaths) == DEATHS_A_MINUTE and now - self._deaths[0] < 60:  # noqa: PLR2004 -- a minute
            raise EmbeddedError(f"{self.name} keeps ending (exit code {self._process.returncode}).")
        self._deaths.append(now)
        _say(f"{self.name} ended with exit code {self._process.returncode}; starting it again.")
        self.start()

    def ask_to_stop(self) -> None:
        """Let it finish what it is at."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end; kill the whole session when ``until`` has passed."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Told(Exception):  # noqa: N818 -- no error: somebody asked us to stop
    """SIGINT, SIGTERM or SIGHUP came."""


def main() -> None:
    """Run until told to stop. Exit code 1 and one line when it cannot."""
    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, _told)
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM, parent=os.getppid())()
    try:
        with contextlib.suppress(Told), _port() as port, _only_one(), _servers() as servers:
            run(port, servers)
    except EmbeddedError as error:
        sys.exit(str(error))


def run(port: socket.socket, servers: tuple[PostgresUser | None, Valkey | None]) -> None:
    """Prepare the database, start the parts, tell where it is, and mend until told to stop."""
    welcome = _prepare()
    parts = _parts(port.fileno())
    try:
        for part in parts:
            part.start()
        number = port.getsockname()[1]
        _wait_until_ready(number, parts)
        sys.stdout.write(f"\nOutreach runs at http://127.0.0.1:{number}/ (Ctrl-C stops it)\n{welcome}")
        sys.stdout.flush()
        _mend(parts, *servers)
    finally:
        _stop(parts)


def _prepare() -> str:
    """Migrate and seed in one process of its own; return what it has to say to the reader."""
    command = [sys.executable, "manage.py", "prepare"]
    prepared = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    if prepared.returncode:
        raise EmbeddedError("The database could not be prepared; see above.")
    return prepared.stdout


def _mend(parts: list[Part], postgres: PostgresUser | None, valkey: Valkey | None) -> NoReturn:
    """See to it that everything runs, every second, until a signal comes."""
    while True:
        time.sleep(1)
        if postgres:
            postgres.mend()
        if valkey and valkey.died():
            valkey.start()
        for part in parts:
            part.mend()


def _stop(parts: list[Part]) -> None:
    """Ask all together, then wait: a task in hand may be finished."""
    for part in parts:
        part.ask_to_stop()
    until = time.monotonic() + PATIENCE
    for part in parts:
        part.wait(until)


def _parts(listening: int) -> list[Part]:
    web = ["gunicorn", "outreach.wsgi", "--bind", f"fd://{listening}", "--workers", "2", "--threads", "4"]
    worker = ["celery", "-A", "outreach", "--quiet", "worker", "--concurrency", "2", "--loglevel", "warning"]
    return [
        Part("web", [*web, "--log-level", "warning", "--no-control-socket"], keep=(listening,)),
        Part("worker", [*worker, "--without-gossip", "--without-mingle"]),
        # Without a pid file: one left by SIGKILL would keep the next beat from starting.
        Part("beat", ["celery", "-A", "outreach", "--quiet", "beat", "--loglevel", "warning", "--pidfile="]),
    ]


@contextlib.contextmanager
def _port() -> Iterator[socket.socket]:
    """Listen on 127.0.0.1:``PORT``; whoever connects early waits for gunicorn."""
    text = os.environ.get("PORT", "") or "8000"
    if not text.isdecimal() or not 0 < int(text) <= MAX_PORT:
        raise EmbeddedError(f"PORT must be a number from 1 to {MAX_PORT}, not {text!r}.")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(text)))
            listener.listen(2048)
        except OSError as error:
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            raise EmbeddedError(
                f"Port {text} on 127.0.0.1 {reason}. Choose another one: PORT={int(text) % MAX_PORT + 1} make run"
            ) from None
        yield listener


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """Hold the data folder for ourselves; two workers with one Valkey log would ruin it."""
    folder = data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError:
        raise EmbeddedError(f"{folder} belongs to another user. Set OUTREACH_DATA_DIR to a folder of yours.") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise EmbeddedError(
            f"Outreach runs already with the data in {folder}. Stop it, or set OUTREACH_DATA_DIR to another folder."
        ) from None
    finally:
        os.close(lock)


@contextlib.contextmanager
def _servers() -> Iterator[tuple[PostgresUser | None, Valkey | None]]:
    """Have the embedded servers that no address in the environment replaces."""
    postgres = None if "DATABASE_URL" in os.environ else PostgresUser()
    valkey = None if os.environ.get("REDIS_URL") else Valkey()
    if postgres:
        os.environ.setdefault("OUTREACH_DEMO", "yes")
    try:
        if postgres:
            postgres.enter()
        if valkey:
            valkey.start()
        yield postgres, valkey
    finally:
        if valkey:
            valkey.stop()
        if postgres:
            postgres.leave()


def _wait_until_ready(port: int, parts: list[Part]) -> None:
    """Wait for the first good answer of ``/readyz``; a minute without one is shown, not fatal."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for part in parts:
            part.mend()
        with contextlib.suppress(OSError, http.client.HTTPException), _ask(port) as answer:
            if answer.status == http.HTTPStatus.OK:
                return
        time.sleep(0.5)
    _say("It runs, but /readyz does not say that everything is well yet.")


@contextlib.contextmanager
def _ask(port: int) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        yield connection.getresponse()
    finally:
        connection.close()


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _told(*_: object) -> None:
    """Stop, once: whatever is sent after the first signal must not disturb the stopping."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    raise Told


if __name__ == "__main__":
    main()
