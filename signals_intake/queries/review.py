"""What the meeting of the joint review shows: its rows, who takes part, and of the open row what either side knows.

People of a corporation read of the agency's side one of three words (``agency_side``), unless the household agreed
that this corporation may know more.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import Membership
from cases.enums import HOLDING_STAGES, CloseReason, PersonRole, Stage
from cases.models import Case, CaseWorker, Consent, Dwelling, HouseholdCircumstance, Person
from common import dates
from signals_intake.enums import AgencySide, Decision, DepartureReason, ListStage
from signals_intake.models import (
    Balance,
    ListedRow,
    ListEntry,
    Review,
    ReviewDecision,
    Signal,
    SignOff,
)
from signals_intake.queries.answers import why_listed
from signals_intake.queries.offers import why_offered_anew

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from accounts.models import Organisation, User
    from cases.models import ContactAttempt

STATEMENTS_BACK = 6
ATTEMPTS_BACK = 8
LOOKS = {
    Decision.VISIT: ("accent", "door-open"),
    Decision.LIGHT_CONTACT: ("", "mail"),
    Decision.NONE: ("", "done"),
    Decision.POSTPONE: ("warning", "pause"),
}


class Shown(NamedTuple):
    """What somebody may read of a decision; what was said in another corporation's meeting stays there."""

    decision: str
    label: str
    kind: str
    icon: str
    until: object
    who: User | None = None
    at: datetime | None = None
    reason: str = ""
    note: str = ""

    @property
    def reason_label(self) -> str:
        return str(DepartureReason(self.reason).label) if self.reason else ""


class Line(NamedTuple):
    """A household in the meeting, as a row that is not open shows it.

    `stage`, `months` and `owed` follow this corporation's newest statement, which may be later than the decision.
    """

    entry: ListEntry
    name: str
    stage: ListStage
    months: int
    owed: Decimal
    shown: Shown | None
    dwelling: Dwelling


class Contract(NamedTuple):
    """What the corporation says about one contract, now and at the dates before."""

    now: Balance
    before: list[Balance]


class Worker(NamedTuple):
    """Somebody who works on a case now; `home` is the key of their organisation."""

    user: User
    side: str
    home: int | None


class AgencyFacts(NamedTuple):
    """What the agency knows, for its own staff. `taken` of `capacity` visits of this week are decided."""

    case: Case | None
    workers: list[Worker]
    circumstances: list[HouseholdCircumstance]
    attempts: list[ContactAttempt]
    others: list[Signal]
    taken: int
    capacity: int | None


class AgencyAnswer(NamedTuple):
    """What people of the corporation see of it. `case` and `workers` only where the household agreed."""

    side: AgencySide
    contact: User | None
    case: Case | None
    workers: list[Worker]


class Facts(NamedTuple):
    """The open row."""

    why: str
    contracts: list[Contract]
    agency: AgencyFacts | None
    answer: AgencyAnswer | None


class Side(NamedTuple):
    """One of the two organisations of a meeting, and its sign-off."""

    organisation: Organisation
    sign_off: SignOff | None


def find_review(membership: Membership | None, uuid: UUID) -> Review | None:
    reviews = Review.objects.of(membership).select_related("arrears_list__covenant__agency", "supplier")
    return reviews.filter(uuid=uuid).first()


def lines_of(review: Review, membership: Membership | None, *, uuid: UUID | None = None) -> list[Line]:
    """Give the rows of a meeting, or one of them, in one query: the highest arrears first."""
    tenant = Person.objects.filter(household=OuterRef("household"), role=PersonRole.MAIN_TENANT)
    rows = ListedRow.objects.filter(entry=OuterRef("pk"), supplier=review.supplier_id).order_by().values("entry")
    entries = (
        ListEntry.objects.of(membership)
        .in_review(review)
        .select_related("household__dwelling", "decision__said__by", "team")
        .annotate(
            tenant_name=Subquery(tenant.values("name")[:1]),
            owed=Subquery(rows.annotate(owed=Sum("balance__balance")).values("owed")),
            owed_months=Subquery(rows.annotate(highest=Max("months")).values("highest")),
            left=Subquery(rows.annotate(left=Max("balance__contract__dwelling")).values("left")),
        )
    )
    if uuid is not None:
        entries = entries.filter(uuid=uuid)
    return [_line(entry, review, membership) for entry in entries]


