from __future__ import annotations

import uuid

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from accounts.enums import ReadReason
from accounts.models import ReadLog
from tests.factories.accounts import UserFactory


@pytest.fixture
def line(db) -> ReadLog:
    return ReadLog.objects.create(
        user=UserFactory(), role="manager", subject="case", subject_id=uuid.uuid4(), reason=ReadReason.DUTY
    )


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_readlog SET role = 'x'", "DELETE FROM accounts_readlog", "TRUNCATE accounts_readlog"]
)
def test_a_line_can_be_neither_changed_nor_removed(line, statement):
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert isinstance(refused.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_the_trigger_refuses_whoever_is_granted_it(line):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'accounts_readlog'::regclass AND NOT tgisinternal"
        )

        assert cursor.fetchall() == [("O",)]


def test_a_reader_cannot_be_deleted_from_under_the_log(line):
    with pytest.raises(DatabaseError):
        line.user.delete()
