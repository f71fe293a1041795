"""A large file fills tables before autovacuum has looked at them: the application may refresh the planner's figures."""

from django.db import migrations

TABLES = (
    "cases_dwelling, cases_household, cases_person, signals_intake_contract, signals_intake_balance, "
    "signals_intake_signal, signals_intake_listentry, signals_intake_listedrow, signals_intake_stagedrow"
)


class Migration(migrations.Migration):
    dependencies = [("signals_intake", "0002_walls")]

    operations = [
        migrations.RunSQL(
            f"GRANT MAINTAIN ON {TABLES} TO outreach_app", f"REVOKE MAINTAIN ON {TABLES} FROM outreach_app"
        )
    ]
