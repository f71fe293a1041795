"""Taste and safety that a reader would have to watch for, watched by a test."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from common.personal import CARE
from tests.factories.fields import PERSONAL, unclassified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.urls.resolvers import URLResolver

ROOT = Path(__file__).parents[1]
APPS = ["outreach", "reporting", "signals_intake", "visits", "networks", "cases", "accounts", "common"]
OURS = tuple(f"{app}/" for app in APPS)
HERE = Path(__file__).name
#: Nobody is signed in yet: the way in, and the health checks.
PUBLIC = {
    "account_login", "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "set_language", "healthz", "readyz",
}  # fmt: skip
#: Who may open a scope: one request, one task, one command.
SCOPERS = {"accounts/scope.py", "accounts/middleware.py", "accounts/celery.py", "accounts/commands.py"}


def committed() -> list[Path]:
    """Every file of the project, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def texts(*patterns: str, within: str | tuple[str, ...] = "") -> Iterator[tuple[str, str]]:
    """Name and text of the files of these kinds and folders, this one aside."""
    for path in committed():
        name = str(path.relative_to(ROOT))
        if path.name != HERE and name.startswith(within) and any(path.match(pattern) for pattern in patterns):
            yield name, path.read_text(encoding="utf-8", errors="replace")


def found(expression: str, *patterns: str, within: str | tuple[str, ...] = "") -> list[str]:
    """Give ``file:line`` of every line that matches."""
    line = re.compile(expression)
    return [
        f"{name}:{number}"
        for name, text in texts(*patterns, within=within)
        for number, words in enumerate(text.splitlines(), 1)
        if line.search(words)
    ]


def functions(name: str, text: str) -> Iterator[ast.Call]:
    """Every call in a module of the function or method `name`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
            yield node


# --- nothing is faked


def test_celery_is_never_eager():
    assert found(r"(?i)always_eager|eager_propagates|\.apply\(\)", "*.py", "*.toml", "*.yml", "Makefile") == []


def test_browsers_sign_in_through_the_form():
    browsers = [
        name for name, text in texts("*.py", within="tests/") if re.search(r"\bpage: Page|playwright|live_server", text)
    ]

    assert [name for name in browsers if "force_login" in (ROOT / name).read_text() and "conftest" not in name] == []


def test_nothing_is_skipped_that_could_be_installed():
    skips = [
        f"{name}:{call.lineno}"
        for name, text in texts("*.py", within="tests/")
        for verb in ("skip", "skipif", "importorskip", "xfail")
        for call in functions(verb, text)
    ]

    assert skips == []


def test_tests_poll_instead_of_sleeping():
    slow = [
        f"{name}:{call.lineno}"
        for name, text in texts("*.py", within="tests/")
        for call in functions("sleep", text)
        if not (isinstance(call.args[0], ast.Constant) and call.args[0].value <= 0.2)
    ]

    assert slow == []


def test_our_own_code_is_not_mocked():
    assert found(r"unittest.mock|\bMagicMock\b|\bmocker\b", "*.py", within="tests/") == []


# --- one door for what must have one


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


def test_nothing_streams_from_the_database():
    assert found(r"StreamingHttpResponse", "*.py", within=OURS) == []


# --- closed by default


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


# --- the project speaks of itself only


def test_no_file_names_a_registry_or_a_place_on_a_machine():
    hosts = r"pypi\.org|pythonhosted|npmjs|registry\.|jsdelivr|unpkg|/root/|/home/[a-z]+/|/work/"

    assert (
        found(hosts, "*.py", "*.html", "*.css", "*.js", "*.toml", "*.txt", "*.in", "*.md", "*.yml", "Makefile", "*.sh")
        == []
    )


def test_nothing_is_left_to_be_done():
    assert found(r"\b(TODO|FIXME|XXX|HACK)\b", "*.py", "*.html", "*.css", "*.js", "*.md", "*.toml") == []


# --- templates


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize(
    ("what", "expression"),
    [
        ("inline style", r"<style\b|\sstyle\s*="),
        ("inline script", r"<script(?![^>]*\bsrc=)[^>]*>"),
        ("handler", r"\son[a-z]+\s*=\s*[\"']"),
        ("address of a script", r"javascript:"),
    ],
)
def test_templates_hold_no_code_of_their_own(what, expression):
    inline = re.compile(expression, re.IGNORECASE)

    assert [str(p.relative_to(ROOT)) for p in templates() if inline.search(p.read_text())] == []


def test_every_template_is_used():
    by_django = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    words = "\n".join(text for _, text in texts("*.py", "*.html"))
    unused = [
        name
        for path in templates()
        for name in [str(path.relative_to(ROOT / "templates"))]
        if name not in by_django and not name.startswith("account/") and not is_named(name, words)
    ]

    assert unused == []


def is_named(template: str, words: str) -> bool:
    """Whether some file names it in full, or by the last part where a folder is put before it."""
    return f'"{template}"' in words or f"'{template}'" in words or f'"{template.rsplit("/", maxsplit=1)[-1]}"' in words


# --- models


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def test_paired_fields_are_filled_together():
    loose = []
    for model in our_models():
        names = {field.name: field for field in model._meta.concrete_fields}
        checked = {
            name for c in model._meta.constraints if isinstance(c, CheckConstraint) for name in constrained(c.condition)
        }
        for name, field in names.items():
            pair = re.sub("_(at|on)$", "_by", name)
            if pair != name and pair in names and field.null and not hasattr(model, "pgh_tracked_model"):
                loose += [f"{model.__name__}.{name}"] if not {name, pair} <= checked else []

    assert loose == []


def constrained(condition: models.Q) -> Iterator[str]:
    """Names of the fields in a condition."""
    for part in condition.children:
        if isinstance(part, models.Q):
            yield from constrained(part)
        elif isinstance(part, tuple):
            yield part[0].split("__")[0]


def test_every_field_that_can_hold_something_personal_says_what_and_how_long():
    assert {model.__name__: missing for model in our_models() if (missing := unclassified(model))} == {}


@pytest.mark.parametrize(
    "name",
    [
        "cases.HouseholdCircumstance.kind", "cases.Case.stage", "cases.Case.close_reason", "cases.TimelineEntry.detail",
        "cases.ContactAttempt.outcome", "signals_intake.ReviewDecision.reason",
    ],
)  # fmt: skip
def test_a_code_that_tells_of_somebody_is_care(name):
    model, _, field = name.rpartition(".")

    assert apps.get_model(model).field_classes[field] == CARE


def test_field_classes_name_no_field_that_is_gone():
    gone = {
        model.__name__: left
        for model in our_models()
        if (left := set(getattr(model, "field_classes", {})) - {field.name for field in model._meta.fields})
    }

    assert gone == {}


@pytest.mark.parametrize("choices", [None, [("a", "A")]], ids=["open", "choice"])
@pytest.mark.parametrize("kind", PERSONAL, ids=lambda kind: kind.__name__)
def test_a_new_field_without_a_class_would_be_noticed(kind, choices):
    arguments = {models.DecimalField: {"max_digits": 5, "decimal_places": 2}, models.CharField: {"max_length": 5}}
    field = kind(**arguments.get(kind, {})) if kind.__name__ != "ArrayField" else kind(models.CharField(max_length=5))
    field.choices = choices
    field.set_attributes_from_name("novelty")

    class Toy:
        class _meta:  # noqa: N801 -- stands in for Django's
            fields = [field]

    assert unclassified(Toy) == ["novelty"]
    Toy.field_classes = {"novelty": None}
    assert unclassified(Toy) == []
