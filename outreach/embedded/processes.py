"""Child processes that cannot outlive their parent, and a sure way to recognise a server of ours."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


class EmbeddedError(RuntimeError):
    """An embedded server cannot run here; the message says why and what to do."""


class Identity(NamedTuple):
    """The unprivileged user that PostgreSQL runs as when we are root."""

    uid: int
    gid: int


def die_with_parent(death: signal.Signals, *, parent: int | None = None) -> Callable[[], None]:
    """Return a ``preexec_fn``: the kernel sends ``death`` to the child when its parent dies, even by SIGKILL.

    The wish is lost at a change of uid, so it is made after ``Popen(user=...)`` has changed it, which is when
    ``preexec_fn`` runs. The second look at the parent closes the gap in which it died before we asked.
    """
    expected = parent or os.getpid()

    def arrange() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(death))
        if os.getppid() != expected:
            os.kill(os.getpid(), death)

    return arrange


def spawn(
    command: Sequence[str | Path], *, death: signal.Signals, output: IO[bytes] | None = None, **options: Any
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own, out of reach of Ctrl-C, to get ``death`` when we die."""
    process: subprocess.Popen[Any] = subprocess.Popen(  # noqa: S603 -- programs and arguments of our own
        command,
        **{"stdin": subprocess.DEVNULL} | options,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=die_with_parent(death),  # noqa: PLW1509 -- it takes no lock, so threads do it no harm
    )
    return process


def processes_in(folder: Path, *, program: str) -> list[int]:
    """Return the running processes of ``program`` that work in ``folder``.

    A pid file alone proves nothing: the number may belong to something else by now. Both servers change into
    their data folder and stay there, so the pair of program and folder names them.
    """
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                same_program = (entry / "exe").readlink().name.split(" ")[0] == program
                if same_program and (entry / "cwd").readlink() == folder:
                    found.append(int(entry.name))
    return found


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Poll ``condition``; return whether it came true within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def clear_away(folder: Path, *, program: str, polite: signal.Signals) -> None:
    """End what an earlier run left behind in ``folder``: asked first, killed after ten seconds.

    After SIGKILL of a server its helpers need a moment to notice; starting beside them would fail.
    """

    def gone() -> bool:
        return not processes_in(folder, program=program)

    for death, patience in ((polite, 10.0), (signal.SIGKILL, 5.0)):
        if gone():
            return
        for pid in processes_in(folder, program=program):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, death)
        wait_until(gone, seconds=patience)
