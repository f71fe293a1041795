"""Shoeboxes, income checks and help with debts in the demo city. Every name and amount is invented."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from accounts.enums import Role
from accounts.models import Membership, Team
from cases.enums import (
    ArrangementState,
    ChainKind,
    ChainState,
    CostsDeal,
    CreditorState,
    DebtOutcome,
    IncomeState,
    ItemState,
    Stage,
    WorkerSide,
)
from cases.models import Case, Creditor
from cases.models.provisions import Provision
from cases.queries.arrangement import corporations_of
from cases.services.arrangement import arrange, end_arrangement, note_bailiff_costs
from cases.services.creditor import CreditorLine, add_creditors, change_creditor, set_creditor
from cases.services.debt import report_step, set_paper, start_step
from cases.services.debt_decision import send_decision, write_decision
from cases.services.income import set_income
from common import dates

if TYPE_CHECKING:
    from accounts.models import User
    from cases.services.debt_decision import DecisionWords

BOX = [
    CreditorLine("Stroomhuis Energie", Decimal("812.40"), "SH-220417"),
    CreditorLine("Zorgverzekeraar De Linde", Decimal("1396.15"), "7719-04"),
    CreditorLine("Postorder Zeven", Decimal("249.95")),
    CreditorLine("Tandarts aan de gracht"),
    CreditorLine("Waterbedrijf Polder", Decimal("118.30"), "W-5510"),
]
CHECK = {
    Provision.HEALTH: IncomeState.HAS,
    Provision.CHILD_BENEFIT: IncomeState.NOT,
    Provision.MUNICIPAL: IncomeState.MAY_HAVE,
    Provision.CITY_PASS: IncomeState.MAY_HAVE,
    Provision.FOOD: IncomeState.NOT,
}
#: Households of a team that are guided, at whose table money was talked about; in which of them is decided.
TABLES, AWARDED, REFUSED, WRITTEN = 3, 0, 1, 2
FIVE = "Er zijn vijf schuldeisers. Het inkomen is vast sinds het voorjaar."
WORDS: dict[int, DecisionWords] = {
    AWARDED: {
        "outcome": DebtOutcome.AWARD,
        "assessment": FIVE,
        "weighing": "De administratie is bijna op orde en de rust is terug.",
        "help_given": "Een regeling met alle schuldeisers en elke maand een gesprek.",
    },
    REFUSED: {
        "outcome": DebtOutcome.REFUSAL,
        "assessment": "Er zijn drie schuldeisers. Het inkomen wisselt elke week.",
        "weighing": "Een regeling houdt nu geen stand: er is elke maand te weinig.",
        "help_given": "Eerst samen het inkomen op orde. Vraag het over drie maanden opnieuw.",
    },
    WRITTEN: {"outcome": "", "assessment": FIVE, "weighing": "", "help_given": ""},
}


def open_boxes() -> None:
    """Let some households in guidance open their box, check their income and ask for debt help."""
    if Creditor.objects.exists():
        return
    guided = Case.objects.open().filter(stage=Stage.GUIDANCE, workers__side=WorkerSide.AGENCY, workers__until=None)
    for team in Team.objects.order_by("pk"):
        for number, case in enumerate(guided.filter(team=team).order_by("pk")[:TABLES]):
            worker = case.workers.current().get(side=WorkerSide.AGENCY).user
            with dates.fixed_today(max(case.opened_on, dates.today() - timedelta(days=12 + 3 * number))):
                _sit_down(case, number, by=worker)
                _arrange(case, number, by=worker)
            _go_on(case, number, by=worker)


def _sit_down(case: Case, number: int, *, by: User) -> None:
    creditors = add_creditors(case=case, lines=BOX[: 3 + number % 3], by=by)
    change_creditor(
        creditor=creditors[0], facts={"demand": "Alles ineens, anders afsluiten", "aim": "€ 25 per maand"}, by=by
    )
    set_creditor(creditor=creditors[1], state=CreditorState.ARRANGED, seen=CreditorState.OPEN, by=by)
    for provision, state in CHECK.items():
        set_income(case=case, state=state, code=provision, by=by)
    set_income(case=case, state=IncomeState.APPLIED, code=Provision.RENT, by=by)
    start_step(case=case, kind=ChainKind.APPLICATION, party="Schuldhulp Stadsbank", by=by)


def _arrange(case: Case, number: int, *, by: User) -> None:
    """Let the corporation of the duo agree on the rent; one arrangement was broken, another corporation pays."""
    corporation = corporations_of(case, by).first()
    if corporation is None:
        return
    agreed = arrange(case=case, corporation=corporation, terms="€ 50 per maand bij de huur", by=by)
    deal = CostsDeal.CORPORATION if number else CostsDeal.OFFERED
    note_bailiff_costs(case=case, corporation=corporation, deal=deal, amount=Decimal("312.40"), by=by)
    if number == REFUSED:
        end_arrangement(arrangement=agreed, state=ArrangementState.BROKEN, by=by)


def _go_on(case: Case, number: int, *, by: User) -> None:
    if number % 2 == 0:
        set_income(case=case, state=IncomeState.HAS, code=Provision.RENT, gained=Decimal("187.00"), by=by)
    application = case.debt_steps.get(kind=ChainKind.APPLICATION)
    for paper in application.papers.all()[: 3 + number]:
        set_paper(paper=paper, state=ItemState.DONE, seen=0, by=by)
    if number != REFUSED:
        administrator = start_step(case=case, kind=ChainKind.ADMINISTRATOR, party="Bewind aan de Vecht", by=by)
        report_step(step=administrator, state=ChainState.HANDED_OVER, accepted_by="De heer Brand", by=by)
    if number in WORDS:
        draft = write_decision(case=case, words=WORDS[number], seen=0, by=by)
        if number != WRITTEN:
            send_decision(decision=draft, seen=1, by=_leader(case))


def _leader(case: Case) -> User:
    leaders = Membership.objects.running().filter(role=Role.TEAM_LEADER, team=case.team).select_related("user")
    return leaders.earliest("pk").user
