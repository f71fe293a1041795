"""Two agencies and two corporations, somebody in every role, and what each address can be asked for.

Everybody works at the agency Raakvlak or, in the roles of a partner, at its first corporation, De Kade. *own* is theirs,
*near* is another team's or partner's of the same agency, *far* belongs to another tenant.
"""

from __future__ import annotations

import uuid
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Heartbeat
from accounts.services.documents import store_document
from accounts.services.photo import set_photo
from cases.enums import (
    ChainKind,
    ClaimBasis,
    ContactKind,
    DocumentKind,
    DocumentSource,
    EntryKind,
    GatheringKind,
    Keeping,
    MemberKind,
    ObstacleKind,
    OfferKind,
    Route,
    SafetyStep,
    Scale,
    Threat,
    Visibility,
    WorkerSide,
)
from cases.models import (
    CaseWorker,
    ClaimBatch,
    Closing,
    CrisisItem,
    Gathering,
    HouseholdCircumstance,
    InterventionType,
    Task,
)
from cases.services.breakthrough import ask_breakthrough
from cases.services.caseload import hold_caseload_talk
from cases.services.consent import give_consent, note_gathered, note_objection
from cases.services.consult import ask_colleagues
from cases.services.contact import log_attempt
from cases.services.creditor import CreditorLine, add_creditors
from cases.services.crisis import start_crisis
from cases.services.debt import start_step
from cases.services.debt_decision import write_decision
from cases.services.decision import log_decision
from cases.services.discussion import plan_discussion
from cases.services.duo import borrow
from cases.services.evaluation import look_back
from cases.services.gathering import hold_gathering, welcome
from cases.services.note import add_note, correct_note
from cases.services.obstacle import note_obstacle, raise_signal
from cases.services.paper import add_document, make_pack, write_minutes
from cases.services.referral import refer
from cases.services.request import note_request
from cases.services.safety import note_safety
from cases.services.scaling import scale
from cases.services.table import add_offer, open_table, plan_meeting, seat_member
from cases.services.trade_off import give_up
from common import dates
from signals_intake.enums import DeliveryState
from signals_intake.models import ListCount
from tests.access import ANONYMOUS, DISABLED, NOBODY
from tests.factories.accounts import HOMES, CovenantFactory, OrganisationFactory, TeamFactory, UserFactory, person
from tests.factories.cases import CaseFactory, ServiceFactory, duo_of
from tests.factories.signals_intake import (
    ArrearsListFactory,
    ContractFactory,
    DeliveryFactory,
    ReviewFactory,
    SupplierAgreementFactory,
    listed_household,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Covenant, Organisation, User
    from cases.models import Case, DebtStep, NeighbourhoodTable
    from signals_intake.models import ArrearsList


Kwargs = dict[str, uuid.UUID]


class Objects(NamedTuple):
    """What an address is asked for, by whose it is."""

    own: Kwargs
    near: Kwargs
    far: Kwargs


class World:
    """Made once a test; objects are made when a route asks for them."""

    def __init__(self) -> None:
        self.made: dict[str, Objects] = {}
        Heartbeat.objects.create(part="beat", at=timezone.now())  # or the process's own start is looked at
        self.agency, self.other_agency = OrganisationFactory(name="Raakvlak"), OrganisationFactory(name="De Brug")
        self.kade, self.oost = (OrganisationFactory(corporation=True, name=name) for name in ("De Kade", "Oost"))
        self.bailiff = OrganisationFactory(bailiff=True)
        self.team, self.second_team = TeamFactory.create_batch(2, organisation=self.agency)
        self.far_team = TeamFactory(organisation=self.other_agency)
        self.people: dict[str, User | None] = {role.value: self._person(role) for role in Role}
        self.people |= {NOBODY: UserFactory(), ANONYMOUS: None}
        self.people[DISABLED] = person(Role.SOCIAL_WORKER, team=self.team)
        type(self.people[DISABLED]).objects.filter(pk=self.people[DISABLED].pk).update(is_active=False)

    def _person(self, role: Role) -> User:
        """Partners work at De Kade, staff in the first team of Raakvlak, the rest at a place of their own."""
        if role in {Role.HOUSING_CONSULTANT, Role.UPLOADER}:
            return person(role, organisation=self.kade)
        if role == Role.BAILIFF:
            return person(role, organisation=self.bailiff)
        if role in HOMES:
            return person(role)
        return person(role, team=self.team)

    def objects(self, target: str) -> Objects:
        """Make what a route is asked for, once."""
        if target not in self.made:
            self.made[target] = TARGETS[target](self)
        return self.made[target]

    @property
    def team_leader(self) -> User:
        leader = self.people[Role.TEAM_LEADER]
        assert leader is not None
        return leader

    @cached_property
    def covenant(self) -> Covenant:
        """The agency's, to which De Kade and Oost are party."""
        covenant = CovenantFactory(agency=self.agency)
        for supplier in (self.kade, self.oost):
            SupplierAgreementFactory(supplier=supplier, covenant=covenant)
        return covenant

    @cached_property
    def far_covenant(self) -> Covenant:
        return SupplierAgreementFactory(supplier=self.far_supplier, covenant__agency=self.other_agency).covenant

    @cached_property
    def far_supplier(self) -> Organisation:
        return OrganisationFactory(corporation=True, name="Verweg")

    @cached_property
    def lists(self) -> tuple[ArrearsList, ArrearsList]:
        """One of either agency."""
        return ArrearsListFactory(covenant=self.covenant), ArrearsListFactory(covenant=self.far_covenant)


def of(own: Any, near: Any, far: Any) -> Objects:
    return Objects(*({"uuid": row.uuid} for row in (own, near, far)))


def a_document(_world: World) -> Objects:
    """Documents of no known kind of subject: nobody's."""
    file = ContentFile(b"words", name="letter.txt")
    return of(
        *(store_document(file=file, subject="x", subject_id=uuid.uuid4(), source="test", by=None) for _ in range(3))
    )


def three_cases(world: World) -> list[Case]:
    """Of the first team, with the consultant of De Kade in the duo; of the second team; of the other agency."""
    duo = [world.people[role] for role in (Role.DEBT_COUNSELLOR, Role.HOUSING_CONSULTANT)]
    own = CaseFactory(team=world.team, duo=duo)
    expert = world.people[Role.EXPERT_BY_EXPERIENCE]
    CaseWorker.objects.create(case=own, user=expert, side=WorkerSide.SECOND, since=dates.today())
    return [own, *(CaseFactory(team=team, duo=duo_of(team)) for team in (world.second_team, world.far_team))]


def a_case(world: World) -> Objects:
    return of(*three_cases(world))


def a_corrected_note(world: World) -> Objects:
    notes = [(case, add_note(case=case, text="Belt liever", by=world.team_leader)) for case in three_cases(world)]
    for _case, note in notes:
        correct_note(note=note, text="Appt liever", visibility=Visibility.TEAM, by=world.team_leader)
    return Objects(*({"uuid": case.uuid, "entry": note.uuid} for case, note in notes))


def a_contact(world: World) -> Objects:
    """Logged by somebody else, so that it is the team leader's to put right."""
    cases = three_cases(world)
    for case in cases:
        log_attempt(case=case, kind=ContactKind.VISIT, at=timezone.now(), reached=False, by=UserFactory())
    entries = [case.timeline.get(kind=EntryKind.CONTACT) for case in cases]
    return Objects(*({"uuid": entry.case.uuid, "entry": entry.uuid} for entry in entries))


def a_note(world: World) -> Objects:
    """Notes that nobody of the world wrote."""
    notes = [(case, add_note(case=case, text="Belt liever", by=UserFactory())) for case in three_cases(world)]
    return Objects(*({"uuid": case.uuid, "note": note.uuid} for case, note in notes))


def a_waiting_case(world: World) -> Objects:
    """Nobody is in a duo yet, so partners see none of them."""
    return of(*(CaseFactory(team=team) for team in (world.team, world.second_team, world.far_team)))


def a_worker(world: World) -> Objects:
    """The agency's half of the duo of each case."""
    halves = CaseWorker.objects.filter(side=WorkerSide.AGENCY)
    return Objects(*({"uuid": case.uuid, "worker": halves.get(case=case).uuid} for case in three_cases(world)))


def a_guest(world: World) -> Objects:
    """Somebody of yet another team of the same agency, borrowed for each case."""
    found = []
    for case in three_cases(world):
        guest = person(Role.SOCIAL_WORKER, team=TeamFactory(organisation=case.team.organisation))
        found.append({"uuid": case.uuid, "worker": borrow(case=case, guest=guest, by=guest).uuid})
    return Objects(*found)


def a_circumstance(world: World) -> Objects:
    """Of the household of each case."""
    found = []
    for case in three_cases(world):
        known = HouseholdCircumstance.objects.create(household=case.household, kind="moved", since=dates.today())
        found.append({"uuid": case.uuid, "circumstance": known.uuid})
    return Objects(*found)


def an_evaluation(world: World) -> Objects:
    """What each household said, not answered yet."""
    by, said = world.people[Role.SOCIAL_WORKER], {}
    for case in three_cases(world):
        said[case.uuid] = look_back(case=case, helped="yes", by=by).uuid
    return Objects(*({"uuid": case, "evaluation": one} for case, one in said.items()))


def a_closing(world: World) -> Objects:
    """What was asked of each case and waits for a second person."""
    asked_at, found = timezone.now(), {}
    for case in three_cases(world):
        by = world.people[Role.TEAM_LEADER]
        asked = Closing(case=case, reason="wants_no_help", two_people=True, asked_at=asked_at, asked_by=by)
        asked.save()
        asked.refresh_from_db()
        found[case.uuid] = asked.uuid
    return Objects(*({"uuid": case, "closing": one} for case, one in found.items()))


def a_claim_type(world: World) -> Objects:
    """Two of Raakvlak and one of the other agency."""
    agencies = [(world.agency, ClaimBasis.VISIT), (world.agency, ClaimBasis.CLOSED), (world.other_agency, "visit")]
    return of(*(InterventionType.objects.create(agency=who, name="Huisbezoek", basis=basis) for who, basis in agencies))


def a_claim_batch(world: World) -> Objects:
    """Two of Raakvlak and one of the other agency, not sent on yet."""
    today, by = dates.today(), world.team_leader
    days = {"since": today, "until": today, "moved_on": today}
    agencies = (world.agency, world.agency, world.other_agency)
    return of(*(ClaimBatch.objects.create(agency=agency, moved_by=by, **days) for agency in agencies))


def a_photo(world: World) -> Objects:
    """Of somebody at Raakvlak, at De Kade and at the other agency."""
    found = []
    for somebody in (world.team_leader, world.people[Role.UPLOADER], person(Role.SOCIAL_WORKER, team=world.far_team)):
        set_photo(image=b"a picture", by=somebody)
        found.append({"uuid": somebody.uuid, "version": somebody.photo})
    return Objects(*found)


def a_consent(world: World) -> Objects:
    """Of the household of each case, to its landlord."""
    found = []
    for case, landlord in zip(three_cases(world), (world.kade, world.oost, world.far_supplier), strict=True):
        ContractFactory(household=case.household, supplier=landlord)
        given = give_consent(household=case.household, organisation=landlord, by=world.team_leader)
        found.append({"uuid": case.uuid, "consent": given.uuid})
    return Objects(*found)


def a_gathered(world: World) -> Objects:
    """What a neighbour told of each household, which does not know that yet."""
    found = []
    for case in three_cases(world):
        heard = note_gathered(case=case, source="Buur", what="Geen post", by=world.team_leader)
        found.append({"uuid": case.uuid, "heard": heard.uuid})
    return Objects(*found)


def an_objection(world: World) -> Objects:
    """Of each household, not answered yet."""
    found = []
    for case in three_cases(world):
        objection = note_objection(case=case, about="Geen brieven", by=world.team_leader)
        found.append({"uuid": case.uuid, "objection": objection.uuid})
    return Objects(*found)


def a_crisis(world: World) -> Objects:
    """An eviction threatens in each case."""
    by = world.people[Role.TEAM_LEADER]
    crises = [start_crisis(case=case, threat=Threat.EVICTION, by=by) for case in three_cases(world)]
    return Objects(*({"uuid": crisis.case.uuid, "crisis": crisis.uuid} for crisis in crises))


def a_crisis_item(world: World) -> Objects:
    """A line of the lists of each crisis."""
    found = a_crisis(world)
    lines = [CrisisItem.objects.filter(crisis__uuid=kwargs["crisis"]).first() for kwargs in found]
    return Objects(*(kwargs | {"item": line.uuid} for kwargs, line in zip(found, lines, strict=True)))


def a_task(world: World) -> Objects:
    """Promises of a colleague, in each case."""
    tasks = [
        Task.objects.create(case=case, what="call", due_on=dates.today(), owner=case.workers.first().user)
        for case in three_cases(world)
    ]
    return of(*tasks)


def a_case_task(world: World) -> Objects:
    tasks = [Task.objects.create(case=case, what="call", owner=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": task.case.uuid, "task": task.uuid} for task in tasks))


def a_referral(world: World) -> Objects:
    """One that waits for its answer, in each case."""
    sent = [refer(case=case, party="Kredietbank", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": referral.case.uuid, "referral": referral.uuid} for referral in sent))


def an_obstacle(world: World) -> Objects:
    found = [
        note_obstacle(case=case, party="Kredietbank", kind=ObstacleKind.REFUSAL, by=world.team_leader)
        for case in three_cases(world)
    ]
    return Objects(*({"uuid": obstacle.case.uuid, "obstacle": obstacle.uuid} for obstacle in found))


def a_scaling(world: World) -> Objects:
    """One that waits for its answer, in each case."""
    asked = [
        scale(case=case, direction=Scale.UP, party="Veilig Thuis", by=world.team_leader) for case in three_cases(world)
    ]
    return Objects(*({"uuid": scaling.case.uuid, "scaling": scaling.uuid} for scaling in asked))


def a_creditor(world: World) -> Objects:
    """One whom each household owes money."""
    by, line = world.team_leader, CreditorLine("Stroomhuis")
    found = [(case, add_creditors(case=case, lines=[line], by=by)[0]) for case in three_cases(world)]
    return Objects(*({"uuid": case.uuid, "creditor": creditor.uuid} for case, creditor in found))


def an_application(world: World) -> list[DebtStep]:
    cases = three_cases(world)
    return [start_step(case=case, kind=ChainKind.APPLICATION, by=world.team_leader) for case in cases]


def a_debt_step(world: World) -> Objects:
    return Objects(*({"uuid": step.case.uuid, "step": step.uuid} for step in an_application(world)))


def a_debt_paper(world: World) -> Objects:
    papers = [step.papers.first() for step in an_application(world)]
    return Objects(*({"uuid": paper.step.case.uuid, "paper": paper.uuid} for paper in papers))


def a_trade_off(world: World) -> Objects:
    found = [give_up(case=case, given_up="The purse", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "trade_off": one.uuid} for one in found))


def a_debt_decision(world: World) -> Objects:
    """One that is being written, in each case."""
    words = {"outcome": "award", "assessment": "x", "weighing": "y", "help_given": ""}
    written = [write_decision(case=case, words=words, seen=0, by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "decision": one.uuid} for one in written))


def a_service(world: World) -> Objects:
    """Two of Raakvlak and one of the other agency."""
    agencies = (world.agency, world.agency, world.other_agency)
    return of(*(ServiceFactory(agency=agency, verified_by=world.team_leader) for agency in agencies))


def a_help_request(world: World) -> Objects:
    """One that waits, at each team."""
    facts = {"postcode": "1092GK", "number": 1, "street": "Pretoriusstraat"}
    teams = (world.team, world.second_team, world.far_team)
    return of(*(note_request(team=team, route=Route.SELF, by=world.team_leader, facts=facts) for team in teams))


def a_signal(world: World) -> Objects:
    """Two of Raakvlak and one of the other agency."""
    by = world.team_leader
    asked = [(world.agency, "Kredietbank"), (world.agency, "Stadsbank"), (world.other_agency, "Kredietbank")]
    kind = ObstacleKind.REFUSAL
    return of(*(raise_signal(agency=agency, party=party, kind=kind, owner=by, by=by) for agency, party in asked))


def a_gathering(world: World) -> Objects:
    """A walk-in hour of each team."""
    teams, by = (world.team, world.second_team, world.far_team), world.team_leader
    return of(*(hold_gathering(team=team, kind=GatheringKind.WALK_IN, by=by) for team in teams))


def a_group_guest(world: World) -> Objects:
    """Somebody without a file, for whom there is something to do."""
    found = []
    for kwargs in a_gathering(world):
        gathering = Gathering.objects.get(uuid=kwargs["uuid"])
        guest = welcome(gathering=gathering, first_name="Noor", follow_up="call", by=world.team_leader)
        found.append(kwargs | {"guest": guest.uuid})
    return Objects(*found)


def minutes(world: World) -> Objects:
    """Of a talk, in each case."""
    kept = [(case, write_minutes(case=case, words="Thee", by=world.team_leader)) for case in three_cases(world)]
    return Objects(*({"uuid": case.uuid, "entry": entry.uuid} for case, entry in kept))


def a_case_document(world: World) -> Objects:
    """Given by the household, in each case."""
    found = []
    for case in three_cases(world):
        given = add_document(
            case=case, file=ContentFile(b"words", name="letter.txt"), kind=DocumentKind.LETTER,
            source=DocumentSource.HOUSEHOLD, keeping=Keeping.FILE, by=world.team_leader,
        )  # fmt: skip
        found.append({"uuid": case.uuid, "document": given.uuid})
    return Objects(*found)


def a_pack(world: World) -> Objects:
    packs = [(case, make_pack(case=case, party="Almere", by=world.team_leader)) for case in three_cases(world)]
    return Objects(*({"uuid": case.uuid, "pack": pack.uuid} for case, pack in packs))


def a_consult(world: World) -> Objects:
    """Asked by colleagues of the case's own team."""
    asked = []
    for case in three_cases(world):
        one, other = person(Role.SOCIAL_WORKER, team=case.team), person(Role.DEBT_COUNSELLOR, team=case.team)
        asked.append(ask_colleagues(case=case, question="Wat nu?", asked_of=other, by=one))
    return of(*asked)


def a_breakthrough(world: World) -> Objects:
    asked = [ask_breakthrough(case=case, asked="Een plek", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "breakthrough": one.uuid} for one in asked))


def a_decision(world: World) -> Objects:
    made = [log_decision(case=case, choice="Wachten", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "decision": one.uuid} for one in made))


def a_discussion(world: World) -> Objects:
    """Not held yet."""
    asked = [plan_discussion(case=case, question="Wat nu?", by=world.team_leader) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "discussion": one.uuid} for one in asked))


