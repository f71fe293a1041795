"""Whom a request for help may be about, and what is known of them here: the look beforehand at who helps already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q

from accounts.models import Team
from cases.enums import Circumstance, PersonRole
from cases.models import Case, HelpRequest, Household, HouseholdCircumstance
from common import dates

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


class Neighbour(NamedTuple):
    """A household that a request may mean, with its open case and the times that this agency helped it before.

    `is_elsewhere` says that it lives at another address, as far as we know.
    """

    household: Household
    open: Case | None
    earlier: list[Case]
    is_elsewhere: bool


def team_for(*, postcode: str, by: User) -> Team | None:
    """Give the team of this agency that works at a postcode, else the own one of whoever asks."""
    membership = by.membership
    if membership is None:
        return None
    number, today = int(postcode[:4]), dates.today()
    here = Q(areas__postcode_from__lte=number, areas__postcode_until__gte=number) & Q(
        Q(areas__covenant__valid_until=None) | Q(areas__covenant__valid_until__gt=today),
        areas__covenant__valid_from__lte=today,
    )
    teams = Team.objects.filter(organisation=membership.organisation)
    return teams.filter(here).order_by("pk").first() or membership.team or teams.order_by("pk").first()


def households_at(request: HelpRequest) -> QuerySet[Household]:
    """Give who may live at the address of a request, who came last first; whoever moved away does not."""
    gone = HouseholdCircumstance.objects.on(dates.today()).filter(household=OuterRef("pk"), kind=Circumstance.MOVED)
    here = Household.objects.filter(
        ~Exists(gone),
        dwelling__postcode=request.postcode,
        dwelling__number=request.number,
        dwelling__suffix=request.suffix,
    )
    return here.prefetch_related("people").order_by("-created_at", "-pk")


def usual_household(request: HelpRequest) -> Household | None:
    """Give the household that a request means when nobody says so: of its name, or without a name the only one.

    Without a name that is one that may be named: of anybody else whoever takes it up would hear who they are, or that
    another agency helps them.
    """
    here = list(households_at(request))
    if not request.name:
        return next(iter(nameable_at(request)), None) if len(here) == 1 else None
    name, _bar, born = request.tenant_key.partition("|")
    same = [household for household in here if _is_same(household.tenant_key, name, born)]
    return same[0] if same else None


def nameable_at(request: HelpRequest) -> list[Household]:
    """Give who of the address may be named beside a request: of the name that was told, or known to this agency.

    Known is once helped, or on a list of ours, which names them already. Of anybody else whoever screens hears neither
    who they are nor who helps them.
    """
    here, agency = list(households_at(request)), request.team.organisation_id
    episodes = Case.objects.episodes().filter(household=OuterRef("pk"), team__organisation=agency)
    listed = Household.objects.filter(pk=OuterRef("pk"), list_entries__arrears_list__covenant__agency=agency)
    found = households_at(request).filter(Exists(episodes) | Exists(listed))
    ours = set(found.values_list("pk", flat=True))
    return [household for household in here if household.pk in ours or _is_named(household, request)]


def known_elsewhere(request: HelpRequest) -> list[Household]:
    """Give whom this agency helps or helped at another address: of this name and this date of birth, nobody less sure.

    Whom another agency helps is not for us to name.
    """
    if not request.name or request.birth_date is None:
        return []
    ours = Case.objects.episodes().filter(household=OuterRef("pk"), team__organisation=request.team.organisation_id)
    born = Household.objects.filter(
        Exists(ours), people__role=PersonRole.MAIN_TENANT, people__birth_date=request.birth_date
    ).exclude(dwelling__postcode=request.postcode, dwelling__number=request.number, dwelling__suffix=request.suffix)
    found = born.select_related("dwelling").prefetch_related("people").order_by("-created_at", "-pk")
    return [household for household in found if household.tenant and household.tenant.key == request.tenant_key]


def known_here(request: HelpRequest) -> list[Neighbour]:
    """Give each household that may be named with its cases: who keeps the direction may be one of us."""
    elsewhere = known_elsewhere(request)
    households = [*nameable_at(request), *elsewhere]
    cases = Case.objects.episodes().filter(household__in=households, team__organisation=request.team.organisation_id)
    by_household: dict[int, list[Case]] = {household.pk: [] for household in households}
    for case in cases.select_related("team", "director").order_by("-opened_on", "-pk"):
        by_household[case.household_id].append(case)
    return [
        Neighbour(
            household,
            next((case for case in by_household[household.pk] if case.closed_on is None), None),
            [case for case in by_household[household.pk] if case.closed_on is not None],
            household in elsewhere,
        )
        for household in households
    ]


def others_here(request: HelpRequest, known: list[Neighbour]) -> bool:
    """Say whether somebody is known at the address besides those who may be named."""
    return households_at(request).exclude(pk__in=[neighbour.household.pk for neighbour in known]).exists()


def _is_named(household: Household, request: HelpRequest) -> bool:
    """Whether the tenant has the name that was told; a key of before says nothing of the name that would be shown."""
    tenant = household.tenant
    if tenant is None or not request.name:
        return False
    name, _bar, born = request.tenant_key.partition("|")
    return _is_same(tenant.key, name, born)


def _is_same(tenant_key: str, name: str, born: str) -> bool:
    """Whether two keys may be of one tenant: the same name, and no two dates of birth."""
    known_name, _bar, known_born = tenant_key.partition("|")
    return known_name == name and (not born or not known_born or born == known_born)
