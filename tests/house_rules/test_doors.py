"""One door for what must have one, closed unless it says otherwise."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from cases.states import COURSES
from tests.house_rules.reading import OURS, found, functions, texts, writes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.urls.resolvers import URLResolver

#: Nobody is signed in yet: the way in, the door of a personal link, and the health checks.
PUBLIC = {
    "account_login", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "set_language", "healthz", "readyz",
    "look_back", "look_back_thanks",
}  # fmt: skip
#: Who may open a scope: one request, one task, one command.
SCOPERS = {"accounts/scope.py", "accounts/middleware.py", "accounts/celery.py", "accounts/commands.py"}
#: Who writes a column called `state` of something that has no course: it may become anything, or belongs to another room.
OWN_STATE = {
    "accounts/jobs.py", "cases/services/checklist.py", "cases/services/creditor.py", "cases/services/income.py",
    "signals_intake/services/importing.py",
}  # fmt: skip


def test_only_the_outbox_talks_to_the_broker():
    calls = {
        name
        for name, text in texts("*.py", within=OURS)
        for verb in ("delay", "apply_async", "send_task")
        for _ in functions(verb, text)
    }

    assert calls <= {"accounts/outbox.py"}


def test_only_the_three_doors_open_a_scope():
    openers = {name for name, text in texts("*.py", within=OURS) for _ in functions("scope", text)}

    assert openers <= SCOPERS


def test_nothing_but_the_wall_sets_the_scope():
    setters = {line.split(":")[0] for line in found(r"app\.scope", "*.py", within=OURS)}

    assert setters - {line for line in setters if "/migrations/" in line} <= {
        "accounts/scope.py", "accounts/rls.py", "outreach/schema.py",
    }  # fmt: skip


def test_one_service_writes_where_something_stands():
    services = defaultdict(set)
    for course in COURSES:
        services[course.column.split(".")[1]].add(f"cases/services/{course.service}.py")

    loose = [
        (course.column, name)
        for name, text in texts("*.py", within=OURS)
        for course in COURSES
        if writes(course.column, text) and name not in services[course.column.split(".")[1]] | OWN_STATE
    ]

    assert [(column, name) for column, name in loose if "/migrations/" not in name] == []


def test_nothing_streams_from_the_database():
    assert found(r"StreamingHttpResponse", "*.py", within=OURS) == []


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry
        else:
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def test_only_the_way_in_and_the_health_checks_are_open():
    is_open = {
        name
        for name, entry in addresses(get_resolver())
        if not getattr(entry.callback, "login_required", True) and not name.startswith("api:")
    }

    assert is_open == PUBLIC


def test_every_view_of_the_api_asks_who_calls():
    loose = [
        name
        for name, entry in addresses(get_resolver())
        if name.startswith("api:")
        and [
            p.__name__
            for p in entry.callback.initkwargs.get("permission_classes", entry.callback.cls.permission_classes)
        ]
        != ["IsAuthenticated"]
    ]

    assert loose == []