def a_safety_note(world: World) -> Objects:
    """Lines that nobody of the world wrote."""
    noted = [note_safety(case=case, step=SafetyStep.SIGNS, by=UserFactory()) for case in three_cases(world)]
    return Objects(*({"uuid": one.case.uuid, "note": one.uuid} for one in noted))


def a_colleague(world: World) -> Objects:
    """Of the leader's team, of another one, of another agency."""
    return of(*(person(Role.SOCIAL_WORKER, team=team) for team in (world.team, world.second_team, world.far_team)))


def a_caseload_talk(world: World) -> Objects:
    """Of the leader with the social worker; of others."""
    pairs = [(world.people[Role.SOCIAL_WORKER], world.team_leader, world.team)]
    pairs += [
        (person(Role.SOCIAL_WORKER, team=team), person(Role.TEAM_LEADER, team=team), team)
        for team in (world.second_team, world.far_team)
    ]
    return of(*(hold_caseload_talk(team=team, worker=one, by=by, lines={}) for one, by, team in pairs))


def three_tables(world: World) -> list[NeighbourhoodTable]:
    """Two of Raakvlak and one of the other agency."""
    agencies = [(world.agency, "Oost"), (world.agency, "West"), (world.other_agency, "Oost")]
    return [open_table(agency=agency, name=name, by=world.team_leader) for agency, name in agencies]


