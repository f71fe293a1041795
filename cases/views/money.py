"""The part of the file about money: whom the household owes, what it may have, and the page that shows it all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, may
from cases.enums import ClockKind, CreditorState, IncomeState, Stage
from cases.forms.debt import LookForm, StepForm, TradeOffForm
from cases.forms.money import CLEAR, CreditorForm, CreditorLines, CreditorStateForm, IncomeForm, told_lines
from cases.models import Case, DebtPaper, Task
from cases.models.provisions import OFFERS, YEAR, Part
from cases.queries.arrangement import arranged_of
from cases.queries.arrears import arrears_of
from cases.queries.money import add_up, gained_per_month
from cases.services.creditor import CreditorChangedMeanwhile, add_creditors, change_creditor, set_creditor
from cases.services.income import clear_income, set_income
from cases.views.access import opens_case
from common import dates

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from accounts.http import UserRequest
    from cases.models import DebtStep, IncomeLine


class Row(NamedTuple):
    """A line of the income check: what the list says, and what is known of this household."""

    code: str
    label: str
    giver: str
    line: IncomeLine | None
    form: IncomeForm | None


class Heading(NamedTuple):
    """Lines of the income check that belong together."""

    key: str
    label: str
    rows: list[Row]

    @property
    def looked_at(self) -> int:
        return sum(row.line is not None for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Begun and not finished, or sent back; whatever else is one press away."""
        return 0 < self.looked_at < len(self.rows) or any(row.form is not None for row in self.rows)


@require_safe
@opens_case(Permission.STORY_VIEW)
def case_money(request: UserRequest, case: Case) -> HttpResponse:
    """Read whom the household owes, what it may have and how far help with debts is."""
    return money_page(request, case)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def creditors_add(request: UserRequest, case: Case) -> HttpResponse:
    """Note the papers of a box, several at once."""
    lines = CreditorLines(request.POST, prefix="creditor")
    if not lines.is_valid() or not told_lines(lines):
        return money_page(request, case, creditor_lines=lines, nobody=lines.is_valid(), status=422)
    new = add_creditors(case=case, lines=told_lines(lines), by=request.user)
    said = ngettext("%(number)d noted. The next five?", "%(number)d noted. The next five?", len(new))
    messages.success(request, said % {"number": len(new)})
    return redirect("cases:money", case.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Permission.CASE_WRITE, own_only=True)
def creditor_change(request: UserRequest, case: Case, creditor: UUID) -> HttpResponse:
    """Fill in what became known of a creditor."""
    found = get_object_or_404(case.creditors.select_related("case__household", "owed_by"), uuid=creditor)
    sent = request.method == "POST"
    form = CreditorForm(request.POST if sent else None, creditor=found)
    if not form.is_valid():
        context = {"case": case, "creditor": found, "form": form}
        return render(request, "cases/creditor.html", context, status=422 if sent else 200)
    change_creditor(creditor=found, facts=form.facts(), by=request.user)
    messages.success(request, _("Saved."))
    return redirect("cases:money", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def creditor_state(request: UserRequest, case: Case, creditor: UUID) -> HttpResponse:
    """Note in one tap how far it is with a creditor."""
    found = get_object_or_404(case.creditors.select_related("case"), uuid=creditor)
    form = CreditorStateForm(request.POST)
    if not form.is_valid():
        return money_page(request, case, status=422)
    state, seen = (CreditorState(form.cleaned_data[name]) for name in ("state", "seen"))
    try:
        set_creditor(creditor=found, state=state, seen=seen, by=request.user)
    except CreditorChangedMeanwhile:
        messages.warning(request, _("A colleague noted something else just before you. Look how it is now."))
    return redirect("cases:money", case.uuid)


@require_POST
@opens_case(Permission.CASE_WRITE, own_only=True)
def income_tap(request: UserRequest, case: Case) -> HttpResponse:
    """Note in one tap what is known of a line of the income check, or take that back."""
    form = IncomeForm(request.POST)
    if not form.is_valid():
        return money_page(request, case, income_form=form, status=422)
    data = form.cleaned_data
    if data["do"] == CLEAR:
        clear_income(case=case, by=request.user, **form.line)
    else:
        set_income(
            case=case, state=IncomeState(data["do"]), applied_on=data["applied_on"], gained=data["gained"],
            by=request.user, **form.line,
        )  # fmt: skip
    place = f"line-{form.line['code']}" if form.line["code"] else "income"
    return redirect(f"{reverse('cases:money', args=[case.uuid])}#{place}")


def money_page(request: UserRequest, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Draw the page; a form that was refused keeps what was typed."""
    user = request.user
    is_open = case.is_own and may(user, Permission.CASE_WRITE) and case.stage != Stage.CLOSED
    creditors, steps = list(case.creditors.select_related("owed_by")), _steps_of(case)
    running = [step.kind for step in steps if step.is_running]
    refused, looked = forms.pop("income_form", None), forms.pop("look_form", (None, None))
    decisions = list(case.debt_decisions.select_related("written_by", "mandate_holder"))
    if is_open:
        forms.setdefault("creditor_lines", CreditorLines(prefix="creditor"))
        forms.setdefault("step_form", StepForm(running=running))
        forms.setdefault("trade_form", TradeOffForm())
    context = {
        "case": case,
        "creditors": creditors,
        "owed": add_up(creditors),
        "arrears": arrears_of(case.household),
        "arranged": arranged_of(case, user),
        "headings": _headings_of(case, refused),
        "gained": gained_per_month(Case.objects.filter(pk=case.pk)),
        "own_words": refused if refused and not refused["code"].value() else IncomeForm(),
        "year": YEAR,
        "steps": steps,
        "trade_offs": [
            (one, looked[1] if one == looked[0] else LookForm(auto_id=f"{one.uuid}_%s"))
            for one in case.trade_offs.select_related("noted_by")
        ],
        "decisions": decisions,
        "has_draft": any(decision.sent_on is None for decision in decisions),
        "clock": case.clocks.filter(kind=ClockKind.DEBT_DECISION, stopped_on=None).first(),
        "is_open": is_open,
        "states": CreditorState.choices,
        "income_states": IncomeState.choices,
    }
    return render(request, "cases/money.html", context | forms, status=status)


def _steps_of(case: Case) -> list[DebtStep]:
    """Give the chain, oldest first, with the papers of each step and who asks after it."""
    papers = Prefetch("papers", DebtPaper.objects.select_related("changed_by"))
    asking = Prefetch("follow_ups", Task.objects.open().select_related("owner"), to_attr="asking")
    return list(case.debt_steps.select_related("started_by").prefetch_related(papers, asking))


def _headings_of(case: Case, refused: IncomeForm | None) -> list[Heading]:
    """Give the lines that hold today under their headings, then those in one's own words and those that ended."""
    lines = {(line.code, line.what): line for line in case.income_lines.select_related("changed_by")}
    today, code = dates.today(), refused["code"].value() if refused else None
    headings = [Heading(part.value, str(part.label), []) for part in Part]
    by_key = {heading.key: heading.rows for heading in headings}
    for offer in (offer for offer in OFFERS if offer.holds(today)):
        line = lines.pop((offer.what.value, ""), None)
        form = refused if code == offer.what.value else None
        by_key[offer.part].append(Row(offer.what.value, str(offer.what.label), str(offer.giver.label), line, form))
    others = [Row(line.code, line.label, "", line, None) for line in lines.values()]
    return [*headings, Heading("others", _("Something else"), others)] if others else headings
