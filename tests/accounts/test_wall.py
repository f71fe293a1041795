"""The wall between suppliers, tried on every supplier-owned table. These tests commit for real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg2
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.scope import AGENCY, JOB, NOBODY, scope
from signals_intake.models.delivery import DeliveryQuerySet
from tests.factories.accounts import OrganisationFactory, person, sign_in
from tests.factories.filler import CHANGES, Filler
from tests.factories.signals_intake import DeliveryFactory

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import Organisation

WALLED = [m for m in apps.get_models() if any(f.column == "supplier_id" for f in m._meta.concrete_fields)]
HISTORY = [m for m in WALLED if hasattr(m, "pgh_tracked_model")]
LIVE = [m for m in WALLED if m not in HISTORY]

#: What of the lists stands outside the wall, and why.
UNWALLED = {
    "signals_intake_arrearslist": "one for all suppliers of a covenant: a date and the rules, nobody's data",
    "signals_intake_listentry": "one for a household, whose rows may be of several suppliers; holds no text",
    "signals_intake_listentryevent": "the history of the entries",
}


def rows_of_a_supplier() -> Organisation:
    """Commit a corporation with a row in every walled table, and in its history."""
    with scope(JOB):
        supplier = OrganisationFactory(corporation=True)
        filler = Filler(supplier=supplier)
        for model in LIVE:
            filler.row(model)
        for model in HISTORY:
            touch(filler.row(model.pgh_tracked_model))
    return supplier


def touch(row: Model) -> None:
    """Change something, so that the trigger writes history."""
    other = {
        "CharField": "y",
        "DateField": "2026-06-01",
        "PositiveIntegerField": 1001,
        "PositiveSmallIntegerField": 1001,
    }
    plain = (f for f in row._meta.concrete_fields if f.get_internal_type() in other)
    change = CHANGES.get(row._meta.label) or {(field := next(plain)).name: other[field.get_internal_type()]}
    type(row)._base_manager.filter(pk=row.pk).update(**change)


def suppliers_seen(model: type[Model], name: str) -> set[int]:
    with scope(name):
        return set(model._base_manager.values_list("supplier_id", flat=True))


@pytest.fixture
def two(committed_db) -> tuple[Organisation, Organisation]:
    return rows_of_a_supplier(), rows_of_a_supplier()


def test_every_supplier_owned_table_is_behind_a_forced_wall(db):
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity
                   AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polpermissive
                               AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE a.attname = 'supplier_id' AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        """)
        walls = dict(cursor.fetchall())

    assert {model._meta.db_table for model in WALLED} == set(walls)
    assert [table for table, stands in walls.items() if not stands] == []


def test_every_table_of_signals_is_walled_or_says_why_not(db):
    with connection.cursor() as cursor:
        cursor.execute(r"""
            SELECT relname FROM pg_class c
            WHERE relname LIKE 'signals\_intake\_%' AND relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
              AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))
        """)

        assert {table for (table,) in cursor.fetchall()} == set(UNWALLED)


def test_no_table_has_a_second_policy_that_would_widen_the_first(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies GROUP BY tablename HAVING count(*) > 1")

        assert cursor.fetchall() == []


def test_the_history_of_a_walled_table_is_walled_too():
    tracked = {m.pgh_tracked_model for m in apps.get_models() if hasattr(m, "pgh_tracked_model")}

    assert {m.pgh_tracked_model for m in HISTORY} == tracked & set(LIVE)


def test_a_corporation_sees_its_own_rows_and_none_of_the_other(two):
    kade, oost = two

    seen = {model: suppliers_seen(model, f"organisation:{kade.pk}") for model in WALLED}

    assert {model: who for model, who in seen.items() if who != {kade.pk}} == {}
    assert oost.pk != kade.pk


@pytest.mark.parametrize("name", [AGENCY, JOB])
def test_the_agency_and_jobs_see_all_suppliers(two, name):
    assert {m: who for m in WALLED if (who := suppliers_seen(m, name)) != {s.pk for s in two}} == {}


@pytest.mark.parametrize("name", [NOBODY, "organisation:", "organisation:0", "nonsense"])
def test_any_other_scope_sees_nothing(two, name):
    assert {m: who for m in WALLED if (who := suppliers_seen(m, name))} == {}


def test_without_a_scope_nothing_is_seen(two):
    assert {m for m in WALLED if m._base_manager.exists()} == set()


def copy_for(model: type[Model], supplier: Organisation) -> None:
    """Write a copy of the first row that is seen, in the name of `supplier`."""
    columns = [
        f.column for f in model._meta.concrete_fields if not f.primary_key and f.column not in {"uuid", "supplier_id"}
    ]
    listed = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (supplier_id, {listed}) SELECT %s, {listed} FROM {table} LIMIT 1", [supplier.pk]
        )


def test_no_row_can_be_written_for_the_other_corporation(two):
    kade, oost = two

    for model in WALLED:
        with pytest.raises(DatabaseError) as refused, scope(f"organisation:{kade.pk}"):
            copy_for(model, oost)
        assert isinstance(refused.value.__cause__, psycopg2.errors.InsufficientPrivilege), model


def test_a_row_of_the_other_corporation_cannot_be_changed_or_deleted(two):
    kade, oost = two

    with scope(f"organisation:{kade.pk}"):
        changed = {m: m._base_manager.filter(supplier_id=oost.pk).update(supplier_id=kade.pk) for m in LIVE}
        deleted = {m: m._base_manager.filter(supplier_id=oost.pk)._raw_delete("default") for m in LIVE}

    assert set(changed.values()) | set(deleted.values()) == {0}


def test_a_row_cannot_be_given_away(two):
    kade, oost = two

    for model in LIVE:
        with pytest.raises(DatabaseError), scope(f"organisation:{kade.pk}"):
            model._base_manager.update(supplier_id=oost.pk)


def test_the_next_transaction_on_a_connection_inherits_no_scope(two):
    kade, _ = two
    model = LIVE[0]
    assert suppliers_seen(model, f"organisation:{kade.pk}") == {kade.pk}

    with transaction.atomic():
        assert not model._base_manager.exists()


def test_a_rolled_back_scope_leaves_nothing_behind(two):
    kade, _ = two
    with pytest.raises(ZeroDivisionError), scope(f"organisation:{kade.pk}"):
        1 / 0  # noqa: B018

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.scope', true)")
        assert cursor.fetchone()[0] in {None, ""}


def test_scopes_do_not_nest(db):
    with scope(AGENCY), pytest.raises(RuntimeError), scope(JOB):
        pass


def test_the_wall_stands_even_where_the_view_forgets_to_filter(db, client, monkeypatch):
    uploader = person(Role.UPLOADER)
    theirs = DeliveryFactory()
    monkeypatch.setattr(DeliveryQuerySet, "visible_to", lambda deliveries, _user: deliveries)
    sign_in(client, uploader)

    assert client.get(reverse("signals_intake:delivery", args=[theirs.uuid])).status_code == 404
    assert list(client.get(reverse("signals_intake:deliveries")).context["page"]) == []
