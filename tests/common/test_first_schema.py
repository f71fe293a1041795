from __future__ import annotations

from itertools import chain

from django.apps import apps
from django.db import connection

OURS = {"accounts", "cases", "networks", "signals_intake", "visits", "reporting"}
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS and model._meta.managed]


def test_a_new_database_has_every_column_index_and_constraint_of_the_models(db):
    """A first migration is done against its outcome: what later operations of it add is there too."""
    missing = []
    with connection.cursor() as cursor:
        for model in MODELS:
            meta = model._meta
            columns = {column.name for column in connection.introspection.get_table_description(cursor, meta.db_table)}
            missing += [field.column for field in meta.local_concrete_fields if field.column not in columns]
            there = connection.introspection.get_constraints(cursor, meta.db_table)
            missing += [named.name for named in chain(meta.constraints, meta.indexes) if named.name not in there]

    assert len(MODELS) > 80
    assert missing == []


def test_a_new_database_keeps_its_foreign_keys(db):
    with connection.cursor() as cursor:
        for model in MODELS:
            table = model._meta.db_table
            kept = {
                column
                for known in connection.introspection.get_constraints(cursor, table).values()
                if known["foreign_key"]
                for column in known["columns"]
            }
            asked = {
                field.column
                for field in model._meta.local_concrete_fields
                if field.is_relation and getattr(field, "db_constraint", False)
            }
            assert asked <= kept, table
