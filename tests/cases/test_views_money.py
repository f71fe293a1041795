"""The page about money: who reads and writes what, and that nothing typed is lost."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums import ChainKind, ChainState, CreditorState, IncomeState, ItemState
from cases.forms.fields import MoneyField
from cases.models import Creditor, Task
from cases.models.provisions import Provision
from cases.services.creditor import CreditorLine, add_creditors, change_creditor
from cases.services.debt import start_step
from cases.services.debt_decision import send_decision, write_decision
from cases.services.income import set_income
from cases.services.trade_off import give_up
from common import dates
from tests.factories.accounts import person

EMPTY = {"creditor-TOTAL_FORMS": "5", "creditor-INITIAL_FORMS": "0"}
WORDS = {
    "outcome": "award",
    "assessment": "Drie schuldeisers",
    "weighing": "Vast inkomen",
    "help_given": "Een regeling",
}


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case.uuid, *(row.uuid for row in more)])


def page_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def creditor(case, alice):
    return add_creditors(case=case, lines=[CreditorLine("Stroomhuis", Decimal("312.50"), "K-77")], by=alice)[0]


@pytest.fixture
def application(case, alice):
    return start_step(case=case, kind=ChainKind.APPLICATION, by=alice)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("312,50", "312.50"), ("€ 1.234,56", "1234.56"), ("1234.5", "1234.5"), ("1.234", "1234"), ("90", "90"),
        ("12.345.678,90", "12345678.90"), ("€ 25,-", "25"), ("1,234.56", "1234.56"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_stands_on_paper(written, amount):
    assert MoneyField().clean(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["veel", "-5", "12,345,6", "1.2.3", "1e5", "12,3456"])
def test_what_is_no_amount_is_refused(as_user, alice, case, written):
    sent = EMPTY | {"creditor-0-name": "Stroomhuis", "creditor-0-amount": written}

    answer = as_user(alice).post(address("creditors_add", case), sent)

    assert answer.status_code == 422
    assert f'value="{written}"' in page_of(answer)
    assert not Creditor.objects.exists()


def test_five_papers_at_once_and_empty_lines_are_none(as_user, alice, case):
    sent = EMPTY | {
        "creditor-0-name": "Stroomhuis", "creditor-0-amount": "1.312,50", "creditor-0-file_number": "K-77",
        "creditor-2-name": "Tandarts",
    }  # fmt: skip

    answer = as_user(alice).post(address("creditors_add", case), sent)

    assert answer.url == address("money", case)
    told = [(one.name, one.amount, one.file_number) for one in case.creditors.all()]
    assert told == [("Stroomhuis", Decimal("1312.50"), "K-77"), ("Tandarts", None, "")]


@pytest.mark.parametrize("sent", [{}, {"creditor-1-amount": "12"}], ids=["nothing", "no name"])
def test_without_a_name_nothing_is_noted(as_user, alice, case, sent):
    assert as_user(alice).post(address("creditors_add", case), EMPTY | sent).status_code == 422
    assert not Creditor.objects.exists()


def test_saving_changes_only_what_this_person_changed(as_user, alice, leader, case, creditor):
    browser = as_user(alice)
    form = browser.get(address("creditor", case, creditor)).context["form"]
    shown = {f"initial-{name}": form[name].initial or "" for name in form.fields}
    change_creditor(creditor=creditor, by=leader, facts={"demand": "Alles ineens"})

    browser.post(
        address("creditor", case, creditor),
        {"name": "Stroomhuis", "amount": "300", "file_number": "K-77", "demand": "", "aim": "", "owed_by": ""} | shown,
    )

    creditor.refresh_from_db()
    assert (creditor.amount, creditor.demand) == (300, "Alles ineens")


def test_one_tap_says_how_far_it_is_and_an_older_page_changes_nothing(as_user, alice, case, creditor):
    browser, url = as_user(alice), address("creditor_state", case, creditor)
    browser.post(url, {"state": "arranged", "seen": "open"})
    browser.post(url, {"state": "paid", "seen": "open"})

    creditor.refresh_from_db()
    assert creditor.state == CreditorState.ARRANGED


def test_the_page_adds_up_and_says_what_a_month_it_brought(as_user, alice, case, creditor):
    set_income(case=case, state=IncomeState.HAS, code=Provision.RENT, gained=Decimal(215), by=alice)

    page = page_of(as_user(alice).get(address("money", case)))

    assert page.count("312,50") == 2
    assert "215,00 per maand meer dan eerst" in page


def test_a_line_of_the_check_takes_one_tap(as_user, alice, case):
    answer = as_user(alice).post(address("income_tap", case), {"code": "rent", "do": "applied"})

    assert answer.url == f"{address('money', case)}#line-rent"
    assert (case.income_lines.get().state, case.income_lines.get().applied_on) == ("applied", dates.today())


@pytest.mark.parametrize(
    "sent", [{"do": "has"}, {"do": "x", "code": "rent"}, {"do": "has", "code": "rent", "gained": "veel"}]
)
def test_a_tap_that_says_nothing_real_is_refused(as_user, alice, case, sent):
    assert as_user(alice).post(address("income_tap", case), sent).status_code == 422
    assert not case.income_lines.exists()


def test_something_that_is_not_on_the_list_is_noted_in_words_and_taken_back(as_user, alice, case):
    browser = as_user(alice)
    browser.post(address("income_tap", case), {"what": "Fonds van de kerk", "do": "may_have"})
    assert "Fonds van de kerk" in page_of(browser.get(address("money", case)))

    browser.post(address("income_tap", case), {"what": "Fonds van de kerk", "do": "clear"})

    assert not case.income_lines.exists()


def test_a_chain_is_begun_reported_and_its_papers_ticked(as_user, alice, case):
    browser = as_user(alice)
    browser.post(address("step_start", case), {"step-kind": "application"})
    step = case.debt_steps.get()
    paper = step.papers.first()
    browser.post(address("debt_paper", case, paper), {"do": "done", "seen": "0"})
    browser.post(address("step", case, step), {"state": "handed_over", "party": "Stadsbank"})

    step.refresh_from_db()
    paper.refresh_from_db()
    assert (step.state, step.party, paper.state) == (ChainState.HANDED_OVER, "Stadsbank", ItemState.DONE)
    assert "Stadsbank" in page_of(browser.get(address("money", case)))


def test_a_paper_that_changed_meanwhile_keeps_the_words_of_who_came_second(as_user, alice, case, application):
    browser, paper = as_user(alice), application.papers.first()
    browser.post(address("debt_paper", case, paper), {"do": "done", "seen": "0", "note": "In de la"})

    answer = browser.post(address("debt_paper", case, paper), {"do": "not_needed", "seen": "0", "note": "Mijn woorden"})

    assert (answer.status_code, "Mijn woorden" in page_of(answer)) == (409, True)
    paper.refresh_from_db()
    assert (paper.state, paper.note) == (ItemState.DONE, "In de la")


def test_a_handover_to_nobody_is_refused(as_user, alice, case, application):
    answer = as_user(alice).post(address("step", case, application), {"state": "handed_over", "result": "Weg"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["party"])


def test_nobody_asks_after_it_is_said_once_that_task_is_gone(as_user, alice, case, application):
    browser = as_user(alice)
    browser.post(address("step", case, application), {"state": "handed_over", "party": "Stadsbank"})
    assert "Niemand vraagt hier nu naar" not in page_of(browser.get(address("money", case)))

    Task.objects.update(done_at=dates.now())

    assert "Niemand vraagt hier nu naar" in page_of(browser.get(address("money", case)))


def test_a_trade_off_is_noted_and_looked_at(as_user, alice, case):
    browser = as_user(alice)
    assert browser.post(address("trade_off_add", case), {"trade-why": "Het huis"}).status_code == 422
    browser.post(address("trade_off_add", case), {"trade-given_up": "De pinpas", "trade-why": "Het huis"})
    one = case.trade_offs.get()
    assert browser.post(address("trade_off", case, one), {"look_on": "2020-01-01"}).status_code == 422

    browser.post(address("trade_off", case, one), {"words": "Weer zelf"})

    one.refresh_from_db()
    assert (one.words, one.ended_by) == ("Weer zelf", alice)


def test_a_worker_writes_and_only_the_mandate_holder_sends(as_user, alice, leader, case):
    url = address("debt_decision", case)
    assert as_user(alice).post(url, WORDS | {"seen": "0", "send": "yes"}).status_code == 403
    as_user(alice).post(url, WORDS | {"seen": "0"})
    draft = case.debt_decisions.get()
    assert (draft.sent_on, draft.written_by) == (None, alice)

    as_user(leader).post(url, WORDS | {"seen": "1", "send": "yes"})

    draft.refresh_from_db()
    assert (draft.sent_on, draft.mandate_holder) == (dates.today(), leader)


def test_what_is_missing_is_asked_and_what_was_typed_is_kept(as_user, leader, case):
    answer = as_user(leader).post(address("debt_decision", case), WORDS | {"weighing": "", "seen": "0", "send": "yes"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["weighing"])
    again = as_user(leader).post(
        address("debt_decision", case), WORDS | {"seen": answer.context["form"]["seen"].value(), "send": "yes"}
    )
    assert again.status_code == 302
    assert case.debt_decisions.get().sent_on == dates.today()


def test_who_wrote_second_keeps_the_words_and_reads_those_of_the_first(as_user, alice, leader, case):
    write_decision(case=case, words=WORDS | {"weighing": "Van Ingrid"}, seen=0, by=leader)

    answer = as_user(alice).post(address("debt_decision", case), WORDS | {"weighing": "Van mij", "seen": "0"})

    page = page_of(answer)
    assert (answer.status_code, "Van mij" in page, "Van Ingrid" in page) == (409, True, True)


def test_the_decision_is_on_paper_in_dutch_also_for_whoever_reads_english(as_user, alice, leader, case):
    draft = write_decision(case=case, words=WORDS, seen=0, by=alice)
    send_decision(decision=draft, seen=1, by=leader)
    browser = as_user(alice)
    browser.cookies["language"] = "en"

    answer = browser.get(address("debt_decision_pdf", case, draft))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "besluit" in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF")


def test_a_partner_reads_no_word_about_creditors_anywhere(as_user, alice, partner, case, creditor, application):
    give_up(case=case, given_up="De pinpas", by=alice)
    browser = as_user(partner)

    assert browser.get(address("money", case)).status_code == 403
    page = page_of(browser.get(address("detail", case)))
    for word in ("Stroomhuis", "pinpas", "Geld", "schuldhulp", "312,50"):
        assert word not in page


def test_an_assistant_sees_the_term_and_no_money(as_user, team, case, creditor, application):
    assistant = person(Role.TEAM_ASSISTANT, team=team)

    assert as_user(assistant).get(address("money", case)).status_code == 403
    assert "Stroomhuis" not in page_of(as_user(assistant).get(address("detail", case)))


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_costs_the_same_for_any_number_of_creditors(
    as_user, alice, case, number, django_assert_max_num_queries
):
    add_creditors(case=case, lines=[CreditorLine(f"Bedrijf {n}") for n in range(number)], by=alice)
    start_step(case=case, kind=ChainKind.APPLICATION, by=alice)
    browser = as_user(alice)
    browser.get(address("money", case))

    with django_assert_max_num_queries(19):
        browser.get(address("money", case))


# --- how something is done


def test_how_it_is_done_may_be_said_with_a_task_and_need_not(as_user, alice, case):
    browser = as_user(alice)
    browser.post(address("task_add", case), {"what": "Toeslag bellen"})
    tags = {"mode": "for", "rung": "individual", "outreach": "broker", "mode_reason": "Durft nog niet"}
    browser.post(address("task_add", case), {"what": "Meegaan naar de bank"} | tags)

    plain, tagged = case.tasks.order_by("pk")
    assert (plain.tags, plain.mode_reason) == ([], "")
    assert {name: getattr(tagged, name) for name in tags} == tags
    page = page_of(browser.get(address("together", case)))
    assert "Durft nog niet" in page


def test_a_reason_may_stay_empty_whatever_the_mode(as_user, alice, case):
    answer = as_user(alice).post(address("task_add", case), {"what": "Niets doen", "mode": "not"})

    assert answer.status_code == 302
    assert case.tasks.get().mode == "not"


def test_what_was_said_of_a_task_can_be_changed(as_user, alice, case):
    browser = as_user(alice)
    browser.post(address("task_add", case), {"what": "Bellen", "mode": "for"})
    task = case.tasks.get()

    browser.post(reverse("cases:task_change", args=[case.uuid, task.uuid]), {"what": "Bellen", "mode": "with"})

    task.refresh_from_db()
    assert task.mode == "with"


def test_how_it_was_done_may_be_said_with_a_contact_and_a_partner_is_not_asked(as_user, alice, partner, case):
    url, visit = reverse("visits:log", args=[case.uuid]), {"kind": "visit", "reached": "no", "next_step": "nothing"}
    as_user(alice).post(url, visit | {"mode": "with", "rung": "network"})
    as_user(alice).post(url, visit | {"outreach": "support"})  # the same part of the day adds to it

    attempt = case.attempts.get()
    assert (attempt.mode, attempt.rung, attempt.outreach) == ("with", "network", "support")
    assert "mode" not in as_user(partner).get(url).context["form"].fields


def test_the_income_check_opens_where_it_was_begun(as_user, alice, case):
    set_income(case=case, state=IncomeState.HAS, code=Provision.FOOD, by=alice)

    headings = as_user(alice).get(address("money", case)).context["headings"]

    assert [(heading.key, heading.looked_at, heading.is_open) for heading in headings] == [
        ("allowances", 0, False), ("income", 0, False), ("municipality", 0, False), ("urgent", 1, True),
    ]  # fmt: skip