def a_table(world: World) -> Objects:
    return of(*three_tables(world))


def a_table_member(world: World) -> Objects:
    by, kind = world.team_leader, MemberKind.INFORMAL
    seated = [seat_member(table=table, name="De Meent", kind=kind, by=by) for table in three_tables(world)]
    return Objects(*({"uuid": one.table.uuid, "member": one.uuid} for one in seated))


def a_table_meeting(world: World) -> Objects:
    met = [plan_meeting(table=table, on=dates.today(), by=world.team_leader) for table in three_tables(world)]
    return Objects(*({"uuid": one.table.uuid, "meeting": one.uuid} for one in met))


def a_table_offer(world: World) -> Objects:
    by, kind = world.team_leader, OfferKind.OFFER
    made = [add_offer(table=table, kind=kind, what="Maatje", owner=by, by=by) for table in three_tables(world)]
    return Objects(*({"uuid": one.table.uuid, "offer": one.uuid} for one in made))


def a_delivery(world: World, **fields: Any) -> Objects:
    """Of De Kade, of the other corporation of the covenant, of a corporation of the other agency."""
    assert world.covenant, world.far_covenant
    return of(*(DeliveryFactory(supplier=who, **fields) for who in (world.kade, world.oost, world.far_supplier)))


def a_staged_delivery(world: World) -> Objects:
    return a_delivery(world, state=DeliveryState.STAGED)


