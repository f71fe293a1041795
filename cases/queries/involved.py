"""How many had to do with a household: what it had to tell over and over (Samen DOEN 2016, 5.3)."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower

from cases.models import Case, CaseWorker, DebtStep, HelpRequest, Obstacle, Referral, Scaling
from common import dates

#: As far back as it is counted, in calendar months.
SIX_YEARS = 72
NAMES_A_PARTY: tuple[type[Model], ...] = (Referral, Scaling, DebtStep, Obstacle)
NAMES_SOMEBODY: tuple[type[Model], ...] = (Referral, DebtStep)


class Involved(NamedTuple):
    """Who had to do with a household, as far as one agency knows: each once, however often."""

    people: int
    organisations: int
    requests: int
    plans: int

    @property
    def is_more_than_us(self) -> bool:
        """Whether there was anybody before or beside us; of a first time alone there is nothing to count."""
        return self.organisations > 0 or self.plans > 1


def involved_with(case: Case) -> Involved:
    """Add up the times that the agency of a case helped its household in six years; each time has one plan."""
    since = dates.add_months(dates.today(), -SIX_YEARS)
    times = Case.objects.episodes().filter(
        Q(closed_on=None) | Q(closed_on__gte=since),
        household=case.household_id,
        team__organisation=case.team.organisation_id,
    )
    workers = CaseWorker.objects.filter(case__in=times).values("user").distinct()
    return Involved(
        people=workers.count() + len(_names(NAMES_SOMEBODY, "accepted_by", times)),
        organisations=len(_names(NAMES_A_PARTY, "party", times)),
        requests=HelpRequest.objects.filter(case__in=times).count(),
        plans=times.count(),
    )


def _names(models: tuple[type[Model], ...], field: str, times: QuerySet[Case]) -> set[str]:
    """Give the names in a field of these models, whatever their capitals."""
    return {
        name
        for model in models
        for name in QuerySet(model).filter(case__in=times).exclude(**{field: ""}).values_list(Lower(field), flat=True)
    }
