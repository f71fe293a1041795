"""What the database refuses, whatever the code does: the promises that several rows keep together."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import JobKind
from accounts.models import Job
from cases.enums import Stage
from cases.models import Case, Consent, HouseholdCircumstance
from tests.factories.accounts import AreaFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.cases import CaseFactory, HouseholdFactory
from tests.factories.signals_intake import DeliveryFactory, SupplierAgreementFactory


def refused(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_a_household_has_one_open_case(db):
    case = CaseFactory()

    assert refused(
        lambda: Case.objects.create(
            household=case.household, team=case.team, stage=Stage.CONTACT, opened_on=case.opened_on
        )
    )


def test_a_circumstance_lasts_once_a_household_and_ends_no_earlier_than_it_began(db):
    known = {"household": HouseholdFactory(), "kind": "moved", "since": date(2026, 5, 2)}
    HouseholdCircumstance.objects.create(**known)
    HouseholdCircumstance.objects.create(**known, until=date(2026, 5, 2))

    assert refused(lambda: HouseholdCircumstance.objects.create(**known))
    assert refused(lambda: HouseholdCircumstance.objects.create(**known, until=date(2026, 5, 1)))


def test_a_household_has_one_running_consent_for_a_corporation(db):
    by, kade = UserFactory(), OrganisationFactory(corporation=True)
    given = {"household": HouseholdFactory(), "organisation": kade, "given_on": date(2026, 5, 2), "noted_by": by}
    Consent.objects.create(**given, withdrawn_on=date(2026, 5, 2), withdrawn_by=by)
    Consent.objects.create(**given)

    assert refused(lambda: Consent.objects.create(**given))
    assert refused(lambda: Consent.objects.create(**given, withdrawn_on=date(2026, 5, 1), withdrawn_by=by))
    assert refused(lambda: Consent.objects.create(**given, withdrawn_on=date(2026, 5, 3)))


def test_a_file_counts_once_for_its_supplier_and_date(db):
    first = DeliveryFactory(state="superseded")

    assert refused(lambda: DeliveryFactory(supplier=first.supplier, sha256=first.sha256, state="superseded"))


def test_a_supplier_makes_one_statement_a_date(db):
    first = DeliveryFactory()

    assert refused(lambda: DeliveryFactory(supplier=first.supplier))


def test_a_piece_of_work_is_open_once(db):
    job = {"kind": JobKind.LISTS, "key": "2026-05-01"}
    Job.objects.create(**job)

    assert refused(lambda: Job.objects.create(**job))


@pytest.mark.parametrize(("start", "end", "overlaps"), [(1050, 1060, True), (1109, 1200, True), (1110, 1200, False)])
def test_areas_of_a_covenant_do_not_overlap(db, start, end, overlaps):
    area = AreaFactory()

    assert refused(lambda: AreaFactory(covenant=area.covenant, postcode_from=start, postcode_until=end)) is overlaps


@pytest.mark.parametrize(("since", "overlaps"), [(date(2026, 5, 31), True), (date(2026, 6, 1), False)])
def test_somebody_works_for_one_organisation_at_a_time(db, since, overlaps):
    user = MembershipFactory(until=date(2026, 6, 1)).user

    assert refused(lambda: MembershipFactory(user=user, since=since)) is overlaps


def test_a_supplier_has_one_agreement_at_a_time(db):
    agreement = SupplierAgreementFactory()

    assert refused(lambda: SupplierAgreementFactory(supplier=agreement.supplier))
