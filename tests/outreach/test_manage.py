"""``manage.py`` on the embedded default, and the owner's way into the schema."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from outreach.schema import as_owner, refuse_other_version

COUNT = "from accounts.models import User; print(User.objects.count())"


@pytest.mark.assurance
def test_two_first_commands_at_once_both_find_a_whole_schema(installation):
    together = [installation.start("manage.py", "shell", "--no-imports", "--command", COUNT) for _ in range(2)]

    answers = [process.communicate()[0] for process in together]

    assert answers == ["0\n", "0\n"]
    assert not installation.cluster.running()


def test_a_command_that_needs_no_database_starts_none(installation):
    answer = installation.run("manage.py", "check")

    assert answer.returncode == 0
    assert not installation.cluster.data.exists()


def test_a_server_that_cannot_start_is_one_line_and_exit_code_1(installation):
    installation.environment["OUTREACH_POSTGRES_BIN"] = "/nowhere"

    answer = installation.run("manage.py", "showmigrations")

    assert answer.returncode == 1
    assert answer.stderr.startswith("No PostgreSQL 18 found in /nowhere.")
    assert len(answer.stderr.splitlines()) == 1


def test_as_owner_lasts_as_long_as_its_block(committed_db):
    def role() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user || ' ' || current_database()")
            return cursor.fetchone()[0]

    before = role()
    with as_owner():
        inside = role()

    assert before == role() == inside.replace("owner", "app", 1)
    assert inside.startswith("outreach_owner ")


@pytest.mark.parametrize(("version", "major"), [(150018, 15), (170010, 17), (190001, 19)])
def test_another_major_version_is_refused(version, major):
    server = SimpleNamespace(connection=SimpleNamespace(info=SimpleNamespace(server_version=version)))

    with pytest.raises(ImproperlyConfigured, match=f"Outreach runs on PostgreSQL 18; .* is PostgreSQL {major}"):
        refuse_other_version(server)


def test_our_own_version_is_let_in(db):
    refuse_other_version(connection)
