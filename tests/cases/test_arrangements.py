"""An arrangement about the rent, kept or broken, and who pays the bailiff; each corporation of its own."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import ArrangementState, CostsDeal, EntryKind
from cases.queries.arrangement import corporations_of
from cases.services.arrangement import (
    ArrangementEndedAlready,
    ArrangementRunsAlready,
    arrange,
    end_arrangement,
    note_bailiff_costs,
)
from common import dates
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.signals_intake import BalanceFactory, ContractFactory

TERMS, OTHER_TERMS = "€ 50 per maand", "€ 20 per week"


@pytest.fixture
def kade(partner):
    """The corporation whose housing consultant is in the duo."""
    return partner.membership.organisation


@pytest.fixture
def lente(case):
    return ContractFactory(household=case.household, supplier__name="Lente").supplier


def page_of(case):
    return reverse("cases:arrangements", args=[case.uuid])


def main_of(browser, url):
    return browser.get(url).content.decode().partition("<main")[2]


def test_at_three_months_the_corporation_pays_the_bailiff_of_whoever_takes_help(as_user, alice, partner, case, kade):
    costs = note_bailiff_costs(case=case, corporation=kade, deal=CostsDeal.OFFERED, amount=Decimal(312), by=partner)
    note_bailiff_costs(case=case, corporation=kade, deal=CostsDeal.ACCEPTED, by=alice)
    note_bailiff_costs(case=case, corporation=kade, deal=CostsDeal.CORPORATION, by=partner)
    note_bailiff_costs(case=case, corporation=kade, deal=CostsDeal.CORPORATION, by=alice)

    costs.refresh_from_db()
    assert (costs.deal, costs.amount, costs.noted_by) == ("corporation", Decimal(312), partner)
    told = case.timeline.filter(kind=EntryKind.BAILIFF_COSTS).order_by("pk").values_list("detail", flat=True)
    assert list(told) == ["offered", "accepted", "corporation"]
    assert "de corporatie betaalt" in main_of(as_user(alice), reverse("cases:detail", args=[case.uuid]))


def test_an_arrangement_that_was_broken_stands_with_its_day_where_arrears_are_read(as_user, alice, partner, case, kade):
    agreed = arrange(case=case, corporation=kade, terms=TERMS, agreed_on=dates.today() - timedelta(40), by=alice)
    with pytest.raises(ArrangementRunsAlready):
        arrange(case=case, corporation=kade, by=partner)

    as_user(partner).post(
        reverse("cases:arrangement_end", args=[case.uuid, agreed.uuid]),
        {"state": "broken", "on": dates.today() - timedelta(3)},
    )

    agreed.refresh_from_db()
    assert (agreed.state, agreed.state_on) == (ArrangementState.BROKEN, dates.today() - timedelta(3))
    with pytest.raises(ArrangementEndedAlready):
        end_arrangement(arrangement=agreed, state=ArrangementState.KEPT, by=alice)
    for reader in (alice, partner):
        for name in ("cases:detail", "visits:log"):
            file = as_user(reader).get(reverse(name, args=[case.uuid]))
            assert [one.state for one in file.context["arranged"][0]] == ["broken"]
    assert arrange(case=case, corporation=kade, terms=OTHER_TERMS, by=alice).runs


def test_a_corporation_reads_and_writes_of_itself_alone(as_user, alice, partner, case, kade, lente):
    arrange(case=case, corporation=kade, terms=TERMS, by=alice)
    theirs = arrange(case=case, corporation=lente, terms=OTHER_TERMS, by=alice)
    note_bailiff_costs(case=case, corporation=lente, deal=CostsDeal.LAPSED, by=alice)
    browser = as_user(partner)

    pages = [main_of(browser, url) for url in (page_of(case), reverse("cases:detail", args=[case.uuid]))]

    assert [(TERMS in page, OTHER_TERMS in page, "Lente" in page) for page in pages] == [(True, False, False)] * 2
    end = reverse("cases:arrangement_end", args=[case.uuid, theirs.uuid])
    assert browser.post(end, {"state": "kept"}).status_code == 404
    said = {"costs-corporation": lente.uuid, "costs-deal": "corporation"}
    assert browser.post(reverse("cases:bailiff_costs", args=[case.uuid]), said).status_code == 422
    assert set(corporations_of(case, alice)) == {kade, lente}


@pytest.mark.parametrize(("role", "code"), [(Role.TEAM_ASSISTANT, 200), (Role.EXPERT_BY_EXPERIENCE, 403)])
def test_whoever_sees_no_arrears_sees_no_arrangement(as_user, team, alice, case, kade, role, code):
    arrange(case=case, corporation=kade, terms=TERMS, by=alice)
    reader = person(role, team=team)
    case.workers.filter(side="house").update(user=reader)
    browser = as_user(reader)

    assert browser.get(page_of(case)).status_code == code
    file = browser.get(reverse("cases:detail", args=[case.uuid]))
    assert len(file.context["arranged"][0]) == (code == 200)


def test_what_was_typed_stays_when_the_arrangement_is_refused(as_user, alice, case, kade):
    day = dates.today() + timedelta(1)

    answer = as_user(alice).post(
        page_of(case), {"new-corporation": kade.uuid, "new-terms": TERMS, "new-agreed_on": day}
    )

    assert (answer.status_code, case.arrangements.count()) == (422, 0)
    assert TERMS in answer.content.decode()


def test_what_the_list_says_of_it_stands_beside_what_is_owed(as_user, alice, case):
    said = {"arrangement": True, "bailiff_costs": Decimal("312.40"), "months": 3, "balance": Decimal(1500)}
    BalanceFactory(contract__household=case.household, contract__supplier=OrganisationFactory(corporation=True), **said)

    page = main_of(as_user(alice), reverse("cases:money", args=[case.uuid]))

    assert "312,40" in page
    assert as_user(alice).get(page_of(case)).context["arrears"][0].arrangement
