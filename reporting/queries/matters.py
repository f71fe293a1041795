"""What else waits for somebody to act, of whatever kind and wherever it was noted: one statement for all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission, may
from cases.enums import ObstacleKind, PersonRole
from cases.models import Case, Gathered, Guest, Objection, Person, PolicySignal, TableOffer
from cases.models.consent import TELL_WITHIN_MONTHS
from common.dates import add_months, today

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from accounts.models import User

    Rows = QuerySet[Any, tuple[Any, ...]]

#: How many are shown, and after how long a leader reads of what was to be done for somebody without a file.
SHOWN, STAYS = 100, timedelta(days=14)
GUEST, OBJECTION, GATHERED, OFFER, SIGNAL = "guest", "objection", "gathered", "offer", "signal"
#: The page on which each is done, and how it is drawn.
PAGES = {
    GUEST: ("cases:group", "people"),
    OBJECTION: ("cases:consents", "alert"),
    GATHERED: ("cases:consents", "message"),
    OFFER: ("cases:table", "handshake"),
    SIGNAL: ("reporting:signal", "flag"),
}


class Matter(NamedTuple):
    """Something that waits: `who` and `words` are what it is about, `since` the day on which it began to wait."""

    kind: str
    at: UUID
    who: str
    words: str
    since: date

    @property
    def url(self) -> str:
        return reverse(PAGES[self.kind][0], args=[self.at])

    @property
    def icon(self) -> str:
        return PAGES[self.kind][1]

    @property
    def obstacle(self) -> str:
        """What stands in the way, of a signal for policy."""
        return str(ObstacleKind(self.words).label)

    @property
    def tell_before(self) -> date:
        """The day before which the household hears what others told us."""
        return add_months(self.since, TELL_WITHIN_MONTHS)

    @property
    def is_late(self) -> bool:
        return self.tell_before < today()


def matters_of(user: User) -> list[Matter]:
    """Give what waits for this person, what waits longest first; for a leader also what waits for nobody else."""
    parts = [part(user) for grant, part in PARTS if may(user, grant)]
    if not parts:
        return []
    first, *others = parts
    return [Matter(*row) for row in first.union(*others, all=True).order_by("waits_since", "waits_at")[:SHOWN]]


def _guests(user: User) -> Rows:
    """What was promised to somebody without a file, by whoever noted it; of what stays undone the leader reads too."""
    mine = Q(gathering__noted_by=user)
    if may(user, Permission.LEAD):
        mine |= Q(gathering__on__lte=today() - STAYS) | ~_still_here(user, "gathering__noted_by")
    guests = Guest.objects.to_follow_up().filter(mine, gathering__team=_home(user).team)
    return _rows(guests, GUEST, F("gathering__uuid"), F("first_name"), F("follow_up"), F("gathering__on"))


def _objections(user: User) -> Rows:
    open_ones = Objection.objects.filter(_of_own(user), answered_on=None)
    return _rows(open_ones, OBJECTION, _file(user), _tenant(), Value(""), F("made_on"))


def _gathered(user: User) -> Rows:
    """What the household was not told yet; of another duo a leader reads it once it is late."""
    untold = Gathered.objects.filter(_of_own(user), told_on=None)
    if may(user, Permission.LEAD):
        of_duo = Exists(Case.objects.of_duo(user).filter(household=OuterRef("case__household")))
        untold = untold.filter(of_duo | Q(heard_on__lt=add_months(today(), -TELL_WITHIN_MONTHS)))
    return _rows(untold, GATHERED, _file(user), _tenant(), Value(""), F("heard_on"))


def _offers(user: User) -> Rows:
    """What somebody looks after at a neighbourhood table."""
    offers = TableOffer.objects.filter(_looked_after(user), table__agency=_home(user).organisation, ended_on=None)
    return _rows(offers, OFFER, F("table__uuid"), Coalesce("member__name", Value("")), F("what"), F("made_on"))


def _signals(user: User) -> Rows:
    signals = PolicySignal.objects.filter(_looked_after(user), agency=_home(user).organisation, answered_on=None)
    return _rows(signals, SIGNAL, F("uuid"), F("party"), F("kind"), F("raised_on"))


#: What waits, for whoever may act on it.
PARTS: tuple[tuple[Permission, Callable[[User], Rows]], ...] = (
    (Permission.CASE_WRITE, _guests),
    (Permission.CASE_WRITE, _objections),
    (Permission.CASE_WRITE, _gathered),
    (Permission.TABLES, _offers),
    (Permission.OBSTACLES_VIEW, _signals),
)


def _rows(found: QuerySet[Any], kind: str, *said: Any) -> Rows:
    """Give what every part gives: `said` is what the other fields of a matter are, in their order."""
    columns = {f"waits_{name}": value for name, value in zip(Matter._fields, (Value(kind), *said), strict=True)}
    rows: Rows = found.order_by().annotate(**columns).values_list(*columns)
    return rows


def _home(user: User) -> Membership:
    assert user.membership is not None, "whoever holds a grant works somewhere"
    return user.membership


def _of_own(user: User) -> Q:
    """Say what was noted by one's own agency of a household in one's own duo, or for a leader in one's own team."""
    cases = Case.objects.own(user)
    mine = cases if may(user, Permission.LEAD) else cases.of_duo(user)
    of_household = Exists(mine.filter(household=OuterRef("case__household")))
    return Q(of_household, case__team__organisation=_home(user).organisation)


def _file(user: User) -> Subquery:
    """The newest of one's own cases of the household: it is answered there, whatever case it was noted in."""
    newest = Case.objects.own(user).filter(household=OuterRef("case__household")).order_by("-opened_on", "-pk")
    return Subquery(newest.values("uuid")[:1])


def _tenant() -> Coalesce:
    tenant = Person.objects.filter(household=OuterRef("case__household"), role=PersonRole.MAIN_TENANT)
    return Coalesce(Subquery(tenant.values("name")[:1]), Value(""))


def _looked_after(user: User) -> Q:
    """Say what is with this person; a leader looks after what is with somebody who left."""
    mine = Q(owner=user)
    return mine | ~_still_here(user, "owner") if may(user, Permission.LEAD) else mine


def _still_here(user: User, who: str) -> Q:
    here = Membership.objects.running().filter(user=OuterRef(who), organisation=_home(user).organisation)
    return Q(Exists(here))
