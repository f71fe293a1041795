"""The cache table, and the read log closed for changes by the application's role."""

from django.core.management import call_command
from django.db import migrations

from accounts.rls import append_only


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
        append_only("accounts_readlog"),
    ]
