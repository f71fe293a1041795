"""The production set-up, read as data: no container engine runs where the tests do."""

import importlib
import re
from pathlib import Path

import pytest
import yaml
from django.urls import resolve

REPOSITORY = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
SECRET = re.compile("PASSWORD|SECRET|TOKEN")
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


def test_every_command_exists():
    programs = {
        "gunicorn": lambda words: importlib.import_module(words[1]).application,
        "celery": lambda words: importlib.import_module(f"{words[2]}.celery").app,
        "python": lambda words: (REPOSITORY / words[1]).stat(),
    }

    for service in OURS.values():
        words = service["command"]
        assert programs[words[0]](words)


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