def _line(entry: Any, review: Review, membership: Membership | None) -> Line:
    entry.arrears_list = review.arrears_list
    name, months = entry.tenant_name or str(_("Household")), entry.owed_months
    is_three = months >= review.arrears_list.covenant.visit_from_months
    stage = ListStage.THREE_MONTH if is_three else ListStage.TWO_MONTH
    is_staff = membership is not None and not membership.organisation.is_supplier
    # a corporation goes on reading the address that it let; where somebody went to live is not its to know
    door = entry.household.dwelling if is_staff or not entry.left else Dwelling.objects.get(pk=entry.left)
    return Line(entry, name, stage, months, entry.owed, _shown(entry, review, membership), door)


def next_line(lines: list[Line], after: UUID | None = None) -> Line | None:
    """Give the first household without a decision, looking on from one of them and then from the top."""
    place = next((number for number, line in enumerate(lines, 1) if line.entry.uuid == after), 0)
    return next((line for line in lines[place:] + lines[:place] if line.shown is None), None)


def participants_of(review: Review) -> list[Membership]:
    running = Membership.objects.running().filter(user__in=review.participants.all())
    return list(running.select_related("user", "organisation").order_by("user__name"))


def sides_of(review: Review) -> list[Side]:
    signed = {sign_off.organisation_id: sign_off for sign_off in review.sign_offs.select_related("user")}
    both = (review.supplier, review.arrears_list.covenant.agency)
    return [Side(organisation, signed.get(organisation.pk)) for organisation in both]


def left_in(review: Review) -> int:
    """Count the households of every team that still wait for a decision."""
    return ListEntry.objects.in_review(review).undecided().count()


def facts_of(line: Line, review: Review, membership: Membership) -> Facts:
    """Give what the open row shows to somebody of either side."""
    entry = line.entry
    if membership.organisation.is_supplier:
        answer = agency_answer(entry, supplier=review.supplier)
        return Facts(why_for_supplier(entry, months=line.months), _contracts(entry, review), None, answer)
    agency = _agency_facts(entry, review)
    why = ". ".join(filter(None, [why_listed(entry, months=line.months), why_offered_anew(entry, agency.case)]))
    return Facts(why, _contracts(entry, review), agency, None)


def why_for_supplier(entry: ListEntry, *, months: int) -> str:
    """Say why a household is listed, without a word about whether the agency knows it."""
    owed = ngettext("%(n)s complete month of rent", "%(n)s complete months of rent", months) % {"n": months}
    day = date_format(entry.arrears_list.as_of, "j F")
    return _("%(months)s owed on %(day)s, no arrangement") % {"months": owed, "day": day}


def agency_side(entry: ListEntry, *, supplier: Organisation) -> tuple[AgencySide, User | None]:
    """Give the one word that people of a corporation read, and whom they ask."""
    answer = agency_answer(entry, supplier=supplier)
    return answer.side, answer.contact


def agency_answer(entry: ListEntry, *, supplier: Organisation) -> AgencyAnswer:
    """Say *not now* when something holds the household back, *together* when the agency is in touch, else *fine*.

    Whom to ask is the team leader, who says nothing about a household; a worker is named only to a corporation that
    is in the duo itself, or with the household's consent.
    """
    case = _known_case(entry)
    case = case if case and case.stage != Stage.CLOSED else None
    side = _side(entry, case)
    if case is None:
        return AgencyAnswer(side, None, None, [])
    if case.team.organisation_id != entry.arrears_list.covenant.agency_id:
        return AgencyAnswer(AgencySide.NOT_NOW, None, None, [])
    workers = _workers(case)
    shares = Consent.objects.running().to_know().filter(household=entry.household_id, organisation=supplier).exists()
    knows = shares or any(worker.home == supplier.pk for worker in workers)
    contact = _contact(entry, workers if knows else []) if side == AgencySide.TOGETHER else None
    return AgencyAnswer(side, contact, case if shares else None, workers if shares else [])


def _side(entry: ListEntry, case: Case | None) -> AgencySide:
    if case is not None and case.stage in HOLDING_STAGES:
        return AgencySide.NOT_NOW
    if HouseholdCircumstance.objects.on(dates.today()).filter(household=entry.household_id).exists():
        return AgencySide.NOT_NOW
    return AgencySide.TOGETHER if case is not None else AgencySide.VISIT_IS_FINE


