"""Neighbourhood tables: who sits there, what is talked about, and what is offered and asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from cases.models import Case, NeighbourhoodTable, TableMeeting, TableMember, TableOffer
from cases.queries.table import holds_a_name
from common import dates

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Organisation, User
    from cases.enums import MemberKind, OfferKind


class TableExists(Exception):  # noqa: N818 -- errors are facts here
    """The agency has a table of this name."""


class MemberSitsThere(Exception):  # noqa: N818 -- errors are facts here
    """Somebody of this name sits at the table."""


class MeetingThatDay(Exception):  # noqa: N818 -- errors are facts here
    """The table meets that day already."""


class MeetingWrittenMeanwhile(Exception):  # noqa: N818 -- errors are facts here
    """A colleague wrote in it after this person opened it."""


class NamesSomebody(Exception):  # noqa: N818 -- errors are facts here
    """The story has the name or the street of the household it is about."""


class OfferEnded(Exception):  # noqa: N818 -- errors are facts here
    """A colleague noted first what came of it."""


def open_table(*, agency: Organisation, name: str, by: User, every_weeks: int = 6) -> NeighbourhoodTable:
    """Begin a table. Raises TableExists."""
    try:
        with transaction.atomic():
            return NeighbourhoodTable.objects.create(agency=agency, name=name.strip(), every_weeks=every_weeks)
    except IntegrityError as error:
        raise TableExists(name) from error


def seat_member(*, table: NeighbourhoodTable, name: str, kind: MemberKind, by: User, contact: str = "") -> TableMember:
    """Give an organisation or initiative a seat. Raises MemberSitsThere."""
    try:
        with transaction.atomic():
            return TableMember.objects.create(table=table, name=name.strip(), kind=kind, contact=contact.strip())
    except IntegrityError as error:
        raise MemberSitsThere(name) from error


def unseat_member(*, member: TableMember, by: User) -> None:
    """Note that somebody no longer comes; what they brought stays."""
    TableMember.objects.running().filter(pk=member.pk).update(left_on=dates.today())


def plan_meeting(
    *, table: NeighbourhoodTable, on: date, by: User, place: str = "", brought_by: TableMember | None = None
) -> TableMeeting:
    """Plan a meeting; whose turn it is brings the case, unless somebody else is named. Raises MeetingThatDay."""
    whose = brought_by or table.members.by_turn().first()
    try:
        with transaction.atomic():
            return TableMeeting.objects.create(table=table, on=on, place=place.strip(), brought_by=whose, made_by=by)
    except IntegrityError as error:
        raise MeetingThatDay(on) from error


@transaction.atomic
def write_meeting(*, meeting: TableMeeting, seen: int, by: User, case: Case | None = None, **said: Any) -> None:
    """Write what was talked about. `case` is the file that the story is of, None keeps what is there.

    `seen` is the version on this person's page: who saw an older one gets MeetingWrittenMeanwhile. Raises NamesSomebody
    when the story names the household of that file, to those alone to whom the file opens: anybody else could find out
    with it whose file it is.
    """
    locked = TableMeeting.objects.select_for_update(of=("self",), no_key=True).select_related("case").get(pk=meeting.pk)
    if locked.version != seen:
        raise MeetingWrittenMeanwhile
    locked.case, locked.version = case or locked.case, seen + 1
    for name, value in said.items():
        setattr(locked, name, value.strip() if isinstance(value, str) else value)
    theirs = case or Case.objects.own(by).filter(table_meetings=locked).first()
    if theirs is not None and holds_a_name(theirs, locked.story, locked.came_of_it):
        raise NamesSomebody
    locked.save()
    meeting.refresh_from_db()


def add_offer(
    *, table: NeighbourhoodTable, kind: OfferKind, what: str, owner: User, by: User, member: TableMember | None = None
) -> TableOffer:
    """Note what somebody offers or asks for, and who looks after it."""
    offer, _is_new = TableOffer.objects.get_or_create(
        table=table, kind=kind, what=what.strip(), member=member, ended_on=None,
        defaults={"owner": owner, "made_on": dates.today()},
    )  # fmt: skip
    return offer


def end_offer(*, offer: TableOffer, by: User, result: str = "") -> None:
    """Note what came of it. Raises OfferEnded; the ``update`` is also the lock."""
    mine = TableOffer.objects.filter(pk=offer.pk, ended_on=None)
    if not mine.update(ended_on=dates.today(), result=result.strip()):
        raise OfferEnded
