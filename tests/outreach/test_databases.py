"""The databases of the tests themselves: whose role they run as, and that nothing committed survives."""

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder


def current_role() -> tuple[str, bool, bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()


def test_tests_run_as_the_application_role(db):
    assert current_role() == ("outreach_app", False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "TRUNCATE accounts_user CASCADE",
        "ALTER TABLE accounts_user DISABLE ROW LEVEL SECURITY",
        "DROP TABLE accounts_user",
        "SET ROLE outreach_owner",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_role_may_not_change_the_schema(db, statement):
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert isinstance(refused.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_every_migration_has_run(db):
    assert MigrationRecorder(connection).applied_migrations()


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_gone_for_the_next(committed_db, time):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        before = cursor.fetchone()
        cursor.execute("INSERT INTO django_session VALUES ('key', 'data', now())")

    assert before == (0,)
