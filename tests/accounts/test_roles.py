"""What the application's role is not, in the catalog of the migrated database."""

from django.db import connection


def rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_the_application_owns_nothing(db):
    owned = "SELECT relname FROM pg_class WHERE relowner = current_user::regrole"
    functions = "SELECT proname FROM pg_proc WHERE proowner = current_user::regrole"
    schemas = "SELECT nspname FROM pg_namespace WHERE nspowner = current_user::regrole"

    assert rows(f"{owned} UNION ALL {functions} UNION ALL {schemas}") == []


def test_neither_role_can_look_over_the_wall_or_become_another(db):
    assert (
        rows("""
        SELECT rolname FROM pg_roles WHERE rolname IN ('outreach_app', 'outreach_owner')
        AND (rolsuper OR rolbypassrls OR rolreplication OR rolcreaterole)
    """)
        == []
    )
    assert rows("SELECT 1 FROM pg_auth_members WHERE member = current_user::regrole") == []


def test_the_application_may_truncate_no_table(db):
    assert (
        rows("""
        SELECT relname FROM pg_class
        WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'TRUNCATE')
    """)
        == []
    )


def test_no_function_runs_with_the_rights_of_its_owner(db):
    assert (
        rows("""
        SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
    """)
        == []
    )


def test_no_view_looks_over_the_wall_with_the_rights_of_its_owner(db):
    assert rows("SELECT viewname FROM pg_views WHERE schemaname = 'public'") == []