def _contact(entry: ListEntry, workers: list[Worker]) -> User | None:
    assert entry.team is not None, "outside every area nobody is listed"
    own = next((worker.user for worker in workers if worker.home == entry.team.organisation_id), None)
    if own is not None:
        return own
    leaders = Membership.objects.running().filter(team=entry.team_id, role=Role.TEAM_LEADER, user__is_active=True)
    leader = leaders.select_related("user").order_by("user__name").first()
    return leader.user if leader else None


def _known_case(entry: ListEntry, *, agency: int | None = None) -> Case | None:
    """Give the case that is there apart from this decision: the open one, else the last that was worked on.

    What another agency did is for nobody in the meeting to read; that it helps now is a reason to wait.
    """
    made = getattr(entry, "decision", None)
    worked_on = Q(closed_on=None) | Q(assigned_at__isnull=False) | Q(close_reason=CloseReason.WANTS_NO_HELP)
    cases = Case.objects.filter(worked_on, household=entry.household_id).select_related("team")
    if agency is not None:
        cases = cases.filter(team__organisation=agency)
    if made is not None and made.opened_case_id is not None:
        cases = cases.exclude(pk=made.opened_case_id)
    return cases.order_by(F("closed_on").desc(nulls_first=True), "-opened_on").first()


def _workers(case: Case) -> list[Worker]:
    """Give who works on a case; whoever came with a corporation and works for another one since has no home."""
    then = Membership.objects.at(OuterRef(OuterRef("since"))).filter(
        user=OuterRef("user"), organisation=OuterRef("organisation")
    )
    homes = Membership.objects.running().filter(Exists(then), user=OuterRef("user")).values("organisation")[:1]
    current: Any = CaseWorker.objects.current().filter(case=case).select_related("user").annotate(home=Subquery(homes))
    return [Worker(worker.user, worker.side, worker.home) for worker in current.order_by("pk")]


def _contracts(entry: ListEntry, review: Review) -> list[Contract]:
    """Give this corporation's statements about the household, the highest contract first, in one query."""
    rows = ListedRow.objects.filter(entry=entry, supplier=review.supplier_id).values("balance__contract")
    balances = Balance.objects.filter(contract__in=rows, as_of__lte=review.arrears_list.as_of)
    newest_first = balances.select_related("contract").order_by("contract", "-as_of")
    found = []
    for _contract, statements in groupby(newest_first, key=lambda balance: balance.contract_id):
        now, *before = statements
        found.append(Contract(now, before[:STATEMENTS_BACK]))
    return sorted(found, key=lambda contract: -contract.now.months)


def _agency_facts(entry: ListEntry, review: Review) -> AgencyFacts:
    month = dates.first_of_month(review.arrears_list.as_of)
    case = _known_case(entry, agency=review.arrears_list.covenant.agency_id)
    others = Signal.objects.filter(
        household=entry.household_id, signal_on__gte=month, signal_on__lt=dates.add_months(month, 1)
    ).exclude(supplier=review.supplier_id)
    capacity = review.arrears_list.covenant.visits_per_week
    return AgencyFacts(
        case=case,
        workers=_workers(case) if case else [],
        circumstances=list(HouseholdCircumstance.objects.on(dates.today()).filter(household=entry.household_id)),
        attempts=list(entry.household.attempts.only("kind", "on", "at").order_by("-at")[:ATTEMPTS_BACK]),
        others=list(others.select_related("supplier", "balance")),
        taken=_visits_this_week(review) if capacity else 0,
        capacity=capacity,
    )


def _visits_this_week(review: Review) -> int:
    today = dates.today()
    monday = today - timedelta(days=today.weekday())
    return ReviewDecision.objects.filter(
        decision=Decision.VISIT,
        decided_at__date__gte=monday,
        decided_at__date__lte=today,
        entry__arrears_list__covenant=review.arrears_list.covenant_id,
    ).count()


def _shown(entry: ListEntry, review: Review, membership: Membership | None) -> Shown | None:
    made = getattr(entry, "decision", None)
    if made is None:
        return None
    decision = Decision(made.decision)
    kind, icon = LOOKS[decision]
    shown = Shown(decision.value, str(decision.label), kind, icon, made.postponed_until)
    said = made.said
    is_staff = membership is not None and not membership.organisation.is_supplier
    if said is None or not (is_staff or said.review_id == review.pk):
        return shown
    return shown._replace(who=said.by, at=said.at, reason=said.reason, note=said.note)
