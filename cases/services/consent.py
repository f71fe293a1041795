"""What a household says yes to and takes back as easily, what we heard before it knew, and what it objects to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.outbox import publish
from cases.enums import ConsentPurpose, EntryKind
from cases.models import Case, Consent, Gathered, Household, Objection
from cases.queries.file import is_latest
from cases.services.case import CaseAlreadyClosed
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Organisation, User


class ToldAlready(Exception):  # noqa: N818 -- errors are facts
    """A colleague told the household first."""


class ObjectionAnswered(Exception):  # noqa: N818 -- errors are facts
    """A colleague noted first what followed."""


@transaction.atomic
def give_consent(
    *,
    household: Household,
    by: User,
    purpose: ConsentPurpose = ConsentPurpose.KNOWS,
    organisation: Organisation | None = None,
    party: str = "",
    how: str = "",
    given_on: date | None = None,
    until: date | None = None,
    case: Case | None = None,
) -> Consent:
    """Note a household's yes to one purpose with one partner: an organisation of the product, or a party by name.

    Twice is once, also of two people at the same moment (the household is locked first): the first day and name stay,
    and another last day takes the place of the one before. It stands on the timeline of the `case` in which it was
    noted, which is otherwise the current one; raises CaseAlreadyClosed when another case goes on.
    """
    _lock(household, case)
    party = "" if organisation else party.strip()
    same = household.consents.filter(purpose=purpose, organisation=organisation, party__iexact=party)
    consent = same.running().first()
    if consent is not None and consent.until == until:
        return consent
    if consent is not None:
        consent.until = until
        consent.save(update_fields=["until"])
    else:
        before = same.filter(withdrawn_on=None).order_by("until").last()
        first = max(given_on or dates.today(), before.until) if before and before.until else given_on or dates.today()
        consent = Consent.objects.create(
            household=household, purpose=purpose, organisation=organisation, party=party, how=how, given_on=first,
            until=until, noted_by=by,
        )  # fmt: skip
    _tell_consent(EntryKind.CONSENT, consent, case=case, by=by)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User, case: Case | None = None) -> bool:
    """Note that the household takes a consent back, and say whether it ran. From that moment it counts no more.

    The ``update`` is also the lock: of two people exactly one withdraws it. `case` as in ``give_consent``.
    """
    _lock(consent.household, case)
    mine = Consent.objects.running().filter(pk=consent.pk)
    if not mine.update(withdrawn_on=dates.today(), withdrawn_by=by):
        return False
    _tell_consent(EntryKind.CONSENT_WITHDRAWN, consent, case=case, by=by)
    return True


@transaction.atomic
def note_gathered(
    *,
    case: Case,
    source: str,
    what: str,
    by: User,
    heard_on: date | None = None,
    told_on: date | None = None,
    told_how: str = "",
) -> Gathered:
    """Note what others told us before the household knew of it; it may have been told already.

    Raises CaseAlreadyClosed when another case goes on.
    """
    _lock(case.household, case)
    heard = Gathered.objects.create(
        case=case, source=source.strip(), what=what.strip(), heard_on=heard_on or told_on or dates.today(),
        noted_by=by, told_on=told_on, told_how=told_how if told_on else "", told_by=by if told_on else None,
    )  # fmt: skip
    _tell(EntryKind.GATHERED, case, text=f"{heard.source}\n\n{heard.what}", by=by)
    return heard


@transaction.atomic
def tell_gathered(
    *, heard: Gathered, by: User, on: date | None = None, how: str = "", case: Case | None = None
) -> None:
    """Note that the household was told what we had heard, in its own case or in a later `case` of the same agency.

    Raises ToldAlready, for which the ``update`` is also the lock, and CaseAlreadyClosed when another case goes on.
    """
    told_in = case or heard.case
    _lock(told_in.household, told_in)
    day = max(on or dates.today(), heard.heard_on)
    mine = Gathered.objects.filter(pk=heard.pk, told_on=None)
    if not mine.update(told_on=day, told_how=how, told_by=by):
        raise ToldAlready
    _tell(EntryKind.GATHERED_TOLD, told_in, text=heard.source, by=by)


@transaction.atomic
def note_objection(*, case: Case, about: str, by: User, made_on: date | None = None) -> Objection:
    """Note what a household objects to. It stays open until somebody notes what followed.

    Raises CaseAlreadyClosed when another case goes on.
    """
    _lock(case.household, case)
    objection = Objection.objects.create(case=case, about=about.strip(), made_on=made_on or dates.today(), noted_by=by)
    _tell(EntryKind.OBJECTED, case, text=objection.about, by=by)
    return objection


@transaction.atomic
def answer_objection(
    *, objection: Objection, answer: str, by: User, on: date | None = None, case: Case | None = None
) -> None:
    """Note what followed an objection, in its own case or in a later `case` of the same agency.

    Raises ObjectionAnswered, for which the ``update`` is also the lock, and CaseAlreadyClosed when another case goes
    on.
    """
    answered_in = case or objection.case
    _lock(answered_in.household, answered_in)
    day = max(on or dates.today(), objection.made_on)
    mine = Objection.objects.filter(pk=objection.pk, answered_on=None)
    if not mine.update(answer=answer.strip(), answered_on=day, answered_by=by):
        raise ObjectionAnswered
    _tell(EntryKind.OBJECTION_ANSWERED, answered_in, text=answer.strip(), by=by)


def _lock(household: Household, case: Case | None) -> None:
    """Lock a household, and refuse a case beside which another one goes on; also a closed one is written in."""
    Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    if case is not None and not is_latest(case):
        raise CaseAlreadyClosed


def _tell_consent(kind: EntryKind, consent: Consent, *, case: Case | None, by: User) -> None:
    household = consent.household
    about = consent.organisation
    text = "" if consent.purpose == ConsentPurpose.KNOWS else consent.who
    record(
        household=household, case=case or household.current_case, kind=kind, detail=consent.purpose, text=text,
        about=about, by=by,
    )  # fmt: skip
    publish("case.changed", household_id=household.pk)


def _tell(kind: EntryKind, case: Case, *, text: str, by: User) -> None:
    record(household=case.household, case=case, kind=kind, text=text, by=by)
