"""Debts of a household, and what an agency claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.enums import (
    ChainKind,
    ClaimBasis,
)
from cases.models import (
    ClaimBatch,
    InterventionType,
)
from cases.services.creditor import CreditorLine, add_creditors
from cases.services.debt import start_step
from cases.services.debt_decision import write_decision
from cases.services.trade_off import give_up
from common import dates
from tests.access_world.world import Objects, of, target, three_cases

if TYPE_CHECKING:
    from cases.models import DebtStep
    from tests.access_world.world import World


@target
def a_creditor(world: World) -> Objects:
    """One whom each household owes money."""
    by, line = world.team_leader, CreditorLine("Stroomhuis")
    found = [(case, add_creditors(case=case, lines=[line], by=by)[0]) for case in three_cases(world)]
    return Objects(*({"uuid": case.uuid, "creditor": creditor.uuid} for case, creditor in found))


def an_application(world: World) -> list[DebtStep]:
    cases = three_cases(world)
    return [start_step(case=case, kind=ChainKind.APPLICATION, by=world.team_leader) for case in cases]


@target
def a_debt_step(world: World) -> Objects:
    return Objects(*({"uuid": step.case.uuid, "step": step.uuid} for step in an_application(world)))


@target
def a_debt_paper(world: World) -> Objects:
    papers = [step.papers.first() for step in an_application(world)]
    return Objects(*({"uuid": paper.step.case.uuid, "paper": paper.uuid} for paper in papers))


@target
def a_trade_off(world: World) -> Objects:
    found = [give_up(case=case, given_up="The purse", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "trade_off": one.uuid} for one in found))


@target
def a_debt_decision(world: World) -> Objects:
    """One that is being written, in each case."""
    words = {"outcome": "award", "assessment": "x", "weighing": "y", "help_given": ""}
    written = [write_decision(case=case, words=words, seen=0, by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "decision": one.uuid} for one in written))


@target
def a_claim_type(world: World) -> Objects:
    """Two of Raakvlak and one of the other agency."""
    agencies = [(world.agency, ClaimBasis.VISIT), (world.agency, ClaimBasis.CLOSED), (world.other_agency, "visit")]
    return of(*(InterventionType.objects.create(agency=who, name="Huisbezoek", basis=basis) for who, basis in agencies))


@target
def a_claim_batch(world: World) -> Objects:
    """Two of Raakvlak and one of the other agency, not sent on yet."""
    today, by = dates.today(), world.team_leader
    days = {"since": today, "until": today, "moved_on": today}
    agencies = (world.agency, world.agency, world.other_agency)
    return of(*(ClaimBatch.objects.create(agency=agency, moved_by=by, **days) for agency in agencies))
