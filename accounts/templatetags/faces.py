"""The faces of workers on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from accounts.services.photo import photo_on_paper

if TYPE_CHECKING:
    from accounts.models import User

register = template.Library()


@register.filter
def paper_photo(user: User) -> str:
    """Give the address of somebody's photo within a PDF; nothing without one."""
    return photo_on_paper(user)
