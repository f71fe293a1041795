"""The demo city, seeded once in a run, and a server and a browser on a copy of it for a whole module.

Tests here only look, or put right what they change: seeding for each of them would take hours.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from tests import servers
from tests.browser.city import ONE_OF_EACH, put_lists_in_every_state, sign_in
from tests.conftest import renew_database
from tests.web import alone, web_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from accounts.enums import Role

#: Databases to clone: the people and agreements alone, and with six months of lists and cases.
EMPTY, FULL = f"{servers.TEMPLATE}_city_empty", f"{servers.TEMPLATE}_city"


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let Django work in another database of the same cluster."""
    database = connections["default"]
    database.close()
    database.settings_dict["NAME"] = name
    try:
        yield
    finally:
        database.close()
        database.settings_dict["NAME"] = servers.NAME


@pytest.fixture(scope="session")
def seeded(django_db_setup, django_db_blocker) -> None:
    """Make both databases, once in a run, by whichever worker comes first."""
    with django_db_blocker.unblock(), alone("city"):
        if (servers.BASE / "city").exists():
            return
        with alone("template"):  # nobody may use the template while it is copied
            servers.clone(EMPTY)
        with connected_to(EMPTY):
            call_command("seed_demo", "--no-signals")
        servers.clone(FULL, template=EMPTY)
        with connected_to(FULL):
            call_command("seed_demo")
            put_lists_in_every_state()
        (servers.BASE / "city").touch()


@contextmanager
def served(database: str) -> Iterator[str]:
    """Give the address of a server on a copy of `database`, in demo mode."""
    connections.close_all()
    servers.clone(template=database)
    try:
        with override_settings(DEMO=True), web_server() as server:
            yield server.url
    finally:
        renew_database()


@pytest.fixture(scope="module")
def city(seeded, django_db_blocker) -> Iterator[str]:
    """The address of the demo city."""
    with django_db_blocker.unblock(), served(FULL) as url:
        yield url


@pytest.fixture(scope="module")
def empty_city(seeded, django_db_blocker) -> Iterator[str]:
    """The address of a city on its first day: people and agreements, nothing else."""
    with django_db_blocker.unblock(), served(EMPTY) as url:
        yield url


@pytest.fixture
def signed_in(city, new_context) -> Callable[[Role], Page]:
    """Sign somebody in who holds the role, on a phone that runs no scripts."""
    phone = {"width": 390, "height": 844}

    def sign(role: Role) -> Page:
        context = new_context(base_url=city, viewport=phone, java_script_enabled=False)
        return sign_in(context, ONE_OF_EACH[role])

    return sign
