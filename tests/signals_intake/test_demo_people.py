"""Who and what the demo city stands on; others rely on these agreements."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.demo import DEMO_PASSWORD
from accounts.enums import OrganisationKind, Role
from accounts.models import Area, Covenant, Membership, Organisation
from accounts.scope import JOB, scope
from signals_intake.demo.people import PEOPLE
from signals_intake.models import ColumnMapping, SupplierAgreement


@pytest.fixture
def city(committed_db) -> None:
    call_command("seed_demo", "--no-signals", stderr=StringIO())


def test_there_is_somebody_of_every_role_and_every_kind_of_organisation(city):
    assert set(Membership.objects.running().values_list("role", flat=True)) == set(Role)
    assert set(Organisation.objects.values_list("kind", flat=True)) == set(OrganisationKind)
    assert {person.organisation for person in PEOPLE} == set(Organisation.objects.values_list("code", flat=True))


def test_what_was_agreed_holds_from_2020_on_without_end_or_limit(city):
    with scope(JOB):
        for agreed in (*Covenant.objects.all(), *SupplierAgreement.objects.all()):
            assert (agreed.valid_from, agreed.valid_until) == (date(2020, 1, 1), None)
        assert set(Covenant.objects.values_list("minimum_amount", "days_of_grace")) == {(0, 0)}
        assert set(SupplierAgreement.objects.exclude(mandate="").values_list("supplier__code", flat=True)) == {
            "kade", "oost", "rivier",
        }  # fmt: skip
        assert ColumnMapping.objects.count() == 3


def test_every_postcode_from_1000_to_1109_has_a_team(city):
    covered = [
        code for area in Area.objects.exclude(team=None) for code in range(area.postcode_from, area.postcode_until + 1)
    ]

    assert sorted(covered) == list(range(1000, 1110))


@pytest.mark.assurance
def test_what_is_said_at_the_start_names_everybody_and_what_to_try_first(city, settings):
    settings.DEMO = True
    said = StringIO()

    call_command("prepare", stdout=said, stderr=StringIO())

    assert all(person.email in said.getvalue() for person in PEOPLE)
    assert DEMO_PASSWORD in said.getvalue()
    assert "What to try first\n  1. " in said.getvalue()
