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

EAGER = r"(?i)always_eager|eager_propagates|\.apply\("
#: Leaves tests out from afar; what a test can say of itself is in `skips`.
LEFT_OUT = r"collect_ignore|--deselect|--ignore\b"
SKIPS = {"skip", "skipif", "xfail", "importorskip", "SkipTest", "skipTest", "skipIf", "skipUnless", "expectedFailure"}
#: Fixtures of a browser.
BROWSER = {"page", "context", "new_context", "browser"}
LONGEST_SLEEP = 0.2  # seconds


def skips(text: str) -> list[int]:
    """Lines that leave a test out, or let it fail: called or bare, as a mark, a decorator or an import."""
    return sorted(
        {
            node.lineno
            for node in ast.walk(ast.parse(text))
            if (isinstance(node, ast.Attribute) and node.attr in SKIPS)
            or (isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} & SKIPS)
        }
    )


def sleeps(text: str) -> list[int]:
    """Lines that sleep longer than a poll does, or hide how long."""
    long = {call.lineno for call in functions("sleep", text) if not is_short(call)}
    waits = {call.lineno for call in functions("wait_for_timeout", text)}
    renamed = {
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "sleep" and alias.asname for alias in node.names)
    }
    return sorted(long | waits | renamed)


def is_short(call: ast.Call) -> bool:
    """Whether the only argument, by whatever name, is a constant that is small enough."""
    match [*call.args, *(keyword.value for keyword in call.keywords)]:
        case [ast.Constant(value=int() | float() as seconds)]:
            return seconds <= LONGEST_SLEEP
    return False


def has_a_browser(name: str, text: str) -> bool:
    if name.startswith("tests/browser/") or name == "tests/test_chain.py":
        return True
    return bool(re.search(r"\bpage: Page|playwright|live_server", text)) or any(
        BROWSER & {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.name.startswith("test") or is_fixture(node))
    )


def is_fixture(function: ast.FunctionDef) -> bool:
    return any("fixture" in ast.unparse(decorator) for decorator in function.decorator_list)


def skips_the_form(text: str) -> bool:
    """Whether somebody gets in without typing a password: by Django's shortcut, by ours, or with a cookie."""
    if re.search(r"\bforce_login\b|\badd_cookies\b|\bstorage_state\b", text):
        return True
    modules = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module == "tests.factories.accounts":
            if {alias.name for alias in node.names} & {"sign_in", "*"}:
                return True
        elif isinstance(node, ast.ImportFrom) and node.module == "tests.factories":
            modules |= {alias.asname or alias.name for alias in node.names if alias.name == "accounts"}
        elif isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name for alias in node.names if alias.name == "tests.factories.accounts"}
    return any(re.search(rf"\b{re.escape(module)}\.sign_in\b", text) for module in modules)


def test_celery_is_never_eager():
    assert found(EAGER, "*.py", "*.toml", "*.yml", "Makefile") == []


@pytest.mark.parametrize(
    "line",
    ["CELERY_TASK_ALWAYS_EAGER = True", "task.apply()", "task.apply(args=[1])", "task.apply(", "eager_propagates=True"],
)
def test_an_eager_task_is_caught(line):
    assert re.search(EAGER, line)


def test_browsers_sign_in_through_the_form():
    browsers = {name: text for name, text in texts("*.py", within="tests/") if has_a_browser(name, text)}

    assert {"tests/test_chain.py", "tests/browser/city.py", "tests/signals_intake/test_review_browser.py"} <= {
        *browsers
    }
    assert [name for name, text in browsers.items() if skips_the_form(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "client.force_login(user)",
        "from tests.factories.accounts import person, sign_in",
        "from tests.factories.accounts import sign_in as come_in",
        "from tests.factories.accounts import *",
        "from tests.factories import accounts\naccounts.sign_in(client, user)",
        "import tests.factories.accounts as made\nmade.sign_in(client, user)",
        "import tests.factories.accounts\ntests.factories.accounts.sign_in(client, user)",
        "context.add_cookies([cookie])",
    ],
)
def test_a_way_around_the_form_is_caught(text):
    assert skips_the_form(text)


def test_the_form_itself_is_no_way_around_it():
    assert not skips_the_form("from tests.browser.city import sign_in\nfrom tests.factories.accounts import person")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tests/browser/anything.py", ""),
        ("tests/test_chain.py", ""),
        ("tests/cases/test_x.py", "def test_x(page): ..."),
        ("tests/cases/test_x.py", "def test_x(db, *, new_context): ..."),
        ("tests/cases/test_x.py", "@pytest.fixture(scope='module')\ndef somebody(browser): ..."),
        ("tests/cases/test_x.py", "class TestX:\n    def test_x(self, context): ..."),
    ],
)
def test_a_test_with_a_browser_is_known(name, text):
    assert has_a_browser(name, text)


def test_nothing_is_skipped_that_could_be_installed():
    assert [f"{name}:{line}" for name, text in texts("*.py", within="tests/") for line in skips(text)] == []
    assert found(LEFT_OUT, "*.py", "*.toml", "*.cfg", "*.ini", "*.yml", "Makefile") == []


@pytest.mark.parametrize(
    "text",
    [
        "pytest.skip('no browser')",
        "@pytest.mark.skip\ndef test_x(): ...",
        "@pytest.mark.skipif(True, reason='x')\ndef test_x(): ...",
        "@pytest.mark.xfail\ndef test_x(): ...",
        "pytestmark = pytest.mark.skip(reason='x')",
        "pytestmark = [pytest.mark.django_db, pytest.mark.skip]",
        "pytest.param(1, marks=pytest.mark.xfail)",
        "redis = pytest.importorskip('redis')",
        "from pytest import skip as leave",
        "raise unittest.SkipTest",
    ],
)
def test_a_test_that_is_left_out_is_caught(text):
    assert skips(text)


@pytest.mark.parametrize(
    "line",
    [
        "collect_ignore = ['test_x.py']",
        "collect_ignore_glob = ['*']",
        "pytest --deselect a::b",
        "pytest --ignore=tests",
    ],
)
def test_a_file_that_is_left_out_is_caught(line):
    assert re.search(LEFT_OUT, line)


def test_tests_poll_instead_of_sleeping():
    assert [f"{name}:{line}" for name, text in texts("*.py", within="tests/") for line in sleeps(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "time.sleep(1)", "sleep(0.3)", "sleep(secs=2)", "time.sleep(seconds)", "sleep(-(-5))", "sleep(*[3])",
        "page.wait_for_timeout(50)", "page.wait_for_timeout(timeout=50)", "from time import sleep as nap",
    ],
)  # fmt: skip
def test_a_sleep_is_caught(text):
    assert sleeps(text)


@pytest.mark.parametrize("text", ["time.sleep(0.05)", "sleep(secs=0.2)"])
def test_a_poll_is_no_sleep(text):
    assert not sleeps(text)


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
        "cases.ContactAttempt.outcome", "signals_intake.Deliberation.reason",
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
