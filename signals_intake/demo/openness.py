"""What households of the demo city say yes and no to, and what the agency claims for its work. All amounts invented."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from accounts.enums import Role
from accounts.models import Membership
from cases.enums import AgreedHow, ClaimBasis, ClaimState, ConsentPurpose, Stage
from cases.models import Case
from cases.services.claim import NothingToClaim, add_type, make_batch, move_batch, set_tariff
from cases.services.consent import give_consent, note_gathered, note_objection, tell_gathered
from cases.services.evaluation import ask_by_link, look_back_by_link
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Organisation, User
    from cases.models import Household

TYPES = [
    (ClaimBasis.VISIT, "Huisbezoek", "48.00"),
    (ClaimBasis.GUIDANCE, "Traject gestart", "310.00"),
    (ClaimBasis.CLOSED, "Zaak afgerond", "95.00"),
]
WORDS = "Fijn dat jullie met z’n tweeën kwamen. Liever iets eerder de volgende keer."


def be_open(*, household: Household, by: User) -> None:
    """Let a household say yes to two things more, hear what a neighbour told, and object to one thing."""
    give_consent(household=household, purpose=ConsentPurpose.REGISTER, how=AgreedHow.TALK, by=by)
    give_consent(
        household=household, purpose=ConsentPurpose.ASK, party="Zorgverzekeraar", how=AgreedHow.PHONE,
        until=dates.add_months(dates.today(), 6), by=by,
    )  # fmt: skip
    case = household.current_case
    assert case is not None, "a household of the demo city that is helped"
    told = note_gathered(case=case, source="De huismeester", what="De gordijnen zijn al weken dicht.", by=by)
    tell_gathered(heard=told, how=AgreedHow.TALK, by=by)
    note_gathered(case=case, source="De buurvrouw", what="Er komt vaak een man van incasso langs.", by=by)
    note_objection(case=case, about="Geen brieven naar mijn werk.", by=by)


def look_back_from_home(*, on: date) -> None:
    """Let one household that was helped answer by a link; somebody still has to answer back."""
    spoken = Case.objects.filter(stage=Stage.CLOSED, first_reached_on__isnull=False).exclude(director=None)
    case = spoken.order_by("-closed_on", "pk").first()
    if case is not None and case.director is not None:
        with dates.fixed_today(on):
            look_back_by_link(
                code=ask_by_link(case=case, by=case.director), helped="yes", heard="somewhat", words=WORDS
            )


def claim_work(*, until: date) -> None:
    """Claim the work of the two months before: the first is paid, the second with the desk."""
    manager = Membership.objects.running().filter(role=Role.MANAGER).select_related("user", "organisation").first()
    if manager is None:
        return
    month = dates.first_of_month(until)
    _set_types(manager.organisation, since=dates.add_months(month, -24), by=manager.user)
    for back, states in [(-2, [ClaimState.DESK, ClaimState.MUNICIPALITY, ClaimState.PAID]), (-1, [ClaimState.DESK])]:
        first, last = dates.add_months(month, back), dates.add_months(month, back + 1) - timedelta(days=1)
        try:
            batch = make_batch(agency=manager.organisation, since=first, until=last, by=manager.user).batch
        except NothingToClaim:
            continue
        for state in states:
            move_batch(batch=batch, state=state, by=manager.user)


def _set_types(agency: Organisation, *, since: date, by: User) -> None:
    for basis, name, amount in TYPES:
        kind = add_type(agency=agency, name=name, basis=basis, by=by)
        set_tariff(kind=kind, amount=Decimal(amount), valid_from=since, by=by)
