"""Every table that belongs to a supplier, and its history, behind the wall."""

from django.db import migrations

from accounts.rls import shared_wall, wall

TABLES = [
    "supplieragreement",
    "supplieragreementevent",
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
    "deliberation",
]
#: A decision is one for a household, so it belongs to every supplier in whose meeting the household is talked about.
LISTED = """EXISTS (SELECT FROM signals_intake_listedrow listed
    WHERE listed.entry_id = {table}.entry_id AND listed.outcome = 'listed' AND listed.supplier_id = {supplier})"""
MEETING = """EXISTS (SELECT FROM signals_intake_review review
    WHERE review.id = {table}.review_id AND review.supplier_id = {supplier})"""


class Migration(migrations.Migration):
    dependencies = [("signals_intake", "0001_initial")]

    operations = [
        *(wall(f"signals_intake_{table}") for table in TABLES),
        shared_wall("signals_intake_reviewdecision", LISTED),
        shared_wall("signals_intake_reviewdecisionevent", LISTED, read=False),
        shared_wall("signals_intake_review_participants", MEETING),
    ]
