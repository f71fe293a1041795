"""The parts of a file, as tabs above each of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, may

if TYPE_CHECKING:
    from django.template.context import RequestContext
    from django.utils.functional import _StrPromise

    from accounts.models import User
    from cases.models import Case, Task

register = template.Library()


class Part(NamedTuple):
    """A page of the file, for whoever holds its grant; without one for everybody whom the file opens for."""

    key: str
    label: _StrPromise
    url_name: str
    grant: Permission | None = None


PARTS = [
    Part("file", _("Case file"), "cases:detail"),
    Part("together", _("Together"), "cases:together", Permission.REFERRAL_VIEW),
    Part("network", _("Network"), "networks:people", Permission.NETWORK_VIEW),
]


@register.inclusion_tag("cases/_parts.html", takes_context=True)
def case_parts(context: RequestContext, case: Case, here: str) -> dict[str, Any]:
    """Draw the tabs; `here` is the key of the page that is open. One part alone draws nothing."""
    user = context["request"].user
    open_for_user = [part for part in PARTS if part.grant is None or may(user, part.grant)]
    links = [(part.label, reverse(part.url_name, args=[case.uuid]), part.key == here) for part in open_for_user]
    return {"links": links if len(links) > 1 else []}


@register.filter
def pressing(task: Task, user: User) -> str:
    """Say how near the day of a task is to whoever must do it; of somebody else's there is nothing to be red about."""
    return task.state if task.owner_id == user.pk or task.state != "past" else "soon"
