"""Requests for help: noted, screened, taken up or sent on; and whoever asked is told what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.outbox import publish
from cases.enums import (
    TOLD_BY_OTHERS,
    DirectionCheck,
    EntryKind,
    LegalStage,
    PersonRole,
    Referrer,
    RequestNotice,
    RequestState,
    Route,
    Stage,
    StatementKind,
    Threat,
    ToldBy,
)
from cases.models import Case, HelpRequest, Household, HouseholdProfile, Person
from cases.models.case import dropped_out
from cases.queries.requests import usual_household
from cases.services.approach import estimate_case
from cases.services.case import open_case
from cases.services.clock import start_first_conversation
from cases.services.crisis import change_crisis, start_crisis
from cases.services.household import Address, dwelling_at, move_household
from cases.services.record import record
from cases.services.standing import come_freely, keep_elsewhere
from cases.services.story import tell_story
from cases.services.subject import words_of
from cases.services.task import promise
from cases.states import REQUEST
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Team, User
    from cases.enums import Estimate, OwnStrength, RefusalGround, ToldHow
    from cases.services.crisis import CrisisFacts

#: Who usually sends a notice that something threatens.
USUAL_SENDER = Referrer.BAILIFF
TOLD_BY = {
    Referrer.BAILIFF: ToldBy.BAILIFF,
    Referrer.CORPORATION: ToldBy.CORPORATION,
    Referrer.SUPPLIER: ToldBy.SUPPLIER,
}


class RequestScreenedAlready(Exception):  # noqa: N818 -- errors are facts
    """Somebody else took up this request, or sent it on."""


class HelpedByAnotherAgency(Exception):  # noqa: N818 -- errors are facts
    """The household has an open case with another agency: at most one at a time."""


class ToldAlready(Exception):  # noqa: N818 -- errors are facts
    """Somebody else told whoever asked, or there is nothing to tell."""


class RequestFacts(TypedDict, total=False):
    """What is told when help is asked; the address alone is needed."""

    referrer: str
    asked_by: str
    asked_on: date | None
    name: str
    birth_date: date | None
    phone: str
    postcode: str
    number: int
    addition: str
    street: str
    why: str
    eviction_on: date | None
    fall_back: str


@transaction.atomic
def note_request(*, team: Team, route: Route, by: User, facts: RequestFacts) -> HelpRequest:
    """Note that help is asked; it waits for its screening.

    With the day of an eviction it waits for nobody, whoever told it: it is taken up at once, and the crisis starts.
    Only of a household that it names with an open case at another agency it waits all the same, for somebody who calls
    them.
    """
    told = dict(facts) | {"asked_on": facts.get("asked_on") or dates.today()}
    told["referrer"] = (facts.get("referrer") or _usual(route)) if route in TOLD_BY_OTHERS else ""
    request = HelpRequest.objects.create(team=team, route=route, noted_by=by, subject=words_of(told), **told)
    request.refresh_from_db()  # its uuid is made by the database
    if request.eviction_on and not _helped_elsewhere(request, _lock(_household_of(request))):
        accept_request(request=request, direction=DirectionCheck.UNKNOWN, by=by)
    return request


@transaction.atomic
def accept_request(
    *,
    request: HelpRequest,
    direction: DirectionCheck,
    by: User,
    household: Household | None = None,
    kept_by: str = "",
    fall_back: str | None = None,
    estimate: Estimate | None = None,
    own_strength: OwnStrength | None = None,
) -> Case:
    """Take up a request: a case opens, or the open one of the household goes on and its people hear of it.

    Without a `household` it is the one of this name at this address, known or new; without a name the one that this
    agency knows there, or a new one. A `household` known at another address has moved to that of the request, or
    KnownThereAlready is raised. Who asked itself has four weeks to its first conversation, from the day it asked (Wgs,
    article 4.1), and the file begins with its own words. With a day of eviction the crisis starts, known since that
    day. The request is locked first: of two people the second gets RequestScreenedAlready. Then the household is, so
    that of two agencies the second gets HelpedByAnotherAgency.
    """
    locked = _lock_waiting(request)
    found = _lock(household or _household_of(locked))
    if _helped_elsewhere(locked, found):
        raise HelpedByAnotherAgency
    is_known = Case.objects.open().filter(household=found).exists()
    case = open_case(
        household=found, team=locked.team, stage=Stage.CONTACT, on=dates.today(), by=by, route=Route(locked.route)
    )
    _follow(locked, found, by=by)
    locked.case = case
    locked.fall_back = locked.fall_back if fall_back is None else fall_back.strip()
    if locked.hears:
        locked.notice, locked.notice_on = RequestNotice.TAKEN_UP, dates.today()
    _screen(locked, RequestState.ACCEPTED, direction=direction, kept_by=kept_by, by=by)
    record(household=found, case=case, kind=EntryKind.REQUEST, detail=locked.route, text=locked.why, by=by)
    if direction in {DirectionCheck.OTHERS, DirectionCheck.WE}:
        keep_elsewhere(case=case, who=_keeper(locked), by=by)
    if locked.route == Route.SELF:
        _begin_with_their_words(locked, case, by=by)
        _welcome(case, on=locked.asked_on, by=by)
    if estimate or own_strength:
        estimate_case(case=case, estimate=estimate, own_strength=own_strength, by=by)
    if locked.eviction_on:
        _press(locked, case, by=by)
    elif is_known:
        _let_know(case, by=by)
    publish("case.changed", household_id=found.pk)
    request.refresh_from_db()
    case.refresh_from_db()
    return case


@transaction.atomic
def refuse_request(
    *,
    request: HelpRequest,
    ground: RefusalGround,
    advice: str,
    by: User,
    direction: DirectionCheck | None = None,
    kept_by: str = "",
) -> None:
    """Send a request on, on a listed ground and with an advice where to go; whoever asked is to be told so.

    What we found on our own round nobody asked, so nobody is told. Raises RequestScreenedAlready.
    """
    locked = _lock_waiting(request)
    locked.ground, locked.advice = ground, advice.strip()
    if locked.route != Route.ROUND:
        locked.notice, locked.notice_on = RequestNotice.REFUSED, dates.today()
    _screen(locked, RequestState.REFUSED, direction=direction, kept_by=kept_by, by=by)
    request.refresh_from_db()


def prepare_notices(*, case: Case, by: User, on: date) -> None:
    """Make ready, as a case ends, what is told to whoever asked us for it; dropped out with what was agreed for that.

    Part of ``cases.services.closing``. One a request, beside that it was taken up: who was told that is told this too,
    and who was not hears the end alone. Somebody nearby hears nothing, unless that was agreed.
    """
    lost = Case.objects.filter(dropped_out(), pk=case.pk).exists()
    notice = RequestNotice.DROPPED_OUT if lost else RequestNotice.ENDED
    for request in case.requests.filter(notice__in=["", RequestNotice.TAKEN_UP]):
        if request.hears:
            request.notice, request.notice_on = notice, on
            request.told_at, request.told_by, request.told_how = None, None, ""
            request.save(update_fields=["notice", "notice_on", "told_at", "told_by", "told_how"])


@transaction.atomic
def tell_referrer(*, request: HelpRequest, how: ToldHow, by: User) -> None:
    """Note that whoever asked was told, and how. The ``update`` is also the lock. Raises ToldAlready."""
    waiting = HelpRequest.objects.to_tell().filter(pk=request.pk)
    if not waiting.update(told_at=dates.now(), told_by=by, told_how=how):
        raise ToldAlready
    request.refresh_from_db()
    if request.case is not None:
        record(
            household=request.case.household, case=request.case, kind=EntryKind.REFERRER_TOLD, detail=request.notice,
            by=by,
        )  # fmt: skip


def _keeper(request: HelpRequest) -> str:
    """Say who outside the team keeps the direction; nobody is named when we do."""
    if request.direction != DirectionCheck.OTHERS:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        return request.kept_by or _("somebody else")


def _usual(route: Route) -> str:
    return USUAL_SENDER if route == Route.NOTICE else Referrer.OTHER


def _lock_waiting(request: HelpRequest) -> HelpRequest:
    locked = HelpRequest.objects.select_for_update(of=("self",), no_key=True).select_related("team").get(pk=request.pk)
    if not REQUEST.after(locked.state):
        raise RequestScreenedAlready(locked.state)
    return locked


def _screen(
    request: HelpRequest, state: RequestState, *, direction: DirectionCheck | None, kept_by: str, by: User
) -> None:
    request.state, request.screened_at, request.screened_by = state, dates.now(), by
    request.direction = direction or ""
    request.kept_by = kept_by.strip() if direction == DirectionCheck.OTHERS else ""
    request.save()


def _lock(household: Household) -> Household:
    return Household.objects.select_for_update(no_key=True).get(pk=household.pk)


def _household_of(request: HelpRequest) -> Household:
    """Find or make the household of a request. A file that names its tenant later finds it by the same key.

    Without a name each agency has one of its own at an address: nobody's answer shows what another agency does there.
    """
    if known := usual_household(request):
        return known
    key = request.tenant_key if request.name else f"{request.tenant_key}|{request.team.organisation_id}"
    where = Address(request.postcode, request.number, request.addition, request.street)
    household, is_new = Household.objects.get_or_create(dwelling=dwelling_at(where), tenant_key=key)
    if is_new and request.name:
        Person.objects.create(
            household=household, role=PersonRole.MAIN_TENANT, name=request.name, birth_date=request.birth_date,
            phone=request.phone,
        )  # fmt: skip
    elif is_new and request.phone:  # of somebody whose name nobody said
        HouseholdProfile.objects.create(household=household, phone=request.phone)
    return household


def _follow(request: HelpRequest, household: Household, *, by: User) -> None:
    """Bring the address up to date of a household that was known at another one."""
    door = household.dwelling
    if (door.postcode, door.number, door.suffix) != (request.postcode, request.number, request.suffix):
        where = Address(request.postcode, request.number, request.addition, request.street)
        move_household(household=household, address=where, on=request.asked_on, by=by)


def _helped_elsewhere(request: HelpRequest, household: Household) -> bool:
    helped = Case.objects.open().filter(household=household)
    return helped.exclude(team__organisation=request.team.organisation_id).exists()


def _welcome(case: Case, *, on: date, by: User) -> None:
    """Take it that who asked for help itself comes freely, and waits for a first conversation by law."""
    come_freely(case=case, by=by)
    if case.stage != Stage.GUIDANCE:
        start_first_conversation(case=case, on=on, by=by)


def _press(request: HelpRequest, case: Case, *, by: User) -> None:
    """Start the crisis, or bring the one that runs up to date: the day counts down, the duo goes there today."""
    facts: CrisisFacts = {"day": request.eviction_on}
    if request.eviction_on == dates.today():
        facts["legal_stage"] = LegalStage.TODAY
    running = case.crises.running().filter(threat=Threat.EVICTION).first()
    if running is None:
        facts |= {"told_by": _told_by(request), "known_on": request.asked_on}
        start_crisis(case=case, threat=Threat.EVICTION, by=by, facts=facts)
    else:
        change_crisis(crisis=running, by=by, facts=facts)


def _begin_with_their_words(request: HelpRequest, case: Case, *, by: User) -> None:
    """Let what somebody asked for themselves be the question they came with, unless one stands there already."""
    if not case.statements.running().filter(kind=StatementKind.PRESENTING).exists():
        tell_story(case=case, said={StatementKind.PRESENTING: request.why}, by=by)


def _told_by(request: HelpRequest) -> ToldBy:
    if request.route == Route.SELF:
        return ToldBy.HOUSEHOLD
    if not request.referrer or Referrer(request.referrer).is_private:
        return ToldBy.NEARBY
    return TOLD_BY.get(Referrer(request.referrer), ToldBy.COLLEAGUE)


def _let_know(case: Case, *, by: User) -> None:
    """Put on the list of whoever keeps the direction that somebody asked again."""
    here = case.director if case.director and case.director.membership else None
    owner = here or next(iter(case.at_work), None)
    if owner is not None:
        with translation.override(settings.LANGUAGE_CODE):
            what = _("Help was asked again: look how, and get in touch")
        promise(case=case, what=what, due_on=dates.today(), owner=owner, is_promise=False, by=by)
