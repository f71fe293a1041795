"""Whom a household owes money, as it comes out of a shoebox: a name first, the rest when it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict

from django.db import transaction

from accounts.outbox import publish
from cases.enums import CreditorState, EntryKind
from cases.models import Creditor
from cases.services.case import lock_open
from cases.services.debt import look_again_later
from cases.services.record import record
from common import dates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from accounts.models import User
    from cases.models import Case, Person


class CreditorChangedMeanwhile(Exception):  # noqa: N818 -- errors are facts
    """Somebody else noted how far it is after this person looked."""


class CreditorLine(NamedTuple):
    """One paper out of the box."""

    name: str
    amount: Decimal | None = None
    file_number: str = ""


class CreditorFacts(TypedDict, total=False):
    """What is known of a creditor; a part that is not given stays as it is."""

    name: str
    amount: Decimal | None
    file_number: str
    demand: str
    aim: str
    owed_by: Person | None


@transaction.atomic
def add_creditors(*, case: Case, lines: Sequence[CreditorLine], by: User) -> list[Creditor]:
    """Note several at once, with one line on the timeline. The same paper twice is one. Raises CaseAlreadyClosed.

    The case is locked first, so that a form sent twice makes each once.
    """
    locked = lock_open(case)
    known = {(one.name.lower(), one.amount, one.file_number) for one in locked.creditors.all()}
    new = []
    for line in lines:
        told = CreditorLine(line.name.strip(), line.amount, line.file_number.strip())
        if (key := (told.name.lower(), told.amount, told.file_number)) not in known:
            known.add(key)
            new.append(Creditor(case=locked, state_on=dates.today(), noted_by=by, **told._asdict()))
    Creditor.objects.bulk_create(new)
    if new:
        text = ", ".join(creditor.name for creditor in new)
        record(household=locked.household, case=locked, kind=EntryKind.CREDITOR, text=text, by=by)
        publish("case.changed", household_id=locked.household_id)
    return new


@transaction.atomic
def change_creditor(*, creditor: Creditor, by: User, facts: CreditorFacts) -> None:
    """Bring up to date what is known. What is not in `facts` stays, so nobody loses what a colleague wrote.

    Raises CaseAlreadyClosed.
    """
    lock_open(creditor.case)
    locked = Creditor.objects.select_for_update(of=("self",), no_key=True).get(pk=creditor.pk)
    for name, value in facts.items():
        setattr(locked, name, value.strip() if isinstance(value, str) else value)
    if facts:
        locked.save(update_fields=list(facts))
    creditor.refresh_from_db()


@transaction.atomic
def set_creditor(*, creditor: Creditor, state: CreditorState, seen: CreditorState, by: User) -> None:
    """Note how far it is. Once nothing is open any more somebody looks again later whether that holds.

    `seen` is what this person saw: the ``update`` is also the lock, who saw something older changes nothing and gets
    CreditorChangedMeanwhile. Raises CaseAlreadyClosed.
    """
    case = lock_open(creditor.case)
    mine = Creditor.objects.filter(pk=creditor.pk, state=seen)
    if not mine.update(state=state, state_on=dates.today()):
        raise CreditorChangedMeanwhile
    creditor.refresh_from_db()
    record(household=case.household, case=case, kind=EntryKind.CREDITOR, detail=state, text=creditor.name, by=by)
    publish("case.changed", household_id=case.household_id)
    if state != CreditorState.OPEN and not case.creditors.filter(state=CreditorState.OPEN).exists():
        look_again_later(case=case, by=by)
