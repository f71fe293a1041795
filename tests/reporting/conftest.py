from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The scope of the wall, the session, who it is and their language: the same for every page.
AROUND = re.compile(
    r"SAVEPOINT|RELEASE|ROLLBACK|app\.scope|(INTO|UPDATE) .django_session"
    r"|^((?!FROM).)*FROM .(django_session|accounts_user|accounts_membership)."
)


@pytest.fixture
def client() -> Client:
    """Read English, the language of the sources."""
    reader = Client()
    reader.cookies["language"] = "en"
    return reader


@pytest.fixture
def count_queries() -> Callable[[], Iterator[Callable[[], int]]]:
    """Count the statements of a page itself, without those around every request."""

    @contextmanager
    def counting() -> Iterator[Callable[[], int]]:
        with CaptureQueriesContext(connection) as captured:
            yield lambda: len([query for query in captured if not AROUND.search(query["sql"])])

    return counting
