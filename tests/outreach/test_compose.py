"""The production set-up, read as data: no container engine runs where the tests do."""

import importlib
import importlib.util
import re
import shlex
from pathlib import Path

import click
import pytest
import yaml
from celery.bin.base import CLIContext
from celery.bin.celery import celery
from django.core.management import get_commands
from django.urls import resolve
from gunicorn.config import Config

REPOSITORY = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
SECRET = re.compile("PASSWORD|SECRET|TOKEN")
SCRIPTS = REPOSITORY / "deploy" / "postgres"
#: What the image of PostgreSQL reads itself, and what it puts there for the scripts that it runs.
BY_POSTGRESQL = {"POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"}
BY_THE_IMAGE = {"POSTGRES_USER", "POSTGRES_DB"}
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<rest>[^}]*)\}")


def variables() -> list[tuple[str, str]]:
    return [match.group("name", "rest") for match in VARIABLE.finditer((REPOSITORY / "docker-compose.yml").read_text())]


def test_the_servers_and_the_parts_are_there():
    assert set(SERVICES) == {"postgres", "valkey", "migrate", "web", "worker", "beat"}
    assert SERVICES["postgres"]["image"].startswith("postgres:18.")


def test_every_part_that_stays_has_a_health_check():
    assert [name for name, service in SERVICES.items() if "healthcheck" not in service] == ["migrate"]


def test_images_are_pinned():
    dockerfile = (REPOSITORY / "Dockerfile").read_text()
    images = [service["image"] for service in SERVICES.values()] + re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)

    assert [image for image in images if not re.search(r":\d+\.\d+(\.\d+)?(-\w+)*$", image)] == []
    assert "FROM python:3.11." in dockerfile


@pytest.mark.parametrize("name", sorted({name for service in OURS.values() for name in service["environment"]}))
def test_the_settings_read_every_variable(name):
    sources = [(REPOSITORY / "outreach" / file).read_text() for file in ("settings.py", "embedded/places.py")]

    assert any(f'"{name}"' in source for source in sources)


def test_no_secret_has_a_default():
    secrets = [(name, rest) for name, rest in variables() if SECRET.search(name)]

    assert len(secrets) > 4
    assert [name for name, rest in secrets if not rest.startswith(":?")] == []


def test_no_secret_is_written_down():
    values = {
        f"{name}.{key}": value
        for name, service in SERVICES.items()
        for key, value in service.get("environment", {}).items()
        if SECRET.search(key) or "://" in value
    }

    assert [key for key, value in values.items() if "://" not in value and not value.startswith("${")] == []
    assert [key for key, value in values.items() if re.search(r"://[^$@]*:[^$@]+@", value)] == []


def test_only_migrate_knows_the_owner():
    assert [name for name, service in OURS.items() if "DATABASE_OWNER_URL" in service["environment"]] == ["migrate"]
    assert all("outreach_app:" in service["environment"]["DATABASE_URL"] for service in OURS.values())


def test_the_image_of_postgresql_makes_the_roles_that_the_addresses_name():
    script = (REPOSITORY / "deploy" / "postgres" / "10-roles.sh").read_text()

    assert re.findall(r"CREATE ROLE (\w+)", script) == ["outreach_owner", "outreach_app"]
    assert "SUPERUSER" not in script.replace("NOSUPERUSER", "")


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.sh")), ids=lambda script: script.name)
def test_the_image_of_postgresql_is_given_what_its_scripts_read(script):
    given = set(SERVICES["postgres"]["environment"])

    assert read_by(script.read_text()) <= given | BY_THE_IMAGE
    assert given <= BY_POSTGRESQL | set().union(*(read_by(other.read_text()) for other in SCRIPTS.glob("*.sh")))


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ('--set owner="$OUTREACH_OWNER_PASSWORD"', {"OUTREACH_OWNER_PASSWORD"}),
        ("${A} ${B:-b}", {"A", "B"}),
        ("# costs $5", set()),
    ],
)
def test_what_a_script_reads(script, names):
    assert read_by(script) == names


def read_by(script: str) -> set[str]:
    """Names of the variables that a shell script takes from its environment."""
    return set(re.findall(r"\$\{?([A-Za-z_]\w*)", script))


# --- commands


def started() -> dict[str, list[str]]:
    """Everything that a part of ours runs: its command, and its health check where that is one."""
    commands = {name: list(service["command"]) for name, service in OURS.items()}
    for name, service in OURS.items():
        kind, *words = service.get("healthcheck", {}).get("test", ["NONE"])
        if kind != "NONE":
            commands[f"{name} (health)"] = shlex.split(words[0]) if kind == "CMD-SHELL" else words
    return commands


@pytest.mark.parametrize(("name", "words"), started().items(), ids=list(started()))
def test_every_command_exists_with_its_options(name, words):
    assert understood(words), name


@pytest.mark.parametrize(
    "command",
    [
        "celery -A outreach wroker --concurrency 2",
        "celery -A outreach worker --concurency 2",
        "celery -A outreach worker --concurrency many",
        "celery -A elsewhere worker",
        "gunicorn outreach.wsgi --thread-count 4",
        "gunicorn outreach.wsgi --workers many",
        "gunicorn outreach.asgi",
        "python manage.py migrat",
        "python -m outreach.healthchek",
        "bash -c true",
    ],
)
def test_a_command_that_is_wrong_is_seen(command):
    assert not understood(command.split())


def understood(words: list[str]) -> bool:
    """Whether the program itself would take these words; nothing is run."""
    programs = {"gunicorn": gunicorn_takes, "celery": celery_takes, "python": python_takes}
    try:
        return programs[words[0]](words[1:])
    except (KeyError, ImportError, AttributeError, OSError, SystemExit, click.ClickException):
        return False


def gunicorn_takes(words: list[str]) -> bool:
    """By gunicorn's own parser, and the check that each of its settings does of its value."""
    config = Config()
    options = vars(config.parser().parse_args(words))
    (program,) = options.pop("args")
    for name, value in options.items():
        if value is not None:
            try:
                config.set(name, value)
            except (TypeError, ValueError):
                return False
    return bool(importlib.import_module(program).application)


def celery_takes(words: list[str]) -> bool:
    """By celery's own commands: the group reads the words up to the name of one, and that one the others."""
    group = click.Context(celery)
    options, (name, *rest), _ = celery.make_parser(group).parse_args(list(words))
    app = importlib.import_module(f"{options['app']}.celery").app
    group.obj = CLIContext(app=app, no_color=True, workdir=None)
    command = celery.get_command(group, name)
    return command is not None and bool(command.make_context(name, rest, parent=group))


def python_takes(words: list[str]) -> bool:
    if words[0] == "-m":
        return importlib.util.find_spec(words[1]) is not None
    return (REPOSITORY / words[0]).is_file() and words[1] in get_commands()


def test_every_health_path_exists():
    text = str([service["healthcheck"] for service in OURS.values() if "healthcheck" in service])
    paths = re.findall(r"http://[\w.:]+(/\w+)", text)

    assert [resolve(path).url_name for path in paths] == ["readyz", "readyz"]
    assert importlib.import_module("outreach.healthcheck").main


def test_nothing_but_the_loopback_address_is_published():
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert published == ["127.0.0.1:8000:8000"]


def test_volumes_are_declared():
    used = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}

    assert {name for name in used if not name.startswith("./")} == set(COMPOSE["volumes"])
