"""The pages of the figures, as tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from accounts.permissions import Permission, may

if TYPE_CHECKING:
    from django.template.context import RequestContext

register = template.Library()


@register.inclusion_tag("reporting/_parts.html", takes_context=True)
def figure_parts(context: RequestContext, here: str) -> dict[str, Any]:
    """Draw the tabs for whoever has more than the figures alone; `here` is the page that is open."""
    return {"here": here, "more": may(context["request"].user, Permission.OBSTACLES_VIEW)}
