"""No test is eager, skipped, asleep, let in by the back door or talking to a mock."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house_rules.reading import found, functions, texts

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
