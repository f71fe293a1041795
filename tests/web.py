"""A web server inside the test's process that serves static files as production does.

The server of pytest-django gives every stylesheet by itself and lets a browser keep none: 46 requests for a page.
"""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests import servers

if TYPE_CHECKING:
    from collections.abc import Iterator

STORAGE = "outreach.staticfiles.OutreachStaticFilesStorage"


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Wait for whoever of this run holds the lock."""
    with (servers.BASE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def web_server() -> Iterator[LiveServer]:
    """Serve on a free port of 127.0.0.1; static files are collected by whoever of this run comes first."""
    collected = servers.BASE / "static"
    with override_settings(STATIC_ROOT=collected, STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": STORAGE}}):
        with alone("static"):
            if not (collected / "staticfiles.json").exists():
                call_command("collectstatic", interactive=False, verbosity=0)
        server = LiveServer("127.0.0.1", start=False)
        server.thread.static_handler = lambda application: application  # WhiteNoise does it
        server.start()
        try:
            yield server
        finally:
            server.stop()
