"""What every page shows around its own content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.demo import demo_users
from accounts.permissions import Permission, may

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

P = Permission
PHONE_ROOMS = 6


class Room(NamedTuple):
    """An entry of the main menu, for whoever holds one of the grants."""

    route: str
    label: str | _StrPromise
    icon: str
    grants: tuple[P, ...]
    #: Gives way on a phone, where the bar at the bottom is full.
    desk: bool = False
    #: Where its pages live besides.
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class NavItem:
    url: str
    label: str
    icon: str
    current: bool
    desk: bool


#: Of two with one route the first that opens is shown.
ROOMS = [
    Room("home", _("Today"), "today", tuple(P)),
    Room("signals_intake:deliveries", _("Deliver"), "upload", (P.DELIVERY_UPLOAD,), desk=True),
    Room("signals_intake:deliveries", _("Deliveries"), "upload", (P.DELIVERY_VIEW,), desk=True),
    Room("signals_intake:feedback", _("Answers"), "message", (P.FEEDBACK_VIEW,)),
    Room("signals_intake:lists", _("Lists"), "people", (P.LIST_VIEW,)),
    Room("cases:list", _("Cases"), "case", (P.CASE_VIEW, P.CASE_AS_DUO), also=("/network/",)),
    Room("cases:requests", _("Requests"), "flag", (P.REQUEST_VIEW,), desk=True),
    Room(
        "cases:waiting",
        _("With others"),
        "handshake",
        (P.REFERRAL_VIEW,),
        also=("/cases/directory", "/cases/colleagues", "/cases/tables"),
    ),
    Room("visits:day", _("Visits"), "door-open", (P.VISIT_LOG,), also=("/cases/groups",)),
    Room("claims:list", _("Claims"), "euro", (P.CLAIMS_MAKE,), desk=True),
    Room("claims:types", _("Claims"), "euro", (P.USERS_MANAGE,), desk=True),
    Room("reporting:figures", _("Figures"), "chart", (P.FIGURES_VIEW,)),
    Room("accounts:team", _("Team"), "building", (P.TEAM_VIEW,), desk=True),
    Room("accounts:log", _("Log"), "eye", (P.LOG_VIEW,)),
]


def nav(request: HttpRequest) -> list[NavItem]:
    """The rooms that this person may enter; the one they are in is the longest that the path begins with."""
    if not request.user.is_authenticated:
        return []
    rooms = {room.route: room for room in reversed(ROOMS) if any(may(request.user, p) for p in room.grants)}
    open_rooms = [(room, reverse(room.route)) for room in ROOMS if rooms.get(room.route) is room]
    here = max((url for room, url in open_rooms if _is_in(room, url, request.path)), key=len, default="")
    gives_way = [room for room, _url in reversed(open_rooms) if room.desk][: max(0, len(open_rooms) - PHONE_ROOMS)]
    return [NavItem(url, str(room.label), room.icon, url == here, room in gives_way) for room, url in open_rooms]


def _is_in(room: Room, url: str, path: str) -> bool:
    """Say whether a page belongs to a room; the front door is a room of one page."""
    return path == url or (url != "/" and path.startswith((url, *room.also)))


def house(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {
        "nav": nav(request),
        "membership": getattr(user, "membership", None),
        "may_search": may(user, P.CASE_VIEW) or may(user, P.CASE_AS_DUO),
        "product_name": settings.OUTREACH_NAME,
        "demo_users": demo_users() if settings.DEMO and not user.is_authenticated else [],
    }
