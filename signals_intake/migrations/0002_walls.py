"""Every table that belongs to a supplier, and its history, behind the wall."""

from django.db import migrations

from accounts.rls import wall

TABLES = [
    "supplieragreement",
    "columnmapping",
    "delivery",
    "deliveryevent",
    "stagedrow",
    "rowissue",
    "rejectedrow",
    "contract",
    "contractevent",
    "balance",
    "balanceevent",
    "signal",
    "signalevent",
    "listcount",
    "listedrow",
    "review",
    "signoff",
]


class Migration(migrations.Migration):
    dependencies = [("signals_intake", "0001_initial")]

    operations = [wall(f"signals_intake_{table}") for table in TABLES]
