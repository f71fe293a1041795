"""The pages of the figures, as tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, may

if TYPE_CHECKING:
    from django.template.context import RequestContext

register = template.Library()

PARTS = [
    ("figures", _("From signal to result"), "reporting:figures", Permission.FIGURES_VIEW),
    ("obstacles", _("What stands in the way"), "reporting:obstacles", Permission.OBSTACLES_VIEW),
    ("routes", _("By which route"), "reporting:routes", Permission.ROUTES_FIGURES),
]


@register.inclusion_tag("reporting/_parts.html", takes_context=True)
def figure_parts(context: RequestContext, here: str) -> dict[str, Any]:
    """Draw the tabs for whoever has more than the figures alone; `here` is the page that is open."""
    user = context["request"].user
    links = [(label, reverse(route), key == here) for key, label, route, grant in PARTS if may(user, grant)]
    return {"links": links if len(links) > 1 else []}
