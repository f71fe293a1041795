from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership
from accounts.permissions import Permission, may
from cases.enums import PersonRole, Stage
from cases.models import Case, Gathered, Objection
from cases.permissions.sight import sight_of, with_words

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Consent, Household, HouseholdCircumstance, Person, Statement


def people_of(case: Case, user: User) -> list[Person]:
    """Give who lives here; a partner sees the tenant, whom the contract names."""
    people = list(case.household.people.all())
    if not sight_of(user).is_partner:
        return people
    return [person for person in people if person.role == PersonRole.MAIN_TENANT]


def number_of(household: Household, user: User) -> str:
    """Give the number to call; a partner has that of the contract, not the one that was given to us."""
    if not sight_of(user).is_partner:
        return household.phone
    tenant = household.tenant
    return tenant.phone if tenant and tenant.uuid is None else ""


def statements_of(case: Case, user: User) -> dict[str, Statement]:
    """Give what is said about the household by kind, for care staff alone."""
    if not sight_of(user).is_care:
        return {}
    return {statement.kind: statement for statement in case.statements.running().select_related("by")}


def circumstances_of(household: Household, user: User) -> list[HouseholdCircumstance]:
    """Give all that was noted, newest first: kinds and days to staff, notes to care staff, nothing to a partner."""
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    return with_words(household.circumstances.all(), user, "note")


def consents_of(case: Case, user: User) -> list[Consent]:
    """Give all consents, newest first; a partner does not hear of them, also not of the own corporation's.

    A closed case beside an open one of another agency shows what its own agency noted.
    """
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    found = case.household.consents.select_related("organisation", "noted_by", "withdrawn_by")
    if case.stage == Stage.CLOSED:
        agency = case.team.organisation_id
        elsewhere = Case.objects.open().filter(household=OuterRef("household")).exclude(team__organisation=agency)
        ours = Membership.objects.filter(organisation=agency).values("user")
        found = found.filter(~Exists(elsewhere) | Q(noted_by__in=ours))
    return list(found)


def gathered_of(case: Case, user: User) -> list[Gathered]:
    """Give what others told the agency of a case, newest first: from whom and when to staff, what to care staff."""
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    found = Gathered.objects.filter(of_agency(case)).select_related("noted_by", "told_by")
    return with_words(found, user, "what")


def objections_of(case: Case, user: User) -> list[Objection]:
    """Give what was objected to with the agency of a case, newest first: that it was to staff, words to care staff."""
    if not may(user, Permission.CIRCUMSTANCE_VIEW):
        return []
    found = Objection.objects.filter(of_agency(case)).select_related("noted_by", "answered_by")
    return with_words(found, user, "about", "answer")


def of_agency(case: Case) -> Q:
    """Say what was noted of the household of a case by the agency of that case, also in its other cases."""
    return Q(case__household=case.household_id, case__team__organisation=case.team.organisation_id)