def a_list(world: World) -> Objects:
    """A list with a household of both corporations; one with a household of Oost alone; one of the other agency."""
    own, far = world.lists
    near = ArrearsListFactory(covenant=world.covenant, as_of=date(2026, 6, 1))
    for supplier, arrears_list, team in [
        (world.kade, own, world.team),
        (world.oost, own, world.team),
        (world.oost, near, world.team),
        (world.far_supplier, far, world.far_team),
    ]:
        listed_household(supplier, arrears_list, team=team)
        parts = dict.fromkeys(["listed_earlier", "excluded", "not_due", "rejected"], 0)
        ListCount.objects.create(arrears_list=arrears_list, supplier=supplier, received=1, listed=1, **parts)
    return of(own, near, far)


def a_review_row(world: World) -> Objects:
    """The meetings with De Kade and with Oost about households of the first team, and one of the other agency."""
    own, far = world.lists
    found = []
    for supplier, arrears_list, team in [
        (world.kade, own, world.team),
        (world.oost, own, world.team),
        (world.far_supplier, far, world.far_team),
    ]:
        entry = listed_household(supplier, arrears_list, team=team)
        review = ReviewFactory(arrears_list=arrears_list, supplier=supplier)
        found.append({"uuid": review.uuid, "entry": entry.uuid})
    return Objects(*found)


