"""The parts of a file, as tabs above each of its pages; and what presses in a case, on top of wherever it is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, may
from cases.enums import Acute, ClockKind
from cases.permissions import acute_of, clocks_of, number_of
from common.templatetags.ui import day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.template.context import RequestContext
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from cases.models import Case, Clock, Household, Task

register = template.Library()


@register.filter
def dial(phone: str) -> str:
    """Write a phone number as a link wants it: figures, with a plus before them for another country."""
    return re.sub(r"[^\d+]", "", phone)


@register.simple_tag(takes_context=True)
def number_to_call(context: RequestContext, household: Household) -> str:
    """Give the number of a household as far as the reader has it."""
    return number_of(household, context["request"].user)


class Part(NamedTuple):
    """A page of the file, for whoever holds its grant; without one for everybody whom the file opens for."""

    key: str
    label: _StrPromise
    url_name: str
    grant: Permission | None = None


PARTS = [
    Part("file", _("Case file"), "cases:detail"),
    Part("crisis", _("Crisis"), "cases:crisis", Permission.STORY_VIEW),
    Part("together", _("Together"), "cases:together", Permission.REFERRAL_VIEW),
    Part("talks", _("Thinking along"), "cases:talks", Permission.TALKS),
    Part("money", _("Money"), "cases:money", Permission.STORY_VIEW),
    Part("network", _("Network"), "networks:people", Permission.NETWORK_VIEW),
    Part("papers", _("Papers"), "cases:papers", Permission.STORY_VIEW),
    Part("close", _("Letting go"), "cases:close", Permission.CASE_WRITE),
]


@register.inclusion_tag("cases/_parts.html", takes_context=True)
def case_parts(context: RequestContext, case: Case, here: str) -> dict[str, Any]:
    """Draw the tabs; `here` is the key of the page that is open. One part alone draws nothing."""
    user = context["request"].user
    open_for_user = [part for part in PARTS if part.grant is None or may(user, part.grant)]
    links = [(part.label, reverse(part.url_name, args=[case.uuid]), part.key == here) for part in open_for_user]
    return {"links": links if len(links) > 1 else []}


OTHERS = [
    Part("waiting", _("Waiting elsewhere"), "cases:waiting", Permission.REFERRAL_VIEW),
    Part("directory", _("Directory"), "cases:directory", Permission.DIRECTORY),
    Part("colleagues", _("Colleagues"), "cases:colleagues", Permission.TALKS),
    Part("caseload", _("Caseload talks"), "cases:caseload", Permission.TALKS),
    Part("tables", _("Neighbourhood tables"), "cases:tables", Permission.TABLES),
]


@register.inclusion_tag("cases/_with_others.html", takes_context=True)
def with_others(context: RequestContext, here: str) -> dict[str, Any]:
    """Draw the tabs of the pages about others: services, colleagues, neighbourhood tables."""
    user = context["request"].user
    shown = [part for part in OTHERS if part.grant is None or may(user, part.grant)]
    return {"links": [(part.label, reverse(part.url_name), part.key == here) for part in shown]}


class Pin(NamedTuple):
    """What presses, in words; with the clock that counts down to it when its day is known."""

    words: str
    clock: Clock | None = None


@register.inclusion_tag("cases/_acute.html", takes_context=True)
def acute_pins(
    context: RequestContext, case: Case, clocks: Iterable[Clock], *, large: bool = False, here: bool = False
) -> dict[str, Any]:
    """Pin what presses in a case, as far as the reader may know of it; `clocks` were read already: no statement.

    It leads to the page of the crisis, unless that is `here`.
    """
    user = context["request"].user
    pins = [Pin(in_days(clock), clock) for clock in clocks_of(clocks, user) if clock.is_countdown]
    acute = acute_of(case, user)
    if acute is not None and not (pins and acute in {Acute.EVICTION, Acute.CUT_OFF}):
        pins.insert(0, Pin(_without_day(acute)))
    url = reverse("cases:crisis", args=[case.uuid]) if may(user, Permission.STORY_VIEW) and not here else ""
    return {"pins": pins, "large": large, "url": url}


@register.filter
def due_moment(clock: Clock) -> str:
    """Write the day of a countdown, with its hour when that is known: ``maandag 18 mei, 10:00``."""
    return f"{day(clock.due_on)}, {clock.hour:%H:%M}" if clock.hour else day(clock.due_on)


@register.filter
def in_days(clock: Clock) -> str:
    """Say how far off an eviction or cut-off is, in words with a number of days."""
    home, days = clock.kind == ClockKind.EVICTION, clock.days
    if days == 0:
        return gettext("Eviction today") if home else gettext("Cut-off today")
    if days > 0:
        ahead = (
            ngettext("Eviction in %(days)d day", "Eviction in %(days)d days", days)
            if home
            else ngettext("Cut-off in %(days)d day", "Cut-off in %(days)d days", days)
        )
        return ahead % {"days": days}
    past = (
        ngettext("The eviction day was %(days)d day ago", "The eviction day was %(days)d days ago", -days)
        if home
        else ngettext(
            "The day of the cut-off was %(days)d day ago", "The day of the cut-off was %(days)d days ago", -days
        )
    )
    return past % {"days": -days}


def _without_day(acute: Acute) -> str:
    return {
        Acute.EVICTION: gettext("An eviction threatens. The day is not known yet."),
        Acute.EVICTED: gettext("Evicted. We go on: where they sleep, their belongings, the next home."),
        Acute.CUT_OFF: gettext("A cut-off threatens. The day is not known yet."),
        Acute.WITHOUT: gettext("Cut off or not insured. We go on until that is repaired."),
    }[acute]


@register.filter
def pressing(task: Task, user: User) -> str:
    """Say how near the day of a task is to whoever must do it; of somebody else's there is nothing to be red about."""
    return task.state if task.owner_id == user.pk or task.state != "past" else "soon"