def a_review(world: World) -> Objects:
    return Objects(*({"uuid": kwargs["uuid"]} for kwargs in a_review_row(world)))


TARGETS: dict[str, Callable[[World], Objects]] = {
    "document": a_document,
    "case": a_case,
    "waiting_case": a_waiting_case,
    "worker": a_worker,
    "guest": a_guest,
    "contact": a_contact,
    "corrected_note": a_corrected_note,
    "note": a_note,
    "circumstance": a_circumstance,
    "consent": a_consent,
    "photo": a_photo,
    "claim_type": a_claim_type,
    "claim_batch": a_claim_batch,
    "gathered": a_gathered,
    "objection": an_objection,
    "evaluation": an_evaluation,
    "closing": a_closing,
    "crisis": a_crisis,
    "crisis_item": a_crisis_item,
    "task": a_task,
    "case_task": a_case_task,
    "referral": a_referral,
    "obstacle": an_obstacle,
    "scaling": a_scaling,
    "creditor": a_creditor,
    "debt_step": a_debt_step,
    "debt_paper": a_debt_paper,
    "trade_off": a_trade_off,
    "debt_decision": a_debt_decision,
    "service": a_service,
    "help_request": a_help_request,
    "signal": a_signal,
    "gathering": a_gathering,
    "group_guest": a_group_guest,
    "minutes": minutes,
    "case_document": a_case_document,
    "pack": a_pack,
    "consult": a_consult,
    "breakthrough": a_breakthrough,
    "decision": a_decision,
    "discussion": a_discussion,
    "safety_note": a_safety_note,
    "colleague": a_colleague,
    "caseload_talk": a_caseload_talk,
    "table": a_table,
    "table_member": a_table_member,
    "table_meeting": a_table_meeting,
    "table_offer": a_table_offer,
    "delivery": a_delivery,
    "staged_delivery": a_staged_delivery,
    "list": a_list,
    "review": a_review,
    "review_row": a_review_row,
}
